#pragma once

#include "gui-client/window/Banner.h"

#include <QTimer>

namespace roster::gui {

class ServerSession;
class WriteQueue;

/// Says that the connection is lost, when it will be tried again, and how many edits wait for it.
/// Owned by the main window.
class ConnectionBanner : public Banner
{
    Q_OBJECT

public:
    ConnectionBanner(ServerSession &session, const WriteQueue &writes, QWidget *parent = nullptr);

Q_SIGNALS:
    /// The session is over and the person wants another one.
    void signInRequested();

private:
    void onStateChanged();
    void countDown();
    void onAction();
    [[nodiscard]] QString wording() const;
    [[nodiscard]] QString waitingEdits() const;

    ServerSession &m_session;
    const WriteQueue &m_writes;
    QTimer m_second;
};

} // namespace roster::gui
