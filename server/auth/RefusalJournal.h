#pragma once

#include "common/base/Clock.h"
#include "common/base/Counter.h"
#include "server/storage/SecurityEventStore.h"

#include <QHash>
#include <QList>
#include <QString>

#include <array>
#include <cstdint>
#include <mutex>

namespace roster::server {

enum class Refusal : std::uint8_t { Credentials, Throttled, Busy, OldPassword };
inline constexpr std::size_t refusalKinds = 4;

/// Equal refusals of one minute.
struct RefusalCount
{
    QString account; ///< empty when there is no such account: what was typed may be a password
    QString block; ///< empty: several
    Refusal reason = Refusal::Credentials;
    qint64 minute = 0; ///< since the epoch
    qint64 count = 0;
};

[[nodiscard]] SecurityEvent refusalEvent(const RefusalCount &refusal);

/// Gathers refusals per address block, account and minute until they are stored, so that strangers
/// can neither fill the disk nor stop logins: what it holds is bounded, and so are the rows it
/// gives (500 at once, then one a minute); beyond that refusals are counted without address and
/// account. Thread-safe.
class RefusalJournal
{
public:
    explicit RefusalJournal(Clock &clock);

    void note(const QString &account, const QString &block, Refusal reason);
    /// How many there were since the start.
    [[nodiscard]] qint64 total(Refusal reason) const
    {
        return m_totals[static_cast<std::size_t>(reason)].value();
    }
    /// Takes the minutes that are over.
    [[nodiscard]] QList<RefusalCount> takeDue();
    /// Takes all, for the server's end.
    [[nodiscard]] QList<RefusalCount> takeAll();
    /// They could not be stored.
    void giveBack(const QList<RefusalCount> &refusals);

private:
    struct Key
    {
        QString account;
        QString block;
        Refusal reason = Refusal::Credentials;
        qint64 minute = 0;
        bool operator==(const Key &) const = default;
        friend size_t qHash(const Key &key, size_t seed)
        {
            return qHashMulti(
                seed, key.account, key.block, static_cast<int>(key.reason), key.minute);
        }
    };

    [[nodiscard]] qint64 currentMinute();
    void add(Key key, qint64 count);
    [[nodiscard]] QList<RefusalCount> takeBefore(qint64 minute);
    void refillBudget();

    Clock &m_clock;
    std::mutex m_mutex;
    QHash<Key, qint64> m_counts;
    std::array<Counter, refusalKinds> m_totals; ///< written under the mutex
    qint64 m_rowBudget;
    qint64 m_budgetMinute;
};

} // namespace roster::server
