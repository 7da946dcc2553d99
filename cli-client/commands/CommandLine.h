#pragma once

#include "common/base/Result.h"
#include "common/client/ServerAddress.h"

#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

namespace roster::cli {

enum class OutputFormat { Table, Json, Csv };

/// What a run of roster-cli is to do, as its arguments and its environment say.
struct CommandLine
{
    enum class Action { Menu, Get, List, Help, Version };

    Action action = Action::Menu;
    ServerAddress server;
    QString username;
    QString caFile; ///< empty: the system's authorities
    QString passwordFile; ///< `-` is the standard input; empty: the person is asked
    OutputFormat output = OutputFormat::Table;

    qint64 id = 0; ///< of `get`
    QStringList filters; ///< of `list`, well-formed
    QStringList sorts;
    QString text;
    bool isDeleted = false;
    qint64 limit = 0; ///< 0: all that match
};

/// @p arguments begin with the program's name. Errors: InvalidParams.
[[nodiscard]] Result<CommandLine> parseCommandLine(
    const QStringList &arguments, const QProcessEnvironment &environment);

/// Whether errors are wanted as JSON; also of a command line that cannot be parsed.
[[nodiscard]] bool wantsJson(const QStringList &arguments);

[[nodiscard]] QString helpText();

} // namespace roster::cli
