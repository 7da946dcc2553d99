#include "gui-client/text/TypedMoney.h"

#include "gui-client/text/Digits.h"

#include <QRegularExpression>
#include <QStringList>

#include <array>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

/// What may stand before or after an amount of @p currency.
QStringList signsOf(const Currency &currency, const QLocale &locale)
{
    QStringList signs{currency.code};
    if (locale.currencySymbol(QLocale::CurrencyIsoCode) == currency.code)
        signs += withAsciiDigits(locale.currencySymbol());
    struct Sign
    {
        QLatin1StringView code;
        QChar sign;
    };
    static constexpr std::array known{Sign{"USD"_L1, u'$'}, Sign{"EUR"_L1, u'\u20ac'},
        Sign{"GBP"_L1, u'\u00a3'}, Sign{"JPY"_L1, u'\u00a5'}};
    for (const Sign &row : known) {
        if (row.code == currency.code)
            signs += row.sign;
    }
    signs.removeAll(QString());
    return signs;
}

QString withoutSign(const QString &text, const QStringList &signs)
{
    for (const QString &sign : signs) {
        if (text.startsWith(sign, Qt::CaseInsensitive))
            return text.sliced(sign.size()).trimmed();
        if (text.endsWith(sign, Qt::CaseInsensitive))
            return text.chopped(sign.size()).trimmed();
    }
    return text;
}

/// The digits of @p whole without what sets groups apart; empty if those are not whole groups, of
/// three or, as in India, of two and a last one of three, or whatever the locale itself writes.
QString withoutGroups(const QString &whole, const QLocale &locale)
{
    static const QString blanksAndApostrophes = uR"(\s\x{a0}\x{202f}\x{2009}'\x{2019})"_s;
    const QRegularExpression groups(uR"(^(?:\d+|\d{1,3}(?:[%1%2]\d{2,3})*[%1%2]\d{3})$)"_s.arg(
        blanksAndApostrophes, QRegularExpression::escape(locale.groupSeparator())));
    static const QRegularExpression noDigit(u"[^0-9]"_s);
    const QString digits = QString(whole).remove(noDigit);
    const bool isLocales = withAsciiDigits(locale.toString(digits.toLongLong())) == whole;
    return isLocales || groups.match(whole).hasMatch() ? digits : QString();
}

bool isDigits(const QString &text)
{
    static const QRegularExpression digits(u"^[0-9]*$"_s);
    return digits.match(text).hasMatch();
}

/// Empty: not the way the locale writes amounts.
QString fromLocal(const QString &text, const QLocale &locale)
{
    const qsizetype point = text.indexOf(locale.decimalPoint());
    const QString whole = point < 0 ? text : text.first(point);
    const QString decimals = point < 0 ? QString() : text.sliced(point + 1);
    if (!isDigits(decimals) || (whole.isEmpty() && decimals.isEmpty()))
        return {};
    const QString units = whole.isEmpty() ? u"0"_s : withoutGroups(whole, locale);
    if (units.isEmpty())
        return {};
    return decimals.isEmpty() ? units : units + u'.' + decimals;
}

} // namespace

QString moneyFromTyped(const QString &typed, const QLocale &locale, const Currency &currency)
{
    const QString text = withoutSign(withAsciiDigits(typed).trimmed(), signsOf(currency, locale));
    const QString local = fromLocal(text, locale);
    if (!local.isEmpty())
        return local;
    static const QRegularExpression wire(u"^[0-9]+\\.[0-9]+$"_s);
    return wire.match(text).hasMatch() ? text : typed;
}

} // namespace roster::gui
