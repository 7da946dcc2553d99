#include "tests/gui/LoginDialogTestCase.h"

#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace roster;
using namespace roster::gui;
using namespace roster::gui::test;
using namespace roster::test;
using namespace Qt::StringLiterals;

/// The questions of the login's window: whether to trust a server, and which new password to use.
class LoginTrustTest : public LoginDialogTestCase
{
    Q_OBJECT

private Q_SLOTS:
    void showsWhatToCompare();
    void trustsWhenToldTo();
    void doesNotTrustByDefault_data();
    void doesNotTrustByDefault();
    void goesNoFurtherAfterAChangedIdentity();
    void showsWhatStrangersWriteAsPlainText();
    void tellsThatAServerCannotBeRemembered();
    void changesAOneTimePassword();
    void wantsTheNewPasswordTwice();
    void showsWhyANewPasswordIsRefused();
    void leavesTheSessionWhenNoPasswordIsChosen();

private:
    void openAtTrust();
    void openAtPasswordChange();
};

void LoginTrustTest::openAtTrust()
{
    open(strangerOptions());
    signInWith(u"correct"_s);
    QTRY_VERIFY(isSeen("trustWords"));
}

void LoginTrustTest::openAtPasswordChange()
{
    m_server->always(u"session.login"_s, oneTimeLogin());
    m_server->always(u"session.change_password"_s, QJsonObject());
    open();
    signInWith(u"correct"_s);
    QTRY_VERIFY(isSeen("newPassword"));
}

void LoginTrustTest::showsWhatToCompare()
{
    openAtTrust();
    const KeyFingerprint key = KeyFingerprint::of(m_identity.authorities().first());
    QCOMPARE(textOf("trustWords").simplified(), key.words());
    QCOMPARE(textOf("trustFingerprint"), key.text());
    QCOMPARE(textOf("trustCommand"), u"roster-server certificate show"_s);
    QVERIFY(textOf("trustTitle").contains(serverName()));
    QVERIFY(find<QLabel>("trustWords")->font().pointSizeF()
        > 1.5 * find<QLabel>("trustFingerprint")->font().pointSizeF());
    QCOMPARE(m_server->applicationBytes(), 0);
    verifyNamesOfControls();
}

void LoginTrustTest::trustsWhenToldTo()
{
    openAtTrust();
    click("trustServer");
    QTRY_COMPARE(m_loggedIn->count(), 1);
    const auto known = strangerOptions().knownServers->list();
    QVERIFY(known);
    QCOMPARE(known->servers.size(), 1);
    QCOMPARE(toString(known->servers.first().identity.server), serverName());
}

void LoginTrustTest::doesNotTrustByDefault_data()
{
    QTest::addColumn<QString>("how");
    QTest::newRow("by the button") << u"button"_s;
    QTest::newRow("by Enter") << u"enter"_s;
    QTest::newRow("by Esc") << u"escape"_s;
    QTest::newRow("by closing the window") << u"close"_s;
}

void LoginTrustTest::doesNotTrustByDefault()
{
    QFETCH(QString, how);
    openAtTrust();
    QVERIFY(find<QPushButton>("doNotConnect")->isDefault());
    if (how == "button"_L1)
        click("doNotConnect");
    else if (how == "enter"_L1)
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    else if (how == "escape"_L1)
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
    else
        m_dialog->close();
    QCOMPARE(m_rejected->count(), how == "close"_L1 ? 1 : 0);
    QVERIFY(stateText().contains(u"is not trusted"_s) || how == "close"_L1);
    QVERIFY(textOf("password").isEmpty());
    const auto known = strangerOptions().knownServers->list();
    QVERIFY(known && known->servers.isEmpty());
    QTRY_COMPARE(m_server->openConnections(), 0);
    QCOMPARE(m_server->applicationBytes(), 0);
}

void LoginTrustTest::goesNoFurtherAfterAChangedIdentity()
{
    const LoginOptions stranger = strangerOptions();
    const ServerIdentity before{
        {u"127.0.0.1"_s, m_server->port()}, makeIdentity().authorities().first()};
    const QDateTime since(QDate(2026, 3, 4), QTime(12, 0), Qt::UTC);
    QVERIFY(stranger.knownServers->add({before, since}));
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    open(stranger);
    signInWith(u"correct"_s);
    QTRY_VERIFY(isSeen("shownWords"));
    const KeyFingerprint now = KeyFingerprint::of(m_identity.authorities().first());
    QCOMPARE(textOf("shownWords").simplified(), now.words());
    QCOMPARE(textOf("shownFingerprint"), now.text());
    QCOMPARE(textOf("knownWords").simplified(), before.fingerprint().words());
    QVERIFY(textOf("knownSince").contains(u"4 March 2026"_s));
    QCOMPARE(textOf("forgetCommand"), u"roster-cli known-servers forget %1"_s.arg(serverName()));
    // The one button that can be pressed leads back.
    for (const QPushButton *button : m_dialog->findChildren<QPushButton *>())
        QVERIFY(!button->isVisible() || button->objectName() == "leaveChangedIdentity"_L1);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QVERIFY(isSeen("signIn"));
    QVERIFY(textOf("password").isEmpty());
    QCOMPARE(m_server->applicationBytes(), 0);
    QCOMPARE(m_loggedIn->count(), 0);
}

