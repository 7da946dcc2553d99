#include "common/protocol/JsonText.h"

#include <array>
#include <charconv>
#include <utility>

namespace roster {
namespace {

constexpr char16_t firstPlain = 0x20;
constexpr char16_t lastAscii = 0x7e; ///< DEL is escaped by nobody, and goes the long way

bool isPlain(QChar c)
{
    return c >= firstPlain && c <= lastAscii && c != u'"' && c != u'\\';
}

void appendEscaped(QByteArray &json, char byte)
{
    switch (byte) {
    case '"':
        json.append("\\\"");
        return;
    case '\\':
        json.append("\\\\");
        return;
    case '\b':
        json.append("\\b");
        return;
    case '\f':
        json.append("\\f");
        return;
    case '\n':
        json.append("\\n");
        return;
    case '\r':
        json.append("\\r");
        return;
    case '\t':
        json.append("\\t");
        return;
    default:
        break;
    }
    constexpr std::array<char, 17> digits{"0123456789abcdef"};
    const auto code = static_cast<unsigned char>(byte);
    if (code >= firstPlain)
        json.append(byte);
    else
        json.append("\\u00").append(digits[code >> 4]).append(digits[code & 0xf]);
}

} // namespace

void appendJsonString(QByteArray &json, QStringView text)
{
    json.append('"');
    qsizetype plain = 0;
    while (plain < text.size() && isPlain(text[plain]))
        ++plain;
    const qsizetype begin = json.size();
    json.resize(begin + plain);
    char *const to = json.data() + begin; // operator[] would look each time whether it may write
    for (qsizetype i = 0; i < plain; ++i)
        to[i] = text[i].toLatin1();
    if (plain < text.size()) {
        const QByteArray rest = text.sliced(plain).toUtf8();
        for (const char byte : rest)
            appendEscaped(json, byte);
    }
    json.append('"');
}

void appendJsonInteger(QByteArray &json, qint64 number)
{
    std::array<char, 20> text; // as long as the smallest number
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    json.append(text.data(), end - text.data());
}

JsonObjectWriter::JsonObjectWriter(QByteArray &json)
    : m_json(json)
{
    m_json.append('{');
}

JsonObjectWriter::~JsonObjectWriter()
{
    m_json.append('}');
}

QByteArray &JsonObjectWriter::member(QLatin1StringView name)
{
    if (!std::exchange(m_isFirst, false))
        m_json.append(',');
    return m_json.append('"').append(name.data(), name.size()).append("\":");
}

} // namespace roster
