#pragma once

#include "server/auth/AccountAdministration.h"

#include <QJsonObject>
#include <QLatin1StringView>

#include <functional>
#include <span>

namespace roster::server {

class DataFolder;
struct ServerConfiguration;

/// What the administrator's commands act on: a running server, or a data folder on its own.
struct AdminBackend
{
    std::function<AccountAdministration &()> accounts;
    std::function<QJsonObject()> status;
    std::function<Outcome()> renewCertificate;
    QString certificateFile; ///< the leaf, with its chain
    QString caFile; ///< empty: not the server's own
};

/// The places of the certificate files; the functions are the caller's to add.
[[nodiscard]] AdminBackend backendFor(
    const ServerConfiguration &configuration, const DataFolder &folder);

class AdminCommands;
struct AdminCall;

/// One command: its name on the control socket (`user.add`), whose parts are its words on the
/// command line, what it takes and what does it. Each is defined once, whatever way it comes.
struct AdminCommand
{
    QLatin1StringView name;
    QLatin1StringView arguments; ///< as a usage line shows them
    QLatin1StringView summary;
    void (AdminCommands::*handler)(AdminCall);
    bool takesName = false;
    bool takesRole = false;
    bool takesPassword = false; ///< optional; without it one is made
};

/// Runs administrator's commands. Used on one thread; @p done of run() may come on any.
class AdminCommands
{
public:
    explicit AdminCommands(AdminBackend backend);

    [[nodiscard]] static std::span<const AdminCommand> all();
    /// Null when there is none of that name.
    [[nodiscard]] static const AdminCommand *find(QStringView name);

    /// @p params: `name`, `role`, `password` as the command takes them, strings all. Errors:
    /// UnknownMethod, InvalidParams, those of AccountAdministration and of the certificate's files.
    void run(const QString &name, const QJsonObject &params, const Actor &by,
        Callback<QJsonObject> done);

private:
    void addUser(AdminCall call);
    void listUsers(AdminCall call);
    void setRole(AdminCall call);
    void resetPassword(AdminCall call);
    void disableUser(AdminCall call);
    void enableUser(AdminCall call);
    void removeUser(AdminCall call);
    void listRoles(AdminCall call);
    void showStatus(AdminCall call);
    void showCertificate(AdminCall call);
    void renewCertificate(AdminCall call);

    AdminBackend m_backend;
};

} // namespace roster::server
