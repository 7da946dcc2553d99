#include "gui-client/table/FilterExpression.h"

#include <QCoreApplication>
#include <QDate>
#include <QJsonObject>
#include <QRegularExpression>

#include <optional>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

using Parsed = std::variant<QJsonValue, FilterProblem>;

QString tr(const char *text)
{
    // The context is the one that lupdate takes from where the calls stand.
    return QCoreApplication::translate("roster::gui", text);
}

/// The two ends of a range; an end that is not there is null.
struct Ends
{
    QString from;
    QString to;
};

std::optional<Ends> splitRange(const QString &typed)
{
    const qsizetype dots = typed.indexOf(u".."_s);
    if (dots >= 0)
        return Ends{typed.left(dots).trimmed(), typed.mid(dots + 2).trimmed()};
    static const QRegularExpression least(u"^(>=|\u2265)(.*)$"_s);
    static const QRegularExpression most(u"^(<=|\u2264)(.*)$"_s);
    if (const auto match = least.match(typed); match.hasMatch())
        return Ends{match.captured(2).trimmed(), {}};
    if (const auto match = most.match(typed); match.hasMatch())
        return Ends{{}, match.captured(2).trimmed()};
    return std::nullopt;
}

std::optional<int> yearIn(const QString &typed)
{
    static const QRegularExpression year(u"^[0-9]{4}$"_s);
    return year.match(typed).hasMatch() ? std::optional(typed.toInt()) : std::nullopt;
}

/// One end of a range, or a single value, as the wire writes it; nothing where it is none.
std::optional<QJsonValue> valueOf(
    const FieldDescription &field, const QString &typed, const FieldFormat &format, bool isUpperEnd)
{
    if (field.type == FieldType::Id) {
        bool isNumber = false;
        const qint64 id = format.locale().toLongLong(typed, &isNumber);
        return isNumber && id >= 1 && id <= maxSafeInteger ? std::optional(QJsonValue(id))
                                                           : std::nullopt;
    }
    if (field.type == FieldType::Date) {
        if (const auto year = yearIn(typed))
            return QDate(*year, isUpperEnd ? 12 : 1, isUpperEnd ? 31 : 1).toString(Qt::ISODate);
    }
    const QString canonical = format.canonical(field, typed);
    const bool isValid = field.type == FieldType::Date
        ? QDate::fromString(canonical, Qt::ISODate).isValid()
        : format.problem(field, canonical).isEmpty() && !canonical.isEmpty();
    return isValid ? std::optional(QJsonValue(canonical)) : std::nullopt;
}

Parsed parseRange(const FieldDescription &field, const Ends &ends, const FieldFormat &format)
{
    QJsonObject range;
    for (const bool isUpper : {false, true}) {
        const QString &typed = isUpper ? ends.to : ends.from;
        if (typed.isEmpty())
            continue;
        const auto value = valueOf(field, typed, format, isUpper);
        if (!value)
            return FilterProblem{filterHelp(field, format)};
        range.insert(isUpper ? "to"_L1 : "from"_L1, *value);
    }
    if (range.isEmpty())
        return QJsonValue(QJsonValue::Undefined);
    return QJsonValue(range);
}

Parsed parseOrdered(const FieldDescription &field, const QString &typed, const FieldFormat &format)
{
    if (typed == u"="_s)
        return QJsonValue(QJsonValue::Null);
    if (const auto ends = splitRange(typed))
        return parseRange(field, *ends, format);
    if (field.type == FieldType::Date && yearIn(typed))
        return parseRange(field, {typed, typed}, format);
    const QString plain = typed.startsWith(u'=') ? typed.mid(1).trimmed() : typed;
    if (const auto value = valueOf(field, plain, format, false))
        return *value;
    return FilterProblem{filterHelp(field, format)};
}

Parsed parseText(const QString &typed)
{
    if (typed == u"="_s)
        return QJsonValue(QJsonValue::Null);
    if (typed.startsWith(u'='))
        return QJsonValue(typed.mid(1).trimmed());
    if (!typed.startsWith(u'*'))
        return QJsonValue(QJsonObject{{u"starts"_s, typed}});
    QString part = typed.mid(1);
    if (part.endsWith(u'*'))
        part.chop(1);
    if (part.isEmpty())
        return QJsonValue(QJsonValue::Undefined);
    return QJsonValue(QJsonObject{{u"contains"_s, part}});
}

} // namespace

Parsed parseFilter(const FieldDescription &field, const QString &typed, const FieldFormat &format)
{
    const QString trimmed = typed.trimmed();
    if (trimmed.isEmpty())
        return QJsonValue(QJsonValue::Undefined);
    if (isText(field.type))
        return parseText(trimmed);
    if (field.type != FieldType::Ssn)
        return parseOrdered(field, trimmed, format);
    if (trimmed == u"="_s)
        return QJsonValue(QJsonValue::Null);
    const QString ssn = format.canonical(field, trimmed);
    if (!format.problem(field, ssn).isEmpty())
        return FilterProblem{filterHelp(field, format)};
    return QJsonValue(ssn);
}

QString filterHelp(const FieldDescription &field, const FieldFormat &format)
{
    if (isText(field.type)) {
        return tr("abc: begins with it. *abc: contains it. =abc: is exactly that. = alone: is "
                  "empty.");
    }
    switch (field.type) {
    case FieldType::Ssn:
        return tr("All nine digits of an SSN.");
    case FieldType::Date:
        return tr("A date such as %1, a year, or a range: 2020..2022, >=2020, <=%1. = alone: is "
                  "empty.")
            .arg(format.dateHint());
    default:
        return tr("A number, or a range: 10..20, >=10, <=20.");
    }
}

QString filterHint(const FieldDescription &field)
{
    if (isText(field.type))
        return tr("begins with");
    if (field.type == FieldType::Ssn)
        return tr("nine digits");
    return field.type == FieldType::Id ? tr("number") : tr("from..to");
}

} // namespace roster::gui
