#pragma once

#include "common/base/Result.h"
#include "common/base/SecretBytes.h"

#include <QString>
#include <QStringList>

namespace roster::server {

/// The program's standard streams, as its commands use them.
namespace console {

/// Writes @p text to stdout and flushes; false when it did not get there.
[[nodiscard]] bool print(const QString &text);
/// One line on stderr, `roster-server: MESSAGE`, printable.
void complain(const QString &message);
void complain(const QStringList &messages);
/// Shows how far a long work is, on a terminal alone; the last call ends the line.
void showProgress(const QString &what, qint64 done, qint64 total);

/// Asks a person at a terminal, who must answer "y" or "yes". True without asking when standard
/// input is none: a script means what it says.
[[nodiscard]] bool confirm(const QString &question);

/// The first line of stdin without its end, not echoed on a terminal. Errors: InvalidParams when
/// there is none, or it is longer than 4 KiB.
[[nodiscard]] Result<SecretBytes> readPassword();

} // namespace console
} // namespace roster::server
