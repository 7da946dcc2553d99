#pragma once

#include "common/base/Result.h"

#include <QByteArrayView>
#include <QJsonValue>

namespace roster {

/// The deepest nesting of arrays and objects that is read.
inline constexpr int maxJsonDepth = 32;

/// Reads exactly one JSON value (RFC 8259) as the protocol wants it: valid UTF-8 without BOM, no
/// duplicate names, no lone surrogates, no U+0000, nesting of at most maxJsonDepth. Integers within
/// 64 bits stay exact (QJsonValue::toInteger); other numbers become doubles, never whole ones.
/// QJsonDocument keeps the last of duplicate names and cannot be used for input. Errors:
/// ParseError.
[[nodiscard]] Result<QJsonValue> readStrictJson(QByteArrayView text);

/// One line of compact JSON, without its end.
[[nodiscard]] QByteArray writeJson(const QJsonObject &object);
[[nodiscard]] QByteArray writeJson(const QJsonArray &array);

/// True for a whole number within 64 bits, read exactly by QJsonValue::toInteger(). `1.0` and `1e3`
/// are none once readStrictJson() has read them: ids do not pass through a double.
[[nodiscard]] bool isInteger(const QJsonValue &value);

} // namespace roster
