#pragma once

#include "common/base/Result.h"
#include "common/client/ServerAddress.h"
#include "common/model/EmployeeFields.h"

#include <QMap>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

namespace roster::cli {

enum class OutputFormat { Table, Json, JsonLines, Csv };

[[nodiscard]] constexpr bool isJson(OutputFormat format)
{
    return format == OutputFormat::Json || format == OutputFormat::JsonLines;
}

/// What a run of roster-cli is to do, as its arguments and its environment say.
struct CommandLine
{
    enum class Action {
        Menu,
        Login,
        Logout,
        Get,
        List,
        Add,
        Update,
        Delete,
        Restore,
        Watch,
        Passwd,
        Sessions,
        Info,
        Status,
        KnownServers,
        Help,
        Version,
    };

    enum class KnownServersAction { List, Forget, Add };

    Action action = Action::Menu;
    ServerAddress server; ///< without a host where none was named
    QString username; ///< empty where none was named
    QString caFile; ///< empty: the system's authorities
    QString passwordFile; ///< `-` is the standard input; empty: the person is asked
    OutputFormat output = OutputFormat::Table;
    bool hasPager = true;
    QString helpTopic; ///< of `help`; empty: the whole program

    qint64 id = 0; ///< of the record; of `add` 0: the server chooses
    qint64 version = 0; ///< of the record; 0: not told
    QStringList filters; ///< of `list`, well-formed
    QStringList sorts;
    QString text;
    bool isDeleted = false;
    qint64 limit = 0; ///< 0: all that match
    qint64 offset = 0;
    bool wantsTotal = false;
    QStringList columns; ///< empty: what the role may see
    QMap<Field, QString> values; ///< of `add` and `update`, as typed
    QString jsonFile;
    QString requestKey;
    bool isConfirmed = false;
    QString newPasswordFile;
    QString account; ///< of `sessions`
    QString revokedSession;
    KnownServersAction knownServersAction = KnownServersAction::List;
    ServerAddress knownServer; ///< to forget or to add
    QString fingerprint; ///< of the one to add, as the administrator gave it, or its words
};

/// @p arguments begin with the program's name. Errors: InvalidParams.
[[nodiscard]] Result<CommandLine> parseCommandLine(
    const QStringList &arguments, const QProcessEnvironment &environment);

/// Whether errors are wanted as JSON; also of a command line that cannot be parsed.
[[nodiscard]] bool wantsJson(const QStringList &arguments);

[[nodiscard]] QString helpText();
/// Of the command @p name, which exists.
[[nodiscard]] QString helpText(const QString &name);

} // namespace roster::cli
