#pragma once

#include "common/base/Result.h"

#include <QByteArray>
#include <QJsonObject>

#include <functional>
#include <variant>

namespace roster::server {

/// Where a reply that comes later goes. May be called from any thread, once; what it is given runs
/// on the connection's worker, or nowhere when the connection is gone.
using ReplyPort = std::function<void(std::function<Result<QJsonObject>()>)>;

/// An answer that comes through the worker's mailbox: a write, or a password to be hashed.
struct Deferred
{
    std::function<void(ReplyPort)> start;
};

/// A result that is written already: a JSON object in UTF-8.
struct JsonText
{
    QByteArray text;
};

/// What a handler gives back.
using Answer = std::variant<Result<QJsonObject>, JsonText, Deferred>;

} // namespace roster::server
