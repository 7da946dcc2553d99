#pragma once

#include "common/base/Result.h"

#include <QByteArray>
#include <QJsonObject>

#include <functional>
#include <variant>

namespace roster::server {

/// A result that is written already: a JSON object in UTF-8.
struct JsonText
{
    QByteArray text;
};

/// What an answer that comes later brings.
using LateAnswer = std::variant<Result<QJsonObject>, JsonText>;

/// Where it goes. May be called from any thread, once; what it is given runs on the connection's
/// worker, or nowhere when the connection is gone.
using ReplyPort = std::function<void(std::function<LateAnswer()>)>;

/// An answer that comes through the worker's mailbox: a write, or a password to be hashed.
struct Deferred
{
    std::function<void(ReplyPort)> start;
};

/// An answer that what it needs is not there for yet: the request is handled once more, with all
/// checks, when `start` calls what it is given, from any thread, or after
/// ReadBudget::perRequest.
struct Postponed
{
    std::function<void(std::function<void()>)> start;
};

/// What a handler gives back.
using Answer = std::variant<Result<QJsonObject>, JsonText, Deferred, Postponed>;

} // namespace roster::server
