#pragma once

#include "common/base/Result.h"
#include "common/protocol/Message.h"
#include "server/requests/Answer.h"

#include <QJsonValue>

#include <vector>

namespace roster::server {

/// The replies to one line: to a single request, or to the items of a batch. The replies of a batch
/// together stay within the longest line a client takes; what would go beyond becomes `too_large`.
class BatchReplies
{
public:
    BatchReplies(bool isBatch, qsizetype count);

    /// The reply to item @p index, once.
    void set(qsizetype index, const QJsonValue &id, const Result<QJsonObject> &outcome);
    void set(qsizetype index, const QJsonValue &id, const JsonText &result);
    [[nodiscard]] bool isComplete() const { return m_missing == 0; }
    /// The line, without its end.
    [[nodiscard]] QByteArray line() const;

private:
    void fill(qsizetype index, const QJsonValue &id, QByteArray reply);

    bool m_isBatch;
    std::vector<QByteArray> m_replies;
    qsizetype m_missing;
    qsizetype m_bytes;
};

} // namespace roster::server
