#pragma once

#include "common/base/Result.h"

#include <QJsonObject>
#include <QJsonValue>
#include <QList>

#include <variant>

namespace roster {

/// The most requests that one batch may hold.
inline constexpr qsizetype maxBatchSize = 1000;

/// The longest id that is a string.
inline constexpr qsizetype maxIdBytes = 128;

/// A well-formed JSON-RPC 2.0 request. Its method may not exist and its parameters may be nonsense.
struct Request
{
    QJsonValue id; ///< a string or an integer, echoed
    QString method;
    QJsonObject params;
    /// Parameters came as an array; the protocol takes them by name only.
    bool hasPositionalParams = false;
};

/// A refusal of something that is no request, with the id as far as it could be read (else null).
struct MalformedRequest
{
    QJsonValue id;
    Error error;
};

using RequestOrError = std::variant<Request, MalformedRequest>;

/// What one line held: a request, or a batch of 1 to maxBatchSize.
struct IncomingMessage
{
    bool isBatch = false;
    QList<RequestOrError> items;
};

/// Checks the form only (JSON-RPC 2.0, 4 and 6). Errors of the line as a whole: ParseError,
/// InvalidRequest (an empty or too long batch). A value that is neither object nor array is one
/// MalformedRequest.
[[nodiscard]] Result<IncomingMessage> decodeMessage(QByteArrayView line);

[[nodiscard]] QJsonObject encodeRequest(
    const QJsonValue &id, const QString &method, const QJsonObject &params);
[[nodiscard]] QJsonObject encodeReply(const QJsonValue &id, const QJsonObject &result);
/// The same, written, of a result that is: a JSON object in UTF-8.
[[nodiscard]] QByteArray encodeReplyText(const QJsonValue &id, const QByteArray &result);
[[nodiscard]] QJsonObject encodeError(const QJsonValue &id, const Error &error);
[[nodiscard]] QJsonObject encodeNotification(const QString &method, const QJsonObject &params);

/// What a server said: a reply or error to a request of ours, or a notification.
struct Reply
{
    QJsonValue id; ///< null when the server could not read the request's
    Result<QJsonObject> outcome;
};
struct Notification
{
    QString method;
    QJsonObject params;
};
using ServerMessage = std::variant<Reply, Notification, QList<Reply>>;

/// The client's side; strict as well, but unknown members are passed over. An unknown reason
/// becomes InternalError with the server's message. Errors: ParseError.
[[nodiscard]] Result<ServerMessage> decodeServerMessage(QByteArrayView line);

} // namespace roster
