#pragma once

#include <QString>

namespace roster {

/// @p text with everything that a terminal would obey, hide or reorder shown as what it is: control
/// characters (C0, DEL, C1) and line ends as `\x1b`, bidirectional overrides, zero-width and other
/// invisible characters as `\u202e`. Joiners that scripts need for spelling stay. Escaping twice
/// changes nothing.
[[nodiscard]] QString escaped(QStringView text);

/// The same, but line feeds stay: for text of several lines that was escaped piece by piece.
[[nodiscard]] QString escapedLines(QStringView text);

/// @p json, printed, with such characters inside its strings as `\u` escapes, which mean the same.
[[nodiscard]] QByteArray escapedJson(const QByteArray &json);

} // namespace roster
