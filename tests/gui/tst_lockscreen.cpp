#include "gui-client/session/ServerSession.h"
#include "gui-client/window/LockScreen.h"
#include "tests/client/ClientTestCase.h"

#include <QAction>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMainWindow>
#include <QMenuBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace roster;
using namespace roster::gui;
using namespace roster::test;
using namespace Qt::StringLiterals;

/// The window while it is locked: nothing to be seen, nothing to be reached, nothing lost.
class LockScreenTest : public ClientTestCase
{
    Q_OBJECT

private Q_SLOTS:
    void hidesTheContents();
    void coversTheWindowAtEverySize();
    void hidesOtherWindowsAndThoseThatOpen();
    void keepsShortcutsOff();
    void opensWithThePassword();
    void staysLockedOnAWrongPassword();
    void staysLockedUntilThePasswordIsChanged();
    void countsAThrottleDown();
    void staysLockedWithoutTheServer();
    void asksForAPassword();
    void keepsNoPassword();
    void showsTheReasonAsItIs();
    void asksToSignInWhenTheSessionIsOver();
    void offersToSignOut();

private:
    void openWindow();
    void unlockWith(const QString &password);
    [[nodiscard]] QString state() const;
    template <typename T> [[nodiscard]] T *part(const char *name) const
    {
        return m_window->findChild<T *>(QString::fromLatin1(name));
    }

    std::unique_ptr<ServerSession> m_session;
    std::unique_ptr<QMainWindow> m_window;
    QLineEdit *m_contents = nullptr;
    LockScreen *m_lock = nullptr;
};

void LockScreenTest::openWindow()
{
    m_window.reset();
    logIn();
    m_session = std::make_unique<ServerSession>(
        std::move(m_client), ServerAddress{u"127.0.0.1"_s, m_server->port()});
    m_window = std::make_unique<QMainWindow>();
    m_contents = new QLineEdit(u"123-45-6789"_s);
    m_window->setCentralWidget(m_contents);
    m_window->menuBar()->addMenu(u"&File"_s);
    m_lock = new LockScreen(*m_session, m_window.get());
    m_window->resize(600, 400);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_contents->setFocus();
}

void LockScreenTest::unlockWith(const QString &password)
{
    QTest::keyClicks(part<QLineEdit>("lockPassword"), password);
    QTest::keyClick(part<QLineEdit>("lockPassword"), Qt::Key_Return);
}

QString LockScreenTest::state() const
{
    return part<QLabel>("stateText")->text();
}

void LockScreenTest::hidesTheContents()
{
    openWindow();
    QSignalSpy locked(m_lock, &LockScreen::locked);
    QVERIFY(!m_lock->isVisible());
    m_lock->lock(u"Nobody was here."_s);
    QCOMPARE(locked.size(), 1);
    QVERIFY(m_lock->isLocked());
    QVERIFY(m_lock->isVisible());
    QVERIFY(!m_contents->isVisible());
    QVERIFY(!m_window->menuBar()->isEnabled());
    QVERIFY(part<QLineEdit>("lockPassword")->hasFocus());
    m_lock->lock(u"Again."_s);
    QCOMPARE(locked.size(), 1);
}

void LockScreenTest::coversTheWindowAtEverySize()
{
    openWindow();
    m_lock->lock({});
    QCOMPARE(m_lock->geometry(), m_window->rect());
    m_window->resize(900, 700);
    QTRY_COMPARE(m_lock->geometry(), m_window->rect());
}

void LockScreenTest::hidesOtherWindowsAndThoseThatOpen()
{
    openWindow();
    QDialog before(m_window.get());
    before.open();
    QDialog closed(m_window.get());
    m_lock->lock({});
    QVERIFY(!before.isVisible());
    QDialog meanwhile(m_window.get());
    meanwhile.open();
    QTRY_VERIFY(!meanwhile.isVisible());
    unlockWith(u"correct"_s);
    QTRY_VERIFY(!m_lock->isLocked());
    QVERIFY(before.isVisible());
    QVERIFY(meanwhile.isVisible());
    QVERIFY(!closed.isVisible());
}

void LockScreenTest::keepsShortcutsOff()
{
    openWindow();
    auto *action = new QAction(m_window.get());
    action->setShortcut(QKeySequence(u"Ctrl+N"_s));
    m_window->addAction(action);
    QSignalSpy triggered(action, &QAction::triggered);
    QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
    QCOMPARE(triggered.size(), 1);
    m_lock->lock({});
    QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
    QTest::keyClick(part<QLineEdit>("lockPassword"), Qt::Key_N, Qt::ControlModifier);
    QCOMPARE(triggered.size(), 1);
    unlockWith(u"correct"_s);
    QTRY_VERIFY(!m_lock->isLocked());
    QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
    QCOMPARE(triggered.size(), 2);
}

