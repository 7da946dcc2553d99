#pragma once

#include "tests/torture/TormentedServer.h"
#include "tests/torture/Writer.h"

#include <QList>
#include <QStringList>

#include <chrono>

namespace roster::torture {

struct SoakReport
{
    QStringList problems;
    int samples = 0;
    double slopeMiBPerHour = 0; ///< of the resident memory, without the warming up
    double lastMiB = 0;
    int fewestDescriptors = 0;
    int mostDescriptors = 0;
    qsizetype writes = 0;
    qint64 reads = 0;
};

/// Mixed load on one server for a long time: writers, readers that come and go, logins; and what
/// becomes of its memory and descriptors (R53). What was written is checked at the end.
class Soak
{
public:
    explicit Soak(std::chrono::minutes length);

    [[nodiscard]] SoakReport run();

private:
    struct Sample
    {
        double hours = 0;
        double mebibytes = 0;
        int descriptors = 0;
    };

    [[nodiscard]] Sample sample() const;
    void visit();
    void judge(const QList<Sample> &samples);

    const std::chrono::minutes m_length;
    SoakReport m_report;
    TormentedServer m_server;
    ServerDoor m_door;
    WriteLedger m_ledger;
    QString m_token;
    std::chrono::steady_clock::time_point m_begun;
};

} // namespace roster::torture
