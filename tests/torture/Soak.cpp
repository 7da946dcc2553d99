#include "tests/torture/Soak.h"

#include "tests/torture/RecordChecker.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <stop_token>
#include <thread>
#include <vector>

namespace roster::torture {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int writerCount = 2;
constexpr auto sampleInterval = 10s;
constexpr double mostSlope = 2; ///< MiB/h
constexpr int visitCalls = 200;
/// Soon full, so that what still grows is no cache.
const QStringList smallCaches{u"--cache-mib"_s, u"4"_s};

} // namespace

Soak::Soak(std::chrono::minutes length)
    : m_length(length)
    , m_server(false)
{
}

SoakReport Soak::run()
{
    if (!m_server.prepare() || !m_server.start(smallCaches)) {
        m_report.problems.append(u"no server"_s);
        return m_report;
    }
    m_door.open(m_server.port());
    m_begun = std::chrono::steady_clock::now();
    std::stop_source stop;
    std::vector<std::thread> writers;
    for (int number = 1; number <= writerCount; ++number) {
        writers.emplace_back([this, number, &stop] {
            Writer(number, m_door, m_ledger).run(stop.get_token(), std::stop_token());
        });
    }
    QList<Sample> samples;
    auto next = m_begun;
    while (std::chrono::steady_clock::now() - m_begun < m_length && m_server.isRunning()) {
        visit();
        if (std::chrono::steady_clock::now() < next)
            continue;
        samples.append(sample());
        next += sampleInterval;
    }
    stop.request_stop();
    for (std::thread &writer : writers)
        writer.join();
    judge(samples);
    return m_report;
}

/// A client that comes, reads and goes.
void Soak::visit()
{
    PlainClient client(m_server.port());
    if (!client.isConnected())
        return;
    if (m_token.isEmpty() || !client.resume(m_token))
        m_token = client.login(u"hr"_s);
    for (int i = 0; i < visitCalls; ++i) {
        const bool isList = i % 20 == 0;
        const auto reply = isList
            ? client.call(u"employee.list"_s, {{u"filter"_s, QJsonObject{{u"text"_s, u"ann"_s}}}})
            : client.call(u"employee.get"_s, {{u"id"_s, 1 + i % 50}});
        m_report.reads += isResult(reply) ? 1 : 0;
    }
}

Soak::Sample Soak::sample() const
{
    const QString process = u"/proc/%1/"_s.arg(m_server.pid());
    Sample taken;
    QFile status(process + u"status"_s);
    if (status.open(QIODevice::ReadOnly)) {
        for (const QByteArray &line : status.readAll().split('\n')) {
            if (line.startsWith("VmRSS:"))
                taken.mebibytes = line.mid(6).simplified().split(' ').first().toDouble() / 1024;
        }
    }
    taken.descriptors
        = static_cast<int>(QDir(process + u"fd"_s)
                               .entryList(QDir::System | QDir::AllEntries | QDir::NoDotAndDotDot)
                               .size());
    taken.hours = std::chrono::duration<double, std::ratio<3600>>(
        std::chrono::steady_clock::now() - m_begun)
                      .count();
    return taken;
}

/// The least squares' line through all but the first fifth.
void Soak::judge(const QList<Sample> &samples)
{
    const QList<Sample> warm = samples.sliced(samples.size() / 5);
    double hours = 0;
    double mebibytes = 0;
    for (const Sample &s : warm) {
        hours += s.hours / static_cast<double>(warm.size());
        mebibytes += s.mebibytes / static_cast<double>(warm.size());
    }
    double together = 0;
    double square = 0;
    for (const Sample &s : warm) {
        together += (s.hours - hours) * (s.mebibytes - mebibytes);
        square += (s.hours - hours) * (s.hours - hours);
    }
    m_report.samples = static_cast<int>(samples.size());
    m_report.slopeMiBPerHour = square > 0 ? together / square : 0;
    m_report.lastMiB = samples.isEmpty() ? 0 : samples.last().mebibytes;
    const auto [least, most] = std::ranges::minmax(warm, {}, &Sample::descriptors);
    m_report.fewestDescriptors = least.descriptors;
    m_report.mostDescriptors = most.descriptors;
    m_report.writes = m_ledger.count(Verdict::Acknowledged);
    if (m_report.slopeMiBPerHour > mostSlope)
        m_report.problems.append(u"memory grows"_s);
    if (most.descriptors > warm.first().descriptors + 2) // a visit may be seen or not
        m_report.problems.append(u"descriptors grow"_s);
    if (m_server.stop() != 0)
        m_report.problems.append(u"no clean end: "_s + m_server.log());
    RecordChecker checker;
    if (!checker.read(m_server.dataFolder()))
        m_report.problems.append(u"the database cannot be read"_s);
    m_report.problems += checker.problems(m_ledger.attempts());
}

} // namespace roster::torture