void LockScreenTest::opensWithThePassword()
{
    openWindow();
    QSignalSpy unlocked(m_lock, &LockScreen::unlocked);
    m_lock->lock({});
    unlockWith(u"correct"_s);
    QTRY_COMPARE(unlocked.size(), 1);
    QVERIFY(m_session->isOnline());
    QVERIFY(!m_lock->isVisible());
    QVERIFY(m_contents->isVisible());
    QVERIFY(m_contents->hasFocus());
    QVERIFY(m_window->menuBar()->isEnabled());
    const QJsonObject asked = m_server->calls(u"session.login"_s).last();
    QCOMPARE(asked.value("username"_L1).toString(), u"alice"_s);
}

void LockScreenTest::staysLockedOnAWrongPassword()
{
    openWindow();
    m_lock->lock({});
    unlockWith(u"wrong"_s);
    QTRY_COMPARE(state(), u"The user name or the password is wrong."_s);
    QVERIFY(m_lock->isLocked());
    QVERIFY(!m_contents->isVisible());
    QVERIFY(part<QLineEdit>("lockPassword")->hasFocus());
    unlockWith(u"correct"_s);
    QTRY_VERIFY(!m_lock->isLocked());
}

void LockScreenTest::staysLockedUntilThePasswordIsChanged()
{
    openWindow();
    m_lock->lock({});
    QJsonObject oneTime = FakeServer::hrLogin();
    oneTime.insert("must_change_password"_L1, true);
    m_server->once(u"session.login"_s, {oneTime});
    unlockWith(u"correct"_s);
    QTRY_VERIFY(state().startsWith(u"Your password must be changed first."_s));
    QVERIFY(m_lock->isLocked());
    QVERIFY(!m_contents->isVisible());
    QVERIFY(part<QPushButton>("lockSignOut")->isEnabled());
}

void LockScreenTest::countsAThrottleDown()
{
    openWindow();
    m_server->once(u"session.login"_s,
        {Error{ErrorCode::TryLater, u"Wait."_s, {{u"retry_after_ms"_s, 1200}}}});
    m_lock->lock({});
    unlockWith(u"correct"_s);
    QTRY_VERIFY(state().contains(u"2 s"_s));
    QVERIFY(!part<QPushButton>("lockUnlock")->isEnabled());
    QTRY_VERIFY(part<QPushButton>("lockUnlock")->isEnabled());
    unlockWith(u"correct"_s);
    QTRY_VERIFY(!m_lock->isLocked());
}

void LockScreenTest::staysLockedWithoutTheServer()
{
    openWindow();
    m_server->stopListening();
    m_server->dropConnections();
    m_lock->lock({});
    unlockWith(u"correct"_s);
    QTRY_VERIFY(state().startsWith(u"Nothing answers at"_s));
    QVERIFY(m_lock->isLocked());
    QVERIFY(m_server->listen());
    unlockWith(u"correct"_s);
    QTRY_VERIFY(!m_lock->isLocked());
}

void LockScreenTest::asksForAPassword()
{
    openWindow();
    m_lock->lock({});
    const auto logins = m_server->calls(u"session.login"_s).size();
    unlockWith({});
    QCOMPARE(state(), u"Type your password."_s);
    QVERIFY(m_lock->isLocked());
    QCOMPARE(m_server->calls(u"session.login"_s).size(), logins);
}

void LockScreenTest::keepsNoPassword()
{
    openWindow();
    m_lock->lock({});
    unlockWith(u"correct"_s);
    QCOMPARE(part<QLineEdit>("lockPassword")->text(), QString());
    QCOMPARE(part<QLineEdit>("lockPassword")->echoMode(), QLineEdit::Password);
    QTRY_VERIFY(!m_lock->isLocked());
    part<QLineEdit>("lockPassword")->undo();
    QCOMPARE(part<QLineEdit>("lockPassword")->text(), QString());
}

void LockScreenTest::showsTheReasonAsItIs()
{
    openWindow();
    m_lock->lock(u"<h1>Hello</h1>"_s);
    QCOMPARE(part<QLabel>("lockReason")->text(), u"<h1>Hello</h1>"_s);
    for (const QLabel *label : m_lock->findChildren<QLabel *>())
        QVERIFY2(label->text().isEmpty() || label->textFormat() == Qt::PlainText,
            qPrintable(label->objectName()));
}

void LockScreenTest::asksToSignInWhenTheSessionIsOver()
{
    openWindow();
    m_server->notifyAll(u"session.ended"_s, {{u"reason"_s, u"expired"_s}});
    QTRY_COMPARE(m_session->state(), ServerSession::State::Ended);
    m_lock->lock(m_session->trouble());
    QCOMPARE(part<QLabel>("lockTitle")->text(), u"Sign in again"_s);
    QCOMPARE(part<QLabel>("lockReason")->text(), m_session->trouble());
    unlockWith(u"correct"_s);
    QTRY_COMPARE(m_session->state(), ServerSession::State::Online);
    QVERIFY(!m_lock->isLocked());
}

void LockScreenTest::offersToSignOut()
{
    openWindow();
    QSignalSpy wanted(m_lock, &LockScreen::signOutRequested);
    m_lock->lock({});
    part<QPushButton>("lockSignOut")->click();
    QCOMPARE(wanted.size(), 1);
    QVERIFY(m_lock->isLocked());
}

QTEST_MAIN(LockScreenTest)
#include "tst_lockscreen.moc"
