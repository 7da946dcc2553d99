#pragma once

#include <QList>
#include <QString>
#include <QStringList>

class QCommandLineOption;

namespace roster::server {

/// One command as its usage line shows it.
struct CommandUsage
{
    QString words;
    QString arguments;
    QString summary;
    bool isServers = false; ///< it makes or runs a server, so that all of its options matter
};

/// Null when @p words are no command.
[[nodiscard]] const CommandUsage *findUsage(const QString &words);
/// What may follow @p word, such as `add` after `user`; nothing when no command is so begun.
[[nodiscard]] QStringList wordsAfter(const QString &word);

/// What `roster-server --help` prints.
[[nodiscard]] QString programHelp();
/// What `roster-server WORD --help` prints of the commands that begin so.
[[nodiscard]] QString groupHelp(const QString &word);
/// Usage, purpose and the command's @p own options, and of the server's those that matter to it.
[[nodiscard]] QString commandHelp(
    const CommandUsage &command, const QList<QCommandLineOption> &own);

} // namespace roster::server
