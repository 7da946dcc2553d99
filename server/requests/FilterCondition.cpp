#include "server/requests/FilterCondition.h"

#include "common/base/IsoText.h"
#include "common/model/FieldRules.h"
#include "common/model/Ssn.h"
#include "common/protocol/StrictJson.h"

#include <QJsonArray>
#include <QJsonObject>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype maxListed = 100;

std::optional<FieldValue> readId(const QJsonValue &value)
{
    if (!isInteger(value) || value.toInteger() < 1 || value.toInteger() > maxSafeInteger)
        return std::nullopt;
    // Compared as money is: an exact integer.
    return FieldValue{Money{value.toInteger()}};
}

std::optional<FieldValue> readValue(
    const FieldDescription &field, const QJsonValue &value, int currencyDigits)
{
    if (field.type == FieldType::Id)
        return readId(value);
    if (!value.isString())
        return std::nullopt;
    const QString text = value.toString();
    switch (field.type) {
    case FieldType::Date: {
        const QDate date = dateOfIso(text);
        return date.isValid() ? std::optional(FieldValue{date}) : std::nullopt;
    }
    case FieldType::Money: {
        const auto money = parseMoney(text, currencyDigits);
        const auto *amount = std::get_if<Money>(&money);
        return amount ? std::optional(FieldValue{*amount}) : std::nullopt;
    }
    case FieldType::Ssn:
        return isNineDigits(text) ? std::optional(FieldValue{text}) : std::nullopt;
    default:
        return isOverlong(field, text) ? std::nullopt : std::optional(FieldValue{text});
    }
}

std::optional<Condition> readList(
    const FieldDescription &field, const QJsonValue &list, int currencyDigits)
{
    const QJsonArray array = list.toArray();
    if (!list.isArray() || array.isEmpty() || array.size() > maxListed)
        return std::nullopt;
    IsOneOf condition;
    for (const QJsonValue element : array) {
        const auto value = readValue(field, element, currencyDigits);
        if (!value)
            return std::nullopt;
        condition.values.append(*value);
    }
    return condition;
}

std::optional<Condition> readRange(
    const FieldDescription &field, const QJsonObject &range, int currencyDigits)
{
    IsBetween condition;
    for (auto it = range.begin(); it != range.end(); ++it) {
        const auto bound = readValue(field, it.value(), currencyDigits);
        if (!bound)
            return std::nullopt;
        (it.key() == "from"_L1 ? condition.from : condition.to) = *bound;
    }
    if (condition.from && condition.to && *condition.to < *condition.from)
        return std::nullopt;
    return condition;
}

std::optional<Condition> readForm(
    const FieldDescription &field, const QJsonObject &form, int currencyDigits)
{
    const QStringList names = form.keys();
    if (names == QStringList{u"in"_s})
        return readList(field, form.value("in"_L1), currencyDigits);
    if (isText(field.type)) {
        const QJsonValue text = form.begin() == form.end() ? QJsonValue() : form.begin().value();
        if (!text.isString() || isOverlong(field, text.toString()))
            return std::nullopt;
        if (names == QStringList{u"contains"_s})
            return ContainsText{text.toString()};
        if (names == QStringList{u"starts"_s})
            return StartsWithText{text.toString()};
        return std::nullopt;
    }
    const bool isRange = names == QStringList{u"from"_s} || names == QStringList{u"to"_s}
        || names == QStringList{u"from"_s, u"to"_s};
    if (!isRange || field.type == FieldType::Ssn)
        return std::nullopt;
    return readRange(field, form, currencyDigits);
}

} // namespace

bool isFilterShaped(const FieldDescription &field, const QJsonValue &value)
{
    if (value.isNull() || value.isObject())
        return true;
    return field.type == FieldType::Id ? isInteger(value) : value.isString();
}

std::optional<Condition> readCondition(
    const FieldDescription &field, const QJsonValue &value, int currencyDigits)
{
    if (value.isNull())
        return IsEmpty{};
    if (value.isObject())
        return readForm(field, value.toObject(), currencyDigits);
    const auto single = readValue(field, value, currencyDigits);
    if (!single)
        return std::nullopt;
    return IsOneOf{{*single}};
}

} // namespace roster::server
