#pragma once

#include <QJsonObject>
#include <QString>

namespace roster::server {

/// What @p command answered, for people: a table, facts, or a sentence. Printable.
[[nodiscard]] QString adminText(const QString &command, const QJsonObject &result);

} // namespace roster::server
