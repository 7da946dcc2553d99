#include "server/storage/OriginalDatabase.h"

#include "server/storage/IntegrityCheck.h"
#include "server/storage/Query.h"

#include <optional>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

/// The encoding of the file's text (sqlite.org/pragma.html#pragma_encoding).
Result<QStringConverter::Encoding> encodingOf(Database &database)
{
    Query query(database, u"PRAGMA encoding"_s);
    if (const Outcome ran = query.run(); !ran)
        return ran.error();
    if (!query.next())
        return storageError();
    const QString name = query.text(0);
    return name == "UTF-16le"_L1 ? QStringConverter::Utf16LE
        : name == "UTF-16be"_L1  ? QStringConverter::Utf16BE
                                 : QStringConverter::Utf8;
}

/// Nothing when @p bytes are no text that can be kept and shown.
std::optional<QString> decoded(const QByteArray &bytes, QStringConverter::Encoding encoding)
{
    QStringDecoder decoder(encoding, QStringConverter::Flag::Stateless);
    const QString text = decoder.decode(bytes);
    if (decoder.hasError() || text.contains(QChar(u'\0')))
        return std::nullopt;
    return text;
}

} // namespace

QString OriginalValue::text() const
{
    if (isNull)
        return {};
    return isText ? QString::fromUtf8(bytes) : u"x'%1'"_s.arg(QString::fromLatin1(bytes.toHex()));
}

/// The row that a query stands on, two columns for each value: its type and its bytes.
class OriginalDatabase::Rows
{
public:
    Rows(const Query &query, QStringConverter::Encoding encoding)
        : m_query(query)
        , m_encoding(encoding)
    {
    }

    void step() { ++m_number; }
    [[nodiscard]] qint64 number() const { return m_number; }
    [[nodiscard]] OriginalValue value(int index) const
    {
        const QString type = m_query.text(2 * index);
        OriginalValue value;
        value.isNull = type == "null"_L1;
        value.isInteger = type == "integer"_L1;
        value.bytes = m_query.bytes(2 * index + 1);
        if (value.isNull || type == "blob"_L1)
            return value;
        if (const std::optional<QString> text = decoded(value.bytes, m_encoding)) {
            value.bytes = text->toUtf8();
            value.isText = true;
        }
        return value;
    }

private:
    const Query &m_query;
    QStringConverter::Encoding m_encoding;
    qint64 m_number = 0;
};

OriginalDatabase::OriginalDatabase(std::unique_ptr<Database> database)
    : m_database(std::move(database))
{
}

OriginalDatabase::~OriginalDatabase() = default;

Result<std::unique_ptr<OriginalDatabase>> OriginalDatabase::open(const QString &copy)
{
    auto database = Database::open({copy});
    if (!database)
        return database.error();
    return std::unique_ptr<OriginalDatabase>(new OriginalDatabase(*std::move(database)));
}

DatabaseKind OriginalDatabase::kind()
{
    return databaseKind(*m_database);
}

Outcome OriginalDatabase::check()
{
    const Result<QStringList> defects = structuralDefects(*m_database, 1);
    if (!defects)
        return defects.error();
    return defects->isEmpty() ? Outcome(Done{}) : storageError();
}

Outcome OriginalDatabase::eachRow(const QString &table, const QStringList &columns,
    const std::function<Outcome(const Rows &)> &take)
{
    const Result<QStringConverter::Encoding> encoding = encodingOf(*m_database);
    if (!encoding)
        return encoding.error();
    QStringList selected;
    for (const QString &column : columns)
        selected.append(u"typeof(\"%1\"), CAST(\"%1\" AS BLOB)"_s.arg(column));
    Query query(*m_database, u"SELECT %1 FROM \"%2\""_s.arg(selected.join(u", "_s), table));
    if (const Outcome ran = query.run(); !ran)
        return ran;
    Rows rows(query, *encoding);
    while (query.next()) {
        rows.step();
        if (const Outcome taken = take(rows); !taken)
            return taken;
    }
    return query.failed() ? Outcome(storageError()) : Outcome(Done{});
}

Outcome OriginalDatabase::eachUser(const std::function<Outcome(const OriginalUserRow &)> &take)
{
    return eachRow(
        u"user"_s, {u"username"_s, u"password"_s, u"permissions"_s}, [&take](const Rows &rows) {
            return take({rows.number(), rows.value(0), rows.value(1), rows.value(2)});
        });
}

Outcome OriginalDatabase::eachEmployee(
    const std::function<Outcome(const OriginalEmployeeRow &)> &take)
{
    return eachRow(u"employee"_s,
        {u"id"_s, u"fname"_s, u"lname"_s, u"ssn"_s, u"dob"_s, u"salary"_s},
        [&take](const Rows &rows) {
            return take({rows.number(), rows.value(0), rows.value(1), rows.value(2), rows.value(3),
                rows.value(4), rows.value(5)});
        });
}

} // namespace roster::server
