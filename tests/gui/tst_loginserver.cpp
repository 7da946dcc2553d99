#include "gui-client/login/LoginDialog.h"
#include "tests/gui/MemoryKeyRing.h"
#include "tests/server/ServerWorld.h"

#include "server/app/ServerApp.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTest>

using namespace roster;
using namespace roster::gui;
using namespace roster::gui::test;
using namespace Qt::StringLiterals;
using roster::server::tests::ServerWorld;

/// The login's window against the real server.
class LoginServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void meetsTrustsAndSignsIn();
    void slowsDownAfterManyWrongPasswords();
    void changesAOneTimePassword();
    void keepsASessionUntilItIsEnded();

private:
    void open(const QString &username);
    template <typename Widget> [[nodiscard]] Widget *find(const char *name) const
    {
        return m_dialog->findChild<Widget *>(QString::fromLatin1(name));
    }
    void type(const char *name, const QString &text)
    {
        auto *edit = find<QLineEdit>(name);
        edit->selectAll();
        QTest::keyClicks(edit, text);
    }
    void signInWith(const QString &password)
    {
        type("password", password);
        find<QAbstractButton>("signIn")->click();
    }
    [[nodiscard]] QString stateText() const
    {
        const QWidget *page = m_dialog->findChild<QStackedWidget *>()->currentWidget();
        return page->findChild<QLabel *>(u"stateText"_s)->text();
    }
    [[nodiscard]] LoginOptions trusting(const QString &username) const
    {
        LoginOptions options;
        options.server = u"127.0.0.1:%1"_s.arg(m_world->port());
        options.username = username;
        options.authorities = QSslCertificate::fromPath(m_world->folder() + u"/tls/ca.pem"_s);
        return options;
    }

    std::unique_ptr<ServerWorld> m_world;
    std::unique_ptr<MemoryKeyRing> m_keyRing;
    std::unique_ptr<LoginDialog> m_dialog;
    std::unique_ptr<QSignalSpy> m_loggedIn;
};

void LoginServerTest::init()
{
    m_world = std::make_unique<ServerWorld>();
    m_keyRing = std::make_unique<MemoryKeyRing>();
}

void LoginServerTest::cleanup()
{
    m_loggedIn.reset();
    m_dialog.reset();
    m_world.reset();
}

void LoginServerTest::open(const QString &username)
{
    m_dialog = std::make_unique<LoginDialog>(trusting(username), *m_keyRing);
    m_loggedIn = std::make_unique<QSignalSpy>(m_dialog.get(), &LoginDialog::loggedIn);
    m_dialog->open();
}

void LoginServerTest::meetsTrustsAndSignsIn()
{
    LoginOptions options = trusting(u"hr"_s);
    const QList<QSslCertificate> authorities = std::exchange(options.authorities, {});
    const QTemporaryDir folder;
    options.knownServers = KnownServers(folder.filePath(u"known_servers"_s));
    m_dialog = std::make_unique<LoginDialog>(options, *m_keyRing);
    m_loggedIn = std::make_unique<QSignalSpy>(m_dialog.get(), &LoginDialog::loggedIn);
    m_dialog->open();
    signInWith(ServerWorld::password());
    QTRY_VERIFY(find<QLabel>("trustWords")->isVisible());
    QCOMPARE(
        find<QLabel>("trustFingerprint")->text(), KeyFingerprint::of(authorities.first()).text());
    find<QAbstractButton>("trustServer")->click();
    QTRY_COMPARE(m_loggedIn->count(), 1);
    const std::unique_ptr<RosterClient> client = m_dialog->takeClient();
    QCOMPARE(client->session()->role, u"hr"_s);
    QVERIFY(client->session()->rights.has(Permission::EmployeeUpdate));
}

void LoginServerTest::slowsDownAfterManyWrongPasswords()
{
    open(u"hr"_s);
    const int free = roster::server::ThrottleSettings().freeFailures;
    for (int i = 0; i <= free + 1 && !stateText().contains(u"try again in"_s); ++i) {
        signInWith(u"wrong"_s);
        QTRY_VERIFY(find<QAbstractButton>("cancel")->isEnabled()
            && find<QLineEdit>("username")->isEnabled());
    }
    QVERIFY2(stateText().contains(u"try again in"_s), qPrintable(stateText()));
    QVERIFY(!find<QAbstractButton>("signIn")->isEnabled());
    QTRY_VERIFY_WITH_TIMEOUT(find<QAbstractButton>("signIn")->isEnabled(), 10'000);
    signInWith(ServerWorld::password());
    QTRY_COMPARE(m_loggedIn->count(), 1);
}

void LoginServerTest::changesAOneTimePassword()
{
    using roster::server::IssuedPassword;
    const Result<IssuedPassword> reset = roster::server::waitFor<IssuedPassword>(
        [&](auto done) { m_world->app().accounts().resetPassword(u"hr"_s, {}, {}, done); });
    QVERIFY(reset);
    open(u"hr"_s);
    signInWith(reset->oneTimePassword);
    QTRY_VERIFY(find<QLineEdit>("newPassword")->isVisible());
    type("newPassword", u"password"_s);
    type("newPasswordAgain", u"password"_s);
    find<QAbstractButton>("setPassword")->click();
    QTRY_VERIFY(stateText().contains(u"It is too short."_s));
    type("newPassword", u"seven green lamps below a river"_s);
    type("newPasswordAgain", u"seven green lamps below a river"_s);
    find<QAbstractButton>("setPassword")->click();
    QTRY_COMPARE(m_loggedIn->count(), 1);
    // The session may be used, and the new password holds.
    const std::unique_ptr<RosterClient> client = m_dialog->takeClient();
    std::optional<bool> isServed;
    client->call(u"employee.list"_s, {}, this,
        [&isServed](const CallOutcome &outcome) { isServed = outcome.isOk(); });
    QTRY_VERIFY(isServed);
    QVERIFY(*isServed);
    open(u"hr"_s);
    signInWith(u"seven green lamps below a river"_s);
    QTRY_COMPARE(m_loggedIn->count(), 1);
}

void LoginServerTest::keepsASessionUntilItIsEnded()
{
    open(u"hr"_s);
    QTRY_VERIFY(find<QCheckBox>("keepSignedIn")->isVisible());
    find<QCheckBox>("keepSignedIn")->setChecked(true);
    signInWith(ServerWorld::password());
    QTRY_COMPARE(m_loggedIn->count(), 1);
    QVERIFY(m_dialog->isKept());

    open(u"hr"_s);
    QTRY_COMPARE(m_loggedIn->count(), 1);
    const std::unique_ptr<RosterClient> client = m_dialog->takeClient();
    QCOMPARE(client->session()->username, u"hr"_s);

    bool isOut = false;
    client->logout(this, [&isOut](const CallOutcome &outcome) { isOut = outcome.isOk(); });
    QTRY_VERIFY(isOut);
    open(u"hr"_s);
    QTRY_VERIFY(stateText().contains(u"Type your password"_s));
    QVERIFY(m_keyRing->tokens().isEmpty());
    signInWith(ServerWorld::password());
    QTRY_COMPARE(m_loggedIn->count(), 1);
}

QTEST_MAIN(LoginServerTest)
#include "tst_loginserver.moc"
