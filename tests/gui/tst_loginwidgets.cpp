#include "gui-client/app/DesktopKeyRing.h"
#include "gui-client/login/CapsLock.h"
#include "gui-client/login/PasswordField.h"

#include <QAction>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QTest>
#include <QToolButton>

using namespace roster;
using namespace roster::gui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The parts of the login that are also used elsewhere: the password field, and
/// the key ring.
class LoginWidgetsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void noticesCapsLock_data();
    void noticesCapsLock();
    void followsTheCapsLockKey();
    void hintsAtCapsLock();
    void masksAndShows();
    void isEmptyOnceTaken();
    void givesBackWhatWasTaken();
    void keysOfEntriesTellServersAndUsersApart();
    void knowsThatThereIsNoKeyRing();

private:
    static void press(QWidget *widget, int key, const QString &text,
        Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QKeyEvent event(QEvent::KeyPress, key, modifiers, text);
        QCoreApplication::sendEvent(widget, &event);
    }
};

void LoginWidgetsTest::initTestCase()
{
    QVERIFY(initialiseCrypto());
    // No key ring of whoever runs this test is to be touched.
    qputenv("DBUS_SESSION_BUS_ADDRESS", "disabled:");
}

void LoginWidgetsTest::noticesCapsLock_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
    QTest::addColumn<bool>("isOn");
    const Qt::KeyboardModifiers none;
    const Qt::KeyboardModifiers shift = Qt::ShiftModifier;
    QTest::newRow("small") << u"a"_s << none << false;
    QTest::newRow("capital without Shift") << u"A"_s << none << true;
    QTest::newRow("capital with Shift") << u"A"_s << shift << false;
    QTest::newRow("small with Shift") << u"a"_s << shift << true;
    QTest::newRow("capital of another alphabet") << u"Ж"_s << none << true;
    QTest::newRow("no letter") << u"1"_s << none << false;
    QTest::newRow("a script without case") << u"あ"_s << none << false;
    QTest::newRow("a chord") << u"A"_s << Qt::KeyboardModifiers(Qt::ControlModifier) << false;
    QTest::newRow("nothing") << QString() << none << false;
}

void LoginWidgetsTest::noticesCapsLock()
{
    QFETCH(QString, text);
    QFETCH(Qt::KeyboardModifiers, modifiers);
    QFETCH(bool, isOn);
    CapsLock capsLock;
    capsLock.see(QKeyEvent(QEvent::KeyPress, Qt::Key_A, modifiers, text));
    QCOMPARE(capsLock.isOn(), isOn);
}

void LoginWidgetsTest::followsTheCapsLockKey()
{
    CapsLock capsLock;
    const QKeyEvent key(QEvent::KeyPress, Qt::Key_CapsLock, Qt::NoModifier);
    capsLock.see(key);
    QVERIFY(!capsLock.isOn()); // nobody knows what it was before
    capsLock.see(QKeyEvent(QEvent::KeyPress, Qt::Key_A, Qt::NoModifier, u"a"_s));
    capsLock.see(key);
    QVERIFY(capsLock.isOn());
    capsLock.see(key);
    QVERIFY(!capsLock.isOn());
    capsLock.see(QKeyEvent(QEvent::KeyPress, Qt::Key_A, Qt::NoModifier, u"A"_s));
    QVERIFY(capsLock.isOn());
    capsLock.forget();
    QVERIFY(!capsLock.isOn());
}

void LoginWidgetsTest::hintsAtCapsLock()
{
    PasswordField field(u"Password"_s);
    field.show();
    QVERIFY(QTest::qWaitForWindowActive(&field));
    field.edit()->setFocus();
    const QLabel *hint = field.capsLockHint();
    QVERIFY(!hint->isVisible());
    press(field.edit(), Qt::Key_P, u"P"_s);
    QVERIFY(hint->isVisible());
    QVERIFY(!field.edit()->accessibleDescription().isEmpty());
    press(field.edit(), Qt::Key_P, u"p"_s);
    QVERIFY(!hint->isVisible());
    press(field.edit(), Qt::Key_P, u"P"_s);
    field.edit()->clearFocus();
    QVERIFY(!hint->isVisible());
}

void LoginWidgetsTest::masksAndShows()
{
    PasswordField field(u"Password"_s);
    field.show();
    QVERIFY(QTest::qWaitForWindowActive(&field));
    QCOMPARE(field.edit()->echoMode(), QLineEdit::Password);
    auto *button = field.findChild<QToolButton *>(u"showPassword"_s);
    QVERIFY(button);
    QCOMPARE(button->accessibleName(), u"Show the password"_s);
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(field.edit()->echoMode(), QLineEdit::Normal);
    QCOMPARE(button->accessibleName(), u"Hide the password"_s);
    field.edit()->setFocus();
    QTest::keyClick(field.edit(), Qt::Key_H, Qt::ControlModifier);
    QCOMPARE(field.edit()->echoMode(), QLineEdit::Password);
    QTest::keyClick(field.edit(), Qt::Key_H, Qt::ControlModifier);
    QTest::keyClicks(field.edit(), u"secret"_s);
    QVERIFY(!field.take().isEmpty());
    QCOMPARE(field.edit()->echoMode(), QLineEdit::Password);
}

void LoginWidgetsTest::isEmptyOnceTaken()
{
    PasswordField field(u"Password"_s);
    field.edit()->insert(u"pässword"_s);
    const SecretBytes password = field.take();
    QCOMPARE(password.view(), QByteArrayView("p\xc3\xa4ssword"));
    QVERIFY(field.isEmpty());
    field.edit()->undo();
    QVERIFY(field.isEmpty());
    QVERIFY(field.take().isEmpty());
}

void LoginWidgetsTest::givesBackWhatWasTaken()
{
    PasswordField field(u"Password"_s);
    field.put(SecretBytes::copyOf(u"pässword"));
    QCOMPARE(field.edit()->text(), u"pässword"_s);
    field.clear();
    QVERIFY(field.isEmpty());
}

void LoginWidgetsTest::keysOfEntriesTellServersAndUsersApart()
{
    QCOMPARE(keyRingKey({u"payroll"_s, 7433}, u"alice"_s), u"payroll:7433/alice"_s);
    QCOMPARE(keyRingKey({u"::1"_s, 7434}, u"bob"_s), u"[::1]:7434/bob"_s);
}

void LoginWidgetsTest::knowsThatThereIsNoKeyRing()
{
    DesktopKeyRing keyRing;
    std::optional<bool> works;
    keyRing.probe(this, [&works](bool answer) { works = answer; });
    QVERIFY(!works); // never from inside
    QTRY_VERIFY(works);
    QVERIFY(!*works);
    const ServerAddress server{u"payroll"_s, 7433};
    std::optional<bool> isWritten;
    keyRing.write(server, u"alice"_s, SecretBytes::copyOf(u"token"), this,
        [&isWritten](bool answer) { isWritten = answer; });
    QTRY_VERIFY(isWritten);
    QVERIFY(!*isWritten);
    bool isRead = false;
    keyRing.read(server, u"alice"_s, this, [&isRead](const std::optional<SecretBytes> &token) {
        isRead = true;
        QVERIFY(!token);
    });
    QTRY_VERIFY(isRead);
    std::optional<bool> isRemoved;
    keyRing.remove(server, u"alice"_s, this, [&isRemoved](bool answer) { isRemoved = answer; });
    QTRY_VERIFY(isRemoved);
    QVERIFY(!*isRemoved);
}

QTEST_MAIN(LoginWidgetsTest)
#include "tst_loginwidgets.moc"
