#include "gui-client/app/GuiApp.h"

#include "gui-client/login/LoginDialog.h"
#include "gui-client/window/MainWindow.h"

#include <QApplication>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// How long the end of a session waits for the server to end it, too.
constexpr auto goodbyeTime = 2s;

} // namespace

GuiApp::GuiApp(const GuiOptions &options, QList<QSslCertificate> authorities, KeyRing &keyRing,
    const QString &settingsPath, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_authorities(std::move(authorities))
    , m_keyRing(keyRing)
    , m_settings(settingsPath)
    , m_translations(m_settings.preferences().language)
    , m_style(m_settings)
    , m_idleLock(m_clock)
    , m_clipboard(m_settings.preferences().secretsOnClipboard)
{
    applyPreferences();
    connect(&m_settings, &ClientSettings::preferencesChanged, this, &GuiApp::applyPreferences);
    connect(&m_idleLock, &IdleLock::idle, this, [this] {
        m_clipboard.takeBack();
        if (m_window)
            m_window->lock(tr("The window was locked because nobody used it for a while."));
    });
}

GuiApp::~GuiApp()
{
    m_window.reset();
}

void GuiApp::showLogin()
{
    LoginOptions options;
    const QList<ServerAddress> servers = m_settings.servers();
    for (const ServerAddress &server : servers)
        options.history.append(toString(server));
    options.server = m_options.server.isEmpty() ? options.history.value(0) : m_options.server;
    options.username = m_options.username;
    const Result<ServerAddress> address = parseServerAddress(options.server);
    if (options.username.isEmpty() && address)
        options.username = m_settings.lastUser(*address);
    options.authorities = m_authorities;
    // With a CA file it is that which decides.
    if (m_options.caFile.isEmpty())
        options.knownServers = KnownServers(KnownServers::defaultPath());
    m_login = std::make_unique<LoginDialog>(options, m_keyRing);
    connect(m_login.get(), &LoginDialog::loggedIn, this, &GuiApp::onLoggedIn);
    connect(m_login.get(), &QDialog::rejected, this, [] { QApplication::quit(); });
    m_login->show();
}

void GuiApp::onLoggedIn()
{
    const ServerAddress server = m_login->server();
    m_settings.rememberServer(server, m_login->username());
    m_isKept = m_login->isKept();
    std::unique_ptr<RosterClient> client = m_login->takeClient();
    m_workspace = std::make_unique<Workspace>(std::move(client), server);
    m_window = std::make_unique<MainWindow>(*m_workspace, m_settings, m_clipboard);
    connect(m_window.get(), &MainWindow::signOutRequested, this, &GuiApp::onSignOut);
    connect(m_window.get(), &MainWindow::closedByPerson, this, &GuiApp::onClosed);
    m_window->show();
    if (!m_login->notice().isEmpty())
        m_window->say(m_login->notice());
}

/// A session that is not kept ends with the window.
void GuiApp::onClosed()
{
    if (m_isKept) {
        QApplication::quit();
        return;
    }
    endSession([] { QApplication::quit(); });
}

void GuiApp::onSignOut()
{
    const SessionInfo info = m_workspace->session.info();
    m_keyRing.remove(m_workspace->session.server(), info.username, this, [](bool) {});
    endSession([this] {
        // The window goes first; it refers to the workspace.
        m_window.reset();
        m_workspace.reset();
        showLogin();
    });
}

/// A server that does not answer keeps nobody waiting.
void GuiApp::endSession(const std::function<void()> &then)
{
    if (std::exchange(m_isEnding, true))
        return;
    const auto once = [this, isOver = std::make_shared<bool>(false), then] {
        if (std::exchange(*isOver, true))
            return;
        m_isEnding = false;
        then();
    };
    QTimer::singleShot(goodbyeTime, this, once);
    m_workspace->session.logOut(this, once);
}

void GuiApp::applyPreferences()
{
    const Preferences preferences = m_settings.preferences();
    m_idleLock.setLimit(preferences.idleLock);
    m_clipboard.setTime(preferences.secretsOnClipboard);
}

} // namespace roster::gui
