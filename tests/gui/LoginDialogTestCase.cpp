#include "tests/gui/LoginDialogTestCase.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>

namespace roster::gui::test {

using namespace Qt::StringLiterals;
using roster::test::FakeServer;

void LoginDialogTestCase::initTestCase()
{
    QVERIFY(initialiseCrypto());
    m_identity = roster::test::makeIdentity();
}

void LoginDialogTestCase::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<FakeServer>(m_identity);
    QVERIFY(m_server->listen());
    m_keyRing = std::make_unique<MemoryKeyRing>();
}

void LoginDialogTestCase::cleanup()
{
    m_loggedIn.reset();
    m_rejected.reset();
    m_dialog.reset();
    m_server.reset();
}

LoginOptions LoginDialogTestCase::options() const
{
    LoginOptions options;
    options.server = serverName();
    options.username = u"alice"_s;
    options.authorities = m_identity.authorities();
    return options;
}

LoginOptions LoginDialogTestCase::strangerOptions() const
{
    LoginOptions stranger = options();
    stranger.authorities.clear();
    stranger.knownServers = KnownServers(m_folder->filePath(u"known/servers"_s));
    return stranger;
}

void LoginDialogTestCase::open(const LoginOptions &options)
{
    m_dialog = std::make_unique<LoginDialog>(options, *m_keyRing);
    m_loggedIn = std::make_unique<QSignalSpy>(m_dialog.get(), &LoginDialog::loggedIn);
    m_rejected = std::make_unique<QSignalSpy>(m_dialog.get(), &QDialog::rejected);
    m_dialog->open();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
}

void LoginDialogTestCase::signInWith(const QString &password)
{
    type("password", password);
    click("signIn");
}

QString LoginDialogTestCase::textOf(const char *name) const
{
    auto *edit = m_dialog->findChild<QLineEdit *>(QString::fromLatin1(name));
    return edit ? edit->text() : find<QLabel>(name)->text();
}

void LoginDialogTestCase::type(const char *name, const QString &text)
{
    auto *edit = find<QLineEdit>(name);
    edit->selectAll();
    QTest::keyClicks(edit, text);
}

void LoginDialogTestCase::click(const char *name)
{
    QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton);
}

QString LoginDialogTestCase::stateText() const
{
    const QWidget *page = m_dialog->findChild<QStackedWidget *>()->currentWidget();
    const auto *label = page->findChild<QLabel *>(u"stateText"_s);
    return label ? label->text() : QString();
}

bool LoginDialogTestCase::isSeen(const char *name) const
{
    return find<QWidget>(name)->isVisible();
}

QString LoginDialogTestCase::serverName() const
{
    return u"127.0.0.1:%1"_s.arg(m_server->port());
}

void LoginDialogTestCase::verifyNamesOfControls() const
{
    for (const QWidget *widget : m_dialog->findChildren<QWidget *>()) {
        const bool isControl = qobject_cast<const QAbstractButton *>(widget)
            || qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QComboBox *>(widget);
        if (!isControl)
            continue;
        QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        QVERIFY2(!widget->objectName().isEmpty(), qPrintable(widget->accessibleName()));
    }
}

QJsonObject oneTimeLogin()
{
    QJsonObject result = FakeServer::hrLogin();
    result.insert(u"must_change_password"_s, true);
    return result;
}

} // namespace roster::gui::test