void LoginTrustTest::showsWhatStrangersWriteAsPlainText()
{
    m_server->always(u"session.login"_s,
        Error{ErrorCode::StorageUnavailable, u"<b>bold</b> <img src='x'>"_s, {}});
    open();
    signInWith(u"correct"_s);
    QTRY_COMPARE(stateText(), u"<b>bold</b> <img src='x'>"_s);
    for (const QLabel *label : m_dialog->findChildren<QLabel *>())
        QVERIFY(label->textFormat() == Qt::PlainText || label->text().isEmpty() || label->buddy());
}

void LoginTrustTest::tellsThatAServerCannotBeRemembered()
{
    openAtTrust();
    // The folder's name is taken by a file.
    QFile inTheWay(m_folder->filePath(u"known"_s));
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    click("trustServer");
    QTRY_COMPARE(m_loggedIn->count(), 1);
    QVERIFY2(
        m_dialog->notice().contains(u"could not be remembered"_s), qPrintable(m_dialog->notice()));
}

void LoginTrustTest::changesAOneTimePassword()
{
    openAtPasswordChange();
    QVERIFY(find<QPushButton>("setPassword")->isDefault());
    QTRY_VERIFY(find<QLineEdit>("newPassword")->hasFocus());
    verifyNamesOfControls();
    type("newPassword", u"a much better one"_s);
    type("newPasswordAgain", u"a much better one"_s);
    QTest::keyClick(find<QLineEdit>("newPasswordAgain"), Qt::Key_Return);
    QVERIFY(textOf("newPassword").isEmpty());
    QVERIFY(textOf("newPasswordAgain").isEmpty());
    QTRY_COMPARE(m_loggedIn->count(), 1);
    const QJsonObject asked = m_server->calls(u"session.change_password"_s).first();
    QCOMPARE(asked["old_password"_L1].toString(), u"correct"_s);
    QCOMPARE(asked["new_password"_L1].toString(), u"a much better one"_s);
}

void LoginTrustTest::wantsTheNewPasswordTwice()
{
    openAtPasswordChange();
    click("setPassword");
    QVERIFY(stateText().contains(u"twice"_s));
    type("newPassword", u"a much better one"_s);
    type("newPasswordAgain", u"a much worse one"_s);
    click("setPassword");
    QVERIFY(stateText().contains(u"not the same"_s));
    QVERIFY(find<QLineEdit>("newPassword")->hasFocus());
    QVERIFY(m_server->calls(u"session.change_password"_s).isEmpty());
}

void LoginTrustTest::showsWhyANewPasswordIsRefused()
{
    openAtPasswordChange();
    m_server->once(u"session.change_password"_s,
        {Error{ErrorCode::WeakPassword, u"weak"_s,
            {{u"reasons"_s, QJsonArray{u"too_short"_s, u"same_as_old"_s}}}}});
    type("newPassword", u"password"_s);
    type("newPasswordAgain", u"password"_s);
    click("setPassword");
    QTRY_COMPARE(stateText(),
        u"This password cannot be used. It is too short. It is the one you have now."_s);
    QVERIFY(isSeen("newPassword"));
    type("newPassword", u"a much better one"_s);
    type("newPasswordAgain", u"a much better one"_s);
    click("setPassword");
    QTRY_COMPARE(m_loggedIn->count(), 1);
}

void LoginTrustTest::leavesTheSessionWhenNoPasswordIsChosen()
{
    openAtPasswordChange();
    type("newPassword", u"a much better one"_s);
    QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
    QVERIFY(isSeen("signIn"));
    QVERIFY(textOf("newPassword").isEmpty());
    QVERIFY(textOf("password").isEmpty());
    QTRY_COMPARE(m_server->calls(u"session.logout"_s).size(), 1);
    QCOMPARE(m_rejected->count(), 0);
}

QTEST_MAIN(LoginTrustTest)
#include "tst_logintrust.moc"
