#pragma once

#include "common/base/Clock.h"
#include "gui-client/app/AppStyle.h"
#include "gui-client/app/ClientSettings.h"
#include "gui-client/app/GuiOptions.h"
#include "gui-client/app/KeyRing.h"
#include "gui-client/app/Translations.h"
#include "gui-client/app/Workspace.h"
#include "gui-client/window/ClipboardGuard.h"
#include "gui-client/window/IdleLock.h"

#include <QObject>

#include <functional>
#include <memory>

namespace roster::gui {

class LoginDialog;
class MainWindow;

/// The program from the login to the end: owns everything, and passes references on. One for the
/// process, on the GUI thread.
class GuiApp : public QObject
{
    Q_OBJECT

public:
    /// @p authorities: whom the client trusts beside the servers it knows.
    GuiApp(const GuiOptions &options, QList<QSslCertificate> authorities, KeyRing &keyRing,
        const QString &settingsPath, QObject *parent = nullptr);
    ~GuiApp() override;

    void showLogin();
    /// Null before the first login.
    [[nodiscard]] MainWindow *window() const { return m_window.get(); }
    [[nodiscard]] LoginDialog *loginDialog() const { return m_login.get(); }

private:
    void onLoggedIn();
    void onClosed();
    void onSignOut();
    void endSession(const std::function<void()> &then);
    void applyPreferences();

    GuiOptions m_options;
    QList<QSslCertificate> m_authorities;
    KeyRing &m_keyRing;
    ClientSettings m_settings;
    Translations m_translations;
    AppStyle m_style;
    SystemClock m_clock;
    IdleLock m_idleLock;
    ClipboardGuard m_clipboard;
    std::unique_ptr<LoginDialog> m_login;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<MainWindow> m_window;
    bool m_isKept = false; ///< the session, in the key ring
    bool m_isEnding = false;
};

} // namespace roster::gui
