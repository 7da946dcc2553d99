#include "common/protocol/EmployeeTextWriter.h"

#include "common/base/IsoText.h"
#include "common/protocol/EmployeeView.h"
#include "common/protocol/JsonText.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace roster {
namespace {

/// The longest that one byte of text becomes: `\u001f`.
constexpr qsizetype mostOfAByte = 6;
/// Room for numbers, times and what stands between the values.
constexpr qsizetype mostOfARest = 512;
constexpr qsizetype mostDigits = 20;
constexpr qsizetype mostOfAMoney = 32;

char *put(char *out, QByteArrayView bytes)
{
    return std::copy(bytes.begin(), bytes.end(), out);
}

char *put(char *out, qint64 number)
{
    return std::to_chars(out, out + mostDigits, number).ptr;
}

bool isPlain(char byte)
{
    return byte >= ' ' && byte <= '~' && byte != '"' && byte != '\\';
}

/// The long way: what it is written for knows all rules.
char *putString(char *out, const QString &text)
{
    QByteArray json;
    appendJsonString(json, text);
    return put(out, json);
}

char *putText(char *out, QByteArrayView text)
{
    char *at = out;
    *at++ = '"';
    for (const char byte : text) {
        if (!isPlain(byte))
            return putString(out, QString::fromUtf8(text));
        *at++ = byte;
    }
    *at++ = '"';
    return at;
}

/// Whether @p text is a date in the form it is to be written in, beyond doubt.
bool isPlainDate(QByteArrayView text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return false;
    const auto digit = [text](qsizetype at) { return unsigned(text[at]) - unsigned('0'); };
    for (const qsizetype at : {0, 1, 2, 3, 5, 6, 8, 9}) {
        if (digit(at) > 9)
            return false;
    }
    const unsigned month = 10 * digit(5) + digit(6);
    const unsigned day = 10 * digit(8) + digit(9);
    const bool hasYear = text[0] != '0' || text[1] != '0' || text[2] != '0' || text[3] != '0';
    return hasYear && month >= 1 && month <= 12 && day >= 1 && day <= 28;
}

char *putDate(char *out, QByteArrayView text)
{
    if (isPlainDate(text))
        return putText(out, text);
    return putString(out, textOf(dateOfIso(QString::fromUtf8(text)), 0));
}

char *putMoney(char *out, qint64 minorUnits, int digits)
{
    constexpr int mostDecimals = 4;
    if (minorUnits < 0 || digits > mostDecimals)
        return putString(out, formatMoney(Money{minorUnits}, digits));
    std::array<char, mostDigits> number{};
    const qsizetype size = put(number.data(), minorUnits) - number.data();
    const qsizetype whole = std::max(qsizetype{0}, size - digits);
    *out++ = '"';
    if (whole == 0)
        *out++ = '0';
    out = put(out, {number.data(), whole});
    if (digits > 0) {
        *out++ = '.';
        for (qsizetype i = size; i < digits; ++i)
            *out++ = '0';
        out = put(out, {number.data() + whole, size - whole});
    }
    *out++ = '"';
    return out;
}

char *putMaskedSsn(char *out, const EmployeeColumns::Value &value)
{
    constexpr qsizetype shownDigits = 4;
    const bool isOrdinary = value.text.size() >= shownDigits
        && std::all_of(value.text.begin(), value.text.end(), isPlain);
    if (value.isEmpty || !isOrdinary) {
        return putString(out,
            maskOf(Field::Ssn,
                value.isEmpty ? FieldValue() : FieldValue(QString::fromUtf8(value.text))));
    }
    out = put(out, "\"*****");
    out = put(out, value.text.last(shownDigits));
    *out++ = '"';
    return out;
}

char *putTime(char *out, std::chrono::milliseconds time)
{
    std::array<char, isoUtcSize> text{};
    if (!putIsoUtc(text, time))
        return putString(out, isoUtc(time));
    *out++ = '"';
    out = put(out, {text.data(), static_cast<qsizetype>(text.size())});
    *out++ = '"';
    return out;
}

QByteArray openingOf(const FieldDescription &row)
{
    return QByteArray(",\"").append(row.name.data(), row.name.size()).append("\":");
}

} // namespace

EmployeeTextWriter::EmployeeTextWriter(const Rights &rights, int currencyDigits)
    : m_rights(rights)
    , m_currencyDigits(currencyDigits)
{
    for (const FieldDescription &row : editableFields()) {
        const FieldAccess access = rights.access(row.field);
        if (access == FieldAccess::None)
            continue;
        Shown shown{row.field, row.type, access == FieldAccess::Masked, openingOf(row)};
        if (shown.isMasked) {
            m_masked.append(m_masked.isEmpty() ? ",\"masked\":[\"" : ",\"");
            m_masked.append(row.name.data(), row.name.size()).append('"');
        }
        // Of a masked value only the SSN's end is shown.
        shown.isWritten = shown.isMasked && row.type != FieldType::Ssn;
        if (shown.isWritten)
            appendJsonString(shown.opening, maskOf(row.field, {}));
        else
            m_needed.push_back(row.field);
        m_shown.push_back(shown);
    }
    if (!m_masked.isEmpty())
        m_masked.append(']');
}

void EmployeeTextWriter::append(QByteArray &json, const EmployeeColumns &record) const
{
    qsizetype most = mostOfARest + m_masked.size() + mostOfAByte * record.updatedBy.size();
    for (const Shown &shown : m_shown)
        most += shown.opening.size() + mostOfAMoney;
    for (const Field field : m_needed)
        most += mostOfAByte * record.values[indexOf(field)].text.size();
    const qsizetype begin = json.size();
    if (json.capacity() - begin < most)
        json.reserve(2 * json.capacity() + most);
    json.resize(begin + most);

    char *out = json.data() + begin;
    out = put(put(out, "{\"id\":"), record.id);
    out = put(put(out, ",\"version\":"), record.version);
    out = putTime(put(out, ",\"updated_at\":"), record.updatedAt);
    out = putText(put(out, ",\"updated_by\":"), record.updatedBy);
    for (const Shown &shown : m_shown)
        out = putValue(put(out, shown.opening), shown, record.values[indexOf(shown.field)]);
    out = put(out, m_masked);
    if (record.deletedAt)
        out = putTime(put(out, ",\"deleted_at\":"), *record.deletedAt);
    *out++ = '}';
    json.resize(out - json.constData());
}

char *EmployeeTextWriter::putValue(
    char *out, const Shown &shown, const EmployeeColumns::Value &value) const
{
    if (shown.isWritten)
        return out;
    if (shown.isMasked)
        return putMaskedSsn(out, value);
    if (value.isEmpty)
        return put(out, "null");
    switch (shown.type) {
    case FieldType::Date:
        return putDate(out, value.text);
    case FieldType::Money:
        return putMoney(out, value.minorUnits, m_currencyDigits);
    default:
        return putText(out, value.text);
    }
}

} // namespace roster
