#include "tests/torture/FaultLoop.h"

#include <QDir>
#include <QJsonArray>

#include <functional>

namespace roster::torture {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int batchSize = 20;
constexpr int retries = 5;

QJsonObject person(const QString &department)
{
    return {{u"first_name"_s, u"Ann"_s}, {u"last_name"_s, u"O'Brien"_s}, {u"ssn"_s, u"001020003"_s},
        {u"date_of_birth"_s, u"1996-02-29"_s}, {u"salary"_s, u"45210.50"_s},
        {u"department"_s, department}};
}

bool isHonest(const QString &reason)
{
    return reason == "storage_unavailable"_L1 || reason == "outcome_unknown"_L1;
}

} // namespace

FaultLoop::FaultLoop(const FaultPlan &plan)
    : m_plan(plan)
    , m_server(true)
{
}

FaultReport FaultLoop::run()
{
    if (m_plan.phase != FaultPlan::Phase::FirstStart && !m_server.prepare())
        complain(u"no server"_s);
    if (m_plan.phase == FaultPlan::Phase::Work) {
        if (!m_server.start() || !connect())
            complain(u"no server"_s);
        resume();
    }
    for (int call = m_plan.first; call <= m_plan.most && m_report.problems.isEmpty();
         call += m_plan.step) {
        ++m_report.runs;
        m_report.lastCall = call;
        m_server.healFaults();
        arm(call);
        if (m_plan.phase == FaultPlan::Phase::FirstStart)
            runFirstStart();
        else if (m_plan.phase == FaultPlan::Phase::Start)
            runStart();
        else
            runWork();
        if (m_report.hasEndedClean)
            break;
    }
    if (m_report.problems.isEmpty() && m_server.isRunning() && m_server.stop() != 0)
        complain(u"no clean end"_s);
    m_report.acknowledged = m_ledger.count(Verdict::Acknowledged);
    m_report.refused = m_ledger.count(Verdict::Refused);
    m_report.unknown = m_ledger.count(Verdict::Unknown);
    return m_report;
}

void FaultLoop::arm(int call)
{
    FaultControl &faults = m_server.faults();
    faults.error = m_plan.error;
    faults.kinds = m_plan.kinds;
    faults.files = m_plan.files;
    faults.isLasting = m_plan.isLasting ? 1 : 0;
    (m_plan.fault == FaultPlan::Fault::Fail ? faults.failAt : faults.cutAt)
        = static_cast<std::uint64_t>(call);
}

/// A first start that broke off must leave a folder that the next one makes whole.
void FaultLoop::runFirstStart()
{
    QDir(m_server.dataFolder()).removeRecursively();
    const int code = m_server.initCheated();
    const bool isCut = code == FaultControl::powerCutExit;
    m_report.hasEndedClean = code == 0 && m_server.faults().failed == 0;
    if (code < 0 || (isCut && m_plan.fault == FaultPlan::Fault::Fail))
        return complain(u"init ended with %1"_s.arg(code));
    m_server.healFaults();
    const int again = m_server.initCheated();
    if (again != 0 && !m_server.command({u"user"_s, u"list"_s}))
        return complain(u"init could not be repeated"_s);
    if (!m_server.start() || !m_server.measureReady() || m_server.stop() != 0)
        complain(u"no server after a broken init"_s);
}

void FaultLoop::runStart()
{
    const qsizetype logged = m_server.log().size();
    const bool isServing = m_server.start();
    const bool isHit = m_server.faults().failed > 0;
    int code = isServing ? m_server.stop() : m_server.waitForEnd(60s);
    const bool isCut = code == FaultControl::powerCutExit;
    m_report.hasEndedClean = isServing && !isHit && !isCut;
    if (code < 0)
        return complain(u"the server died of a signal"_s);
    if (!isServing && !isCut && (code == 0 || m_server.log().size() == logged))
        return complain(u"a start failed without a word"_s);
    startAndCheck();
    if (m_server.stop() != 0)
        complain(u"no clean end"_s);
}

void FaultLoop::runWork()
{
    doWork();
    const bool isCut = m_plan.fault == FaultPlan::Fault::CutPower;
    if (isCut && !m_server.isRunning()) {
        if (m_server.waitForEnd(1s) != FaultControl::powerCutExit)
            return complain(u"the server died of a signal"_s);
        checkStored();
        return startAndCheck();
    }
    if (!m_server.isRunning())
        return complain(u"the server died"_s);
    m_report.hasEndedClean = m_server.faults().failed == 0;
    m_server.healFaults();
    if (m_plan.isKilledAfter) {
        m_server.kill();
        checkStored();
        startAndCheck();
    } else {
        resume();
        checkStored();
    }
}

/// Some of everything that is written: records, batches, marks, sessions and their events.
void FaultLoop::doWork()
{
    const QList<std::function<void()>> steps{
        [this] {
            write(u"employee.add"_s, {{u"employee"_s, QJsonObject()}});
        },
        [this] {
            write(u"employee.update"_s, {{u"id"_s, m_record}});
        },
        [this] { expectReads(); },
        [this] { addMany(batchSize); },
        [this] { deleteAndRestore(); },
        [this] { loginAndOut(); },
        [this] {
            write(u"employee.update"_s, {{u"id"_s, m_record}});
        },
        [this] { expectReads(); },
    };
    for (const auto &step : steps) {
        step();
        // What comes after the fault would write over what it left.
        if (m_plan.isKilledAfter && m_server.faults().failed > 0)
            return;
    }
}

