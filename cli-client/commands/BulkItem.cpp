#include "cli-client/commands/BulkItem.h"

#include <utility>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

/// Was refused before the server looked at the request key: says nothing of an earlier attempt.
bool isRefusedUnseen(const CallOutcome &outcome)
{
    return outcome.meansNoSession() || outcome.isRefusedWith(ErrorCode::PermissionDenied)
        || outcome.isRefusedWith(ErrorCode::TryLater)
        || outcome.isRefusedWith(ErrorCode::StorageUnavailable);
}

} // namespace

BulkItem::BulkItem(QJsonObject record, QString requestKey)
    : m_record(std::move(record))
    , m_requestKey(std::move(requestKey))
{
}

QJsonObject BulkItem::params() const
{
    return {{u"employee"_s, m_record}, {u"request_key"_s, m_requestKey}};
}

void BulkItem::onSent()
{
    m_isAwaited = true;
}

void BulkItem::onAnswered(const CallOutcome &outcome)
{
    m_isAwaited = false;
    m_outcome = outcome;
    if (const ConnectionError *failure = outcome.failure())
        m_isUnknown = m_isUnknown || failure->wasSent;
    else if (outcome.isRefusedWith(ErrorCode::OutcomeUnknown))
        m_isUnknown = true;
    else if (!isRefusedUnseen(outcome))
        m_isUnknown = false;
}

BulkItem::State BulkItem::state() const
{
    if (m_isAwaited || m_isUnknown)
        return State::Unknown;
    if (!m_outcome || m_outcome->failure())
        return State::Unsent;
    return m_outcome->isOk() ? State::Added : State::Failed;
}

Problem BulkItem::problem() const
{
    Problem problem{ExitCode::TryLater, u"not_sent"_s, u"Not sent."_s, {}};
    if (m_isAwaited)
        problem = {ExitCode::TryLater, u"not_answered"_s, u"Sent, but not answered."_s, {}};
    else if (m_outcome)
        problem = problemOf(m_outcome);
    if (state() == State::Unknown)
        problem.message += u" It may have been added."_s;
    problem.data.insert("request_key"_L1, m_requestKey);
    return problem;
}

bool BulkItem::isWorthRepeating() const
{
    return m_outcome
        && (m_outcome->failure() || m_outcome->isRefusedWith(ErrorCode::OutcomeUnknown)
            || m_outcome->isRefusedWith(ErrorCode::TryLater)
            || m_outcome->isRefusedWith(ErrorCode::StorageUnavailable));
}

std::chrono::milliseconds BulkItem::busyPause() const
{
    if (!m_outcome || !m_outcome->isRefusedWith(ErrorCode::TryLater))
        return std::chrono::milliseconds(0);
    return pauseBefore(*m_outcome->refusal());
}

bool BulkItem::endsAll() const
{
    return isWorthRepeating() || (m_outcome && m_outcome->meansNoSession());
}

} // namespace roster::cli
