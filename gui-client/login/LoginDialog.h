#pragma once

#include "common/base/SecretBytes.h"
#include "common/client/KnownServers.h"
#include "common/client/RosterClient.h"
#include "gui-client/login/LoginFailure.h"

#include <QDialog>
#include <QList>
#include <QSslCertificate>
#include <QStringList>

#include <memory>
#include <optional>

class QStackedWidget;

namespace roster::gui {

class ChangedIdentityPage;
class CredentialsPage;
class KeyRing;
class LoginAttempt;
class PasswordChangePage;
class TrustPage;

/// What a login begins with, and whom it may trust.
struct LoginOptions
{
    QString server; ///< as parseServerAddress() takes it; may be empty
    QString username;
    QList<QSslCertificate> authorities;
    /// Without it nobody but the authorities is trusted.
    std::optional<KnownServers> knownServers = std::nullopt;
    QStringList history; ///< of servers, the latest first
};

/// The window in which a person signs in: it asks for what a LoginAttempt needs and shows where
/// that stands. With a kept session of the named user it signs in by itself. No password stays in
/// it, and nothing of it blocks. Owned by GuiApp, on the GUI thread.
class LoginDialog : public QDialog
{
    Q_OBJECT

public:
    /// @p keyRing lives longer.
    LoginDialog(const LoginOptions &options, KeyRing &keyRing, QWidget *parent = nullptr);
    ~LoginDialog() override;

    // After loggedIn():
    [[nodiscard]] std::unique_ptr<RosterClient> takeClient();
    [[nodiscard]] const ServerAddress &server() const { return m_server; }
    /// As the server writes it.
    [[nodiscard]] const QString &username() const { return m_username; }
    /// Whether the session goes into the key ring, to be taken up at the next start.
    [[nodiscard]] bool isKept() const { return m_isKept; }
    /// What the person should still be told, such as that the server could not be remembered.
    [[nodiscard]] const QString &notice() const { return m_notice; }

    /// One step back: from a question to the credentials, from an attempt under way to the fields,
    /// from there out.
    void reject() override;

Q_SIGNALS:
    /// Before accepted().
    void loggedIn();

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    void connectPages();
    void askKeyRing();
    void onTokenRead(std::optional<SecretBytes> token);
    void signIn();
    [[nodiscard]] bool hasKeptSession(const ServerAddress &server, const QString &username) const;
    void begin(const ServerAddress &server, const QString &username);
    void onStateChanged();
    void showIdentityChanged();
    void showPasswordChange();
    void onPasswordNeeded();
    void onFailed();
    void onDone();
    void changePassword();
    void abandonAttempt(bool isPasswordSpared);
    void backToCredentials();
    void choosePage(QWidget *page);
    [[nodiscard]] QSize sizeOfPage() const;
    void fitToPage();

    LoginOptions m_options;
    KeyRing &m_keyRing;
    QStackedWidget *m_pages;
    CredentialsPage *m_credentials;
    TrustPage *m_trust;
    ChangedIdentityPage *m_changed;
    PasswordChangePage *m_passwordChange;
    std::unique_ptr<LoginAttempt> m_attempt;
    std::unique_ptr<RosterClient> m_client;
    ServerAddress m_server;
    QString m_username;
    SecretBytes m_keptToken; ///< of m_options.username on m_options.server
    QString m_notice;
    bool m_hasKeyRing = false;
    bool m_isKept = false;
};

} // namespace roster::gui
