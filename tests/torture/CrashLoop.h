#pragma once

#include "tests/torture/RecordChecker.h"
#include "tests/torture/TormentedServer.h"
#include "tests/torture/Writer.h"

#include <QStringList>

#include <chrono>
#include <random>
#include <thread>
#include <vector>

namespace roster::torture {

/// How a server is to be ended again and again.
struct CrashPlan
{
    enum class Ending { Kill, PowerCut };

    Ending ending = Ending::Kill;
    int rounds = 3;
    int writers = 8;
    int checkEvery = 1; ///< rounds; the last is always checked
    bool hasLyingDisk = false; ///< one that says it has synced: writes must then be lost
    unsigned seed = 1;
};

struct CrashReport
{
    QStringList problems;
    int rounds = 0;
    qsizetype acknowledged = 0;
    qsizetype refused = 0;
    qsizetype changes = 0; ///< in the database at the end
    qsizetype interrupted = 0; ///< requests whose outcome was unknown when the server died
    std::chrono::milliseconds slowestReady{0};
};

/// Ends a server under its writers and starts it again, round after round, and lets the checker see
/// what is left each time. Ends at the first round with a problem.
class CrashLoop
{
public:
    explicit CrashLoop(const CrashPlan &plan);
    ~CrashLoop();

    [[nodiscard]] CrashReport run();

private:
    [[nodiscard]] bool start();
    [[nodiscard]] bool awaitWork();
    [[nodiscard]] bool crash();
    void check();
    void finish();

    CrashPlan m_plan;
    CrashReport m_report;
    std::mt19937 m_random;
    TormentedServer m_server;
    ServerDoor m_door;
    WriteLedger m_ledger;
    std::stop_source m_stop;
    std::stop_source m_abandon;
    std::vector<std::thread> m_threads;
};

} // namespace roster::torture
