#pragma once

#include "tests/torture/RecordChecker.h"
#include "tests/torture/TormentedServer.h"

#include <QStringList>

#include <memory>
#include <optional>

namespace roster::torture {

/// Which call is to fail, and how.
struct FaultPlan
{
    enum class Phase { FirstStart, Start, Work };
    /// CutPower: the call is not made to fail but the machine.
    enum class Fault { Fail, CutPower };

    Phase phase = Phase::Work;
    Fault fault = Fault::Fail;
    int error = 0; ///< errno
    FaultControl::Kind kinds = FaultControl::All; ///< the calls that are counted
    FaultControl::Files files = FaultControl::AllFiles;
    bool isLasting = false;
    bool isKilledAfter = false; ///< with Work: a crash right after it must not bring anything back
    int first = 1;
    int step = 1;
    int most = 5'000; ///< the last n
};

struct FaultReport
{
    QStringList problems;
    int runs = 0;
    int lastCall = 0; ///< n of the last run
    bool hasEndedClean = false; ///< the last run had no nth call, so all calls were tried
    qsizetype acknowledged = 0;
    qsizetype refused = 0;
    qsizetype unknown = 0;
};

/// Lets the nth call that changes a file fail, n = 1, 2, ... until a run ends clean (the manner of
/// SQLite's own tests), while a server begins or works, and checks after each run that it neither
/// died nor lost anything, that reads went on and that writes go on once the fault is over.
class FaultLoop
{
public:
    explicit FaultLoop(const FaultPlan &plan);

    [[nodiscard]] FaultReport run();

private:
    void arm(int call);
    void runFirstStart();
    void runStart();
    void runWork();
    void doWork();
    void deleteAndRestore();
    void loginAndOut();
    void startAndCheck();
    void resume();
    void checkStored();
    [[nodiscard]] bool connect();
    void write(const QString &method, QJsonObject params);
    void addMany(int count);
    void note(const QString &value, const std::optional<QJsonObject> &reply);
    void expectReads();
    void complain(const QString &problem);

    FaultPlan m_plan;
    FaultReport m_report;
    TormentedServer m_server;
    WriteLedger m_ledger;
    std::unique_ptr<PlainClient> m_client;
    QString m_token;
    qint64 m_record = 0; ///< that the work is done on
    int m_values = 0;
};

} // namespace roster::torture
