#pragma once

#include "gui-client/app/KeyRing.h"

namespace roster::gui {

/// The key ring of the desktop (Secret Service, KWallet), by QtKeychain, which never falls back to
/// a file here. Entries are those of the service `roster`, `host:port/user` each. On the GUI
/// thread.
class DesktopKeyRing final : public KeyRing
{
public:
    void probe(QObject *context, Answer answer) override;
    void read(const ServerAddress &server, const QString &username, QObject *context,
        TokenAnswer answer) override;
    void write(const ServerAddress &server, const QString &username, const SecretBytes &token,
        QObject *context, Answer answer) override;
    void remove(const ServerAddress &server, const QString &username, QObject *context,
        Answer answer) override;
};

/// Under which an entry stands.
[[nodiscard]] QString keyRingKey(const ServerAddress &server, const QString &username);

} // namespace roster::gui
