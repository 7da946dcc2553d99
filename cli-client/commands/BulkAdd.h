#pragma once

#include "cli-client/commands/BulkItem.h"
#include "cli-client/commands/BulkReport.h"
#include "cli-client/commands/CommandSession.h"
#include "cli-client/commands/JsonRecords.h"

#include <QList>

namespace roster::cli {

/// Adds many records over one connection, a batch of requests on the way at a time, which the
/// server commits together. Each has a request key, so that what was on the way when the link broke
/// is sent again and never added twice, in this run or in a later one with the same keys.
class BulkAdd
{
public:
    /// Records without a key of their own get one made of @p requestKey and their number.
    BulkAdd(CommandSession &session, const JsonRecords &input, QString requestKey);

    [[nodiscard]] Task<MaybeProblem> run();

private:
    [[nodiscard]] Task<bool> addBatch(qsizetype first, qsizetype end);
    [[nodiscard]] Task<bool> send(QList<qsizetype> indices);
    [[nodiscard]] std::chrono::milliseconds busyPauseOf(const QList<qsizetype> &indices) const;

    CommandSession &m_session;
    QString m_requestKey;
    QList<BulkItem> m_items;
    BulkReport m_report;
    qsizetype m_unanswered = 0;
    bool m_isInterrupted = false;
};

/// The longest that `--request-key` may be where @p count records get a key made of it.
[[nodiscard]] qsizetype longestBulkKey(qsizetype count);

} // namespace roster::cli
