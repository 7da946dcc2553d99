#include "server/app/AdminCommands.h"

#include "server/app/CertificateCommands.h"
#include "server/app/DataFolder.h"
#include "server/app/RoleCommands.h"
#include "server/app/ServerConfiguration.h"
#include "server/app/SessionCommands.h"
#include "server/app/UserCommands.h"

#include <QJsonArray>

#include <algorithm>
#include <array>
#include <vector>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;
using Kind = AdminOption::Kind;

void showStatus(const AdminBackend &backend, AdminCall call)
{
    call.done(backend.status());
}

std::vector<AdminCommand> concatenated()
{
    static constexpr std::array status{AdminCommand{
        "status"_L1, ""_L1, "Tells whether a server runs, and how it fares."_L1, &showStatus}};
    std::vector<AdminCommand> commands;
    for (const std::span<const AdminCommand> some : {userCommands(), roleCommands(),
             sessionCommands(), std::span<const AdminCommand>(status), certificateCommands()})
        commands.insert(commands.end(), some.begin(), some.end());
    return commands;
}

bool isListOfTexts(const QJsonValue &value)
{
    return value.isArray() && std::ranges::all_of(value.toArray(), [](const QJsonValue &item) {
        return item.isString();
    });
}

bool isOfKind(const QJsonValue &value, Kind kind)
{
    if (kind == Kind::Flag)
        return value.isBool();
    return kind == Kind::List ? isListOfTexts(value) : value.isString();
}

/// Those of @p params that @p command has as options, if they are of their kinds.
QJsonObject optionsIn(const QJsonObject &params, const AdminCommand &command)
{
    QJsonObject options;
    for (const AdminOption &option : command.options) {
        if (const QJsonValue value = params.value(option.name); isOfKind(value, option.kind))
            options.insert(option.name, value);
    }
    return options;
}

/// Exactly the parameters that @p command takes.
bool areParamsOf(const AdminCommand &command, const QJsonObject &params)
{
    const bool hasName = params.value("name"_L1).isString();
    const bool hasRole = params.value("role"_L1).isString();
    const bool hasPassword = params.value("password"_L1).isString();
    const bool isNamed = command.words == AdminWords::NameOrOption
        || hasName == (command.words != AdminWords::None);
    return isNamed && hasRole == (command.words == AdminWords::NameAndRole)
        && (command.takesPassword || !hasPassword)
        && params.size()
        == int{hasName} + int{hasRole} + int{hasPassword} + optionsIn(params, command).size();
}

} // namespace

AdminBackend backendFor(const ServerConfiguration &configuration, const DataFolder &folder)
{
    AdminBackend backend;
    if (configuration.issuesCertificate())
        backend.tlsFolder = folder.tlsPath();
    else
        backend.certificateFile = configuration.certificatePath;
    return backend;
}

AdminCommands::AdminCommands(AdminBackend backend)
    : m_backend(std::move(backend))
{
}

std::span<const AdminCommand> AdminCommands::all()
{
    static const std::vector<AdminCommand> commands = concatenated();
    return commands;
}

const AdminCommand *AdminCommands::find(QStringView name)
{
    const auto commands = all();
    const auto found = std::ranges::find_if(
        commands, [name](const AdminCommand &command) { return command.name == name; });
    return found == commands.end() ? nullptr : &*found;
}

void AdminCommands::run(
    const QString &name, const QJsonObject &params, const Actor &by, Callback<QJsonObject> done)
{
    const AdminCommand *command = find(name);
    if (!command)
        return done(Error{ErrorCode::UnknownMethod, u"There is no such command."_s, {}});
    if (!areParamsOf(*command, params))
        return done(Error{ErrorCode::InvalidParams, u"The command takes other parameters."_s, {}});
    if (command->check) {
        if (const std::optional<QString> lack = command->check(params))
            return done(Error{ErrorCode::InvalidParams, *lack, {}});
    }
    AdminCall call;
    call.name = params.value("name"_L1).toString();
    call.role = params.value("role"_L1).toString();
    if (params.contains("password"_L1))
        call.password = SecretBytes::copyOf(params.value("password"_L1).toString());
    call.options = optionsIn(params, *command);
    call.by = by;
    call.done = std::move(done);
    command->handler(m_backend, std::move(call));
}

} // namespace roster::server
