#pragma once

#include "common/base/SecretBytes.h"
#include "gui-client/login/CapsLock.h"

#include <QWidget>

class QAction;
class QLabel;
class QLineEdit;

namespace roster::gui {

/// Where a password is typed: masked, with a button that shows it, and a hint for when Caps Lock is
/// on, which the page places below it. What was typed leaves it as SecretBytes, and then it is
/// empty. A child of a page.
class PasswordField : public QWidget
{
    Q_OBJECT

public:
    /// @p name: what a screen reader calls it.
    explicit PasswordField(const QString &name, QWidget *parent = nullptr);

    [[nodiscard]] QLineEdit *edit() const { return m_edit; }
    /// The page gives it a row of its own, so that labels stay beside their fields.
    [[nodiscard]] QLabel *capsLockHint() const { return m_capsLockHint; }
    [[nodiscard]] bool isEmpty() const;
    /// Empties the field.
    [[nodiscard]] SecretBytes take();
    /// Gives back what was taken, so that it need not be typed again.
    void put(const SecretBytes &password);
    void clear();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void setShown(bool isShown);
    void showCapsLock();

    QLineEdit *m_edit;
    QAction *m_showAction;
    QLabel *m_capsLockHint;
    CapsLock m_capsLock;
};

} // namespace roster::gui
