#include "common/protocol/EmployeeView.h"

#include "common/base/IsoText.h"
#include "common/protocol/JsonText.h"

#include <QJsonArray>

#include <utility>

namespace roster {
namespace {

using namespace Qt::StringLiterals;

using Names = QList<QLatin1StringView>;
using Originals = QList<std::pair<QLatin1StringView, QString>>;

/// Takes what a session may see of a record into a QJsonObject.
struct ObjectSink
{
    void integer(QLatin1StringView name, qint64 value) { json.insert(name, value); }
    void text(QLatin1StringView name, const QString &value) { json.insert(name, value); }
    void null(QLatin1StringView name) { json.insert(name, QJsonValue::Null); }
    void names(QLatin1StringView name, const Names &values)
    {
        QJsonArray array;
        for (const QLatin1StringView value : values)
            array.append(value);
        json.insert(name, array);
    }
    void originals(QLatin1StringView name, const Originals &values)
    {
        QJsonObject object;
        for (const auto &[field, value] : values)
            object.insert(field, value);
        json.insert(name, object);
    }

    QJsonObject json;
};

/// Takes the same into a text.
class TextSink
{
public:
    explicit TextSink(QByteArray &json)
        : m_object(json)
    {
    }

    void integer(QLatin1StringView name, qint64 value)
    {
        appendJsonInteger(m_object.member(name), value);
    }
    void text(QLatin1StringView name, const QString &value)
    {
        appendJsonString(m_object.member(name), value);
    }
    void null(QLatin1StringView name) { m_object.member(name).append("null"); }
    void names(QLatin1StringView name, const Names &values)
    {
        QByteArray &json = m_object.member(name).append('[');
        for (qsizetype i = 0; i < values.size(); ++i) {
            if (i > 0)
                json.append(',');
            appendJsonString(json, QString(values[i]));
        }
        json.append(']');
    }
    void originals(QLatin1StringView name, const Originals &values)
    {
        JsonObjectWriter object(m_object.member(name));
        for (const auto &[field, value] : values)
            appendJsonString(object.member(field), value);
    }

private:
    JsonObjectWriter m_object;
};

/// What a session with @p rights may see of a record: decided here alone.
template <typename Sink>
void show(const Employee &employee, const Rights &rights, int currencyDigits, Sink &sink)
{
    sink.integer("id"_L1, employee.id);
    sink.integer("version"_L1, employee.version);
    sink.text("updated_at"_L1, isoUtc(employee.updatedAt));
    sink.text("updated_by"_L1, employee.updatedBy);
    Names masked;
    Originals unfit;
    for (const FieldDescription &row : editableFields()) {
        const FieldAccess access = rights.access(row.field);
        if (access == FieldAccess::None)
            continue;
        const FieldValue &value = employee.value(row.field);
        if (access == FieldAccess::Masked) {
            // Masked even when it is empty, so that the mask does not tell.
            sink.text(row.name, maskOf(row.field, value));
            masked.append(row.name);
            continue;
        }
        if (isEmpty(value))
            sink.null(row.name);
        else
            sink.text(row.name, textOf(value, currencyDigits));
        if (const auto it = employee.unfit.find(row.field); it != employee.unfit.end())
            unfit.append({row.name, *it});
    }
    if (!masked.isEmpty())
        sink.names("masked"_L1, masked);
    if (!unfit.isEmpty())
        sink.originals("unfit"_L1, unfit);
    if (employee.deletedAt)
        sink.text("deleted_at"_L1, isoUtc(*employee.deletedAt));
}

} // namespace

QString maskOf(Field field, const FieldValue &value)
{
    switch (describe(field).type) {
    case FieldType::Ssn:
        return isEmpty(value) ? u"*********"_s : u"*****"_s + textOf(value, 0).right(4);
    case FieldType::Date:
        return u"****-**-**"_s;
    default:
        return u"***"_s;
    }
}

QJsonObject employeeToJson(const Employee &employee, const Rights &rights, int currencyDigits)
{
    ObjectSink sink;
    show(employee, rights, currencyDigits, sink);
    return sink.json;
}

void appendEmployee(
    QByteArray &json, const Employee &employee, const Rights &rights, int currencyDigits)
{
    TextSink sink(json);
    show(employee, rights, currencyDigits, sink);
}

QJsonObject writtenEmployeeToJson(
    const Employee &employee, const Rights &rights, int currencyDigits)
{
    if (rights.has(Permission::EmployeeGet))
        return employeeToJson(employee, rights, currencyDigits);
    return {{u"id"_s, employee.id}, {u"version"_s, employee.version}};
}

void appendWrittenEmployee(
    QByteArray &json, const Employee &employee, const Rights &rights, int currencyDigits)
{
    if (rights.has(Permission::EmployeeGet))
        appendEmployee(json, employee, rights, currencyDigits);
    else
        appendEmployeeVersion(json, employee);
}

void appendEmployeeVersion(QByteArray &json, const Employee &employee)
{
    JsonObjectWriter object(json);
    appendJsonInteger(object.member("id"_L1), employee.id);
    appendJsonInteger(object.member("version"_L1), employee.version);
}

} // namespace roster
