#pragma once

#include "certs/TlsFolder.h"
#include "server/auth/AccountAdministration.h"

#include <QDateTime>
#include <QJsonObject>
#include <QLatin1StringView>

#include <functional>
#include <span>

namespace roster::server {

class DataFolder;
struct ServerConfiguration;

/// What a command does to the server's own certificates.
using TlsChange = std::function<Outcome(const certs::TlsFolder &folder, const QDateTime &now)>;

/// What the administrator's commands act on: a running server, or a data folder on its own.
struct AdminBackend
{
    std::function<AccountAdministration &()> accounts;
    std::function<QJsonObject()> status;
    /// Makes the change, and has a running server use what came of it.
    std::function<Outcome(const TlsChange &)> changeCertificates;
    QString certificateFile; ///< the leaf, with its chain, if the configuration names one
    QString tlsFolder; ///< else the folder of the server's own
};

/// The places of the certificate files; the functions are the caller's to add.
[[nodiscard]] AdminBackend backendFor(
    const ServerConfiguration &configuration, const DataFolder &folder);

class AdminCommands;
struct AdminCall;

/// What a command may be given beside its words, as `--NAME VALUE` or as a parameter of that name.
struct AdminOption
{
    enum class Kind {
        Flag,
        Text,
        File, ///< on the command line its path, as a parameter its content
        PrivateFile, ///< such a file that nobody else may read
    };
    QLatin1StringView name;
    QLatin1StringView value; ///< as a usage line shows it
    QLatin1StringView summary;
    Kind kind = Kind::Text;
};

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
    std::span<const AdminOption> options = {}; ///< each may lack
};

/// Runs administrator's commands. Used on one thread; @p done of run() may come on any.
class AdminCommands
{
public:
    explicit AdminCommands(AdminBackend backend);

    [[nodiscard]] static std::span<const AdminCommand> all();
    /// Null when there is none of that name.
    [[nodiscard]] static const AdminCommand *find(QStringView name);

    /// @p params: `name`, `role`, `password` and options as the command takes them, strings all
    /// but for flags. Errors:
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
    void replaceCa(AdminCall call);
    void importCertificate(AdminCall call);
    void changeCertificates(AdminCall call, const TlsChange &change);

    AdminBackend m_backend;
};

} // namespace roster::server
