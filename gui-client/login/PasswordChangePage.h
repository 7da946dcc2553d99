#pragma once

#include "common/base/SecretBytes.h"
#include "gui-client/login/LoginFailure.h"

#include <QWidget>

class QPushButton;

namespace roster::gui {

class PasswordField;
class StateLine;

/// Where a password that was given for one use is replaced by one of the user's own. A child of the
/// LoginDialog.
class PasswordChangePage : public QWidget
{
    Q_OBJECT

public:
    explicit PasswordChangePage(QWidget *parent = nullptr);

    [[nodiscard]] StateLine &stateLine() { return *m_stateLine; }
    /// What was typed twice, once changeRequested() came; the fields are empty then.
    [[nodiscard]] SecretBytes takePassword() { return std::exchange(m_chosen, {}); }
    void begin();
    void setBusy(const QString &text);
    void showFailure(const LoginFailure &failure);
    void clear();
    /// After the page was chosen.
    void makeDefault();

Q_SIGNALS:
    void changeRequested();
    void cancelRequested();

private:
    void lay();
    void choose();
    void setEnabledFields(bool isEnabled);

    PasswordField *m_password;
    PasswordField *m_again;
    StateLine *m_stateLine;
    QPushButton *m_cancel;
    QPushButton *m_change;
    SecretBytes m_chosen;
    bool m_isBusy = false;
};

} // namespace roster::gui
