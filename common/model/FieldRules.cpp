#include "common/model/FieldRules.h"

#include "common/base/IsoText.h"
#include "common/model/Ssn.h"

#include <algorithm>

namespace roster {
namespace {

using namespace Qt::StringLiterals;
using Parsed = std::variant<FieldValue, FieldError>;

FieldError refuse(const FieldDescription &field, QLatin1StringView reason, const QString &message)
{
    return {field.field, reason, field.label + u' ' + message};
}

/// The code points of the longest canonical decomposition of one (such as U+1F82): what NFC makes
/// a hundred characters of had at most four hundred.
constexpr qsizetype longestDecomposition = 4;

qsizetype codePoints(QStringView text)
{
    return std::ranges::count_if(text, [](QChar c) { return !c.isLowSurrogate(); });
}

bool isControl(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return QChar::isNonCharacter(c);
    }
}

bool belongsInName(char32_t c)
{
    return QChar::isLetter(c) || QChar::isMark(c) || c == U' ' || c == U'-' || c == U'\''
        || c == U'\u2019' || c == U'.';
}

template <typename Predicate> bool anyCharacter(QStringView text, Predicate predicate)
{
    return std::ranges::any_of(text.toUcs4(), predicate);
}

/// Lone surrogates count as well: they are no text and cannot be stored as UTF-8.
bool hasControl(QStringView text)
{
    return !text.isValidUtf16() || anyCharacter(text, isControl);
}

/// The shape every deliverable address has (RFC 5321, 4.1.2): one local part, one domain, no
/// blanks.
bool isEmailShaped(QStringView text)
{
    const qsizetype at = text.lastIndexOf(u'@');
    if (at < 1 || at > 64 || at == text.size() - 1)
        return false;
    const QStringView domain = text.sliced(at + 1);
    if (domain.front() == u'.' || domain.back() == u'.' || domain.contains(".."_L1))
        return false;
    return !text.first(at).contains(u'@') && !anyCharacter(text, [](char32_t c) {
        return QChar::isSpace(c) || c == U',' || c == U'<' || c == U'>';
    });
}

FieldError tooLong(const FieldDescription &field)
{
    return refuse(field, "too_long"_L1, u"has at most %1 characters."_s.arg(field.maxLength));
}

FieldError controlCharacter(const FieldDescription &field)
{
    return refuse(field, "control_character"_L1, u"must not contain control characters."_s);
}

Parsed parseText(const FieldDescription &field, QStringView typed)
{
    if (hasControl(typed))
        return controlCharacter(field);
    if (isOverlong(field, typed))
        return tooLong(field);
    const QString text = typed.toString().normalized(QString::NormalizationForm_C).trimmed();
    if (hasControl(text))
        return controlCharacter(field);
    if (codePoints(text) > field.maxLength)
        return tooLong(field);
    if (field.type == FieldType::Name
        && anyCharacter(text, [](char32_t c) { return !belongsInName(c); })) {
        return refuse(field, "not_a_name"_L1,
            u"takes letters, spaces, hyphens, apostrophes and full stops."_s);
    }
    if (field.type == FieldType::Email && !isEmailShaped(text))
        return refuse(field, "not_an_email"_L1, u"is not an e-mail address (name@example.com)."_s);
    return FieldValue{text};
}

Parsed parseDate(const FieldDescription &field, const QString &text, const RuleContext &context)
{
    const QDate date = dateOfIso(text);
    if (!date.isValid())
        return refuse(field, "not_a_date"_L1, u"must be a calendar date as YYYY-MM-DD."_s);
    if (date < QDate(1900, 1, 1))
        return refuse(field, "too_early"_L1, u"must not be before 1900-01-01."_s);
    if (field.field == Field::DateOfBirth && date > context.today)
        return refuse(field, "in_the_future"_L1, u"must not be in the future."_s);
    return FieldValue{date};
}

Parsed parseAmount(const FieldDescription &field, const QString &text, int digits)
{
    const auto parsed = parseMoney(text, digits);
    if (const auto *money = std::get_if<Money>(&parsed))
        return FieldValue{*money};
    switch (std::get<MoneyError>(parsed)) {
    case MoneyError::TooManyDecimals:
        return refuse(field, "too_many_decimals"_L1, u"has at most %1 decimals."_s.arg(digits));
    case MoneyError::TooLarge:
        return refuse(field, "too_large"_L1,
            u"is at most %1."_s.arg(formatMoney(Money{maxMinorUnits}, digits)));
    case MoneyError::NotADecimal:
        break;
    }
    return refuse(field, "not_a_decimal"_L1,
        u"must be a plain amount such as 45210.50, without sign or grouping."_s);
}

Parsed parseSsn(const FieldDescription &field, const QString &text)
{
    if (!isNineDigits(text))
        return refuse(field, "not_nine_digits"_L1, u"must have exactly nine digits."_s);
    return FieldValue{text};
}

} // namespace

bool isOverlong(const FieldDescription &field, QStringView text)
{
    return codePoints(text.trimmed()) > longestDecomposition * field.maxLength;
}

Parsed parseField(const FieldDescription &field, QStringView text, const RuleContext &context)
{
    const QStringView trimmed = text.trimmed();
    if (trimmed.isEmpty()) {
        if (hasControl(text) && isText(field.type))
            return controlCharacter(field);
        if (field.isRequired)
            return refuse(field, "required"_L1, u"must not be empty."_s);
        return FieldValue{};
    }
    switch (field.type) {
    case FieldType::Name:
    case FieldType::Text:
    case FieldType::Email:
        // Trimming must not swallow a control character at either end.
        return parseText(field, text);
    // What these take is ASCII, which normalising leaves alone and makes of nothing else.
    case FieldType::Date:
        return parseDate(field, trimmed.toString(), context);
    case FieldType::Money:
        return parseAmount(field, trimmed.toString(), context.currencyDigits);
    case FieldType::Ssn:
        return parseSsn(field, trimmed.toString());
    case FieldType::Id:
        break;
    }
    return refuse(field, "read_only"_L1, u"cannot be set."_s);
}

QList<FieldError> checkDates(const Employee &employee, const std::function<bool(Field)> &isChanged,
    const std::function<bool(Field)> &isReadable)
{
    struct DateRule
    {
        Field earlier;
        Field later;
        QLatin1StringView reason;
        QString message;
    };
    const std::array rules{
        DateRule{Field::DateOfBirth, Field::HiredOn, "before_birth"_L1,
            u"must not be before the date of birth."_s},
        DateRule{Field::HiredOn, Field::LeftOn, "before_hired_on"_L1,
            u"must not be before the date of hire."_s},
    };

    QList<FieldError> errors;
    for (const DateRule &rule : rules) {
        const QDate earlier = employee.date(rule.earlier);
        const QDate later = employee.date(rule.later);
        const bool isTouched = isChanged(rule.earlier) || isChanged(rule.later);
        const bool isOpen = isReadable(rule.earlier) && isReadable(rule.later);
        if (isTouched && isOpen && earlier.isValid() && later.isValid() && later < earlier)
            errors.append(refuse(describe(rule.later), rule.reason, rule.message));
    }
    return errors;
}

} // namespace roster
