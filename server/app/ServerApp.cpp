#include "server/app/ServerApp.h"

#include "certs/SubjectNames.h"
#include "certs/TlsFolder.h"
#include "server/app/status/MetricsText.h"
#include "server/app/status/StatusJson.h"
#include "server/net/DescriptorLimit.h"
#include "server/net/ListeningSocket.h"
#include "server/net/TlsServerConfiguration.h"
#include "server/storage/CommitCount.h"
#include "server/storage/EmployeeRowCache.h"
#include "server/storage/RequestOutcomeStore.h"

#include <QJsonArray>
#include <QLoggingCategory>

#include <algorithm>

namespace roster::server {
namespace {

Q_LOGGING_CATEGORY(appLog, "roster.app", QtInfoMsg)

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

constexpr auto sessionInterval = 5s;
constexpr auto memoryInterval = 250ms; // a burst may be followed by the next at once
constexpr auto hourlyInterval = 1h;
/// A stop is over after this, whoever does not read (R51).
constexpr auto stopPatience = 4s;

Result<certs::TlsFolder> tlsFolder(
    const ServerConfiguration &configuration, const DataFolder &folder)
{
    Result<QStringList> names = certs::localSubjectNames(configuration.names);
    if (!names)
        return names.error();
    return certs::TlsFolder(folder.tlsPath(), *std::move(names));
}

DatabaseProfile employeeProfile(const DataFolder &folder, const ServerConfiguration &configuration)
{
    constexpr qsizetype bytesPerMiB = 1024 * 1024;
    const auto commits = std::make_shared<CommitCount>();
    const int cacheMiB = configuration.cacheMiBPerConnection();
    return {.path = folder.employeeDatabase(),
        .cacheMiB = cacheMiB,
        .commits = commits,
        .rows = std::make_shared<EmployeeRowCache>(commits, cacheMiB * bytesPerMiB)};
}

} // namespace

ServerApp::ServerApp(ServerConfiguration configuration)
    : m_configuration(std::move(configuration))
    , m_folder(m_configuration.dataPath, m_configuration.keyFile)
    , m_facts{.currency = m_configuration.currency}
    , m_userWrites({m_folder.userDatabase()})
    , m_employees(employeeProfile(m_folder, m_configuration))
    , m_employeeWrites(m_employees)
    , m_accounts(m_configuration.auth, m_clock, m_userWrites)
{
}

ServerApp::~ServerApp()
{
    m_accounts.stop();
    m_rowLoader.reset();
    m_employeeWrites.stop();
    m_userWrites.stop();
    if (m_status)
        m_status->setWorkers({});
    endWorkers();
    m_mailbox.close();
}

Outcome ServerApp::start()
{
    MemoryReturn::setUp();
    if (!m_configuration.metricsFile.isEmpty()) {
        m_metrics.emplace(m_configuration.metricsFile);
        if (const Outcome written = m_metrics->claim(); !written)
            return written;
    }
    if (const Outcome opened = openKeys(); !opened)
        return opened;
    const Result<QSslConfiguration> tls = loadTls();
    if (!tls)
        return tls.error();
    if (const Outcome opened = openPorts(); !opened)
        return opened;
    m_status.emplace(StatusSources{m_facts, m_clock, m_folder, m_accounts, m_employeeWrites,
        m_userWrites, *m_employees.rows, *m_limits, *m_users});
    m_status->setTls(*tls);
    m_ranks.emplace(DatabaseProfile{m_folder.employeeDatabase()}, *m_sealer);
    DatabaseProfile reading = m_employees;
    reading.isReadOnly = true;
    for (int i = 0; i < m_configuration.workerCount(); ++i) {
        m_workers.push_back(std::make_unique<Worker>(
            WorkerShared{m_accounts, m_employeeWrites, m_feed, *m_sealer, m_clock, m_facts,
                *m_limits, *m_users, *m_ranks, reading,
                [this]() -> Result<QJsonObject> { return toJson(m_status->collect()); }},
            i + 1));
    }
    if (const Outcome opened = openDatabases(); !opened)
        return opened;
    m_ranks->prepareAhead();
    if (const Outcome started = startWorkers(*tls); !started)
        return started;
    startHousekeeping();
    qCInfo(appLog).noquote() << "version" << m_facts.version << "serves with" << m_workers.size()
                             << "workers and at most" << m_limits->maximum() << "connections";
    return Done{};
}

Outcome ServerApp::openKeys()
{
    Result<KeyRing> keys = KeyRing::load(m_folder.keyFile());
    if (!keys)
        return keys.error();
    m_keys.emplace(*std::move(keys));
    m_sealer.emplace(*m_keys);
    return Done{};
}

Outcome ServerApp::openDatabases()
{
    m_employeeWrites.setAroundCompletions([this](const auto &complete) {
        const MailRound round;
        complete();
        m_feed.flush();
    });
    m_feed.addOutlet([this](const CommitNotices &notices) { m_ranks->apply(*notices); });
    for (const auto &worker : m_workers)
        m_feed.addOutlet([worker = worker.get()](
                             CommitNotices notices) { worker->tellCommitted(std::move(notices)); });
    m_accounts.setSessionListener([this](const SessionEvent &event) {
        for (const auto &worker : m_workers)
            worker->tellSessionEvent(event);
    });
    if (const Outcome started = m_userWrites.start(); !started)
        return started;
    if (const Outcome started = m_employeeWrites.start(); !started)
        return started;
    m_rowLoader = std::make_unique<EmployeeRowLoader>(m_employees);
    return m_accounts.start();
}

Outcome ServerApp::openPorts()
{
    const Result<DescriptorLimit> limit = DescriptorLimit::raise();
    if (!limit)
        return limit.error();
    const int workers = m_configuration.workerCount();
    const int cap = limit->connectionCap(workers);
    const int wanted = m_configuration.maxConnections;
    m_limits.emplace(wanted > 0 ? std::min(wanted, cap) : cap, workers);
    m_users.emplace(m_limits->maximum());
    for (const ListenAddress &listen : m_configuration.listen) {
        Result<FileDescriptor> socket = openListeningSocket(listen.address, listen.port);
        if (!socket)
            return socket.error();
        const Result<quint16> port = portOf(*socket);
        if (!port)
            return port.error();
        m_addresses.append(ListenAddress{listen.address, *port}.text());
        m_listening.push_back(*std::move(socket));
    }
    return Done{};
}

Result<QSslConfiguration> ServerApp::loadTls() const
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const auto configurationOf
        = [](const Result<certs::ServerPair> &pair) -> Result<QSslConfiguration> {
        if (!pair)
            return pair.error();
        return makeTlsServerConfiguration(pair->certificateChainPem, pair->keyPem);
    };
    if (!m_configuration.issuesCertificate()) {
        return configurationOf(certs::loadPair(
            m_configuration.certificatePath, m_configuration.certificateKeyPath, now));
    }
    const Result<certs::TlsFolder> folder = tlsFolder(m_configuration, m_folder);
    if (!folder)
        return folder.error();
    if (const Result<bool> renewed = folder->renewIfDue(now); !renewed)
        qCWarning(appLog).noquote()
            << "the certificate was not renewed:" << renewed.error().message;
    return configurationOf(folder->load(now));
}

