#include "gui-client/edit/RecordRules.h"

#include "common/model/FieldRules.h"
#include "gui-client/text/FieldFormat.h"

#include <QCoreApplication>

namespace roster::gui {

QMap<Field, QString> brokenDateRules(const EmployeeRow &row, const FieldChanges &changes)
{
    const auto isChanged = [&](Field field) { return changes.contains(field); };
    const auto isReadable
        = [&](Field field) { return isChanged(field) || row.seen(field) == Visibility::Shown; };
    Employee employee;
    for (const FieldDescription &field : editableFields()) {
        if (field.type != FieldType::Date)
            continue;
        const QString text = changes.value(field.field, row.text(field.field));
        const QDate date = QDate::fromString(text, Qt::ISODate);
        if (date.isValid())
            employee.set(field.field, date);
    }
    QMap<Field, QString> sentences;
    const QList<FieldError> errors = checkDates(employee, isChanged, isReadable);
    for (const FieldError &error : errors)
        sentences.insert(error.field, sentenceFor(error));
    return sentences;
}

bool hasValue(
    const EmployeeRow &row, Field field, const QString &canonical, const Currency &currency)
{
    if (row.text(field) == canonical)
        return true;
    if (describe(field).type != FieldType::Money || row.seen(field) != Visibility::Shown)
        return false;
    const auto has = parseMoney(row.text(field), currency.digits);
    const auto other = parseMoney(canonical, currency.digits);
    const auto *hasMoney = std::get_if<Money>(&has);
    const auto *otherMoney = std::get_if<Money>(&other);
    return hasMoney && otherMoney && *hasMoney == *otherMoney;
}

QString nameOf(const EmployeeRow &row)
{
    const QString first = row.text(Field::FirstName);
    const QString last = row.text(Field::LastName);
    return QCoreApplication::translate("EmployeeName", "%1 (%2)")
        .arg(QString(first + u' ' + last).trimmed(), QString::number(row.id));
}

} // namespace roster::gui
