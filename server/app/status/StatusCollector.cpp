#include "server/app/status/StatusCollector.h"

#include "server/app/DataFolder.h"
#include "server/app/status/ProcessFacts.h"
#include "server/auth/AccountServices.h"
#include "server/net/ConnectionLimits.h"
#include "server/requests/RequestCounters.h"
#include "server/requests/ServerFacts.h"
#include "server/storage/EmployeeRowCache.h"
#include "server/storage/WriteQueue.h"

#include <QFileInfo>
#include <QSslCertificate>

#include <algorithm>
#include <utility>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

/// The oldest reading is a minute old, or a little more.
constexpr std::size_t mostReadings = 5;

WriterStatus writerStatus(const WriteQueue &queue, const QString &path, const WriteFigures &now,
    const WriteFigures &before)
{
    const WriteLoad &load = queue.load();
    return {load.jobs(), load.bytes(), now, now.since(before), QFileInfo(path).size(),
        QFileInfo(path + u"-wal"_s).size()};
}

} // namespace

StatusCollector::StatusCollector(StatusSources sources)
    : m_sources(std::move(sources))
    , m_startedAt(m_sources.clock.utcNow())
    , m_readings{read()}
{
}

void StatusCollector::setWorkers(std::vector<const RequestCounters *> workers)
{
    const std::scoped_lock lock(m_mutex);
    m_workers = std::move(workers);
}

/// The chain is the leaf and, if it is private, its CA, perhaps with what an older one vouched.
void StatusCollector::setTls(const QSslConfiguration &tls)
{
    const std::scoped_lock lock(m_mutex);
    const QList<QSslCertificate> chain = tls.localCertificateChain();
    m_certificateEnd = tls.localCertificate().expiryDate();
    const auto ca = std::ranges::find_if(
        chain, [](const QSslCertificate &certificate) { return certificate.isSelfSigned(); });
    m_caEnd = ca == chain.end() ? std::nullopt : std::optional(ca->expiryDate());
}

void StatusCollector::remember()
{
    const std::scoped_lock lock(m_mutex);
    m_readings.push_back(read());
    if (m_readings.size() > mostReadings)
        m_readings.pop_front();
}

StatusCollector::Reading StatusCollector::read() const
{
    Reading reading;
    reading.at = m_sources.clock.steadyNow();
    for (const RequestCounters *worker : m_workers) {
        for (const auto &[method, counters] : worker->methods()) {
            Requests &requests = reading.requests[method];
            requests.errors += counters.errors.value();
            requests.latencies += counters.latencies.read();
        }
    }
    reading.employees = m_sources.employeeWrites.load().figures();
    reading.accounts = m_sources.userWrites.load().figures();
    return reading;
}

ServerStatus StatusCollector::collect() const
{
    const std::scoped_lock lock(m_mutex);
    const Reading now = read();
    const Reading &before = m_readings.front();
    ServerStatus status;
    status.version = m_sources.facts.version;
    status.startedAt = m_startedAt;
    status.now = m_sources.clock.utcNow();
    status.uptime = status.now - status.startedAt;
    status.window = now.at - before.at;
    status.workers = static_cast<qint64>(m_workers.size());
    addRequests(status, now, before);
    addSessions(status);
    const DataFolder &folder = m_sources.folder;
    status.employees = writerStatus(
        m_sources.employeeWrites, folder.employeeDatabase(), now.employees, before.employees);
    status.accounts
        = writerStatus(m_sources.userWrites, folder.userDatabase(), now.accounts, before.accounts);
    status.certificateEnd = m_certificateEnd;
    status.caEnd = m_caEnd;
    status.process = processStatus();
    status.process.recordsBytes = m_sources.rows.bytes();
    return status;
}

void StatusCollector::addRequests(ServerStatus &status, const Reading &now, const Reading &before)
{
    for (const auto &[method, requests] : now.requests) {
        const auto earlier = before.requests.find(method);
        const Requests &known = earlier == before.requests.end() ? Requests() : earlier->second;
        status.methods.append({method, requests.errors, requests.latencies,
            requests.errors - known.errors, requests.latencies.since(known.latencies)});
    }
}

void StatusCollector::addSessions(ServerStatus &status) const
{
    status.openConnections = m_sources.limits.open();
    status.maxConnections = m_sources.limits.maximum();
    status.withSession = m_sources.users.count();
    const Authenticator &authenticator = m_sources.accounts.authenticator();
    status.sessions = authenticator.sessionCount();
    for (const RequestCounters *worker : m_workers)
        status.subscribers += worker->subscribers.value();
    const HashPool &pool = m_sources.accounts.hashPool();
    status.logins = {static_cast<qint64>(pool.threads()), pool.waiting(),
        static_cast<qint64>(pool.longestQueue()), authenticator.refusals(Refusal::Credentials),
        authenticator.refusals(Refusal::Throttled), authenticator.refusals(Refusal::Busy)};
}

} // namespace roster::server
