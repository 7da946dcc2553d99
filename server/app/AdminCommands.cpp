#include "server/app/AdminCommands.h"

#include "certs/ServerPair.h"
#include "common/base/Clock.h"
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
    Actor by;
    Callback<QJsonObject> done;
};

namespace {

using namespace Qt::StringLiterals;

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

QJsonObject toJson(const QString &path, const certs::CertificateFacts &facts)
{
    return {{u"file"_s, path}, {u"subject"_s, facts.subject}, {u"issuer"_s, facts.issuer},
        {u"serial"_s, facts.serial}, {u"names"_s, QJsonArray::fromStringList(facts.names)},
        {u"not_before"_s, facts.notBefore.toString(Qt::ISODate)},
        {u"not_after"_s, facts.notAfter.toString(Qt::ISODate)}, {u"key"_s, facts.keyText},
        {u"sha256"_s, certs::fingerprintText(facts.fingerprint)},
        {u"spki_sha256"_s, certs::fingerprintText(facts.spkiFingerprint)}};
}

template <typename T> QJsonObject listOf(const QString &name, const QList<T> &values)
{
    QJsonArray items;
    for (const T &value : values)
        items.append(toJson(value));
    return {{name, items}};
}

Result<QJsonObject> readFacts(const QString &path)
{
    const Result<QByteArray> pem = certs::readCertificateFile(path);
    if (!pem)
        return pem.error();
    const Result<certs::CertificateFacts> facts = certs::inspect(*pem);
    if (!facts)
        return facts.error();
    return toJson(path, *facts);
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

/// Exactly the parameters that @p command takes.
bool areParamsOf(const AdminCommand &command, const QJsonObject &params)
{
    const bool hasName = params.value("name"_L1).isString();
    const bool hasRole = params.value("role"_L1).isString();
    const bool hasPassword = params.value("password"_L1).isString();
    return hasName == command.takesName && hasRole == command.takesRole
        && (command.takesPassword || !hasPassword)
        && params.size() == int{hasName} + int{hasRole} + int{hasPassword};
}

} // namespace

AdminBackend backendFor(const ServerConfiguration &configuration, const DataFolder &folder)
{
    AdminBackend backend;
    backend.certificateFile = configuration.certificatePath;
    if (configuration.issuesCertificate()) {
        backend.certificateFile = folder.tlsPath() + u"/server.pem"_s;
        backend.caFile = folder.tlsPath() + u"/ca.pem"_s;
    }
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
            "Shows the server's certificate and its CA, with fingerprints."_L1,
            &Commands::showCertificate},
        AdminCommand{"certificate.renew"_L1, ""_L1,
            "Issues a new server certificate from the CA that is there."_L1,
            &Commands::renewCertificate},
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
    const Result<QJsonObject> leaf = readFacts(m_backend.certificateFile);
    if (!leaf)
        return call.done(leaf.error());
    QJsonObject result{{u"certificate"_s, *leaf}};
    if (!m_backend.caFile.isEmpty()) {
        const Result<QJsonObject> ca = readFacts(m_backend.caFile);
        if (!ca)
            return call.done(ca.error());
        result.insert(u"ca"_s, *ca);
    }
    call.done(result);
}

void AdminCommands::renewCertificate(AdminCall call)
{
    if (m_backend.caFile.isEmpty()) {
        return call.done(Error{ErrorCode::ValidationFailed,
            u"The certificate is your own: replace its files and send the server SIGHUP."_s, {}});
    }
    if (const Outcome renewed = m_backend.renewCertificate(); !renewed)
        return call.done(renewed.error());
    showCertificate(std::move(call));
}

} // namespace roster::server
