#include "cli-client/commands/BulkAdd.h"

#include "cli-client/session/ClientCall.h"
#include "cli-client/terminal/Progress.h"
#include "common/client/RequestKey.h"

#include <algorithm>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype batchSize = 100;
constexpr int mostBatchAttempts = 5;
constexpr std::chrono::milliseconds firstBatchPause{500};
/// A server that is only busy is waited for, up to this in all for a batch.
constexpr std::chrono::milliseconds mostBusyTime = std::chrono::minutes(10);

} // namespace

qsizetype longestBulkKey(qsizetype count)
{
    return longestRequestKey - u"-%1"_s.arg(count).size();
}

BulkAdd::BulkAdd(CommandSession &session, const JsonRecords &input, QString requestKey)
    : m_session(session)
    , m_requestKey(std::move(requestKey))
    , m_report(session.terminal(), session.line().output, input.records.size())
{
    for (qsizetype i = 0; i < input.records.size(); ++i) {
        const QString own = input.requestKeys.at(i);
        m_items.append({writableOf(input.records.at(i)),
            own.isEmpty() ? u"%1-%2"_s.arg(m_requestKey).arg(i + 1) : own});
    }
}

Task<MaybeProblem> BulkAdd::run()
{
    Progress progress(m_session.terminal());
    m_report.begin();
    qsizetype end = 0;
    for (bool mayGoOn = true; mayGoOn && end < m_items.size();) {
        const qsizetype first = end;
        end = std::min(first + batchSize, m_items.size());
        const bool isWhole = co_await addBatch(first, end);
        mayGoOn = isWhole;
        for (qsizetype i = first; i < end; ++i)
            m_report.tell(m_items.at(i));
        progress.show(mayGoOn ? end : first, m_items.size());
    }
    m_report.end(m_items.sliced(end));
    co_return m_report.summary(m_requestKey, m_isInterrupted);
}

/// False: nothing more is to be sent.
Task<bool> BulkAdd::addBatch(qsizetype first, qsizetype end)
{
    QList<qsizetype> open;
    for (qsizetype i = first; i < end; ++i)
        open.append(i);
    std::chrono::milliseconds pause = firstBatchPause;
    std::chrono::milliseconds busyTime{0};
    for (int attempts = 0;;) {
        const bool isAnswered = co_await send(open);
        m_isInterrupted = !isAnswered;
        if (m_isInterrupted)
            co_return false;
        open.removeIf([this](qsizetype i) { return !m_items.at(i).isWorthRepeating(); });
        const std::chrono::milliseconds asked = busyPauseOf(open);
        const bool isBusy = asked.count() > 0 && busyTime + asked <= mostBusyTime;
        if (open.isEmpty() || (!isBusy && ++attempts == mostBatchAttempts))
            break;
        const std::optional<Done> passed
            = co_await pauseFor(m_session.terminal(), isBusy ? asked : pause);
        m_isInterrupted = !passed;
        if (m_isInterrupted)
            co_return false;
        if (isBusy)
            busyTime += asked;
        else
            pause *= 2;
    }
    co_return std::none_of(m_items.begin() + first, m_items.begin() + end,
        [](const BulkItem &item) { return item.endsAll(); });
}

/// The longest that the server asks to wait for; 0 when something else than being busy keeps one of
/// them from being added.
std::chrono::milliseconds BulkAdd::busyPauseOf(const QList<qsizetype> &indices) const
{
    std::chrono::milliseconds longest{0};
    for (const qsizetype index : indices) {
        const std::chrono::milliseconds pause = m_items.at(index).busyPause();
        if (pause.count() == 0)
            return pause;
        longest = std::max(longest, pause);
    }
    return longest;
}

/// False: interrupted.
Task<bool> BulkAdd::send(QList<qsizetype> indices)
{
    m_unanswered = indices.size();
    const auto start = [this, &indices](QObject *context, Wait<Done>::Callback callback) {
        for (const qsizetype index : indices) {
            m_items[index].onSent();
            m_session.client().call(u"employee.add"_s, m_items.at(index).params(), context,
                [this, index, callback](const CallOutcome &outcome) {
                    m_items[index].onAnswered(outcome);
                    if (--m_unanswered == 0)
                        callback(Done{});
                });
        }
    };
    Wait<Done> answers(m_session.terminal(), start);
    const std::optional<Done> done = co_await answers;
    co_return done.has_value();
}

} // namespace roster::cli
