#include "server/storage/SqliteStatement.h"

#include <sqlite3.h>

#include <utility>

namespace roster::server {

SqliteStatement::SqliteStatement(sqlite3 *connection, const QString &sql)
    : m_connection(connection)
{
    const QByteArray text = sql.toUtf8();
    note(sqlite3_prepare_v3(connection, text.constData(), static_cast<int>(text.size()),
        SQLITE_PREPARE_PERSISTENT, &m_statement, nullptr));
}

SqliteStatement::~SqliteStatement()
{
    sqlite3_finalize(m_statement);
}

void SqliteStatement::bind(int parameter, qint64 value)
{
    note(sqlite3_bind_int64(m_statement, parameter + 1, value));
}

void SqliteStatement::bind(int parameter, const QString &text)
{
    if (text.isNull())
        return bindNull(parameter);
    bindUtf8(parameter, text.toUtf8());
}

void SqliteStatement::bindUtf8(int parameter, const QByteArray &text)
{
    note(sqlite3_bind_text64(m_statement, parameter + 1, keep(text),
        static_cast<sqlite3_uint64>(text.size()), SQLITE_STATIC, SQLITE_UTF8));
}

/// Until the parameters are let go: the database makes no copy of its own.
const char *SqliteStatement::keep(const QByteArray &bytes)
{
    return m_bound.emplace_back(bytes).constData();
}

void SqliteStatement::bind(int parameter, const QByteArray &bytes)
{
    if (bytes.isNull())
        return bindNull(parameter);
    note(sqlite3_bind_blob64(m_statement, parameter + 1, keep(bytes),
        static_cast<sqlite3_uint64>(bytes.size()), SQLITE_STATIC));
}

void SqliteStatement::bind(int parameter, const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::UnknownType:
    case QMetaType::Nullptr:
        return bindNull(parameter);
    case QMetaType::QByteArray:
        return bind(parameter, value.toByteArray());
    case QMetaType::Bool:
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::LongLong:
        return bind(parameter, value.toLongLong());
    case QMetaType::Double:
        return note(sqlite3_bind_double(m_statement, parameter + 1, value.toDouble()));
    default:
        return bind(parameter, value.toString());
    }
}

void SqliteStatement::bindNull(int parameter)
{
    note(sqlite3_bind_null(m_statement, parameter + 1));
}

bool SqliteStatement::run()
{
    if (!m_statement || m_error != SQLITE_OK)
        return false;
    m_hasEnded = false;
    m_isAtFirstRow = step();
    return m_error == SQLITE_OK;
}

bool SqliteStatement::next()
{
    return std::exchange(m_isAtFirstRow, false) || step();
}

/// A statement that has ended would begin anew.
bool SqliteStatement::step()
{
    if (m_hasEnded)
        return false;
    const int result = sqlite3_step(m_statement);
    if (result == SQLITE_ROW)
        return true;
    m_hasEnded = true;
    if (result != SQLITE_DONE)
        note(result);
    return false;
}

void SqliteStatement::finish()
{
    m_hasEnded = true;
    m_isAtFirstRow = false;
    if (!m_statement)
        return;
    sqlite3_reset(m_statement);
    sqlite3_clear_bindings(m_statement);
    m_bound.clear();
    m_error = SQLITE_OK;
}

/// The first failure is the one that counts.
void SqliteStatement::note(int result)
{
    if (result == SQLITE_OK || m_error != SQLITE_OK)
        return;
    const int extended = sqlite3_extended_errcode(m_connection);
    m_error = (extended & 0xff) == (result & 0xff) ? extended : result;
}

qint64 SqliteStatement::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

QString SqliteStatement::text(int column) const
{
    // The text first: asking for it may convert the value, and with it the count of bytes.
    const auto *text = reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column));
    return QString::fromUtf8(text, sqlite3_column_bytes(m_statement, column));
}

QByteArray SqliteStatement::bytes(int column) const
{
    const auto *bytes = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
    return {bytes, sqlite3_column_bytes(m_statement, column)};
}

QByteArrayView SqliteStatement::utf8(int column) const
{
    // The database's encoding is UTF-8, and asking for a text would only add a zero behind it.
    const auto *bytes = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
    return {bytes, sqlite3_column_bytes(m_statement, column)};
}

bool SqliteStatement::isNull(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

QVariant SqliteStatement::value(int column) const
{
    switch (sqlite3_column_type(m_statement, column)) {
    case SQLITE_INTEGER:
        return QVariant(integer(column));
    case SQLITE_FLOAT:
        return sqlite3_column_double(m_statement, column);
    case SQLITE_TEXT:
        return text(column);
    case SQLITE_BLOB:
        return bytes(column);
    default:
        return {};
    }
}

int SqliteStatement::affectedRows() const
{
    return sqlite3_changes(m_connection);
}

qint64 SqliteStatement::lastInsertId() const
{
    return sqlite3_last_insert_rowid(m_connection);
}

} // namespace roster::server
