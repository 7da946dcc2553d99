#include "tests/gui/LoginDialogTestCase.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QTcpSocket>

using namespace roster;
using namespace roster::gui;
using namespace roster::gui::test;
using namespace roster::test;
using namespace Qt::StringLiterals;

/// The credentials page and what becomes of a login there, key ring and all.
class LoginDialogTest : public LoginDialogTestCase
{
    Q_OBJECT

private Q_SLOTS:
    void signsIn();
    void signsInByKeyboardAlone();
    void startsWhereSomethingIsMissing_data();
    void startsWhereSomethingIsMissing();
    void offersTheServersOfBefore();
    void asksForWhatIsMissing();
    void refusesWhatIsNoAddress();
    void saysThatThePasswordIsWrong();
    void saysThatThereIsNoSuchHost();
    void keepsWhatWasTypedWhenNobodyAnswers();
    void saysThatItIsNoRosterServer();
    void countsDownBeforeTheNextTry();
    void anotherUserNeedNotWait();
    void showsWhatItDoes();
    void cancelsAnAttempt_data();
    void cancelsAnAttempt();
    void closingIsNoLogin();
    void keepsNothingUnlessAsked();
    void keepsTheSession();
    void hidesTheOfferWithoutAKeyRing();
    void takesUpAKeptSession();
    void asksForThePasswordAfterAnExpiredSession();
    void keepsTheSessionWhenNobodyAnswers();
    void aTypedPasswordGoesBeforeAKeptSession();
    void leavesNoPasswordBehind();
    void namesItsControls();
    void aLabelsKeyLeadsToThePassword();
};

void LoginDialogTest::signsIn()
{
    open();
    QCOMPARE(textOf("serverEdit"), serverName());
    signInWith(u"correct"_s);
    QTRY_COMPARE(m_loggedIn->count(), 1);
    QVERIFY(!m_dialog->isVisible());
    QCOMPARE(m_dialog->result(), static_cast<int>(QDialog::Accepted));
    QCOMPARE(toString(m_dialog->server()), serverName());
    const std::unique_ptr<RosterClient> client = m_dialog->takeClient();
    QVERIFY(client && client->session());
    QCOMPARE(m_dialog->username(), client->session()->username);
    QVERIFY(m_dialog->notice().isEmpty());
}

