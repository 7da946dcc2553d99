#pragma once

#include <QJsonArray>
#include <QStringList>

namespace roster::gui {

/// The `warnings` of a write in a person's words: it was carried out, but something needs a look.
[[nodiscard]] QStringList sentencesOf(const QJsonArray &warnings);

} // namespace roster::gui
