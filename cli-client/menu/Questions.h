#pragma once

#include "cli-client/terminal/Task.h"
#include "cli-client/terminal/Terminal.h"

#include <QChar>

#include <optional>

namespace roster::cli {

/// Asks until one of @p letters is chosen, by itself or as the beginning of a word; null when the
/// person would rather not (Ctrl-C, Ctrl-D).
[[nodiscard]] Task<QChar> askChoice(Terminal &terminal, QString prompt, QString letters);

/// Asks for the id of a record until it is one; empty when the person would rather not.
[[nodiscard]] Task<std::optional<qint64>> askId(Terminal &terminal, QString prompt);

/// 1..2^53-1 in digits, or nothing.
[[nodiscard]] std::optional<qint64> parseId(QStringView text);

} // namespace roster::cli
