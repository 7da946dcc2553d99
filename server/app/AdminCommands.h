#pragma once

#include "server/app/AdminCommand.h"

namespace roster::server {

class DataFolder;
struct ServerConfiguration;

/// The places of the certificate files; the functions are the caller's to add.
[[nodiscard]] AdminBackend backendFor(
    const ServerConfiguration &configuration, const DataFolder &folder);

/// Runs administrator's commands. Used on one thread; @p done of run() may come on any.
class AdminCommands
{
public:
    explicit AdminCommands(AdminBackend backend);

    [[nodiscard]] static std::span<const AdminCommand> all();
    /// Null when there is none of that name.
    [[nodiscard]] static const AdminCommand *find(QStringView name);

    /// @p params: `name`, `role`, `password` and options as the command takes them, strings all
    /// but for flags and lists. Errors: UnknownMethod, InvalidParams, those of the classes of
    /// server/auth that administer and of the certificate's files.
    void run(const QString &name, const QJsonObject &params, const Actor &by,
        Callback<QJsonObject> done);

private:
    AdminBackend m_backend;
};

} // namespace roster::server
