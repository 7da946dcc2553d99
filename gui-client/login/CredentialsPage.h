#pragma once

#include "gui-client/login/LoginFailure.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;

namespace roster::gui {

class PasswordField;
class StateLine;

/// Where a login begins: the server, the user and the password; and where it says what happens. A
/// child of the LoginDialog.
class CredentialsPage : public QWidget
{
    Q_OBJECT

public:
    explicit CredentialsPage(const QStringList &history, QWidget *parent = nullptr);

    [[nodiscard]] QString serverText() const;
    void setServerText(const QString &text);
    [[nodiscard]] QString username() const;
    void setUsername(const QString &name);
    [[nodiscard]] PasswordField &password() { return *m_password; }
    [[nodiscard]] StateLine &stateLine() { return *m_stateLine; }

    /// Where there is no key ring nothing can be kept.
    void offerKeeping(bool isOffered);
    void setKept(bool isKept);
    /// Offered, and wanted.
    [[nodiscard]] bool isKept() const;

    /// Shows @p text and lets nothing be changed but the mind.
    void setBusy(const QString &text);
    void setReady();
    void showFailure(const LoginFailure &failure);
    /// To the first field that is empty, else to the password.
    void focusWhatIsMissing();
    /// After the page was chosen.
    void makeDefault();

Q_SIGNALS:
    void signInRequested();
    void cancelRequested();

private:
    void lay();
    [[nodiscard]] QWidget *newHeading();
    void setBusyFields(bool isBusy);
    void updateButton();
    void focus(LoginFailure::Subject subject);

    QComboBox *m_server;
    QLineEdit *m_username;
    PasswordField *m_password;
    QCheckBox *m_keep;
    StateLine *m_stateLine;
    QPushButton *m_cancel;
    QPushButton *m_signIn;
    bool m_isBusy = false;
};

} // namespace roster::gui
