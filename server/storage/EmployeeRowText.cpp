#include "server/storage/EmployeeRowText.h"

#include "common/protocol/EmployeeView.h"
#include "server/storage/Dialect.h"

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

/// Longer than any SSN; one that does not fit in is read the long way.
constexpr std::size_t ssnSize = 64;

// The columns before those of the fields.
constexpr int idColumn = 0;
constexpr int versionColumn = 1;
constexpr int updatedAtColumn = 2;
constexpr int updatedByColumn = 3;
constexpr int deletedAtColumn = 4;
constexpr int unfitColumn = 5;
constexpr int firstFieldColumn = 6;

} // namespace

EmployeeRowText::EmployeeRowText(
    Database &database, const EmployeeStore &employees, const EmployeeTextWriter &writer)
    : m_database(database)
    , m_employees(employees)
    , m_writer(writer)
    , m_rows(database, dialect::selectByIds(columns(writer)))
{
}

EmployeeRowText::EmployeeRowText(Database &database, const EmployeeStore &employees,
    const EmployeeTextWriter &writer, const QString &selectOne)
    : m_database(database)
    , m_employees(employees)
    , m_writer(writer)
    , m_rows(database, selectOne)
{
}

QString EmployeeRowText::selectionOfOne(const EmployeeTextWriter &writer)
{
    return u"SELECT %1 FROM employee WHERE id = ?"_s.arg(columns(writer));
}

QString EmployeeRowText::columns(const EmployeeTextWriter &writer)
{
    QString columns = u"employee.id, version, updated_at, updated_by, deleted_at, unfit"_s;
    for (const Field field : writer.neededFields())
        columns += u", "_s + describe(field).name;
    return columns;
}

Outcome EmployeeRowText::append(const QList<EmployeeId> &ids, QByteArray &json)
{
    if (const Outcome ran = m_rows.bind(dialect::idList(ids)).run(); !ran)
        return ran;
    bool isRow = m_rows.next();
    for (const EmployeeId id : ids) {
        if (!isRow && m_rows.failed())
            return m_rows.error();
        if (id != ids.first())
            json.append(',');
        const bool isHere = isRow && m_rows.integer(idColumn) == id;
        if (const Outcome appended = appendOne(id, isHere, json); !appended)
            return appended;
        isRow = isHere ? m_rows.next() : isRow;
    }
    return Done{};
}

Outcome EmployeeRowText::appendLive(EmployeeId id, QByteArray &json)
{
    if (const Outcome ran = m_rows.bind(id).run(); !ran)
        return ran;
    const bool isHere = m_rows.next();
    if (!isHere && m_rows.failed())
        return m_rows.error();
    if (!isHere || !m_rows.isNull(deletedAtColumn))
        return noSuchEmployee(id);
    return appendOne(id, isHere, json);
}

Outcome EmployeeRowText::appendOne(EmployeeId id, bool isHere, QByteArray &json)
{
    if (!isHere || !m_rows.isNull(unfitColumn))
        return appendTheLongWay(id, json);
    EmployeeColumns record;
    record.id = id;
    record.version = m_rows.integer(versionColumn);
    record.updatedAt = milliseconds(m_rows.integer(updatedAtColumn));
    record.updatedBy = m_rows.utf8(updatedByColumn);
    if (!m_rows.isNull(deletedAtColumn))
        record.deletedAt = milliseconds(m_rows.integer(deletedAtColumn));
    std::array<char, ssnSize> ssn;
    if (!readFields(id, record, ssn))
        return appendTheLongWay(id, json);
    m_writer.append(json, record);
    return Done{};
}

/// False when the sealed value does not open.
bool EmployeeRowText::readFields(EmployeeId id, EmployeeColumns &record, std::span<char> ssn)
{
    int column = firstFieldColumn;
    for (const Field field : m_writer.neededFields()) {
        EmployeeColumns::Value &value = record.values[indexOf(field)];
        const FieldType type = describe(field).type;
        if (type == FieldType::Money)
            value.minorUnits = m_rows.integer(column);
        else
            value.text = m_rows.utf8(column);
        // Most are neither empty nor 0.
        value.isEmpty = value.minorUnits == 0 && value.text.isEmpty() && m_rows.isNull(column);
        if (type == FieldType::Ssn && !value.isEmpty) {
            const auto opened = m_employees.row().openSsn(id, value.text, ssn);
            if (!opened)
                return false;
            value.text = *opened;
        }
        ++column;
    }
    return true;
}

/// Unfit originals, and what goes wrong, are too rare to be quick about.
Outcome EmployeeRowText::appendTheLongWay(EmployeeId id, QByteArray &json)
{
    const Result<Employee> employee = m_employees.find(m_database, id);
    if (!employee)
        return employee.error();
    appendEmployee(json, *employee, m_writer.rights(), m_writer.currencyDigits());
    return Done{};
}

} // namespace roster::server
