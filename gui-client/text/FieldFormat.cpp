#include "gui-client/text/FieldFormat.h"

#include "common/model/EmployeeFields.h"
#include "gui-client/text/Digits.h"
#include "gui-client/text/TypedDate.h"
#include "gui-client/text/TypedMoney.h"

#include <QCoreApplication>
#include <QDate>
#include <QRegularExpression>

#include <array>
#include <utility>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

constexpr int ssnLength = 9;

/// Empty unless @p text is digits, hyphens and blanks.
QString onlyDigits(const QString &text)
{
    QString digits;
    for (const QChar c : withAsciiDigits(text)) {
        if (c >= u'0' && c <= u'9')
            digits += c;
        else if (!c.isSpace() && c != u'-' && c.category() != QChar::Punctuation_Dash)
            return {};
    }
    return digits;
}

QString hyphenated(const QString &ssn)
{
    if (ssn.size() != ssnLength)
        return ssn;
    return ssn.left(3) + u'-' + ssn.mid(3, 2) + u'-' + ssn.mid(5);
}

} // namespace

FieldFormat::FieldFormat(QLocale locale, Currency currency)
    : m_locale(std::move(locale))
    , m_currency(std::move(currency))
{
}

QString FieldFormat::display(const FieldDescription &field, const QString &canonical) const
{
    switch (field.type) {
    case FieldType::Date: {
        const QDate date = QDate::fromString(canonical, Qt::ISODate);
        return date.isValid() ? m_locale.toString(date, dateFormat()) : canonical;
    }
    case FieldType::Money:
        return displayMoney(canonical, true);
    case FieldType::Ssn:
        return hyphenated(canonical);
    case FieldType::Id:
    case FieldType::Name:
    case FieldType::Text:
    case FieldType::Email:
        break;
    }
    return canonical;
}

QString FieldFormat::mask(const FieldDescription &field, const QString &sent)
{
    QString dotted = sent;
    dotted.replace(u'*', u'\u2022');
    return field.type == FieldType::Ssn ? hyphenated(dotted) : dotted;
}

QString FieldFormat::editable(const FieldDescription &field, const QString &canonical) const
{
    return field.type == FieldType::Money ? displayMoney(canonical, false)
                                          : display(field, canonical);
}

QString FieldFormat::canonical(const FieldDescription &field, const QString &typed) const
{
    const QString trimmed = typed.trimmed();
    switch (field.type) {
    case FieldType::Date:
        return canonicalDate(field, trimmed);
    case FieldType::Money:
        return moneyFromTyped(trimmed, m_locale, m_currency);
    case FieldType::Ssn: {
        const QString digits = onlyDigits(trimmed);
        return digits.size() == ssnLength ? digits : trimmed;
    }
    case FieldType::Id:
    case FieldType::Name:
    case FieldType::Text:
    case FieldType::Email:
        break;
    }
    // As the server keeps it, so that the same text is no change.
    return trimmed.normalized(QString::NormalizationForm_C);
}

QString FieldFormat::dateHint() const
{
    return m_locale.toString(QDate(QDate::currentDate().year(), 12, 31), dateFormat());
}

QString FieldFormat::dateFormat() const
{
    QString format = m_locale.dateFormat(QLocale::ShortFormat);
    static const QRegularExpression shortYear(u"(?<!y)yy(?!y)"_s);
    return format.replace(shortYear, u"yyyy"_s);
}

QString FieldFormat::problem(const FieldDescription &field, const QString &canonical) const
{
    const auto parsed = parseField(field, canonical, {m_currency.digits, QDate::currentDate()});
    const auto *error = std::get_if<FieldError>(&parsed);
    return error ? sentenceFor(*error) : QString();
}

QString FieldFormat::displayMoney(const QString &canonical, bool isGrouped) const
{
    const auto parsed = parseMoney(canonical, m_currency.digits);
    const auto *money = std::get_if<Money>(&parsed);
    if (!money)
        return canonical;
    QLocale locale = m_locale;
    locale.setNumberOptions(
        isGrouped ? QLocale::DefaultNumberOptions : QLocale::OmitGroupSeparator);
    // Never through a floating-point number: the whole part is an integer, the rest is digits.
    const QString exact = formatMoney(*money, m_currency.digits);
    const qsizetype point = exact.indexOf(u'.');
    if (point < 0)
        return locale.toString(exact.toLongLong());
    return locale.toString(exact.first(point).toLongLong()) + locale.decimalPoint()
        + withDigitsOf(locale, exact.sliced(point + 1));
}

QString FieldFormat::canonicalDate(const FieldDescription &field, const QString &typed) const
{
    // Somebody may be hired or leave in years to come, but nobody is born then.
    constexpr int yearsAhead = 20;
    const QDate today = QDate::currentDate();
    const QDate latest = field.field == Field::DateOfBirth ? today : today.addYears(yearsAhead);
    const QDate date = dateFromTyped(typed, {m_locale, dateFormat(), latest});
    return date.isValid() ? date.toString(Qt::ISODate) : typed;
}

/// The rules' own reasons (FieldRules), so that they can be translated.
QString sentenceFor(const FieldError &error)
{
    if (error.reason == "too_long"_L1) {
        return QCoreApplication::translate("FieldProblem", "At most %n characters fit here.",
            nullptr, describe(error.field).maxLength);
    }
    struct Sentence
    {
        QLatin1StringView reason;
        const char *text;
    };
    static constexpr std::array sentences{
        Sentence{"required"_L1, QT_TRANSLATE_NOOP("FieldProblem", "This field must be filled in.")},
        Sentence{"control_character"_L1,
            QT_TRANSLATE_NOOP("FieldProblem", "This holds a character that cannot be shown.")},
        Sentence{"not_a_name"_L1,
            QT_TRANSLATE_NOOP("FieldProblem",
                "A name has letters, spaces, hyphens, apostrophes and full stops only.")},
        Sentence{
            "not_an_email"_L1, QT_TRANSLATE_NOOP("FieldProblem", "This is no e-mail address.")},
        Sentence{
            "not_nine_digits"_L1, QT_TRANSLATE_NOOP("FieldProblem", "An SSN has nine digits.")},
        Sentence{"not_a_date"_L1, QT_TRANSLATE_NOOP("FieldProblem", "There is no such date.")},
        Sentence{
            "too_early"_L1, QT_TRANSLATE_NOOP("FieldProblem", "The date is before the year 1900.")},
        Sentence{
            "in_the_future"_L1, QT_TRANSLATE_NOOP("FieldProblem", "The date lies in the future.")},
        Sentence{"not_a_decimal"_L1, QT_TRANSLATE_NOOP("FieldProblem", "This is no amount.")},
        Sentence{"too_many_decimals"_L1,
            QT_TRANSLATE_NOOP("FieldProblem", "The amount has too many decimals.")},
        Sentence{"too_large"_L1, QT_TRANSLATE_NOOP("FieldProblem", "The amount is too large.")},
        Sentence{"before_birth"_L1,
            QT_TRANSLATE_NOOP("FieldProblem", "This is before the date of birth.")},
        Sentence{"before_hired_on"_L1,
            QT_TRANSLATE_NOOP("FieldProblem", "This is before the date of hire.")},
    };
    for (const Sentence &sentence : sentences) {
        if (error.reason == sentence.reason)
            return QCoreApplication::translate("FieldProblem", sentence.text);
    }
    return error.message;
}

QString labelOf(Field field)
{
    // The labels stand in EmployeeFields; the translations name them again.
    return QCoreApplication::translate("FieldLabel", describe(field).label.data());
}

} // namespace roster::gui
