#include "common/protocol/StrictJson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringDecoder>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace roster {
namespace {

using Json = nlohmann::json;

/// QString::fromUtf8() would drop a U+FEFF at the start.
QString textOf(const std::string &utf8)
{
    using enum QStringConverter::Flag;
    QStringDecoder decode(QStringConverter::Utf8, Stateless | ConvertInitialBom);
    return decode(QByteArrayView(utf8));
}

/// Receives the parser's events and builds a QJsonValue. Members are gathered before they are put
/// into an object, so that duplicates are seen and a large object costs n log n.
class ValueBuilder
{
public:
    [[nodiscard]] QJsonValue take() { return m_result; }

    // The names are those that nlohmann::json's SAX interface asks for.
    bool null() { return add(QJsonValue(QJsonValue::Null)); }
    bool boolean(bool value) { return add(value); }
    bool number_integer(Json::number_integer_t value) { return add(QJsonValue(qint64{value})); }
    bool number_unsigned(Json::number_unsigned_t value)
    {
        if (value > static_cast<Json::number_unsigned_t>(std::numeric_limits<qint64>::max()))
            return add(static_cast<double>(value));
        return add(QJsonValue(static_cast<qint64>(value)));
    }
    /// QJsonValue takes every whole double for an integer, and a double can be whole by rounding
    /// alone. What was not written as an integer must not become one, so some fraction stands for
    /// it: nothing in the protocol is a number but integers.
    bool number_float(Json::number_float_t value, const std::string &)
    {
        constexpr double noInteger = 0.5;
        return std::isfinite(value) && add(value == std::trunc(value) ? noInteger : value);
    }
    bool string(std::string &text)
    {
        return text.find('\0') == std::string::npos && add(textOf(text));
    }
    bool binary(Json::binary_t &) { return false; }
    bool key(std::string &name)
    {
        if (name.find('\0') != std::string::npos)
            return false;
        m_open.back().pendingName = textOf(name);
        return true;
    }
    bool start_object(std::size_t) { return open(true); }
    bool start_array(std::size_t) { return open(false); }
    bool end_object()
    {
        std::vector<Member> members = std::move(m_open.back().members);
        m_open.pop_back();
        std::ranges::sort(members, {}, &Member::name);
        if (std::ranges::adjacent_find(members, {}, &Member::name) != members.end())
            return false;
        QJsonObject object;
        for (const Member &member : members)
            object.insert(member.name, member.value);
        return add(object);
    }
    bool end_array()
    {
        const QJsonArray array = std::move(m_open.back().elements);
        m_open.pop_back();
        return add(array);
    }
    bool parse_error(std::size_t, const std::string &, const Json::exception &) { return false; }

private:
    struct Member
    {
        QString name;
        QJsonValue value;
    };
    struct Container
    {
        bool isObject;
        QString pendingName;
        std::vector<Member> members;
        QJsonArray elements;
    };

    bool open(bool isObject)
    {
        if (m_open.size() >= maxJsonDepth)
            return false;
        m_open.push_back({isObject, {}, {}, {}});
        return true;
    }
    bool add(const QJsonValue &value)
    {
        if (m_open.empty())
            m_result = value;
        else if (m_open.back().isObject)
            m_open.back().members.push_back({std::move(m_open.back().pendingName), value});
        else
            m_open.back().elements.append(value);
        return true;
    }

    std::vector<Container> m_open;
    QJsonValue m_result;
};

} // namespace

Result<QJsonValue> readStrictJson(QByteArrayView text)
{
    // The parser skips a byte order mark and takes U+0000 for the end of the text.
    const bool isMisread = text.startsWith("\xEF\xBB\xBF") || text.contains('\0');
    ValueBuilder builder;
    if (isMisread || !Json::sax_parse(text.begin(), text.end(), &builder))
        return Error{ErrorCode::ParseError, QStringLiteral("This is not valid JSON."), {}};
    return builder.take();
}

QByteArray writeJson(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray writeJson(const QJsonArray &array)
{
    return QJsonDocument(array).toJson(QJsonDocument::Compact);
}

bool isInteger(const QJsonValue &value)
{
    return value.isDouble() && value.toVariant().typeId() == QMetaType::LongLong;
}

} // namespace roster
