#pragma once

#include "tests/torture/PlainClient.h"

#include <QHash>
#include <QList>

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace roster::torture {

/// One write that was asked for: every one puts a text into a record's department that no other
/// does.
struct Attempt
{
    QString value;
    Verdict verdict = Verdict::Unknown;
    qint64 employee = 0; ///< of an acknowledged one
    qint64 version = 0;
};

/// What the writers were told, kept outside of the server; from any thread.
class WriteLedger
{
public:
    /// Before the request is sent: it may take place from now on.
    void open(const QString &value);
    void close(const Attempt &attempt);

    [[nodiscard]] QHash<QString, Attempt> attempts() const;
    [[nodiscard]] qsizetype count(Verdict verdict) const;
    /// False when there are not @p count acknowledged ones within @p limit.
    [[nodiscard]] bool waitForAcknowledged(qsizetype count, std::chrono::milliseconds limit) const;

private:
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_acknowledgedMore;
    qsizetype m_acknowledged = 0;
    QHash<QString, Attempt> m_attempts;
};

} // namespace roster::torture
