#include "tests/fuzz/Checks.h"

#include "common/model/FieldRules.h"
#include "common/model/FoldKey.h"

#include <algorithm>
#include <cstring>

namespace roster::test {
namespace {

void checkMoney(QStringView text, int digits)
{
    const auto parsed = parseMoney(text, digits);
    const auto *money = std::get_if<Money>(&parsed);
    if (!money)
        return;
    require(money->minorUnits >= 0 && money->minorUnits <= maxMinorUnits, "amounts are bounded");
    const auto again = parseMoney(formatMoney(*money, digits), digits);
    require(std::get_if<Money>(&again) && std::get<Money>(again) == *money,
        "an amount is read as it was written");
}

void checkFold(QStringView text)
{
    const QString key = foldKey(text);
    require(foldKey(key) == key, "a fold key is its own key");
    const QStringList words = wordsOf(key);
    for (const QString &word : words)
        require(!word.isEmpty() && key.contains(word), "words are parts of the key");
}

void checkField(const FieldDescription &field, QStringView text, int digits)
{
    const RuleContext context{digits, QDate(2026, 11, 24)};
    const auto parsed = parseField(field, text, context);
    if (const auto *error = std::get_if<FieldError>(&parsed)) {
        require(error->field == field.field && !error->reason.isEmpty(), "a refusal has a reason");
        return;
    }
    const FieldValue &value = std::get<FieldValue>(parsed);
    require(!isEmpty(value) || !field.isRequired, "required fields are not empty");
    if (const auto *accepted = std::get_if<QString>(&value)) {
        require(
            accepted->isValidUtf16() && !accepted->contains(QChar(u'\0')), "text can be stored");
        require(field.type == FieldType::Ssn || accepted->toUcs4().size() <= field.maxLength,
            "text is bounded");
    }
    const auto again = parseField(field, textOf(value, digits), context);
    require(std::get_if<FieldValue>(&again) && std::get<FieldValue>(again) == value,
        "an accepted value is accepted again");
}

QString asUtf16(QByteArrayView bytes)
{
    QString text(bytes.size() / 2, Qt::Uninitialized);
    std::memcpy(text.data(), bytes.data(), static_cast<std::size_t>(text.size()) * sizeof(QChar));
    return text;
}

} // namespace

void checkFields(QByteArrayView input)
{
    if (input.isEmpty())
        return;
    const int pick = static_cast<unsigned char>(input.front());
    const FieldDescription &field = employeeFields()[static_cast<std::size_t>(pick) % fieldCount];
    const int digits = pick / static_cast<int>(fieldCount) % 5;
    const QByteArrayView bytes = input.sliced(1);
    for (const QString &text : {QString::fromUtf8(bytes), asUtf16(bytes)}) {
        checkField(field, text, digits);
        checkMoney(text, digits);
        checkFold(text);
    }
}

} // namespace roster::test
