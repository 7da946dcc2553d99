#include "tests/torture/PlainClient.h"

#include "tests/torture/TormentedServer.h"

#include <QJsonDocument>

namespace roster::torture {

using namespace Qt::StringLiterals;

PlainClient::PlainClient(quint16 port)
    : m_client(QHostAddress(QHostAddress::LocalHost), port)
    , m_isConnected(m_client.isConnected() && m_client.handshake())
{
}

std::optional<QJsonObject> PlainClient::call(const QString &method, const QJsonObject &params)
{
    const QJsonObject request{{u"jsonrpc"_s, u"2.0"_s}, {u"id"_s, ++m_lastId},
        {u"method"_s, method}, {u"params"_s, params}};
    if (!m_client.send(QJsonDocument(request).toJson(QJsonDocument::Compact) + '\n'))
        return std::nullopt;
    for (;;) {
        const std::optional<QByteArray> line = m_client.readLine();
        if (!line)
            return std::nullopt;
        const QJsonObject reply = QJsonDocument::fromJson(*line).object();
        if (!reply.contains("method"_L1))
            return reply["id"_L1].toInteger() == m_lastId ? std::optional(reply) : std::nullopt;
    }
}

QList<QJsonObject> PlainClient::callBatch(const QJsonArray &batch)
{
    QList<QJsonObject> replies;
    if (!m_client.send(QJsonDocument(batch).toJson(QJsonDocument::Compact) + '\n'))
        return replies;
    std::optional<QByteArray> line;
    do {
        line = m_client.readLine();
    } while (line && !line->startsWith('['));
    if (!line)
        return replies;
    for (const QJsonValue &reply : QJsonDocument::fromJson(*line).array())
        replies.append(reply.toObject());
    return replies;
}

QString PlainClient::login(const QString &user)
{
    const auto reply = call(
        u"session.login"_s, {{u"username"_s, user}, {u"password"_s, TormentedServer::password()}});
    return reply ? (*reply)["result"_L1]["token"_L1].toString() : QString();
}

bool PlainClient::resume(const QString &token)
{
    return isResult(call(u"session.resume"_s, {{u"token"_s, token}}));
}

bool isResult(const std::optional<QJsonObject> &reply)
{
    return reply && reply->contains("result"_L1);
}

QString reasonOf(const std::optional<QJsonObject> &reply)
{
    return reply ? (*reply)["error"_L1]["data"_L1]["reason"_L1].toString() : QString();
}

Verdict verdictOf(const std::optional<QJsonObject> &reply)
{
    if (isResult(reply))
        return Verdict::Acknowledged;
    const bool isRefusal = reply && reasonOf(reply) != "outcome_unknown"_L1;
    return isRefusal ? Verdict::Refused : Verdict::Unknown;
}

} // namespace roster::torture
