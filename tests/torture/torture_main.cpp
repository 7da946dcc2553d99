#include "tests/torture/CallFuzzer.h"
#include "tests/torture/CrashLoop.h"
#include "tests/torture/Crowd.h"
#include "tests/torture/FaultLoop.h"
#include "tests/torture/FullDisk.h"
#include "tests/torture/HostilePeers.h"
#include "tests/torture/Soak.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>

// The long runs: what tst_torture does briefly, for as long as one likes. Exit code 1: a promise
// broken.

using namespace roster::torture;
using namespace Qt::StringLiterals;

namespace {

int tell(const QStringList &problems)
{
    for (const QString &problem : problems)
        std::printf("BROKEN: %s\n", qUtf8Printable(problem));
    std::printf("%s\n", problems.isEmpty() ? "every promise held" : "promises were broken");
    return problems.isEmpty() ? 0 : 1;
}

int crash(CrashPlan plan)
{
    const CrashReport report = CrashLoop(plan).run();
    std::printf(
        "rounds %d, acknowledged %lld, refused %lld, interrupted %lld, changes stored %lld, "
        "slowest ready after %lld ms\n",
        report.rounds, static_cast<long long>(report.acknowledged),
        static_cast<long long>(report.refused), static_cast<long long>(report.interrupted),
        static_cast<long long>(report.changes),
        static_cast<long long>(report.slowestReady.count()));
    return tell(report.problems);
}

int fail(const FaultPlan &plan)
{
    const FaultReport report = FaultLoop(plan).run();
    std::printf("runs %d, %s at call %d, acknowledged %lld, refused %lld, unknown %lld\n",
        report.runs, report.hasEndedClean ? "clean" : "ended", report.lastCall,
        static_cast<long long>(report.acknowledged), static_cast<long long>(report.refused),
        static_cast<long long>(report.unknown));
    return tell(report.problems);
}

int call(int calls, unsigned seed)
{
    const FuzzReport report = CallFuzzer(calls, seed).run();
    std::printf("calls %d, succeeded %d, connections %d\n", report.calls, report.succeeded,
        report.connections);
    for (auto it = report.reasons.begin(); it != report.reasons.end(); ++it)
        std::printf("  %s %d\n", it.key().isEmpty() ? "success" : qUtf8Printable(it.key()), *it);
    return tell(report.problems);
}

int soak(std::chrono::minutes length)
{
    const SoakReport report = Soak(length).run();
    std::printf("samples %d, memory %+.2f MiB/h to %.1f MiB, descriptors %d to %d, writes %lld, "
                "reads %lld\n",
        report.samples, report.slopeMiBPerHour, report.lastMiB, report.fewestDescriptors,
        report.mostDescriptors, static_cast<long long>(report.writes),
        static_cast<long long>(report.reads));
    return tell(report.problems);
}

int fillDisk(const QString &folder)
{
    const FullDiskReport report = FullDisk(folder).run();
    std::printf("room at first %lld KiB, acknowledged %lld, refused %lld, a login while full: %s\n",
        static_cast<long long>(report.roomAtFirst / 1024),
        static_cast<long long>(report.acknowledged), static_cast<long long>(report.refused),
        report.loginWhileFull.isEmpty() ? "success" : qUtf8Printable(report.loginWhileFull));
    return tell(report.problems);
}

int gather(std::chrono::seconds length)
{
    const CrowdReport report = Crowd(length).run();
    std::printf("writes %lld, other calls %lld, visits %lld\n",
        static_cast<long long>(report.writes), static_cast<long long>(report.calls),
        static_cast<long long>(report.visits));
    return tell(report.problems);
}

int meetPeers()
{
    const PeersReport report = HostilePeers().run();
    for (const QString &figure : report.figures)
        std::printf("%s\n", qUtf8Printable(figure));
    return tell(report.problems);
}

std::optional<FaultPlan::Phase> phaseOf(const QString &name)
{
    if (name == "first-start"_L1)
        return FaultPlan::Phase::FirstStart;
    if (name == "start"_L1)
        return FaultPlan::Phase::Start;
    if (name == "work"_L1)
        return FaultPlan::Phase::Work;
    return std::nullopt;
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Torments a server of its own and checks what it kept."_s);
    parser.addPositionalArgument(u"what"_s,
        u"crash | power | lying-disk | calls | soak | crowd | peers | full-disk, or a call of files that fails: first-start | start | work"_s);
    const QCommandLineOption rounds(u"rounds"_s, u"How often."_s, u"n"_s, u"20"_s);
    const QCommandLineOption writers(u"writers"_s, u"Clients that write."_s, u"n"_s, u"8"_s);
    const QCommandLineOption seed(u"seed"_s, u"For the same choices again."_s, u"n"_s, u"1"_s);
    const QCommandLineOption error(
        u"error"_s, u"What happens at the call: 5 (EIO), 28 (ENOSPC) or cut."_s, u"n"_s, u"5"_s);
    const QCommandLineOption first(u"first"_s, u"The first call."_s, u"n"_s, u"1"_s);
    const QCommandLineOption step(u"step"_s, u"From call to call."_s, u"n"_s, u"1"_s);
    const QCommandLineOption lasting(u"lasting"_s, u"All calls from then on fail."_s);
    const QCommandLineOption killed(u"killed"_s, u"Kill the server after each fault."_s);
    const QCommandLineOption logSyncs(u"log-syncs"_s, u"Count syncs of employee.db-wal alone."_s);
    const QCommandLineOption folder(
        u"folder"_s, u"On the small disk to be filled (full-disk.sh)."_s, u"folder"_s);
    const QCommandLineOption minutes(
        u"minutes"_s, u"Length of a soak or a crowd."_s, u"n"_s, u"60"_s);
    parser.addOptions(
        {minutes, folder, rounds, writers, seed, error, first, step, lasting, killed, logSyncs});
    parser.addHelpOption();
    parser.process(app);

    const QString what = parser.positionalArguments().value(0);
    CrashPlan plan;
    plan.rounds = parser.value(rounds).toInt();
    plan.writers = parser.value(writers).toInt();
    plan.seed = parser.value(seed).toUInt();
    plan.checkEvery = plan.rounds > 20 ? 10 : 1;
    std::printf("seed %u\n", plan.seed);
    if (what == "soak"_L1)
        return soak(std::chrono::minutes(parser.value(minutes).toInt()));
    if (what == "full-disk"_L1 && parser.isSet(folder))
        return fillDisk(parser.value(folder));
    if (what == "crowd"_L1)
        return gather(std::chrono::minutes(parser.value(minutes).toInt()));
    if (what == "peers"_L1)
        return meetPeers();
    if (what == "calls"_L1)
        return call(plan.rounds, plan.seed);
    if (what == "crash"_L1)
        return crash(plan);
    plan.ending = CrashPlan::Ending::PowerCut;
    if (what == "power"_L1)
        return crash(plan);
    plan.hasLyingDisk = true;
    if (what == "lying-disk"_L1)
        return crash(plan);
    const auto phase = phaseOf(what);
    if (!phase)
        parser.showHelp(2);
    FaultPlan fault;
    fault.phase = *phase;
    fault.error = parser.value(error).toInt();
    fault.fault = fault.error == 0 ? FaultPlan::Fault::CutPower : FaultPlan::Fault::Fail;
    fault.first = parser.value(first).toInt();
    fault.step = parser.value(step).toInt();
    fault.isLasting = parser.isSet(lasting);
    fault.isKilledAfter = parser.isSet(killed);
    if (parser.isSet(logSyncs)) {
        fault.kinds = FaultControl::Sync;
        fault.files = FaultControl::EmployeeLog;
    }
    return fail(fault);
}
