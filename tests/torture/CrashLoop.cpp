#include "tests/torture/CrashLoop.h"

#include <algorithm>

namespace roster::torture {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr unsigned mostAnswers = 150; ///< between a start and the end that follows
constexpr unsigned mostCalls = 600; ///< of files, before the power fails

} // namespace

CrashLoop::CrashLoop(const CrashPlan &plan)
    : m_plan(plan)
    , m_random(plan.seed)
    , m_server(plan.ending == CrashPlan::Ending::PowerCut)
{
    m_server.faults().swallowsSyncs = plan.hasLyingDisk ? 1 : 0;
}

CrashLoop::~CrashLoop()
{
    m_abandon.request_stop();
    m_stop.request_stop();
    m_server.kill();
    for (std::thread &thread : m_threads) {
        if (thread.joinable())
            thread.join();
    }
}

CrashReport CrashLoop::run()
{
    if (!m_server.prepare() || !start()) {
        m_report.problems.append(u"no server"_s);
        return m_report;
    }
    for (int number = 1; number <= m_plan.writers; ++number) {
        m_threads.emplace_back([this, number] {
            Writer(number, m_door, m_ledger).run(m_stop.get_token(), m_abandon.get_token());
        });
    }
    while (m_report.rounds < m_plan.rounds && m_report.problems.isEmpty()) {
        if (!awaitWork() || !crash())
            break;
        ++m_report.rounds;
        if (m_report.rounds % m_plan.checkEvery == 0 || m_report.rounds == m_plan.rounds)
            check();
        if (!m_report.problems.isEmpty() || !start())
            break;
    }
    if (m_report.problems.isEmpty())
        finish();
    m_report.acknowledged = m_ledger.count(Verdict::Acknowledged);
    m_report.refused = m_ledger.count(Verdict::Refused);
    return m_report;
}

bool CrashLoop::start()
{
    m_server.healFaults();
    const bool isServing = m_server.start();
    const auto ready = isServing ? m_server.measureReady() : std::nullopt;
    if (!ready) {
        m_report.problems.append(u"the server did not start again: "_s + m_server.log());
        return false;
    }
    m_report.slowestReady = std::max(m_report.slowestReady, *ready);
    m_door.open(m_server.port());
    return true;
}

bool CrashLoop::awaitWork()
{
    const auto wanted = m_ledger.count(Verdict::Acknowledged)
        + static_cast<qsizetype>(1 + m_random() % mostAnswers);
    if (m_ledger.waitForAcknowledged(wanted, 60s))
        return true;
    m_report.problems.append(u"the writers are not answered: "_s + m_server.log());
    return false;
}

bool CrashLoop::crash()
{
    FaultControl &faults = m_server.faults();
    if (m_plan.ending == CrashPlan::Ending::PowerCut) {
        faults.loss = m_random() % 2 ? FaultControl::Everything : FaultControl::Prefix;
        faults.seed = static_cast<unsigned>(m_random());
        faults.cutAt = faults.calls + 1 + m_random() % mostCalls;
        if (const int code = m_server.waitForEnd(60s); code != FaultControl::powerCutExit) {
            m_report.problems.append(
                u"ended with %1, not by the power: "_s.arg(code) + m_server.log());
            return false;
        }
    } else {
        m_server.kill();
    }
    m_door.shut();
    m_report.interrupted += m_ledger.count(Verdict::Unknown);
    return true;
}

void CrashLoop::check()
{
    RecordChecker checker;
    if (!checker.read(m_server.dataFolder()))
        m_report.problems.append(u"the database cannot be read"_s);
    m_report.problems += checker.problems(m_ledger.attempts());
    m_report.changes = checker.changes();
}

/// What is unknown is settled under its request key; then nothing may be missing or be there twice.
void CrashLoop::finish()
{
    m_stop.request_stop();
    for (std::thread &thread : m_threads)
        thread.join();
    if (const qsizetype open = m_ledger.count(Verdict::Unknown); open > 0)
        m_report.problems.append(u"%1 outcomes stay unknown"_s.arg(open));
    RecordChecker checker;
    if (checker.read(m_server.dataFolder()))
        m_report.problems += checker.differencesFromServed(m_server.port());
    if (m_server.stop() != 0)
        m_report.problems.append(u"no clean end: "_s + m_server.log());
    check();
}

} // namespace roster::torture
