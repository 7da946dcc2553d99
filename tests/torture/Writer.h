#pragma once

#include "tests/torture/WriteLedger.h"

#include <QJsonObject>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <stop_token>

namespace roster::torture {

/// Where the server can be found; shut between a crash and the next start. From any thread.
class ServerDoor
{
public:
    void open(quint16 port);
    void shut();
    /// Waits for it to open; 0 when @p stop came instead.
    [[nodiscard]] quint16 wait(const std::stop_token &stop);

private:
    std::mutex m_mutex;
    std::condition_variable_any m_opened;
    quint16 m_port = 0;
};

/// Writes records of its own, one request at a time, as fast as they are answered, and notes what
/// it was told. A write whose outcome is unknown is asked for again under its request key until
/// the answer is known. One for each thread.
class Writer
{
public:
    Writer(int number, ServerDoor &door, WriteLedger &ledger);

    /// Until @p stop, and then until no outcome is unknown, or @p abandon.
    void run(const std::stop_token &stop, const std::stop_token &abandon);

private:
    struct Request
    {
        QString value;
        QString method;
        QJsonObject params;
        bool wasUnknown = false;
    };
    struct OwnRecord
    {
        qint64 id = 0;
        qint64 version = 0;
    };

    [[nodiscard]] bool connect(const std::stop_token &abandon);
    [[nodiscard]] Request nextRequest();
    void ask();
    void onAcknowledged(const QJsonObject &employee);
    void onRefused(const QString &reason);

    const int m_number;
    ServerDoor &m_door;
    WriteLedger &m_ledger;
    std::mt19937 m_random;
    std::unique_ptr<PlainClient> m_client;
    QString m_token;
    std::optional<Request> m_pending;
    QList<OwnRecord> m_records;
    int m_count = 0;
};

} // namespace roster::torture
