#include "tests/bench/load/Measurement.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <cstdio>

namespace roster::bench {
namespace {

using namespace Qt::StringLiterals;

QJsonObject latenciesJson(const LatencyRecord &latencies)
{
    return {{u"count"_s, qint64(latencies.count())}, {u"mean"_s, toMilliseconds(latencies.mean())},
        {u"p50"_s, toMilliseconds(latencies.percentile(50))},
        {u"p90"_s, toMilliseconds(latencies.percentile(90))},
        {u"p99"_s, toMilliseconds(latencies.percentile(99))},
        {u"p999"_s, toMilliseconds(latencies.percentile(99.9))},
        {u"max"_s, toMilliseconds(latencies.longest())}};
}

QJsonValue numberOrNull(std::optional<double> number)
{
    return number ? QJsonValue(*number) : QJsonValue(QJsonValue::Null);
}

template <typename... Values> std::string formatted(const char *format, Values... values)
{
    std::array<char, 512> text{};
    const int size = std::snprintf(text.data(), text.size(), format, values...);
    return {text.data(), static_cast<std::size_t>(std::max(size, 0))};
}

} // namespace

double Measurement::perSecond() const
{
    const double seconds = std::chrono::duration<double>(m_tally.time).count();
    return seconds > 0 ? static_cast<double>(m_tally.requests) / seconds : 0;
}

std::optional<double> Measurement::cpuMicrosecondsPerRequest() const
{
    const auto cpu = m_usage.cpu();
    if (!cpu || m_tally.requests == 0)
        return std::nullopt;
    return static_cast<double>(cpu->count()) / static_cast<double>(m_tally.requests);
}

std::string Measurement::json() const
{
    QJsonObject errors;
    for (const auto &[problem, count] : m_tally.errors)
        errors.insert(QString::fromStdString(problem), qint64(count));
    QJsonObject kinds;
    for (std::size_t i = 0; i < std::min(m_kindNames.size(), m_tally.byKind.size()); ++i)
        kinds.insert(QString::fromStdString(m_kindNames[i]), latenciesJson(m_tally.byKind[i]));
    QJsonArray segments;
    for (const Segment &segment : m_tally.segments)
        segments.append(
            QJsonObject{{u"up_to"_s, qint64(segment.upTo)}, {u"per_second"_s, segment.perSecond}});
    const double seconds = std::chrono::duration<double>(m_tally.time).count();
    const auto requests = static_cast<double>(std::max<std::uint64_t>(m_tally.requests, 1));
    QJsonObject report{{u"mix"_s, QString::fromStdString(m_options.mixText())},
        {u"connections"_s, qint64(m_options.connections)},
        {u"depth"_s, qint64(m_options.pace.depth)}, {u"rate"_s, m_options.pace.rate},
        {u"seconds"_s, seconds}, {u"requests"_s, qint64(m_tally.requests)},
        {u"per_second"_s, perSecond()}, {u"items"_s, qint64(m_tally.items)},
        {u"items_per_second"_s, static_cast<double>(m_tally.items) / std::max(seconds, 1e-9)},
        {u"reply_bytes"_s, static_cast<double>(m_tally.replyBytes) / requests},
        {u"errors"_s, errors}, {u"error_count"_s, qint64(m_tally.errorCount())},
        {u"latency_ms"_s, latenciesJson(m_tally.latencies)},
        {u"cpu_us_per_request"_s, numberOrNull(cpuMicrosecondsPerRequest())},
        {u"idle"_s, qint64(m_options.idle)}, {u"idle_kib_each"_s, numberOrNull(m_idleKibEach)},
        {u"subscribers"_s, qint64(m_options.subscribers)}};
    if (m_usage.after)
        report.insert(u"resident_kib"_s, qint64{m_usage.after->residentKib});
    if (!kinds.isEmpty())
        report.insert(u"kinds"_s, kinds);
    if (!segments.isEmpty())
        report.insert(u"segments"_s, segments);
    return QJsonDocument(report).toJson(QJsonDocument::Compact).toStdString();
}

std::string Measurement::summary() const
{
    const LatencyRecord &latencies = m_tally.latencies;
    std::string text = formatted("%s: %.0f/s, ms: median %.3f, p90 %.3f, p99 %.3f, longest %.3f",
        m_options.mixText().c_str(), perSecond(), toMilliseconds(latencies.percentile(50)),
        toMilliseconds(latencies.percentile(90)), toMilliseconds(latencies.percentile(99)),
        toMilliseconds(latencies.longest()));
    if (const auto cpu = cpuMicrosecondsPerRequest())
        text += formatted("; server: %.1f us a request", *cpu);
    if (m_usage.after)
        text += formatted(", %.1f MiB", static_cast<double>(m_usage.after->residentKib) / 1024);
    if (m_idleKibEach)
        text += formatted(", %.1f KiB an idle connection", *m_idleKibEach);
    text += '\n';
    for (const auto &[problem, count] : m_tally.errors)
        text += formatted("  %llu x ", static_cast<unsigned long long>(count)) + problem + '\n';
    return text;
}

} // namespace roster::bench
