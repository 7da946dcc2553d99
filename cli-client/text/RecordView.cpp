#include "cli-client/text/RecordView.h"

#include "common/base/EscapedText.h"

#include <QJsonArray>

#include <algorithm>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

/// Enough to tell what a cut text is about.
constexpr int narrowestText = 8;

QString plainShown(const RecordView &record, Field field, const Currency &currency)
{
    const QString text = record.shown(field);
    const bool isAmount = field == Field::Salary && !record.value(field).isEmpty();
    return isAmount ? text + u' ' + currency.code : text;
}

} // namespace

RecordView::RecordView(QJsonObject record)
    : m_record(std::move(record))
{
}

EmployeeId RecordView::id() const
{
    return m_record.value("id"_L1).toInteger();
}

qint64 RecordView::version() const
{
    return m_record.value("version"_L1).toInteger();
}

bool RecordView::hasFields() const
{
    return has(Field::LastName);
}

bool RecordView::has(Field field) const
{
    return m_record.contains(describe(field).name);
}

QString RecordView::value(Field field) const
{
    const QString name = describe(field).name;
    if (m_record.value("masked"_L1).toArray().contains(name))
        return {};
    return m_record.value(name).toString();
}

QString RecordView::shown(Field field) const
{
    if (field == Field::Id)
        return QString::number(id());
    const QString name = describe(field).name;
    const QJsonValue unfit = m_record.value("unfit"_L1).toObject().value(name);
    if (unfit.isString())
        return unfit.toString() + u" (to be corrected)"_s;
    return m_record.value(name).toString();
}

QString RecordView::title() const
{
    if (!hasFields())
        return u"ID %1"_s.arg(id());
    const QString name = shown(Field::FirstName) + u' ' + shown(Field::LastName);
    return u"%1 (ID %2)"_s.arg(escaped(name)).arg(id());
}

QString RecordView::toText(const Currency &currency) const
{
    QList<std::pair<QString, QString>> lines{{u"ID"_s, QString::number(id())}};
    for (const FieldDescription &field : editableFields()) {
        if (has(field.field))
            lines.append({field.label, plainShown(*this, field.field, currency)});
    }
    if (m_record.contains("updated_at"_L1)) {
        lines.append({u"Last changed"_s,
            u"%1 by %2"_s.arg(m_record.value("updated_at"_L1).toString(),
                m_record.value("updated_by"_L1).toString())});
    }
    if (m_record.contains("deleted_at"_L1))
        lines.append({u"Deleted"_s, m_record.value("deleted_at"_L1).toString()});
    lines.append({u"Version"_s, QString::number(version())});
    return labelledLines(lines);
}

QString labelledLines(const QList<std::pair<QString, QString>> &lines)
{
    int labelWidth = 0;
    for (const auto &[label, value] : lines)
        labelWidth = std::max(labelWidth, displayWidth(label));
    QString text;
    for (const auto &[label, value] : lines) {
        const QString line
            = u"  "_s + padded(label, labelWidth + 2, Alignment::Left) + escaped(value);
        text += (value.isEmpty() ? u"  "_s + label : line) + u'\n';
    }
    return text;
}

QList<Field> visibleFields(const Rights &rights)
{
    QList<Field> fields;
    for (const FieldDescription &field : employeeFields()) {
        if (rights.access(field.field) != FieldAccess::None)
            fields.append(field.field);
    }
    return fields;
}

QList<TableColumn> tableColumns(const QList<Field> &fields)
{
    QList<TableColumn> columns;
    for (const Field field : fields) {
        const FieldDescription &row = describe(field);
        const bool isNumber = row.type == FieldType::Id || row.type == FieldType::Money;
        const QString title = row.label;
        columns.append({title, isNumber ? Alignment::Right : Alignment::Left,
            isText(row.type) ? std::max(narrowestText, displayWidth(title)) : 0});
    }
    return columns;
}

QStringList tableCells(const RecordView &record, const QList<Field> &fields)
{
    QStringList cells;
    for (const Field field : fields)
        cells.append(record.shown(field));
    return cells;
}

} // namespace roster::cli
