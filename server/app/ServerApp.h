#pragma once

#include "common/base/Clock.h"
#include "server/app/AdminCommands.h"
#include "server/app/DataFolder.h"
#include "server/app/MemoryReturn.h"
#include "server/app/ServerConfiguration.h"
#include "server/app/Worker.h"
#include "server/app/status/MetricsFile.h"
#include "server/app/status/StatusCollector.h"
#include "server/auth/AccountServices.h"
#include "server/crypto/FieldSealer.h"
#include "server/crypto/KeyRing.h"
#include "server/net/ConnectionLimits.h"
#include "server/requests/ChangeFeed.h"
#include "server/requests/Mailbox.h"
#include "server/requests/ServerFacts.h"
#include "server/storage/EmployeeRowLoader.h"
#include "server/storage/WriteQueue.h"

#include <QJsonObject>
#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace roster::server {

/// The server: the one composition root. Owns everything and passes references. Lives on the main
/// thread. The caller holds the DataLock of a prepared data folder for as long as this lives.
class ServerApp : public QObject
{
    Q_OBJECT
public:
    explicit ServerApp(ServerConfiguration configuration);
    ~ServerApp() override;

    /// Opens keys, databases and certificates and, only if all are sound, the ports (R2). The error
    /// names what is wrong and what to do.
    [[nodiscard]] Outcome start();
    /// `127.0.0.1:40123`, with the real ports.
    [[nodiscard]] QStringList addresses() const { return m_addresses; }
    /// Reads the certificates again; on an error the old ones serve on.
    [[nodiscard]] Outcome reloadCertificates();
    /// Makes @p change in the folder of the server's own certificates and serves what came of it
    /// at once. Errors: InvalidRequest when the configuration names others.
    [[nodiscard]] Outcome changeCertificates(const TlsChange &change);
    /// Takes no more connections, answers what is owed, then stopped().
    void stop();

    [[nodiscard]] AccountServices &accountServices() { return m_accounts; }
    [[nodiscard]] AccountAdministration &accounts() { return m_accounts.administration(); }
    /// What `server.status` answers, and where the server listens.
    [[nodiscard]] QJsonObject status() const;

Q_SIGNALS:
    void stopped();

private:
    [[nodiscard]] Outcome openKeys();
    [[nodiscard]] Outcome openDatabases();
    [[nodiscard]] Outcome openPorts();
    [[nodiscard]] Result<QSslConfiguration> loadTls() const;
    [[nodiscard]] Outcome startWorkers(const QSslConfiguration &tls);
    void startHousekeeping();
    void renewCertificateIfDue();
    void pruneRequestKeys();
    void onWorkersDrained();
    void endWorkers();

    const ServerConfiguration m_configuration;
    const DataFolder m_folder;
    ServerFacts m_facts;
    SystemClock m_clock;
    Mailbox m_mailbox;
    std::optional<KeyRing> m_keys;
    std::optional<FieldSealer> m_sealer;
    ChangeFeed m_feed;
    std::optional<RankIndex> m_ranks; ///< outlives the workers and the writer
    WriteQueue m_userWrites;
    const DatabaseProfile m_employees; ///< as they are written
    std::unique_ptr<EmployeeRowLoader> m_rowLoader;
    WriteQueue m_employeeWrites;
    AccountServices m_accounts;
    std::optional<ConnectionLimits> m_limits;
    std::optional<UserConnections> m_users;
    std::vector<FileDescriptor> m_listening;
    QStringList m_addresses;
    std::optional<StatusCollector> m_status; ///< outlives the workers
    std::vector<std::unique_ptr<Worker>> m_workers;
    std::optional<MetricsFile> m_metrics;
    std::size_t m_workersToDrain = 0;
    MemoryReturn m_memory;
    QTimer m_sessionTimer;
    QTimer m_memoryTimer;
    QTimer m_hourlyTimer;
    QTimer m_statusTimer;
    QTimer m_metricsTimer;
    QTimer m_patience;
    bool m_isStopping = false;
};

} // namespace roster::server
