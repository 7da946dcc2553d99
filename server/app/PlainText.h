#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace roster::server {

/// Rows under a header in aligned columns, escaped, each line ended.
[[nodiscard]] QString plainTable(const QStringList &header, const QList<QStringList> &rows);

/// `label: value` lines with aligned values, escaped.
[[nodiscard]] QString plainFacts(const QList<std::pair<QString, QString>> &facts);

} // namespace roster::server
