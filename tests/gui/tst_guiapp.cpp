#include "common/net/ClientTls.h"
#include "gui-client/app/GuiApp.h"
#include "gui-client/login/LoginDialog.h"
#include "gui-client/window/EmployeePane.h"
#include "gui-client/window/MainWindow.h"
#include "tests/gui/MemoryKeyRing.h"
#include "tests/gui/Relay.h"
#include "tests/server/ServerWorld.h"

#include <QAction>
#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace roster;
using namespace roster::gui;
using namespace roster::gui::test;
using namespace Qt::StringLiterals;
using roster::server::tests::ServerWorld;

/// The program from the login to signing out and in again, over the real server.
class GuiAppTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void signsOutAndInAgain();
    void signsOutOfAServerThatIsSilent();
    void signsOutWithoutAConnection();
    void isSignedInByTheKeyRing();
    void forgetsTheKeyRingWhenSigningOut();

private:
    void start();
    void signIn(bool isToBeKept = false);
    [[nodiscard]] bool isInTheTable() const
    {
        return m_app->window() && m_app->window()->pane().model().isLoaded();
    }
    [[nodiscard]] bool isAsking() const
    {
        return !m_app->window() && m_app->loginDialog() && m_app->loginDialog()->isVisible();
    }
    void signOut() { m_app->window()->findChild<QAction *>(u"signOut"_s)->trigger(); }

    std::unique_ptr<ServerWorld> m_server;
    std::unique_ptr<Relay> m_relay;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<MemoryKeyRing> m_keyRing;
    std::unique_ptr<GuiApp> m_app;
};

void GuiAppTest::init()
{
    m_server = std::make_unique<ServerWorld>();
    m_relay = std::make_unique<Relay>([this] { return m_server->port(); });
    m_folder = std::make_unique<QTemporaryDir>();
    m_keyRing = std::make_unique<MemoryKeyRing>();
    start();
}

void GuiAppTest::cleanup()
{
    m_app.reset();
    m_relay.reset();
    m_server.reset();
}

void GuiAppTest::start()
{
    GuiOptions options;
    options.server = u"127.0.0.1:%1"_s.arg(m_relay->port());
    options.username = u"hr"_s;
    options.caFile = m_server->folder() + u"/tls/ca.pem"_s;
    const auto authorities = readAuthorities(options.caFile);
    QVERIFY(authorities);
    m_app = std::make_unique<GuiApp>(
        options, *authorities, *m_keyRing, m_folder->filePath(u"gui.conf"_s));
    m_app->showLogin();
}

void GuiAppTest::signIn(bool isToBeKept)
{
    QTRY_VERIFY(isAsking());
    LoginDialog *dialog = m_app->loginDialog();
    auto *keep = dialog->findChild<QCheckBox *>(u"keepSignedIn"_s);
    QTRY_VERIFY(keep->isVisible());
    keep->setChecked(isToBeKept);
    dialog->findChild<QLineEdit *>(u"password"_s)->setText(ServerWorld::password());
    dialog->findChild<QPushButton *>(u"signIn"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(isInTheTable(), 20'000);
}

void GuiAppTest::signsOutAndInAgain()
{
    signIn();
    signOut();
    QTRY_VERIFY(isAsking());
    signIn();
    QVERIFY(isInTheTable());
}

void GuiAppTest::signsOutOfAServerThatIsSilent()
{
    signIn();
    m_relay->loseReplies();
    signOut();
    signOut();
    QTRY_VERIFY(isAsking());
    LoginDialog *dialog = m_app->loginDialog();
    constexpr int longerThanPatience = 2'500;
    QTest::qWait(longerThanPatience);
    QCOMPARE(m_app->loginDialog(), dialog);
}

void GuiAppTest::signsOutWithoutAConnection()
{
    signIn();
    m_relay->loseReplies();
    m_relay->cut();
    signOut();
    QTRY_VERIFY(isAsking());
}

void GuiAppTest::isSignedInByTheKeyRing()
{
    signIn(true);
    m_app.reset();
    start();
    QTRY_VERIFY_WITH_TIMEOUT(isInTheTable(), 20'000);
}

void GuiAppTest::forgetsTheKeyRingWhenSigningOut()
{
    signIn(true);
    signOut();
    QTRY_VERIFY(isAsking());
    m_app.reset();
    start();
    QTRY_VERIFY(isAsking());
    QTest::qWait(0);
    QVERIFY(!isInTheTable());
}

QTEST_MAIN(GuiAppTest)
#include "tst_guiapp.moc"
