#include "server/app/status/StatusJson.h"

#include "common/base/IsoText.h"
#include "server/storage/WriteLoad.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

/// Microseconds as milliseconds with two decimals: no figure is known better.
double milliseconds(double microseconds)
{
    return std::round(microseconds / 10) / 100;
}

double milliseconds(qint64 microseconds)
{
    return milliseconds(static_cast<double>(microseconds));
}

void addQuantiles(QJsonObject &json, const HistogramCounts &durations)
{
    json.insert("mean_ms"_L1, milliseconds(durations.mean()));
    json.insert("p50_ms"_L1, milliseconds(durations.quantile(0.50)));
    json.insert("p95_ms"_L1, milliseconds(durations.quantile(0.95)));
    json.insert("p99_ms"_L1, milliseconds(durations.quantile(0.99)));
    json.insert("max_ms"_L1, milliseconds(durations.quantile(1)));
}

QJsonObject toJson(const MethodStatus &method)
{
    QJsonObject recent{
        {u"count"_s, method.recentLatencies.count()}, {u"errors"_s, method.recentErrors}};
    addQuantiles(recent, method.recentLatencies);
    return {{u"method"_s, method.method}, {u"count"_s, method.latencies.count()},
        {u"errors"_s, method.errors}, {u"recent"_s, recent}};
}

QJsonArray methodsToJson(const QList<MethodStatus> &methods)
{
    QJsonArray json;
    for (const MethodStatus &method : methods) {
        if (method.latencies.count() > 0)
            json.append(toJson(method));
    }
    return json;
}

/// How many commits held how many changes.
QJsonArray sizesToJson(const HistogramCounts &sizes)
{
    QJsonArray json;
    qint64 told = 0;
    for (const qint64 bound : {2, 8, 32, 128, 512, 1024, 2048, 4096}) {
        const qint64 below = sizes.countBelow(bound);
        if (below > told)
            json.append(QJsonObject{{u"up_to"_s, bound - 1}, {u"count"_s, below - told}});
        told = below;
    }
    return json;
}

QJsonObject toJson(const WriterStatus &writer)
{
    QJsonObject recent{{u"commits"_s, writer.recent.sizes.count()},
        {u"changes"_s, writer.recent.sizes.sum()}, {u"refused"_s, writer.recent.refused},
        {u"mean_size"_s, std::round(writer.recent.sizes.mean() * 100) / 100},
        {u"max_size"_s, writer.recent.sizes.quantile(1)},
        {u"sizes"_s, sizesToJson(writer.recent.sizes)}};
    addQuantiles(recent, writer.recent.durations);
    return {{u"waiting"_s, writer.waiting}, {u"maximum"_s, qint64{WriteLoad::maxJobs}},
        {u"waiting_bytes"_s, writer.waitingBytes}, {u"refused"_s, writer.total.refused},
        {u"commits"_s, writer.total.sizes.count()}, {u"changes"_s, writer.total.sizes.sum()},
        {u"failed_commits"_s, writer.total.failedCommits},
        {u"database_bytes"_s, writer.databaseBytes}, {u"log_bytes"_s, writer.logBytes},
        {u"recent"_s, recent}};
}

QJsonObject certificateToJson(const QDateTime &end, std::chrono::milliseconds now)
{
    const std::chrono::milliseconds at(end.toMSecsSinceEpoch());
    return {{u"expires_at"_s, isoUtc(at)},
        {u"days_left"_s, qint64{std::chrono::floor<std::chrono::days>(at - now).count()}}};
}

QJsonObject certificatesToJson(const ServerStatus &status)
{
    QJsonObject json{{u"server"_s, certificateToJson(status.certificateEnd, status.now)}};
    if (status.caEnd)
        json.insert("ca"_L1, certificateToJson(*status.caEnd, status.now));
    return json;
}

} // namespace

QJsonObject toJson(const ServerStatus &status)
{
    const LoginStatus &logins = status.logins;
    return {{u"version"_s, status.version}, {u"started_at"_s, isoUtc(status.startedAt)},
        {u"uptime_seconds"_s,
            qint64{std::chrono::duration_cast<std::chrono::seconds>(status.uptime).count()}},
        {u"window_seconds"_s,
            qint64{std::chrono::duration_cast<std::chrono::seconds>(status.window).count()}},
        {u"workers"_s, status.workers},
        {u"connections"_s,
            QJsonObject{{u"open"_s, status.openConnections}, {u"maximum"_s, status.maxConnections},
                {u"strangers"_s,
                    std::max<qint64>(status.openConnections - status.withSession.connections, 0)}}},
        {u"sessions"_s,
            QJsonObject{
                {u"alive"_s, status.sessions}, {u"connected"_s, status.withSession.sessions}}},
        {u"subscribers"_s, status.subscribers}, {u"requests"_s, methodsToJson(status.methods)},
        {u"writes"_s, toJson(status.employees)}, {u"account_writes"_s, toJson(status.accounts)},
        {u"logins"_s,
            QJsonObject{{u"failed"_s, logins.failed}, {u"throttled"_s, logins.throttled},
                {u"refused"_s, logins.refused}, {u"waiting"_s, logins.hashesWaiting},
                {u"maximum_waiting"_s, logins.mostHashesWaiting},
                {u"threads"_s, logins.hashThreads}}},
        {u"certificates"_s, certificatesToJson(status)},
        {u"memory"_s,
            QJsonObject{{u"resident_bytes"_s, status.process.residentBytes},
                {u"peak_bytes"_s, status.process.peakResidentBytes},
                {u"records_bytes"_s, status.process.recordsBytes}}},
        {u"descriptors"_s,
            QJsonObject{{u"open"_s, status.process.descriptors},
                {u"maximum"_s, status.process.maxDescriptors}}}};
}

} // namespace roster::server