void FaultLoop::deleteAndRestore()
{
    const auto deleted = m_client->call(u"employee.delete"_s, {{u"id"_s, m_record}});
    if (isResult(deleted)) {
        static_cast<void>(m_client->call(u"employee.restore"_s,
            {{u"id"_s, m_record}, {u"version"_s, (*deleted)["result"_L1]["version"_L1]}}));
    }
}

void FaultLoop::loginAndOut()
{
    PlainClient other(m_server.port());
    if (other.isConnected() && !other.login(u"hr"_s).isEmpty())
        static_cast<void>(other.call(u"session.logout"_s));
}

void FaultLoop::startAndCheck()
{
    m_server.healFaults();
    if (!m_server.start() || !connect())
        return complain(u"no start after the fault"_s);
    resume();
    checkStored();
}

/// Writes go on without a restart.
void FaultLoop::resume()
{
    const qsizetype before = m_ledger.count(Verdict::Acknowledged);
    for (int i = 0; i < retries; ++i) {
        const QString value = u"add-%1"_s.arg(++m_values);
        m_ledger.open(value);
        const auto reply = m_client->call(
            u"employee.add"_s, {{u"employee"_s, person(value)}, {u"request_key"_s, value}});
        note(value, reply);
        if (m_ledger.count(Verdict::Acknowledged) == before)
            continue;
        m_record = (*reply)["result"_L1]["employee"_L1]["id"_L1].toInteger();
        return expectReads();
    }
    complain(u"writes do not go on"_s);
}

void FaultLoop::checkStored()
{
    RecordChecker checker;
    if (!checker.read(m_server.dataFolder()))
        complain(u"the database cannot be read"_s);
    for (const QString &problem : checker.problems(m_ledger.attempts()))
        complain(problem);
}

bool FaultLoop::connect()
{
    m_client = std::make_unique<PlainClient>(m_server.port());
    if (!m_client->isConnected())
        return false;
    if (m_token.isEmpty() || !m_client->resume(m_token))
        m_token = m_client->login(u"hr"_s);
    return !m_token.isEmpty();
}

/// Puts the text by which it is known into the record.
void FaultLoop::write(const QString &method, QJsonObject params)
{
    const QString value = u"one-%1"_s.arg(++m_values);
    if (params.contains("employee"_L1)) {
        params.insert("employee"_L1, person(value));
    } else {
        params.insert("changes"_L1, QJsonObject{{u"department"_s, value}});
        const auto got = m_client->call(u"employee.get"_s, {{u"id"_s, m_record}});
        params.insert("version"_L1,
            isResult(got) ? (*got)["result"_L1]["employee"_L1]["version"_L1].toInteger() : 1);
    }
    params.insert("request_key"_L1, value);
    m_ledger.open(value);
    note(value, m_client->call(method, params));
}

void FaultLoop::addMany(int count)
{
    QJsonArray batch;
    QStringList values;
    for (int i = 0; i < count; ++i) {
        values.append(u"many-%1"_s.arg(++m_values));
        m_ledger.open(values.last());
        batch.append(
            QJsonObject{{u"jsonrpc"_s, u"2.0"_s}, {u"id"_s, i}, {u"method"_s, u"employee.add"_s},
                {u"params"_s,
                    QJsonObject{{u"employee"_s, person(values.last())},
                        {u"request_key"_s, values.last()}}}});
    }
    const QList<QJsonObject> replies = m_client->callBatch(batch);
    for (int i = 0; i < count; ++i)
        note(values[i], i < replies.size() ? std::optional(replies[i]) : std::nullopt);
}

void FaultLoop::note(const QString &value, const std::optional<QJsonObject> &reply)
{
    const Verdict verdict = verdictOf(reply);
    if (reply && !isResult(reply) && !isHonest(reasonOf(reply))
        && reasonOf(reply) != "not_found"_L1) // the record is deleted while its restoring failed
        complain(u"%1 was refused as %2"_s.arg(value, reasonOf(reply)));
    if (!reply && m_plan.fault == FaultPlan::Fault::Fail)
        complain(u"%1 was not answered"_s.arg(value));
    if (verdict == Verdict::Unknown)
        return;
    const QJsonObject employee
        = reply ? (*reply)["result"_L1]["employee"_L1].toObject() : QJsonObject();
    m_ledger.close(
        {value, verdict, employee["id"_L1].toInteger(), employee["version"_L1].toInteger()});
}

void FaultLoop::expectReads()
{
    if (m_plan.fault == FaultPlan::Fault::CutPower)
        return;
    const auto listed = m_client->call(u"employee.list"_s, {{u"limit"_s, 10}});
    if (!isResult(listed))
        complain(u"a list was refused as %1"_s.arg(reasonOf(listed)));
}

void FaultLoop::complain(const QString &problem)
{
    m_report.problems.append(u"call %1: %2"_s.arg(m_report.lastCall).arg(problem));
    if (m_report.problems.size() == 1)
        m_report.problems.append(m_server.log().right(2'000));
}

} // namespace roster::torture
