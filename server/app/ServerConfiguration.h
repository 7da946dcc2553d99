#pragma once

#include "common/model/Money.h"
#include "server/auth/AuthSettings.h"

#include <QHostAddress>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace roster::server {

/// Where the server listens; port 0 takes any free one.
struct ListenAddress
{
    QHostAddress address{QHostAddress::LocalHost};
    quint16 port = 7433;

    /// `127.0.0.1:7433`, `[::1]:7433`, without brackets for IPv4. Empty for anything else: host
    /// names are refused, because what they mean may change under the server.
    [[nodiscard]] static std::optional<ListenAddress> parse(const QString &text);
    [[nodiscard]] QString text() const;
    bool operator==(const ListenAddress &) const = default;
};

/// Everything that can be set about a server, each with its default. ConfigurationReader fills it;
/// paths are absolute then. A value, immutable once the server runs.
struct ServerConfiguration
{
    QString dataPath; ///< default: defaultDataPath()
    QList<ListenAddress> listen{ListenAddress{}};
    QString keyFile; ///< empty: `keys/data.key` in the data folder
    QString certificatePath; ///< empty, as certificateKeyPath: the server issues its own
    QString certificateKeyPath;
    QStringList names; ///< that an issued certificate covers beside those of the machine
    Currency currency;
    AuthSettings auth;
    int workers = 0; ///< 0: one for each core
    /// Of each connection to the employee database, and of the records in memory; 0: fits the
    /// machine.
    int cacheMiB = 0;
    int maxConnections = 0; ///< 0: as many as the limit of open files allows
    QString metricsFile; ///< for Prometheus; empty: none
    std::chrono::milliseconds metricsInterval = std::chrono::seconds(15);

    /// One for each core unless set.
    [[nodiscard]] int workerCount() const;
    /// Unless set, an eighth of the machine's memory is shared by the workers, the writer and the
    /// records in memory, 64 to 1,024 MiB each. Memory is taken only as pages are read.
    [[nodiscard]] int cacheMiBPerConnection() const;
    /// The server issues and renews its certificate itself.
    [[nodiscard]] bool issuesCertificate() const { return certificatePath.isEmpty(); }
};

/// `$XDG_DATA_HOME/roster-server` (XDG Base Directory Specification).
[[nodiscard]] QString defaultDataPath();

} // namespace roster::server
