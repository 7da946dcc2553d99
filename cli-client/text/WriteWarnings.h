#pragma once

#include <QJsonObject>
#include <QStringList>

namespace roster::cli {

/// What the server remarked on a write that it carried out, a sentence each, for people.
[[nodiscard]] QStringList warningsIn(const QJsonObject &result);

} // namespace roster::cli
