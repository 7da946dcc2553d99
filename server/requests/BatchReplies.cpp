#include "server/requests/BatchReplies.h"

#include "common/protocol/LineCodec.h"
#include "common/protocol/StrictJson.h"

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

/// Room kept for each item, so that the refusal of the last ones still fits.
constexpr qsizetype refusalBytes = 512;

Error tooLarge()
{
    return {
        ErrorCode::TooLarge, u"The answer is too long for one line. Ask for less at once."_s, {}};
}

QByteArray encode(const QJsonValue &id, const Result<QJsonObject> &outcome)
{
    return writeJson(outcome ? encodeReply(id, *outcome) : encodeError(id, outcome.error()));
}

} // namespace

BatchReplies::BatchReplies(bool isBatch, qsizetype count)
    : m_isBatch(isBatch)
    , m_replies(static_cast<std::size_t>(count))
    , m_missing(count)
    , m_bytes(count * refusalBytes)
{
}

void BatchReplies::set(qsizetype index, const QJsonValue &id, const Result<QJsonObject> &outcome)
{
    fill(index, id, encode(id, outcome));
}

void BatchReplies::set(qsizetype index, const QJsonValue &id, const JsonText &result)
{
    fill(index, id, encodeReplyText(id, result.text));
}

void BatchReplies::fill(qsizetype index, const QJsonValue &id, QByteArray reply)
{
    if (reply.size() > refusalBytes && m_bytes + reply.size() > lineCapOfClient)
        reply = encode(id, tooLarge());
    if (reply.size() > refusalBytes)
        m_bytes += reply.size();
    m_replies[static_cast<std::size_t>(index)] = std::move(reply);
    --m_missing;
}

QByteArray BatchReplies::line() const
{
    if (!m_isBatch)
        return m_replies.front();
    qsizetype size = 0;
    for (const QByteArray &reply : m_replies)
        size += reply.size() + 1;
    QByteArray line;
    line.reserve(size + 2); // with its end
    line += '[';
    for (const QByteArray &reply : m_replies) {
        if (line.size() > 1)
            line += ',';
        line += reply;
    }
    return line + ']';
}

} // namespace roster::server
