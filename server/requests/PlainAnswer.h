#pragma once

#include "server/requests/RequestDispatcher.h"

#include <QByteArray>

#include <optional>

namespace roster::server {

/// The reply to a line that holds a request in plain form, without its end; nothing when the
/// general way has to be gone. A short cut for requests that come many thousand times a second: it
/// asks the same questions in the same order, and says the same. Only for a conversation in which
/// nothing is under way.
[[nodiscard]] std::optional<QByteArray> answerPlainly(QByteArrayView line,
    Authenticator &authenticator, const RequestDispatcher &dispatcher, const SessionRef &session,
    ChangeSubscriber &subscriber);

} // namespace roster::server
