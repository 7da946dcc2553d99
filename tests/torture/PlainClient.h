#pragma once

#include "tests/net/RawClient.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace roster::torture {

/// How a write ended, as far as its client can know (Jepsen's three outcomes).
enum class Verdict { Acknowledged, Refused, Unknown };

/// One connection that speaks the protocol, blocking, for one thread.
class PlainClient
{
public:
    explicit PlainClient(quint16 port);

    [[nodiscard]] bool isConnected() const { return m_isConnected; }
    /// Sends and waits for the answer; notifications on the way are passed over. Nothing when the
    /// connection is lost.
    [[nodiscard]] std::optional<QJsonObject> call(
        const QString &method, const QJsonObject &params = {});
    /// The replies to a batch; none when the connection is lost.
    [[nodiscard]] QList<QJsonObject> callBatch(const QJsonArray &batch);
    /// The token; empty when the login failed.
    [[nodiscard]] QString login(const QString &user);
    [[nodiscard]] bool resume(const QString &token);
    [[nodiscard]] server::RawClient &raw() { return m_client; }

private:
    server::RawClient m_client;
    bool m_isConnected = false;
    qint64 m_lastId = 0;
};

[[nodiscard]] bool isResult(const std::optional<QJsonObject> &reply);
/// `data.reason` of an error, else empty.
[[nodiscard]] QString reasonOf(const std::optional<QJsonObject> &reply);
[[nodiscard]] Verdict verdictOf(const std::optional<QJsonObject> &reply);

} // namespace roster::torture
