#pragma once

#include "tests/torture/TormentedServer.h"
#include "tests/torture/Writer.h"

#include <QStringList>

#include <atomic>
#include <chrono>

namespace roster::torture {

struct CrowdReport
{
    QStringList problems;
    qsizetype writes = 0;
    qint64 calls = 0; ///< of those who do not write, that were answered
    qint64 visits = 0; ///< connections of theirs
};

/// Sixteen clients at once, each on a thread of its own: half write, half come and go with mixed
/// calls, subscriptions, logouts and broken links. For a server that watches itself, as one built
/// with ThreadSanitizer does (R32, races.sh): its exit code tells what it saw.
class Crowd
{
public:
    explicit Crowd(std::chrono::seconds length);

    [[nodiscard]] CrowdReport run();

private:
    void wander(int number, const std::stop_token &stop);
    void visit(std::mt19937 &random, QString &token);

    const std::chrono::seconds m_length;
    CrowdReport m_report;
    std::atomic<qint64> m_calls = 0;
    std::atomic<qint64> m_visits = 0;
    TormentedServer m_server;
    ServerDoor m_door;
    WriteLedger m_ledger;
};

} // namespace roster::torture
