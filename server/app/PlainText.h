#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace roster::server {

/// @p text with everything that a terminal would obey, hide or reorder (control and format
/// characters, line ends) shown as `\x1b` or `\u202e`.
[[nodiscard]] QString printable(QStringView text);

/// Rows under a header in aligned columns, printable, each line ended.
[[nodiscard]] QString plainTable(const QStringList &header, const QList<QStringList> &rows);

/// `label: value` lines with aligned values, printable.
[[nodiscard]] QString plainFacts(const QList<std::pair<QString, QString>> &facts);

} // namespace roster::server
