#include "cli-client/commands/ListQuery.h"

#include "cli-client/text/FieldInput.h"
#include "common/model/Employee.h"
#include "common/model/FieldRules.h"

#include <QRegularExpression>
#include <QStringList>

#include <array>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

/// The server's limit.
constexpr qsizetype mostAlternatives = 100;

struct Condition
{
    const FieldDescription *field;
    QString relation; ///< `=`, `~`, `^=`, `>=` or `<=`
    QString value;
};

Error wrongCondition(const QString &message)
{
    return {ErrorCode::InvalidParams, message, {}};
}

QString fieldNames()
{
    QStringList names;
    for (const FieldDescription &field : employeeFields())
        names.append(field.name);
    return names.join(u", "_s);
}

Result<const FieldDescription *> fieldNamed(const QString &name)
{
    const FieldDescription *field = findField(name);
    if (!field)
        return wrongCondition(
            u"There is no field \"%1\"; the fields are: %2."_s.arg(name, fieldNames()));
    return field;
}

Result<Condition> splitCondition(const QString &expression)
{
    static const QRegularExpression form(u"^\\s*([a-z_]+)\\s*(\\^=|>=|<=|=|~)(.*)$"_s,
        QRegularExpression::DotMatchesEverythingOption);
    const QRegularExpressionMatch match = form.match(expression);
    if (!match.hasMatch()) {
        return wrongCondition(
            u"\"%1\" is no filter; write FIELD=VALUE, FIELD=FROM..TO, FIELD~PART or FIELD^=START."_s
                .arg(expression));
    }
    const Result<const FieldDescription *> field = fieldNamed(match.captured(1));
    if (!field)
        return field.error();
    return Condition{*field, match.captured(2), match.captured(3)};
}

bool isRanged(FieldType type)
{
    return type == FieldType::Id || type == FieldType::Date || type == FieldType::Money;
}

/// A single value in the form that the protocol takes; text is compared folded and needs no rules.
Result<QJsonValue> valueOf(const FieldDescription &field, const QString &text, int currencyDigits)
{
    if (isText(field.type))
        return QJsonValue(text);
    if (field.type == FieldType::Id) {
        bool isNumber = false;
        const qint64 id = text.trimmed().toLongLong(&isNumber);
        if (!isNumber || id < 1 || id > maxSafeInteger)
            return wrongCondition(u"\"%1\" is no ID."_s.arg(text));
        return QJsonValue(id);
    }
    const RuleContext context{currencyDigits, QDate::currentDate()};
    const auto parsed = parseField(field, canonicalInput(field, text), context);
    if (const auto *error = std::get_if<FieldError>(&parsed))
        return wrongCondition(complaintOf(*error));
    return QJsonValue(textOf(std::get<FieldValue>(parsed), currencyDigits));
}

QStringList alternatives(const QString &text)
{
    QStringList parts{QString()};
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool isEscaped = text[i] == u'\\' && i + 1 < text.size() && text[i + 1] == u'|';
        if (isEscaped)
            parts.last() += text[++i];
        else if (text[i] == u'|')
            parts.append(QString());
        else
            parts.last() += text[i];
    }
    return parts;
}

Result<QJsonValue> rangeOf(const FieldDescription &field, const QString &text, int currencyDigits)
{
    const qsizetype dots = text.indexOf(".."_L1);
    const std::array<std::pair<QString, QString>, 2> sides{
        {{u"from"_s, text.left(dots)}, {u"to"_s, text.mid(dots + 2)}}};
    QJsonObject range;
    for (const auto &[name, side] : sides) {
        if (side.trimmed().isEmpty())
            continue;
        const Result<QJsonValue> value = valueOf(field, side, currencyDigits);
        if (!value)
            return value.error();
        range.insert(name, *value);
    }
    if (range.isEmpty())
        return wrongCondition(
            u"The range of %1 has neither a beginning nor an end."_s.arg(field.name));
    return QJsonValue(range);
}

Result<QJsonValue> equalTo(const FieldDescription &field, const QString &text, int currencyDigits)
{
    if (text.trimmed().isEmpty())
        return QJsonValue(QJsonValue::Null);
    if (isRanged(field.type) && text.contains(".."_L1))
        return rangeOf(field, text, currencyDigits);
    QJsonArray values;
    for (const QString &part : alternatives(text)) {
        const Result<QJsonValue> value = valueOf(field, part, currencyDigits);
        if (!value)
            return value.error();
        values.append(*value);
    }
    if (values.size() > mostAlternatives)
        return wrongCondition(u"A filter takes at most %1 values."_s.arg(mostAlternatives));
    return values.size() == 1 ? values.first() : QJsonValue(QJsonObject{{u"in"_s, values}});
}

