#pragma once

#include "common/client/CallOutcome.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace roster::gui {

class Curtain;
class PasswordField;
class ServerSession;
class StateLine;

/// Covers the window until the user of the session gives the password again: on demand, after a
/// time without use, or because the session is over. Only the server can tell whether it is right.
/// What was on the screen, and edits that wait, are kept. A child of the main window, which it
/// covers; on the GUI thread.
class LockScreen : public QWidget
{
    Q_OBJECT

public:
    LockScreen(ServerSession &session, QWidget *window);

    /// @p reason: one sentence, why.
    void lock(const QString &reason);
    [[nodiscard]] bool isLocked() const;

Q_SIGNALS:
    void locked();
    void unlocked();
    /// The person gives the session up instead; edits that wait are to be asked about.
    void signOutRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void arrange();
    void cover();
    void submit();
    void onAnswered(const CallOutcome &outcome);
    void setReady(bool isReady);

    ServerSession &m_session;
    Curtain *m_curtain;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_user;
    QLabel *m_reason;
    PasswordField *m_password;
    StateLine *m_state;
    QPushButton *m_unlock;
    QPushButton *m_signOut;
};

} // namespace roster::gui
