#pragma once

#include "common/base/SecretBytes.h"
#include "common/client/ServerAddress.h"

#include <QString>

#include <functional>
#include <optional>

class QObject;

namespace roster::gui {

/// Where session tokens are kept between two runs, and nothing else: never a password. It answers
/// later and never blocks; a callback is called once, on the thread of its context, and not at all
/// once that is gone. Owned by GuiApp.
class KeyRing
{
public:
    using Answer = std::function<void(bool)>;
    using TokenAnswer = std::function<void(std::optional<SecretBytes>)>;

    virtual ~KeyRing() = default;

    /// Whether there is one that works.
    virtual void probe(QObject *context, Answer answer) = 0;
    /// Nothing when there is none, or it cannot be had.
    virtual void read(
        const ServerAddress &server, const QString &username, QObject *context, TokenAnswer answer)
        = 0;
    virtual void write(const ServerAddress &server, const QString &username,
        const SecretBytes &token, QObject *context, Answer answer)
        = 0;
    /// Fine if there is none.
    virtual void remove(
        const ServerAddress &server, const QString &username, QObject *context, Answer answer)
        = 0;
};

} // namespace roster::gui
