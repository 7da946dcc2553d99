#include "server/app/status/MetricsText.h"

#include "server/app/status/MetricsWriter.h"
#include "server/storage/WriteLoad.h"

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;
using Label = MetricsWriter::Label;

constexpr double perSecond = 1e6; ///< microseconds
/// 64 microseconds to 8.4 seconds.
constexpr MetricsWriter::Buckets durationBuckets{6, 23, perSecond};
/// 1 to 4,095 changes.
constexpr MetricsWriter::Buckets sizeBuckets{1, 12, 1, 1};

double inSeconds(std::chrono::milliseconds duration)
{
    return static_cast<double>(duration.count()) / 1000;
}

void writeServer(MetricsWriter &writer, const ServerStatus &status)
{
    writer.info("roster_build_info", "The version of roster-server.", {"version", status.version});
    writer.gauge("roster_start_time_seconds", "When the server started, since the epoch.",
        inSeconds(status.startedAt));
    writer.gauge("roster_workers", "Threads that serve connections.", status.workers);
    writer.gauge("roster_connections", "Open connections.", status.openConnections);
    writer.gauge(
        "roster_connections_max", "Connections that are served at once.", status.maxConnections);
    writer.gauge("roster_connections_with_session", "Open connections that are logged in.",
        status.withSession.connections);
    writer.gauge("roster_sessions", "Sessions that are alive.", status.sessions);
    writer.gauge(
        "roster_sessions_connected", "Sessions with a connection.", status.withSession.sessions);
    writer.gauge("roster_subscribers", "Connections that are told of changes.", status.subscribers);
    writer.gauge("roster_resident_memory_bytes", "Memory in use.", status.process.residentBytes);
    writer.gauge("roster_records_memory_bytes", "Of it, records kept in memory.",
        status.process.recordsBytes);
    writer.gauge("roster_open_fds", "Open descriptors.", status.process.descriptors);
    writer.gauge("roster_max_fds", "Descriptors that may be open.", status.process.maxDescriptors);
    writer.begin("roster_certificate_expiry_time_seconds", "gauge",
        "When the certificate ends, since the epoch.");
    writer.value({"certificate", u"server"_s},
        inSeconds(std::chrono::milliseconds(status.certificateEnd.toMSecsSinceEpoch())));
    if (status.caEnd) {
        writer.value({"certificate", u"ca"_s},
            inSeconds(std::chrono::milliseconds(status.caEnd->toMSecsSinceEpoch())));
    }
}

void writeRequests(MetricsWriter &writer, const QList<MethodStatus> &methods)
{
    writer.begin("roster_request_errors_total", "counter", "Requests that were refused or failed.");
    for (const MethodStatus &method : methods)
        writer.value({"method", method.method}, method.errors);
    writer.begin("roster_request_duration_seconds", "histogram",
        "From a request's line taken to its reply queued.");
    for (const MethodStatus &method : methods)
        writer.histogram({"method", method.method}, method.latencies, durationBuckets);
}

void writeWrites(MetricsWriter &writer, const ServerStatus &status)
{
    const std::pair<Label, const WriterStatus *> writers[]{
        {{"database", u"employee"_s}, &status.employees},
        {{"database", u"user"_s}, &status.accounts}};
    const auto each = [&](const char *name, const char *type, const char *help, auto valueOf) {
        writer.begin(name, type, help);
        for (const auto &[label, of] : writers)
            writer.value(label, valueOf(*of));
    };
    using Writer = const WriterStatus &;
    each("roster_writes_waiting", "gauge", "Changes that wait to be stored.",
        [](Writer of) { return of.waiting; });
    each("roster_writes_waiting_bytes", "gauge", "What they take of the memory, about.",
        [](Writer of) { return of.waitingBytes; });
    each("roster_writes_refused_total", "counter", "Changes refused because too many waited.",
        [](Writer of) { return of.total.refused; });
    each("roster_commit_failures_total", "counter", "Commits that failed.",
        [](Writer of) { return of.total.failedCommits; });
    each("roster_database_bytes", "gauge", "Size of the database's file.",
        [](Writer of) { return of.databaseBytes; });
    each("roster_database_log_bytes", "gauge", "Size of its write-ahead log's file.",
        [](Writer of) { return of.logBytes; });
    writer.begin("roster_commit_changes", "histogram", "Changes stored by one commit.");
    for (const auto &[label, of] : writers)
        writer.histogram(label, of->total.sizes, sizeBuckets);
    writer.begin("roster_commit_duration_seconds", "histogram",
        "From a transaction's begin to its being durable.");
    for (const auto &[label, of] : writers)
        writer.histogram(label, of->total.durations, durationBuckets);
}

void writeLogins(MetricsWriter &writer, const LoginStatus &logins)
{
    writer.begin("roster_logins_refused_total", "counter", "Logins refused, by reason.");
    writer.value({"reason", u"credentials"_s}, logins.failed);
    writer.value({"reason", u"throttled"_s}, logins.throttled);
    writer.value({"reason", u"busy"_s}, logins.refused);
    writer.gauge("roster_password_hashes_waiting", "Passwords that wait to be hashed.",
        logins.hashesWaiting);
}

} // namespace

QByteArray metricsText(const ServerStatus &status)
{
    MetricsWriter writer;
    writeServer(writer, status);
    writeRequests(writer, status.methods);
    writeWrites(writer, status);
    writeLogins(writer, status.logins);
    return writer.text();
}

} // namespace roster::server