void LoginDialogTest::signsInByKeyboardAlone()
{
    LoginOptions blank = options();
    blank.server.clear();
    blank.username.clear();
    open(blank);
    const auto typeHere
        = [](const QString &text) { QTest::keyClicks(QApplication::focusWidget(), text); };
    typeHere(serverName());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    typeHere(u"alice"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    typeHere(u"correct"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTRY_COMPARE(m_loggedIn->count(), 1);
}

void LoginDialogTest::startsWhereSomethingIsMissing_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<QString>("username");
    QTest::addColumn<QString>("field");
    QTest::newRow("nothing is known") << QString() << QString() << u"serverEdit"_s;
    QTest::newRow("the server is known") << u"payroll"_s << QString() << u"username"_s;
    QTest::newRow("the user, too") << u"payroll"_s << u"alice"_s << u"password"_s;
}

void LoginDialogTest::startsWhereSomethingIsMissing()
{
    QFETCH(QString, server);
    QFETCH(QString, username);
    QFETCH(QString, field);
    LoginOptions given = options();
    given.server = server;
    given.username = username;
    open(given);
    QTRY_VERIFY(QApplication::focusWidget());
    const QLineEdit *edit = find<QLineEdit>(field.toLatin1().constData());
    QTRY_VERIFY(edit->hasFocus()
        || (edit->parentWidget()->hasFocus() && qobject_cast<QComboBox *>(edit->parentWidget())));
}

void LoginDialogTest::offersTheServersOfBefore()
{
    LoginOptions remembered = options();
    remembered.server.clear();
    remembered.history = {u"payroll.example:7433"_s, u"[::1]:7433"_s};
    open(remembered);
    const auto *server = find<QComboBox>("server");
    QCOMPARE(server->count(), 2);
    QCOMPARE(server->currentText(), u"payroll.example:7433"_s);
    QCOMPARE(server->itemText(1), u"[::1]:7433"_s);
}

void LoginDialogTest::asksForWhatIsMissing()
{
    LoginOptions blank = options();
    blank.server.clear();
    blank.username.clear();
    open(blank);
    click("signIn");
    QVERIFY(stateText().contains(u"Which server"_s));
    type("serverEdit", serverName());
    click("signIn");
    QVERIFY(stateText().contains(u"user name"_s));
    QTRY_VERIFY(find<QLineEdit>("username")->hasFocus());
    type("username", u"alice"_s);
    click("signIn");
    QVERIFY(stateText().contains(u"password"_s));
    QTRY_VERIFY(find<QLineEdit>("password")->hasFocus());
    QCOMPARE(m_server->acceptedConnections(), 0);
}

void LoginDialogTest::refusesWhatIsNoAddress()
{
    open();
    type("serverEdit", u"no host:at all"_s);
    signInWith(u"correct"_s);
    QVERIFY(stateText().contains(u"HOST:PORT"_s));
    QCOMPARE(textOf("password"), u"correct"_s);
    QCOMPARE(m_server->acceptedConnections(), 0);
}

void LoginDialogTest::saysThatThePasswordIsWrong()
{
    open();
    signInWith(u"false"_s);
    QTRY_COMPARE(stateText(), u"The user name or the password is wrong."_s);
    QVERIFY(find<QLineEdit>("password")->hasFocus());
    QVERIFY(textOf("password").isEmpty());
    QCOMPARE(textOf("username"), u"alice"_s);
    QCOMPARE(textOf("serverEdit"), serverName());
    signInWith(u"correct"_s);
    QTRY_COMPARE(m_loggedIn->count(), 1);
}

void LoginDialogTest::saysThatThereIsNoSuchHost()
{
    open();
    type("serverEdit", u"no-such-host.invalid"_s);
    signInWith(u"correct"_s);
    QTRY_COMPARE_WITH_TIMEOUT(
        stateText(), u"There is no host named no-such-host.invalid."_s, 30'000);
    QTRY_VERIFY(find<QLineEdit>("serverEdit")->hasFocus());
}

void LoginDialogTest::keepsWhatWasTypedWhenNobodyAnswers()
{
    m_server->stopListening();
    open();
    signInWith(u"correct"_s);
    QTRY_VERIFY(stateText().contains(u"Nothing answers at "_s + serverName()));
    QVERIFY(find<QLineEdit>("serverEdit")->hasFocus());
    QCOMPARE(textOf("password"), u"correct"_s);
    QVERIFY(m_server->listen());
    click("signIn");
    QTRY_COMPARE(m_loggedIn->count(), 1);
}

void LoginDialogTest::saysThatItIsNoRosterServer()
{
    QTcpServer echo;
    QVERIFY(echo.listen(QHostAddress::LocalHost));
    connect(&echo, &QTcpServer::newConnection, this, [&echo] {
        QTcpSocket *socket = echo.nextPendingConnection();
        connect(
            socket, &QTcpSocket::readyRead, socket, [socket] { socket->write(socket->readAll()); });
    });
    open();
    const QString name = u"127.0.0.1:%1"_s.arg(echo.serverPort());
    type("serverEdit", name);
    signInWith(u"correct"_s);
    QTRY_COMPARE_WITH_TIMEOUT(
        stateText(), u"What answers at %1 is not a Roster server."_s.arg(name), 15'000);
}

void LoginDialogTest::countsDownBeforeTheNextTry()
{
    m_server->once(u"session.login"_s,
        {Error{ErrorCode::TryLater, u"Later."_s, {{u"retry_after_ms"_s, 2'300}}}});
    open();
    signInWith(u"correct"_s);
    QTRY_VERIFY(stateText().contains(u"try again in 3 s"_s));
    QVERIFY(!find<QPushButton>("signIn")->isEnabled());
    QTest::keyClick(find<QLineEdit>("password"), Qt::Key_Return);
    QTRY_VERIFY(stateText().contains(u"try again in 1 s"_s));
    QTRY_COMPARE(stateText(), u"You can try again now."_s);
    QCOMPARE(m_server->calls(u"session.login"_s).size(), 1);
    QVERIFY(find<QPushButton>("signIn")->isEnabled());
    QCOMPARE(textOf("password"), u"correct"_s);
    click("signIn");
    QTRY_COMPARE(m_loggedIn->count(), 1);
}

void LoginDialogTest::anotherUserNeedNotWait()
{
    m_server->once(u"session.login"_s,
        {Error{ErrorCode::TryLater, u"Later."_s, {{u"retry_after_ms"_s, 600'000}}}});
    open();
    signInWith(u"correct"_s);
    QTRY_VERIFY(stateText().contains(u" min"_s));
    type("username", u"bob"_s);
    QVERIFY(stateText().isEmpty());
    QVERIFY(find<QPushButton>("signIn")->isEnabled());
}

void LoginDialogTest::showsWhatItDoes()
{
    m_server->always(u"session.login"_s, Silence{});
    open();
    signInWith(u"correct"_s);
    QCOMPARE(stateText(), u"Connecting to %1..."_s.arg(serverName()));
    QVERIFY(!find<QLineEdit>("username")->isEnabled());
    QVERIFY(!find<QPushButton>("signIn")->isEnabled());
    QVERIFY(find<QPushButton>("cancel")->isEnabled());
    // Whoever presses Enter twice does not cancel.
    QVERIFY(QApplication::focusWidget());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QVERIFY(stateText() != u"Cancelled."_s);
    QTRY_COMPARE(stateText(), u"Signing in as alice..."_s);
    QVERIFY(!find<QPushButton>("signIn")->isEnabled());
}

void LoginDialogTest::cancelsAnAttempt_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("connecting") << u"Connecting"_s;
    QTest::newRow("checking") << u"Checking"_s;
    QTest::newRow("signing in") << u"Signing in"_s;
}

void LoginDialogTest::cancelsAnAttempt()
{
    QFETCH(QString, text);
    m_server->always(u"session.login"_s, Silence{});
    QTcpServer wordless; // is reached, and never shows a certificate
    QVERIFY(wordless.listen(QHostAddress::LocalHost));
    open();
    if (text == "Checking"_L1)
        type("serverEdit", u"127.0.0.1:%1"_s.arg(wordless.serverPort()));
    signInWith(u"correct"_s);
    QTRY_VERIFY(stateText().startsWith(text));
    if (text == "Signing in"_L1)
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
    else
        click("cancel");
    QCOMPARE(stateText(), u"Cancelled."_s);
    QVERIFY(m_dialog->isVisible());
    QCOMPARE(m_rejected->count(), 0);
    QCOMPARE(textOf("password"), u"correct"_s);
    QVERIFY(find<QLineEdit>("username")->isEnabled());
    QTRY_COMPARE(m_server->openConnections(), 0);
    click("cancel");
    QCOMPARE(m_rejected->count(), 1);
    QVERIFY(textOf("password").isEmpty());
}

void LoginDialogTest::closingIsNoLogin()
{
    m_server->always(u"session.login"_s, Silence{});
    open();
    signInWith(u"correct"_s);
    QTRY_VERIFY(stateText().startsWith(u"Signing in"_s));
    m_dialog->close();
    QCOMPARE(m_rejected->count(), 1);
    QVERIFY(!m_dialog->isVisible());
    QVERIFY(textOf("password").isEmpty());
    QTRY_COMPARE(m_server->openConnections(), 0);
    QCOMPARE(m_loggedIn->count(), 0);
}

void LoginDialogTest::keepsNothingUnlessAsked()
{
    m_keyRing->tokens().insert(serverName() + u"/alice"_s, "an old one");
    m_server->always(u"session.resume"_s, Error{ErrorCode::SessionExpired, u"expired"_s, {}});
    open();
    QTRY_VERIFY(isSeen("keepSignedIn"));
    QTRY_VERIFY(stateText().contains(u"last session has ended"_s));
    find<QCheckBox>("keepSignedIn")->setChecked(false);
    m_keyRing->tokens().insert(serverName() + u"/alice"_s, "one of another window");
    signInWith(u"correct"_s);
    QTRY_COMPARE(m_loggedIn->count(), 1);
    QVERIFY(!m_dialog->isKept());
    QVERIFY(m_keyRing->tokens().isEmpty());
}

void LoginDialogTest::keepsTheSession()
{
    open();
    QTRY_VERIFY(isSeen("keepSignedIn"));
    QVERIFY(!find<QCheckBox>("keepSignedIn")->isChecked());
    find<QCheckBox>("keepSignedIn")->setChecked(true);
    signInWith(u"correct"_s);
    QTRY_COMPARE(m_loggedIn->count(), 1);
    QVERIFY(m_dialog->isKept());
    const std::unique_ptr<RosterClient> client = m_dialog->takeClient();
    QCOMPARE(m_keyRing->tokens().value(serverName() + u'/' + m_dialog->username()),
        client->token().view().toByteArray());
    QCOMPARE(m_keyRing->tokens().size(), 1);
}

void LoginDialogTest::hidesTheOfferWithoutAKeyRing()
{
    m_keyRing = std::make_unique<MemoryKeyRing>(false);
    open();
    find<QCheckBox>("keepSignedIn")->setChecked(true);
    signInWith(u"correct"_s);
    QTRY_COMPARE(m_loggedIn->count(), 1);
    QVERIFY(find<QCheckBox>("keepSignedIn")->isHidden());
    QVERIFY(!m_dialog->isKept());
}

void LoginDialogTest::takesUpAKeptSession()
{
    m_keyRing->tokens().insert(serverName() + u"/alice"_s, "kept token");
    open();
    QTRY_COMPARE(m_loggedIn->count(), 1);
    QVERIFY(m_server->calls(u"session.login"_s).isEmpty());
    QCOMPARE(m_server->calls(u"session.resume"_s).first()["token"_L1].toString(), u"kept token"_s);
    QVERIFY(m_dialog->isKept());
}

void LoginDialogTest::asksForThePasswordAfterAnExpiredSession()
{
    m_keyRing->tokens().insert(serverName() + u"/alice"_s, "kept token");
    m_server->always(u"session.resume"_s, Error{ErrorCode::SessionExpired, u"expired"_s, {}});
    open();
    QTRY_VERIFY(stateText().contains(u"Type your password"_s));
    QVERIFY(find<QLineEdit>("password")->hasFocus());
    QVERIFY(m_keyRing->tokens().isEmpty());
    QVERIFY(find<QCheckBox>("keepSignedIn")->isChecked());
    click("signIn");
    QCOMPARE(m_server->calls(u"session.resume"_s).size(), 1);
    signInWith(u"correct"_s);
    QTRY_COMPARE(m_loggedIn->count(), 1);
}

void LoginDialogTest::keepsTheSessionWhenNobodyAnswers()
{
    m_keyRing->tokens().insert(serverName() + u"/alice"_s, "kept token");
    m_server->stopListening();
    open();
    QTRY_VERIFY(stateText().contains(u"Nothing answers"_s));
    QCOMPARE(m_keyRing->tokens().size(), 1);
    QVERIFY(m_server->listen());
    click("signIn");
    QTRY_COMPARE(m_loggedIn->count(), 1);
    QCOMPARE(m_server->calls(u"session.resume"_s).size(), 1);
}

void LoginDialogTest::aTypedPasswordGoesBeforeAKeptSession()
{
    m_keyRing->tokens().insert(serverName() + u"/alice"_s, "kept token");
    m_server->stopListening();
    open();
    QTRY_VERIFY(stateText().contains(u"Nothing answers"_s));
    QVERIFY(m_server->listen());
    signInWith(u"false"_s);
    QTRY_COMPARE(stateText(), u"The user name or the password is wrong."_s);
    QVERIFY(m_server->calls(u"session.resume"_s).isEmpty());
}

void LoginDialogTest::leavesNoPasswordBehind()
{
    QStandardPaths::setTestModeEnabled(true);
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder->path());
    QSettings settings(u"Roster"_s, u"roster-gui"_s);
    open();
    find<QCheckBox>("keepSignedIn")->setChecked(true);
    signInWith(u"correct"_s);
    QVERIFY(textOf("password").isEmpty());
    QVERIFY(!find<QLineEdit>("password")->isUndoAvailable());
    QTRY_COMPARE(m_loggedIn->count(), 1);
    settings.sync();
    QVERIFY(settings.allKeys().isEmpty());
    QVERIFY(textOf("password").isEmpty());
    for (const QByteArray &kept : std::as_const(m_keyRing->tokens()))
        QVERIFY(!kept.contains("correct"));
}

void LoginDialogTest::namesItsControls()
{
    open();
    verifyNamesOfControls();
}

/// A password that is typed after it must not stand in clear in another field.
void LoginDialogTest::aLabelsKeyLeadsToThePassword()
{
    open();
    find<QLineEdit>("username")->setFocus();
    const auto labels = m_dialog->findChildren<QLabel *>();
    const auto label = std::ranges::find_if(labels,
        [](const QLabel *each) { return each->isVisible() && each->text() == u"&Password"_s; });
    QVERIFY(label != labels.end());
    QVERIFY((*label)->buddy());
    QVERIFY((*label)->buddy()->focusPolicy() != Qt::NoFocus);
    QTest::keyClick(m_dialog.get(), Qt::Key_P, Qt::AltModifier);
    QTRY_VERIFY(find<QLineEdit>("password")->hasFocus());
}

QTEST_MAIN(LoginDialogTest)
#include "tst_logindialog.moc"
