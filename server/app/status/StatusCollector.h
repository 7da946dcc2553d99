#pragma once

#include "common/base/Clock.h"
#include "server/app/status/ServerStatus.h"

#include <QSslConfiguration>

#include <deque>
#include <map>
#include <mutex>
#include <vector>

namespace roster::server {

class AccountServices;
class ConnectionLimits;
class DataFolder;
class EmployeeRowCache;
class RequestCounters;
class WriteQueue;
struct ServerFacts;

/// Where a StatusCollector looks; all outlive it.
struct StatusSources
{
    const ServerFacts &facts;
    Clock &clock;
    const DataFolder &folder;
    const AccountServices &accounts;
    const WriteQueue &employeeWrites;
    const WriteQueue &userWrites;
    const EmployeeRowCache &rows;
    const ConnectionLimits &limits;
    const UserConnections &users;
};

/// Gathers how the server fares. What was counted is remembered now and then, so that figures of
/// the last minute can be told without anything but counting where the work is done. Owned by
/// ServerApp. Thread-safe.
class StatusCollector
{
public:
    /// How often remember() is to be called.
    static constexpr std::chrono::seconds interval{15};

    explicit StatusCollector(StatusSources sources);

    /// Those that serve, all started; until then, and behind an empty list, none is counted.
    void setWorkers(std::vector<const RequestCounters *> workers);
    /// The certificates that are served from now on.
    void setTls(const QSslConfiguration &tls);
    void remember();
    [[nodiscard]] ServerStatus collect() const;

private:
    struct Requests
    {
        qint64 errors = 0;
        HistogramCounts latencies;
    };
    struct Reading
    {
        std::chrono::milliseconds at{0}; ///< steady
        std::map<QString, Requests> requests;
        WriteFigures employees;
        WriteFigures accounts;
    };

    [[nodiscard]] Reading read() const;
    static void addRequests(ServerStatus &status, const Reading &now, const Reading &before);
    void addSessions(ServerStatus &status) const;

    const StatusSources m_sources;
    const std::chrono::milliseconds m_startedAt;
    mutable std::mutex m_mutex;
    std::vector<const RequestCounters *> m_workers;
    std::deque<Reading> m_readings; ///< the oldest first, never empty
    QDateTime m_certificateEnd;
    std::optional<QDateTime> m_caEnd;
};

} // namespace roster::server