Outcome ServerApp::startWorkers(const QSslConfiguration &tls)
{
    for (const auto &worker : m_workers) {
        std::vector<FileDescriptor> duplicates;
        for (const FileDescriptor &socket : m_listening) {
            FileDescriptor duplicate = socket.duplicate();
            if (!duplicate.isValid()) {
                return Error{ErrorCode::StorageUnavailable,
                    u"There are not enough file descriptors; raise LimitNOFILE."_s, {}};
            }
            duplicates.push_back(std::move(duplicate));
        }
        if (const Outcome started = worker->start(std::move(duplicates), tls); !started)
            return started;
    }
    return Done{};
}

void ServerApp::startHousekeeping()
{
    std::vector<const RequestCounters *> counters;
    for (const auto &worker : m_workers)
        counters.push_back(&worker->counters());
    m_status->setWorkers(std::move(counters));
    connect(&m_sessionTimer, &QTimer::timeout, this, [this] {
        m_accounts.authenticator().flushActivity();
        m_accounts.authenticator().expireDue();
    });
    connect(&m_hourlyTimer, &QTimer::timeout, this, [this] {
        renewCertificateIfDue();
        pruneRequestKeys();
    });
    connect(&m_statusTimer, &QTimer::timeout, this, [this] { m_status->remember(); });
    connect(&m_memoryTimer, &QTimer::timeout, this, [this] { m_memory.look(m_limits->open()); });
    m_sessionTimer.start(sessionInterval);
    m_memoryTimer.start(memoryInterval);
    m_hourlyTimer.start(hourlyInterval);
    m_statusTimer.start(StatusCollector::interval);
    if (!m_metrics)
        return;
    const auto update = [this] { m_metrics->update(metricsText(m_status->collect())); };
    connect(&m_metricsTimer, &QTimer::timeout, this, update);
    m_metricsTimer.start(m_configuration.metricsInterval);
    update();
}

