#include "tests/torture/CrashLoop.h"

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

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Torments a server of its own and checks what it kept."_s);
    parser.addPositionalArgument(u"what"_s, u"crash | power | lying-disk"_s);
    const QCommandLineOption rounds(u"rounds"_s, u"How often."_s, u"n"_s, u"20"_s);
    const QCommandLineOption writers(u"writers"_s, u"Clients that write."_s, u"n"_s, u"8"_s);
    const QCommandLineOption seed(u"seed"_s, u"For the same choices again."_s, u"n"_s, u"1"_s);
    parser.addOptions({rounds, writers, seed});
    parser.addHelpOption();
    parser.process(app);

    const QString what = parser.positionalArguments().value(0);
    CrashPlan plan;
    plan.rounds = parser.value(rounds).toInt();
    plan.writers = parser.value(writers).toInt();
    plan.seed = parser.value(seed).toUInt();
    plan.checkEvery = plan.rounds > 20 ? 10 : 1;
    std::printf("seed %u\n", plan.seed);
    if (what == "crash"_L1)
        return crash(plan);
    plan.ending = CrashPlan::Ending::PowerCut;
    if (what == "power"_L1)
        return crash(plan);
    plan.hasLyingDisk = true;
    if (what == "lying-disk"_L1)
        return crash(plan);
    parser.showHelp(2);
}
