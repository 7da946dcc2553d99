#pragma once

#include <QByteArray>
#include <QLatin1StringView>
#include <QStringView>

namespace roster {

// JSON (RFC 8259) written straight into a buffer, for what is sent many times a second: a
// QJsonObject sorts and copies each member first.

/// @p text in quotation marks, escaped where JSON must be; without lone surrogates.
void appendJsonString(QByteArray &json, QStringView text);
void appendJsonInteger(QByteArray &json, qint64 number);

/// Writes the members of one object; ends it when it is destroyed.
class JsonObjectWriter
{
public:
    /// Begins an object at the end of @p json, which outlives this.
    explicit JsonObjectWriter(QByteArray &json);
    ~JsonObjectWriter();
    JsonObjectWriter(const JsonObjectWriter &) = delete;
    JsonObjectWriter &operator=(const JsonObjectWriter &) = delete;

    /// @p name needs no escapes. The value is appended to the returned buffer next.
    QByteArray &member(QLatin1StringView name);

private:
    QByteArray &m_json;
    bool m_isFirst = true;
};

} // namespace roster
