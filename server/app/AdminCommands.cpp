#include "server/app/AdminCommands.h"

#include "common/base/Clock.h"
#include "server/app/CertificateFacts.h"
#include "server/app/DataFolder.h"
#include "server/app/ServerConfiguration.h"

#include <QJsonArray>

#include <algorithm>
#include <array>

namespace roster::server {

/// One run of a command.
struct AdminCall
{
    QString name;
    QString role;
    std::optional<SecretBytes> password;
    QJsonObject options;
    Actor by;
    Callback<QJsonObject> done;
};

namespace {

using namespace Qt::StringLiterals;
using Kind = AdminOption::Kind;

constexpr int defaultOverlapDays = 90;
constexpr int longestOverlapDays = 3650;

constexpr std::array renewOptions{AdminOption{"own-ca"_L1, ""_L1,
    "Goes back from an imported certificate, which is removed, to the server's own CA."_L1,
    Kind::Flag}};
constexpr std::array replaceOptions{AdminOption{"overlap"_L1, "DAYS"_L1,
    "How long the old CA vouches for the new one (90); 0: not at all, all clients must be told."_L1}};
constexpr std::array importOptions{
    AdminOption{"chain"_L1, "FILE"_L1,
        "The server's certificate and those that it was issued by, in PEM form."_L1, Kind::File},
    AdminOption{"chain-key"_L1, "FILE"_L1,
        "Its private key, which others must not be able to read."_L1, Kind::PrivateFile}};

QJsonObject toJson(const UserSummary &user)
{
    return {{u"username"_s, user.username}, {u"role"_s, user.role},
        {u"disabled"_s, user.isDisabled}, {u"must_change_password"_s, user.mustChangePassword},
        {u"created_at"_s, isoUtc(user.createdAt)},
        {u"password_changed_at"_s, isoUtc(user.passwordChangedAt)}};
}

QJsonObject toJson(const Role &role)
{
    QJsonArray permissions;
    for (std::size_t i = 0; i < permissionCount; ++i) {
        const auto permission = static_cast<Permission>(i);
        if (role.rights.has(permission))
            permissions.append(permissionName(permission));
    }
    QJsonObject fields;
    for (const FieldDescription &field : employeeFields()) {
        if (field.sensitivity == Sensitivity::Sensitive)
            fields.insert(field.name, QString(accessName(role.rights.access(field.field))));
    }
    return {{u"name"_s, role.name}, {u"built_in"_s, role.isBuiltIn},
        {u"permissions"_s, permissions}, {u"fields"_s, fields}};
}

template <typename T> QJsonObject listOf(const QString &name, const QList<T> &values)
{
    QJsonArray items;
    for (const T &value : values)
        items.append(toJson(value));
    return {{name, items}};
}

Callback<Done> nameOnly(const QString &name, Callback<QJsonObject> done)
{
    return [name, done = std::move(done)](const Outcome &outcome) {
        if (outcome)
            done(QJsonObject{{u"username"_s, name}});
        else
            done(outcome.error());
    };
}

Callback<IssuedPassword> withPassword(Callback<QJsonObject> done)
{
    return [done = std::move(done)](const Result<IssuedPassword> &issued) {
        if (!issued)
            return done(issued.error());
        QJsonObject result{{u"username"_s, issued->username}};
        if (!issued->oneTimePassword.isEmpty())
            result.insert(u"one_time_password"_s, issued->oneTimePassword);
        done(result);
    };
}

template <typename T> Callback<QList<T>> asList(const QString &name, Callback<QJsonObject> done)
{
    return [name, done = std::move(done)](const Result<QList<T>> &values) {
        if (values)
            done(listOf(name, *values));
        else
            done(values.error());
    };
}

/// Those of @p params that @p command has as options, if they are of their kinds.
QJsonObject optionsIn(const QJsonObject &params, const AdminCommand &command)
{
    QJsonObject options;
    for (const AdminOption &option : command.options) {
        const QJsonValue value = params.value(option.name);
        const bool isOfKind
            = option.kind == AdminOption::Kind::Flag ? value.isBool() : value.isString();
        if (isOfKind)
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
    return hasName == command.takesName && hasRole == command.takesRole
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
    using Commands = AdminCommands;
    static constexpr std::array commands{
        AdminCommand{"user.add"_L1, "NAME --role ROLE [--password-stdin]"_L1,
            "Adds a user, with a one-time password unless one is given."_L1, &Commands::addUser,
            true, true, true},
        AdminCommand{"user.list"_L1, ""_L1, "Lists the users."_L1, &Commands::listUsers},
        AdminCommand{"user.set-role"_L1, "NAME --role ROLE"_L1,
            "Gives a user another role; open sessions go on with it."_L1, &Commands::setRole, true,
            true},
        AdminCommand{"user.reset-password"_L1, "NAME [--password-stdin]"_L1,
            "Ends a user's sessions; a one-time password unless one is given."_L1,
            &Commands::resetPassword, true, false, true},
        AdminCommand{"user.disable"_L1, "NAME"_L1,
            "Ends a user's sessions and refuses further logins."_L1, &Commands::disableUser, true},
        AdminCommand{"user.enable"_L1, "NAME"_L1, "Lets a user log in again."_L1,
            &Commands::enableUser, true},
        AdminCommand{"user.remove"_L1, "NAME"_L1,
            "Removes a user; what they changed stays in the history."_L1, &Commands::removeUser,
            true},
        AdminCommand{
            "role.list"_L1, ""_L1, "Lists the roles and their rights."_L1, &Commands::listRoles},
        AdminCommand{"status"_L1, ""_L1, "Tells whether a server runs, and how it fares."_L1,
            &Commands::showStatus},
        AdminCommand{"certificate.show"_L1, ""_L1,
            "Shows what clients compare, the server's certificate and its CA."_L1,
            &Commands::showCertificate},
        AdminCommand{"certificate.renew"_L1, "[--own-ca]"_L1,
            "Issues a new server certificate from the CA that is there."_L1,
            &Commands::renewCertificate, false, false, false, renewOptions},
        AdminCommand{"certificate.replace-ca"_L1, "[--overlap DAYS]"_L1,
            "Makes a new CA, to which clients of the old one are led."_L1, &Commands::replaceCa,
            false, false, false, replaceOptions},
        AdminCommand{"certificate.import"_L1, "--chain FILE --chain-key FILE"_L1,
            "Serves a certificate of another CA, from the data folder."_L1,
            &Commands::importCertificate, false, false, false, importOptions},
    };
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
    AdminCall call;
    call.name = params.value("name"_L1).toString();
    call.role = params.value("role"_L1).toString();
    if (params.contains("password"_L1))
        call.password = SecretBytes::copyOf(params.value("password"_L1).toString());
    call.options = optionsIn(params, *command);
    call.by = by;
    call.done = std::move(done);
    (this->*command->handler)(std::move(call));
}

void AdminCommands::addUser(AdminCall call)
{
    m_backend.accounts().addUser(
        call.name, call.role, std::move(call.password), call.by, withPassword(call.done));
}

void AdminCommands::listUsers(AdminCall call)
{
    m_backend.accounts().listUsers(asList<UserSummary>(u"users"_s, call.done));
}

void AdminCommands::setRole(AdminCall call)
{
    m_backend.accounts().setRole(call.name, call.role, call.by, nameOnly(call.name, call.done));
}

void AdminCommands::resetPassword(AdminCall call)
{
    m_backend.accounts().resetPassword(
        call.name, std::move(call.password), call.by, withPassword(call.done));
}

void AdminCommands::disableUser(AdminCall call)
{
    m_backend.accounts().setDisabled(call.name, true, call.by, nameOnly(call.name, call.done));
}

void AdminCommands::enableUser(AdminCall call)
{
    m_backend.accounts().setDisabled(call.name, false, call.by, nameOnly(call.name, call.done));
}

void AdminCommands::removeUser(AdminCall call)
{
    m_backend.accounts().removeUser(call.name, call.by, nameOnly(call.name, call.done));
}

void AdminCommands::listRoles(AdminCall call)
{
    m_backend.accounts().listRoles(asList<Role>(u"roles"_s, call.done));
}

void AdminCommands::showStatus(AdminCall call)
{
    call.done(m_backend.status());
}

void AdminCommands::showCertificate(AdminCall call)
{
    call.done(m_backend.tlsFolder.isEmpty() ? describeCertificate(m_backend.certificateFile)
                                            : describeCertificates(m_backend.tlsFolder));
}

void AdminCommands::renewCertificate(AdminCall call)
{
    const bool isReturn = call.options.contains("own-ca"_L1);
    changeCertificates(
        std::move(call), [isReturn](const certs::TlsFolder &folder, const QDateTime &now) {
            return isReturn ? folder.returnToOwnCa(now) : folder.renew(now);
        });
}

void AdminCommands::replaceCa(AdminCall call)
{
    bool isNumber = true;
    const int days = call.options.contains("overlap"_L1)
        ? call.options.value("overlap"_L1).toString().toInt(&isNumber)
        : defaultOverlapDays;
    if (!isNumber || days < 0 || days > longestOverlapDays) {
        return call.done(Error{ErrorCode::InvalidParams,
            u"The overlap is a number of days from 0 to %1."_s.arg(longestOverlapDays), {}});
    }
    changeCertificates(std::move(call), [days](const auto &folder, const QDateTime &now) {
        return folder.replaceCa(now, std::chrono::days(days));
    });
}

void AdminCommands::importCertificate(AdminCall call)
{
    const QByteArray chain = call.options.value("chain"_L1).toString().toUtf8();
    const SecretBytes key = SecretBytes::copyOf(call.options.value("chain-key"_L1).toString());
    if (chain.isEmpty() || key.isEmpty()) {
        return call.done(Error{ErrorCode::InvalidParams,
            u"Both are needed: --certificate FILE and --key FILE."_s, {}});
    }
    changeCertificates(std::move(call), [&](const auto &folder, const QDateTime &now) {
        return folder.importPair(chain, key, now);
    });
}

void AdminCommands::changeCertificates(AdminCall call, const TlsChange &change)
{
    if (m_backend.tlsFolder.isEmpty()) {
        return call.done(Error{ErrorCode::ValidationFailed,
            u"The configuration names a certificate of your own: replace its files and send the "
            "server SIGHUP."_s,
            {}});
    }
    if (const Outcome changed = m_backend.changeCertificates(change); !changed)
        return call.done(changed.error());
    showCertificate(std::move(call));
}

} // namespace roster::server
