#include "gui-client/login/PasswordField.h"

#include "gui-client/app/Icons.h"

#include <QAction>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace roster::gui {

using namespace Qt::StringLiterals;

namespace {

/// Qt makes a button for an action of a line edit, but gives it no name.
void nameButtons(const QLineEdit &edit, const QString &name)
{
    for (QToolButton *button : edit.findChildren<QToolButton *>()) {
        button->setObjectName(u"showPassword"_s);
        button->setAccessibleName(name);
    }
}

} // namespace

PasswordField::PasswordField(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_edit(new QLineEdit(this))
    , m_showAction(nullptr)
    , m_capsLockHint(new QLabel(tr("Caps Lock is on."), this))
{
    m_edit->setAccessibleName(name);
    m_edit->setMaxLength(1024);
    // Neither prediction nor a dictionary may learn it.
    m_edit->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText
        | Qt::ImhNoAutoUppercase);
    m_edit->installEventFilter(this);
    m_showAction = m_edit->addAction(icon(u"eye"_s), QLineEdit::TrailingPosition);
    m_showAction->setCheckable(true);
    // Its button takes no focus.
    m_showAction->setShortcut(Qt::CTRL | Qt::Key_H);
    m_showAction->setShortcutContext(Qt::WidgetShortcut);
    connect(m_showAction, &QAction::toggled, this, &PasswordField::setShown);
    m_capsLockHint->setObjectName(u"capsLockHint"_s);
    m_capsLockHint->setTextFormat(Qt::PlainText);
    m_capsLockHint->hide();
    setShown(false);

    setFocusProxy(m_edit);
    setFocusPolicy(m_edit->focusPolicy()); // else a label's key would pass it over
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_edit);
}

bool PasswordField::isEmpty() const
{
    return m_edit->text().isEmpty();
}

SecretBytes PasswordField::take()
{
    QString text = m_edit->text();
    clear();
    // Now nobody else holds it: it can be wiped where it stood.
    SecretBytes password = SecretBytes::copyOf(text);
    wipe(text);
    return password;
}

void PasswordField::put(const SecretBytes &password)
{
    m_edit->setText(QString::fromUtf8(password.view()));
}

void PasswordField::clear()
{
    // Not clear(), which can be undone.
    m_edit->setText({});
    m_showAction->setChecked(false);
}

bool PasswordField::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        m_capsLock.see(*static_cast<QKeyEvent *>(event));
        showCapsLock();
    } else if (event->type() == QEvent::FocusOut) {
        m_capsLock.forget();
        showCapsLock();
    }
    return QWidget::eventFilter(watched, event);
}

void PasswordField::setShown(bool isShown)
{
    m_edit->setEchoMode(isShown ? QLineEdit::Normal : QLineEdit::Password);
    m_showAction->setIcon(icon(isShown ? u"eye-closed"_s : u"eye"_s));
    const QString text = isShown ? tr("Hide the password") : tr("Show the password");
    m_showAction->setText(text);
    m_showAction->setToolTip(
        tr("%1 (%2)").arg(text, m_showAction->shortcut().toString(QKeySequence::NativeText)));
    nameButtons(*m_edit, text);
}

void PasswordField::showCapsLock()
{
    m_capsLockHint->setVisible(m_capsLock.isOn());
    m_edit->setAccessibleDescription(m_capsLock.isOn() ? m_capsLockHint->text() : QString());
}

} // namespace roster::gui
