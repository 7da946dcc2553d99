#pragma once

#include "cli-client/commands/CommandLine.h"
#include "common/model/EmployeeFields.h"

#include <QLatin1StringView>
#include <QList>
#include <QString>
#include <QStringList>

#include <span>

namespace roster::cli {

/// An option of the command line. Options that set a field are made from EmployeeFields.
struct OptionDescription
{
    QString name; ///< without the hyphens
    QString value; ///< what its value is called; empty: it takes none
    QString help;
};

/// A command: what reads the command line, tells about it and completes it is driven by these rows.
struct CommandDescription
{
    CommandLine::Action action;
    QLatin1StringView name;
    bool takesId;
    QLatin1StringView summary;
    QLatin1StringView options; ///< its own, by name; `FIELDS` are those that set a field
    QLatin1StringView details;
    QLatin1StringView words{}; ///< what else it takes, for its usage
    bool hasServer = true; ///< takes the options that say which server, and who logs in how
};

[[nodiscard]] std::span<const CommandDescription> commands();
/// Null when there is none.
[[nodiscard]] const CommandDescription *findCommand(QStringView name);
[[nodiscard]] const CommandDescription *findCommand(CommandLine::Action action);

/// Every option of every command.
[[nodiscard]] const QList<OptionDescription> &allOptions();
/// Those that no command has for itself; those of them that @p command takes; and its own.
[[nodiscard]] QList<OptionDescription> commonOptions();
[[nodiscard]] QList<OptionDescription> commonOptionsOf(const CommandDescription &command);
[[nodiscard]] QList<OptionDescription> optionsOf(const CommandDescription &command);

/// `date-of-birth`.
[[nodiscard]] QString optionFor(const FieldDescription &field);

} // namespace roster::cli
