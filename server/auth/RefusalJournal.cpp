#include "server/auth/RefusalJournal.h"

#include <algorithm>
#include <limits>

namespace roster::server {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;
using std::chrono::minutes;

namespace {

constexpr qsizetype mostKeys = 1000;
constexpr qint64 mostRowsAtOnce = 500;

QString reasonName(Refusal reason)
{
    switch (reason) {
    case Refusal::Credentials:
        return u"invalid_credentials"_s;
    case Refusal::Throttled:
        return u"throttled"_s;
    case Refusal::Busy:
        return u"busy"_s;
    case Refusal::OldPassword:
        return u"wrong_old_password"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

SecurityEvent refusalEvent(const RefusalCount &refusal)
{
    const QJsonObject detail{
        {u"reason"_s, reasonName(refusal.reason)}, {u"count"_s, refusal.count}};
    return {minutes(refusal.minute), u"login_refused"_s, refusal.account, refusal.block, detail};
}

RefusalJournal::RefusalJournal(Clock &clock)
    : m_clock(clock)
    , m_rowBudget(mostRowsAtOnce)
    , m_budgetMinute(currentMinute())
{
}

void RefusalJournal::note(const QString &account, const QString &block, Refusal reason)
{
    const qint64 minute = currentMinute();
    const std::scoped_lock lock(m_mutex);
    m_totals[static_cast<std::size_t>(reason)].add();
    add({account, block, reason, minute}, 1);
}

QList<RefusalCount> RefusalJournal::takeDue()
{
    return takeBefore(currentMinute());
}

QList<RefusalCount> RefusalJournal::takeAll()
{
    return takeBefore(std::numeric_limits<qint64>::max());
}

void RefusalJournal::giveBack(const QList<RefusalCount> &refusals)
{
    const std::scoped_lock lock(m_mutex);
    for (const RefusalCount &refusal : refusals)
        add({refusal.account, refusal.block, refusal.reason, refusal.minute}, refusal.count);
}

qint64 RefusalJournal::currentMinute()
{
    return std::chrono::floor<minutes>(m_clock.utcNow()).count();
}

void RefusalJournal::add(Key key, qint64 count)
{
    if (m_counts.size() >= mostKeys && !m_counts.contains(key)) {
        // All minutes that still wait share one row for each reason.
        key = {{}, {}, key.reason, 0};
    }
    m_counts[key] += count;
}

QList<RefusalCount> RefusalJournal::takeBefore(qint64 minute)
{
    const qint64 now = currentMinute();
    const std::scoped_lock lock(m_mutex);
    refillBudget();
    QList<RefusalCount> rows;
    QHash<Refusal, qint64> surplus;
    for (auto it = m_counts.begin(); it != m_counts.end();) {
        const Key &key = it.key();
        if (key.minute >= minute) {
            ++it;
            continue;
        }
        if (key.minute == 0 || m_rowBudget <= 0) {
            surplus[key.reason] += it.value();
        } else {
            rows.append({key.account, key.block, key.reason, key.minute, it.value()});
            --m_rowBudget;
        }
        it = m_counts.erase(it);
    }
    for (auto it = surplus.cbegin(); it != surplus.cend(); ++it)
        rows.append({{}, {}, it.key(), now, it.value()});
    std::ranges::sort(rows, {}, &RefusalCount::minute);
    return rows;
}

void RefusalJournal::refillBudget()
{
    const qint64 minute = currentMinute();
    m_rowBudget = std::min(mostRowsAtOnce, m_rowBudget + (minute - m_budgetMinute));
    m_budgetMinute = minute;
}

} // namespace roster::server
