#include "cli-client/text/RecordColumns.h"

#include "cli-client/text/RecordView.h"

#include <QJsonArray>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

QString textOf(const QJsonValue &value)
{
    return value.isDouble() ? QString::number(value.toInteger()) : value.toString();
}

} // namespace

const QStringList &knownColumns()
{
    static const QStringList names = [] {
        QStringList all;
        for (const FieldDescription &field : employeeFields())
            all.append(field.name);
        return all + metadataColumns();
    }();
    return names;
}

const QStringList &metadataColumns()
{
    static const QStringList names{u"version"_s, u"updated_at"_s, u"updated_by"_s, u"deleted_at"_s};
    return names;
}

bool isVisible(const QString &column, const Rights &rights)
{
    const FieldDescription *field = findField(column);
    return !field || rights.access(field->field) != FieldAccess::None;
}

TableColumn tableColumn(const QString &column)
{
    if (const FieldDescription *field = findField(column))
        return tableColumns({field->field}).first();
    QString title = QString(column).replace(u'_', u' ');
    title[0] = title[0].toUpper();
    return {title, column == "version"_L1 ? Alignment::Right : Alignment::Left, 0};
}

QString tableCell(const QJsonObject &record, const QString &column)
{
    const FieldDescription *field = findField(column);
    return field ? RecordView(record).shown(field->field) : textOf(record.value(column));
}

QString csvCell(const QJsonObject &record, const QString &column)
{
    const QJsonValue unfit = record.value("unfit"_L1).toObject().value(column);
    return unfit.isString() ? unfit.toString() : textOf(record.value(column));
}

QJsonObject reduced(const QJsonObject &record, const QStringList &columns)
{
    QJsonObject result;
    for (const QString &column : columns) {
        if (record.contains(column))
            result.insert(column, record.value(column));
    }
    QJsonArray masked;
    for (const QJsonValue name : record.value("masked"_L1).toArray()) {
        if (columns.contains(name.toString()))
            masked.append(name);
    }
    if (!masked.isEmpty())
        result.insert("masked"_L1, masked);
    QJsonObject unfit = record.value("unfit"_L1).toObject();
    for (const QString &name : unfit.keys()) {
        if (!columns.contains(name))
            unfit.remove(name);
    }
    if (!unfit.isEmpty())
        result.insert("unfit"_L1, unfit);
    return result;
}

} // namespace roster::cli