Result<QJsonValue> matching(const Condition &condition, int currencyDigits)
{
    if (condition.relation == "="_L1)
        return equalTo(*condition.field, condition.value, currencyDigits);
    if (condition.relation.endsWith(u'=') && condition.relation != "^="_L1) {
        if (!isRanged(condition.field->type))
            return wrongCondition(u"%1 has no order to filter by."_s.arg(condition.field->name));
        const bool isFrom = condition.relation == ">="_L1;
        const QString range = isFrom ? condition.value + u".."_s : u".."_s + condition.value;
        return rangeOf(*condition.field, range, currencyDigits);
    }
    if (!isText(condition.field->type))
        return wrongCondition(u"%1 is no text; use FIELD=VALUE."_s.arg(condition.field->name));
    if (condition.value.trimmed().isEmpty())
        return wrongCondition(u"The filter of %1 has no text."_s.arg(condition.field->name));
    const QString relation = condition.relation == "~"_L1 ? u"contains"_s : u"starts"_s;
    return QJsonValue(QJsonObject{{relation, condition.value}});
}

/// Canonical amounts and dates: of two that are as long, the greater one is greater as text too.
bool isGreater(const QJsonValue &one, const QJsonValue &other)
{
    if (one.isDouble())
        return one.toInteger() > other.toInteger();
    const QString a = one.toString();
    const QString b = other.toString();
    return a.size() != b.size() ? a.size() > b.size() : a > b;
}

bool runsBackwards(const QJsonObject &match)
{
    return match.contains("from"_L1) && match.contains("to"_L1)
        && isGreater(match.value("from"_L1), match.value("to"_L1));
}

/// The two sides of one range, given apart; null where they are something else.
QJsonValue combinedRange(const QJsonObject &one, const QJsonObject &other)
{
    const bool areSides = one.size() == 1 && other.size() == 1
        && ((one.contains("from"_L1) && other.contains("to"_L1))
            || (one.contains("to"_L1) && other.contains("from"_L1)));
    if (!areSides)
        return QJsonValue::Null;
    QJsonObject range = one;
    for (const QString &side : other.keys())
        range.insert(side, other.value(side));
    return range;
}

} // namespace

QJsonObject ListQuery::params() const
{
    QJsonObject params;
    if (!filter.isEmpty())
        params.insert("filter"_L1, filter);
    if (!sort.isEmpty())
        params.insert("sort"_L1, sort);
    return params;
}

Outcome addFilter(ListQuery &query, const QString &expression, int currencyDigits)
{
    const Result<Condition> condition = splitCondition(expression);
    if (!condition)
        return condition.error();
    const QString name = condition->field->name;
    const Result<QJsonValue> match = matching(*condition, currencyDigits);
    if (!match)
        return match.error();
    const QJsonValue combined = query.filter.contains(name)
        ? combinedRange(query.filter.value(name).toObject(), match->toObject())
        : *match;
    if (combined.isNull() && query.filter.contains(name))
        return wrongCondition(u"There are two filters of %1."_s.arg(name));
    if (runsBackwards(combined.toObject()))
        return wrongCondition(
            u"The range of %1 runs backwards; write the lower end first."_s.arg(name));
    query.filter.insert(name, combined);
    return Done{};
}

Outcome addSort(ListQuery &query, const QString &expression)
{
    const QStringList parts = expression.trimmed().split(u':');
    const QString direction = parts.size() == 2 ? parts.last() : u"asc"_s;
    if (parts.size() > 2 || (direction != "asc"_L1 && direction != "desc"_L1))
        return wrongCondition(
            u"\"%1\" is no sort order; write FIELD or FIELD:desc."_s.arg(expression));
    const Result<const FieldDescription *> field = fieldNamed(parts.first());
    if (!field)
        return field.error();
    query.sort.append(QJsonObject{
        {u"field"_s, QString((*field)->name)}, {u"descending"_s, direction == "desc"_L1}});
    return Done{};
}

Result<ListQuery> readQuery(
    const QStringList &filters, const QStringList &sorts, int currencyDigits)
{
    ListQuery query;
    for (const QString &filter : filters) {
        if (const Outcome added = addFilter(query, filter, currencyDigits); !added)
            return added.error();
    }
    for (const QString &sort : sorts) {
        if (const Outcome added = addSort(query, sort); !added)
            return added.error();
    }
    return query;
}

void setText(ListQuery &query, const QString &words)
{
    if (words.trimmed().isEmpty())
        query.filter.remove("text"_L1);
    else
        query.filter.insert("text"_L1, words.trimmed());
}

} // namespace roster::cli
