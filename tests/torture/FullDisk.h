#pragma once

#include "tests/torture/TormentedServer.h"
#include "tests/torture/Writer.h"

#include <QStringList>

#include <memory>
#include <thread>
#include <vector>

namespace roster::torture {

struct FullDiskReport
{
    QStringList problems;
    qint64 roomAtFirst = 0; ///< bytes that were free once the server ran
    qsizetype acknowledged = 0;
    qsizetype refused = 0;
    QString loginWhileFull; ///< what a right password was told: empty for success
};

/// Fills the disk under a real server until writes are refused, sees that the refusals are clear,
/// that reads and open sessions go on, and that everything goes on once there is room again,
/// without a restart (R46). Nothing acknowledged may be missing at the end.
class FullDisk
{
public:
    /// @p folder lies on a small disk of its own: all its room will be used.
    explicit FullDisk(const QString &folder);
    ~FullDisk();

    [[nodiscard]] FullDiskReport run();

private:
    [[nodiscard]] bool begin();
    void fill();
    void useTheLastRoom();
    void serveWhileFull();
    void freeAndGoOn();
    void finish();
    [[nodiscard]] QString add();
    void checkStored();
    void complain(const QString &problem);

    const QString m_ballast;
    TormentedServer m_server;
    FullDiskReport m_report;
    ServerDoor m_door;
    WriteLedger m_ledger;
    std::stop_source m_stop;
    std::stop_source m_abandon;
    std::vector<std::thread> m_writers;
    std::unique_ptr<PlainClient> m_client;
    QString m_token;
    int m_values = 0;
};

} // namespace roster::torture
