#include "gui-client/window/LockScreen.h"

#include "common/base/SecretBytes.h"
#include "gui-client/app/Icons.h"
#include "gui-client/app/Rhythm.h"
#include "gui-client/login/LoginFailure.h"
#include "gui-client/login/PageParts.h"
#include "gui-client/login/PasswordField.h"
#include "gui-client/login/StateLine.h"
#include "gui-client/session/ServerSession.h"
#include "gui-client/window/Curtain.h"

#include <QApplication>
#include <QFrame>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

constexpr int lockSize = 48;
constexpr int widthInCharacters = 52;

} // namespace

LockScreen::LockScreen(ServerSession &session, QWidget *window)
    : QWidget(window)
    , m_session(session)
    , m_curtain(new Curtain(this))
    , m_icon(new QLabel(this))
    , m_title(newTitle({}, this))
    , m_user(newParagraph({}, this))
    , m_reason(newParagraph({}, this))
    , m_password(new PasswordField(tr("Password"), this))
    , m_state(new StateLine(this))
    , m_unlock(newButton(tr("Unlock"), u"lockUnlock"_s, this))
    , m_signOut(newButton(tr("Sign out"), u"lockSignOut"_s, this))
{
    setObjectName(u"lockScreen"_s);
    setAutoFillBackground(true);
    m_icon->setObjectName(u"lockIcon"_s);
    m_title->setObjectName(u"lockTitle"_s);
    m_user->setObjectName(u"lockUser"_s);
    m_reason->setObjectName(u"lockReason"_s);
    m_password->edit()->setObjectName(u"lockPassword"_s);
    m_password->edit()->setPlaceholderText(tr("Password"));
    arrange();
    hide();

    window->installEventFilter(this);
    connect(m_password->edit(), &QLineEdit::returnPressed, this, &LockScreen::submit);
    connect(m_unlock, &QPushButton::clicked, this, &LockScreen::submit);
    connect(m_signOut, &QPushButton::clicked, this, &LockScreen::signOutRequested);
    connect(m_state, &StateLine::countdownEnded, this, [this] { setReady(true); });
}

void LockScreen::lock(const QString &reason)
{
    if (isLocked())
        return;
    const bool isOver = m_session.state() == ServerSession::State::Ended;
    m_title->setText(isOver ? tr("Sign in again") : tr("Roster is locked"));
    m_unlock->setText(isOver ? tr("Sign in") : tr("Unlock"));
    m_unlock->setAccessibleName(m_unlock->text());
    m_user->setText(tr("%1 on %2").arg(m_session.info().username, toString(m_session.server())));
    m_reason->setText(reason);
    m_icon->setPixmap(icon(u"lock"_s).pixmap(QSize(lockSize, lockSize), devicePixelRatioF()));
    m_password->clear();
    m_state->clear();
    setReady(true);
    m_curtain->close();
    cover();
    show();
    m_password->edit()->setFocus();
    Q_EMIT locked();
}

bool LockScreen::isLocked() const
{
    return m_curtain->isClosed();
}

bool LockScreen::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        cover();
    // What is added to the window meanwhile must not come to lie on top.
    if (event->type() == QEvent::ChildAdded && isLocked())
        QMetaObject::invokeMethod(this, &LockScreen::cover, Qt::QueuedConnection);
    return QWidget::eventFilter(watched, event);
}

void LockScreen::keyPressEvent(QKeyEvent *event)
{
    // Enter on a button presses it, as in a dialog; no key goes on to what is below.
    auto *button = qobject_cast<QPushButton *>(QApplication::focusWidget());
    if (button && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter))
        button->click();
    event->accept();
}

void LockScreen::arrange()
{
    auto *card = new QFrame(this);
    card->setFixedWidth(widthInCharacters * fontMetrics().averageCharWidth());
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_signOut);
    buttons->addStretch();
    buttons->addWidget(m_unlock);
    auto *column = new QVBoxLayout(card);
    column->setSpacing(rhythm);
    column->addWidget(m_icon);
    column->addWidget(m_title);
    column->addWidget(m_user);
    column->addWidget(m_reason);
    column->addWidget(m_password);
    column->addWidget(m_state);
    column->addLayout(buttons);
    auto *layout = new QGridLayout(this);
    layout->addWidget(card, 0, 0, Qt::AlignCenter);
    setTabOrder(m_password->edit(), m_unlock);
    setTabOrder(m_unlock, m_signOut);
}

void LockScreen::cover()
{
    setGeometry(parentWidget()->rect());
    raise();
}

void LockScreen::submit()
{
    if (!m_unlock->isEnabled())
        return;
    if (m_password->isEmpty()) {
        m_state->showFailure({LoginFailure::Subject::Password, tr("Type your password."), {}});
        return;
    }
    setReady(false);
    m_state->showBusy(tr("Signing in..."));
    m_session.logIn(
        m_password->take(), this, [this](const CallOutcome &outcome) { onAnswered(outcome); });
}

void LockScreen::onAnswered(const CallOutcome &outcome)
{
    if (!outcome.isOk()) {
        m_state->showFailure(explainOutcome(outcome, m_session.server()));
        setReady(!m_state->isCountingDown());
        m_password->edit()->setFocus();
        return;
    }
    if (m_session.info().mustChangePassword) {
        // The server serves nothing else before; the login has the page for it.
        m_state->showFailure({LoginFailure::Subject::Password,
            tr("Your password must be changed first. Sign out; when you sign in again, you are "
               "asked for a new one."),
            {}});
        setReady(true);
        return;
    }
    m_state->clear();
    hide();
    m_curtain->open();
    Q_EMIT unlocked();
}

void LockScreen::setReady(bool isReady)
{
    m_password->setEnabled(isReady);
    m_unlock->setEnabled(isReady);
}

} // namespace roster::gui
