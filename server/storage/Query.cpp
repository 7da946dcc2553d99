#include "server/storage/Query.h"

#include "common/protocol/ErrorData.h"
#include "server/storage/CommitCount.h"

#include <sqlite3.h>

namespace roster::server {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(storageLog, "roster.storage", QtInfoMsg)

Query::Query(Database &database, const QString &sql)
    : m_database(database)
    , m_sql(sql)
    , m_idle(database.idleOf(sql))
    , m_statement(database.takeStatement(*m_idle, sql))
{
}

Query::~Query()
{
    Database::giveBack(*m_idle, std::move(m_statement));
}

Query &Query::bind(qint64 value)
{
    m_statement->bind(m_bound++, value);
    return *this;
}

Query &Query::bind(const QString &text)
{
    // A null QString would become NULL; the empty string is what was meant.
    m_statement->bind(m_bound++, text.isNull() ? u""_s : text);
    return *this;
}

Query &Query::bindUtf8(const QByteArray &text)
{
    m_statement->bindUtf8(m_bound++, text);
    return *this;
}

Query &Query::bind(const QByteArray &bytes)
{
    m_statement->bind(m_bound++, bytes);
    return *this;
}

Query &Query::bindNull()
{
    return bind(QVariant());
}

Query &Query::bind(const QVariant &value)
{
    m_statement->bind(m_bound++, value);
    return *this;
}

Outcome Query::run()
{
    CommitCount *commits = m_database.profile().commits.get();
    const bool isCounted = commits && m_database.mayCommit(m_sql);
    if (isCounted)
        commits->begin();
    const bool hasRun = m_statement->run();
    if (isCounted)
        commits->end();
    if (hasRun)
        return Done{};
    report();
    return error();
}

bool Query::next()
{
    return m_statement->next();
}

bool Query::failed() const
{
    if (m_statement->errorCode() == 0)
        return false;
    report();
    return true;
}

qint64 Query::integer(int column) const
{
    return m_statement->integer(column);
}

QString Query::text(int column) const
{
    return m_statement->text(column);
}

QByteArray Query::bytes(int column) const
{
    return m_statement->bytes(column);
}

QByteArrayView Query::utf8(int column) const
{
    return m_statement->utf8(column);
}

bool Query::isNull(int column) const
{
    return m_statement->isNull(column);
}

QVariant Query::value(int column) const
{
    return m_statement->value(column);
}

int Query::affectedRows() const
{
    return m_statement->affectedRows();
}

qint64 Query::lastInsertId() const
{
    return m_statement->lastInsertId();
}

Error Query::error() const
{
    // The low byte tells the kind (sqlite.org, "Result and Error Codes").
    switch (m_statement->errorCode() & 0xff) {
    case SQLITE_INTERRUPT:
        return tryLater(u"The server took too long to find the answer. Ask for less at a time."_s);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return {ErrorCode::StorageUnavailable,
            u"The server's storage is damaged, which its administrator must mend. Nothing was "
            "changed."_s,
            {}};
    default:
        return storageError();
    }
}

bool Query::hasFailedToReadOrWrite() const
{
    return (m_statement->errorCode() & 0xff) == SQLITE_IOERR;
}

void Query::report() const
{
    const int code = m_statement->errorCode();
    qCWarning(storageLog) << "statement failed, code" << code << "in" << m_sql;
    m_database.noteFailure(code);
}

Error storageError()
{
    return {ErrorCode::StorageUnavailable,
        u"The server's storage does not work at the moment. Nothing was changed."_s, {}};
}

} // namespace roster::server
