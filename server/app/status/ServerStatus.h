#pragma once

#include "common/base/Histogram.h"
#include "server/requests/UserConnections.h"
#include "server/storage/WriteLoad.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <chrono>
#include <optional>

namespace roster::server {

/// The requests of one method.
struct MethodStatus
{
    QString method;
    qint64 errors = 0;
    HistogramCounts latencies; ///< microseconds, as those that follow
    qint64 recentErrors = 0;
    HistogramCounts recentLatencies;
};

/// The writer of one database.
struct WriterStatus
{
    qint64 waiting = 0;
    qint64 waitingBytes = 0;
    WriteFigures total;
    WriteFigures recent;
    qint64 databaseBytes = 0;
    qint64 logBytes = 0; ///< of the write-ahead log's file
};

/// Of the thing that the passwords are hashed on, and what became of logins.
struct LoginStatus
{
    qint64 hashThreads = 0;
    qint64 hashesWaiting = 0;
    qint64 mostHashesWaiting = 0;
    qint64 failed = 0; ///< unknown user, wrong password, disabled
    qint64 throttled = 0;
    qint64 refused = 0; ///< because too many passwords waited
};

struct ProcessStatus
{
    qint64 residentBytes = 0;
    qint64 peakResidentBytes = 0;
    qint64 recordsBytes = 0; ///< of the resident ones, rows of EmployeeRowCache
    qint64 descriptors = 0;
    qint64 maxDescriptors = 0;
};

/// How the server fares: facts and figures, no user's name, no address, no value of a record.
struct ServerStatus
{
    QString version;
    std::chrono::milliseconds startedAt{0};
    std::chrono::milliseconds now{0};
    std::chrono::milliseconds uptime{0};
    std::chrono::milliseconds window{0}; ///< what "recent" is, up to now
    qint64 workers = 0;
    qint64 openConnections = 0;
    qint64 maxConnections = 0;
    SessionConnections withSession;
    qint64 sessions = 0;
    qint64 subscribers = 0;
    QList<MethodStatus> methods;
    WriterStatus employees;
    WriterStatus accounts;
    LoginStatus logins;
    QDateTime certificateEnd;
    std::optional<QDateTime> caEnd;
    ProcessStatus process;
};

} // namespace roster::server