void ServerApp::renewCertificateIfDue()
{
    if (const Outcome reloaded = reloadCertificates(); !reloaded)
        qCWarning(appLog).noquote() << "certificates not reloaded:" << reloaded.error().message;
}

void ServerApp::pruneRequestKeys()
{
    m_employeeWrites.submit(
        [now = m_clock.utcNow()](
            Database &database) { return RequestOutcomeStore::prune(database, now); },
        [](const Outcome &outcome) {
            if (!outcome)
                qCWarning(appLog) << "old request keys were not removed";
        });
}

Outcome ServerApp::reloadCertificates()
{
    const Result<QSslConfiguration> tls = loadTls();
    if (!tls)
        return tls.error();
    for (const auto &worker : m_workers)
        worker->setTlsConfiguration(*tls);
    m_status->setTls(*tls);
    qCInfo(appLog) << "certificates loaded";
    return Done{};
}

Outcome ServerApp::changeCertificates(const TlsChange &change)
{
    if (!m_configuration.issuesCertificate()) {
        return Error{ErrorCode::InvalidRequest,
            u"The server uses its own certificate file; renew that and send SIGHUP."_s, {}};
    }
    const Result<certs::TlsFolder> folder = tlsFolder(m_configuration, m_folder);
    if (!folder)
        return folder.error();
    if (const Outcome changed = change(*folder, QDateTime::currentDateTimeUtc()); !changed)
        return changed;
    return reloadCertificates();
}

QJsonObject ServerApp::status() const
{
    QJsonObject status = toJson(m_status->collect());
    status.insert("addresses"_L1, QJsonArray::fromStringList(m_addresses));
    return status;
}

void ServerApp::stop()
{
    if (std::exchange(m_isStopping, true))
        return;
    qCInfo(appLog) << "stopping";
    m_sessionTimer.stop();
    m_memoryTimer.stop();
    m_hourlyTimer.stop();
    m_statusTimer.stop();
    m_metricsTimer.stop();
    m_workersToDrain = m_workers.size();
    for (const auto &worker : m_workers) {
        worker->finish([this] {
            m_mailbox.post([this] {
                if (--m_workersToDrain == 0)
                    onWorkersDrained();
            });
        });
    }
    connect(&m_patience, &QTimer::timeout, this, &ServerApp::onWorkersDrained);
    m_patience.setSingleShot(true);
    m_patience.start(stopPatience);
}

/// Nobody may call them any more.
void ServerApp::endWorkers()
{
    if (m_ranks)
        m_ranks->dismissWaiting();
    m_workers.clear();
}

void ServerApp::onWorkersDrained()
{
    if (m_workers.empty())
        return;
    m_patience.stop();
    m_accounts.stop();
    m_rowLoader.reset();
    m_employeeWrites.stop();
    m_userWrites.stop();
    m_status->setWorkers({});
    endWorkers();
    m_metrics.reset();
    qCInfo(appLog) << "stopped";
    Q_EMIT stopped();
}

} // namespace roster::server
