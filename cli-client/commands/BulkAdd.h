#pragma once

#include "cli-client/commands/CommandSession.h"

#include <QJsonObject>
#include <QList>

namespace roster::cli {

/// Adds many records over one connection, a batch of requests on the way at a time, which the
/// server commits together. Each has a request key, so that what was on the way when the link broke
/// is sent again and never added twice. Every record's outcome is told, in their order.
class BulkAdd
{
public:
    BulkAdd(CommandSession &session, QList<QJsonObject> records);

    [[nodiscard]] Task<MaybeProblem> run();

private:
    [[nodiscard]] Task<bool> addBatch(qsizetype first, qsizetype end);
    [[nodiscard]] Task<bool> send(QList<qsizetype> indices);
    [[nodiscard]] MaybeProblem problemOfItem(qsizetype index) const;
    void tell(qsizetype first, qsizetype end);
    void tellOne(qsizetype index, const MaybeProblem &problem);
    [[nodiscard]] MaybeProblem summary() const;

    CommandSession &m_session;
    QList<QJsonObject> m_records;
    QList<QString> m_keys;
    QList<std::optional<CallOutcome>> m_outcomes; ///< empty: not sent, or no answer came
    qsizetype m_unanswered = 0;
    qsizetype m_failed = 0;
    qsizetype m_firstFailed = 0;
    MaybeProblem m_firstProblem;
    bool m_isStopped = false; ///< nothing more is sent
};

} // namespace roster::cli
