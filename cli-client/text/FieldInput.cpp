#include "cli-client/text/FieldInput.h"

#include <QRegularExpression>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

QString canonicalDate(const QString &typed)
{
    static const QRegularExpression american(u"^([0-9]{1,2})([-/])([0-9]{1,2})\\2([0-9]{4})$"_s);
    const QRegularExpressionMatch match = american.match(typed);
    if (!match.hasMatch())
        return typed;
    return u"%1-%2-%3"_s.arg(match.captured(4), match.captured(1).rightJustified(2, u'0'),
        match.captured(3).rightJustified(2, u'0'));
}

QString canonicalSsn(const QString &typed)
{
    static const QRegularExpression hyphened(u"^[0-9]{3}[- ][0-9]{2}[- ][0-9]{4}$"_s);
    if (!hyphened.match(typed).hasMatch())
        return typed;
    return QString(typed).remove(u'-').remove(u' ');
}

QString canonicalMoney(const QString &typed)
{
    // Only commas that group thousands go: "45,50" may mean a decimal comma and must not become
    // 4550.
    static const QRegularExpression grouped(u"^[0-9]{1,3}(,[0-9]{3})+(\\.[0-9]*)?$"_s);
    QString amount = typed.startsWith(u'$') ? typed.sliced(1).trimmed() : typed;
    if (grouped.match(amount).hasMatch())
        amount.remove(u',');
    return amount;
}

} // namespace

QString canonicalInput(const FieldDescription &field, const QString &typed)
{
    const QString text = typed.trimmed();
    switch (field.type) {
    case FieldType::Date:
        return canonicalDate(text);
    case FieldType::Ssn:
        return canonicalSsn(text);
    case FieldType::Money:
        return canonicalMoney(text);
    default:
        // Untrimmed, so that a control character at either end is refused and not swallowed.
        return typed;
    }
}

QString complaintOf(const FieldError &error)
{
    if (error.reason != "not_a_date"_L1)
        return error.message;
    const FieldDescription &field = describe(error.field);
    return u"%1 must be a calendar date as %2."_s.arg(field.label, inputHint(field));
}

QString inputHint(const FieldDescription &field)
{
    switch (field.type) {
    case FieldType::Date:
        return u"mm-dd-yyyy or yyyy-mm-dd"_s;
    case FieldType::Ssn:
        return u"nine digits"_s;
    default:
        return {};
    }
}

} // namespace roster::cli
