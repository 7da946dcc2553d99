#include "gui-client/login/PasswordChangePage.h"

#include "gui-client/login/PageParts.h"
#include "gui-client/login/PasswordField.h"
#include "gui-client/login/StateLine.h"

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace roster::gui {

using namespace Qt::StringLiterals;

PasswordChangePage::PasswordChangePage(QWidget *parent)
    : QWidget(parent)
    , m_password(new PasswordField(tr("New password"), this))
    , m_again(new PasswordField(tr("New password again"), this))
    , m_stateLine(new StateLine(this))
    , m_cancel(newButton(tr("Cancel"), u"cancelChange"_s, this))
    , m_change(newButton(tr("Set password and sign in"), u"setPassword"_s, this))
{
    m_password->edit()->setObjectName(u"newPassword"_s);
    m_again->edit()->setObjectName(u"newPasswordAgain"_s);
    lay();
    connect(m_cancel, &QPushButton::clicked, this, &PasswordChangePage::cancelRequested);
    connect(m_change, &QPushButton::clicked, this, &PasswordChangePage::choose);
    connect(
        m_stateLine, &StateLine::countdownEnded, this, [this] { m_change->setEnabled(!m_isBusy); });
}

void PasswordChangePage::lay()
{
    auto *form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setVerticalSpacing(6);
    form->setHorizontalSpacing(12);
    form->addRow(tr("&New password"), m_password);
    form->addRow(QString(), m_password->capsLockHint());
    form->addRow(tr("New password &again"), m_again);
    form->addRow(QString(), m_again->capsLockHint());

    QLabel *hint = newParagraph(tr("Long is what counts: 15 characters or more, such as four or "
                                   "five words that have nothing to do with each other."),
        this);
    hint->setObjectName(u"passwordHint"_s);
    m_password->edit()->setToolTip(hint->text());

    QVBoxLayout *layout = newPageLayout(this, 16);
    layout->addWidget(newTitle(tr("Choose your password"), this));
    layout->addWidget(newParagraph(
        tr("The one you signed in with was made for one use. Choose your own to go on."), this));
    layout->addLayout(form);
    layout->addWidget(hint);
    layout->addWidget(m_stateLine, 1);
    layout->addLayout(newButtonRow({m_cancel, m_change}));
    setTabOrder(m_password->edit(), m_again->edit());
    setTabOrder(m_again->edit(), m_change);
    setTabOrder(m_change, m_cancel);
}

void PasswordChangePage::begin()
{
    clear();
    m_stateLine->clear();
    setEnabledFields(true);
    m_password->edit()->setFocus();
}

void PasswordChangePage::setBusy(const QString &text)
{
    m_stateLine->setFocus(); // not to Cancel: Enter may be pressed twice
    setEnabledFields(false);
    m_stateLine->showBusy(text);
}

void PasswordChangePage::showFailure(const LoginFailure &failure)
{
    setEnabledFields(true);
    m_stateLine->showFailure(failure);
    m_change->setEnabled(!m_stateLine->isCountingDown());
    m_password->edit()->setFocus();
}

void PasswordChangePage::clear()
{
    m_password->clear();
    m_again->clear();
    m_chosen = {};
}

void PasswordChangePage::makeDefault()
{
    m_change->setDefault(true);
}

void PasswordChangePage::choose()
{
    SecretBytes password = m_password->take();
    const SecretBytes again = m_again->take();
    LoginFailure failure{LoginFailure::Subject::Password, {}, {}};
    if (password.isEmpty())
        failure.message = tr("Type the new password twice.");
    else if (password.view() != again.view())
        failure.message = tr("The two were not the same. Type them again.");
    if (!failure.message.isEmpty()) {
        showFailure(failure);
        return;
    }
    m_chosen = std::move(password);
    Q_EMIT changeRequested();
}

void PasswordChangePage::setEnabledFields(bool isEnabled)
{
    m_isBusy = !isEnabled;
    m_password->setEnabled(isEnabled);
    m_again->setEnabled(isEnabled);
    m_change->setEnabled(isEnabled);
}

} // namespace roster::gui
