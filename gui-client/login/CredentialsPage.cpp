#include "gui-client/login/CredentialsPage.h"

#include "gui-client/login/PageParts.h"
#include "gui-client/login/PasswordField.h"
#include "gui-client/login/StateLine.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

namespace roster::gui {

using namespace Qt::StringLiterals;
using Subject = LoginFailure::Subject;

CredentialsPage::CredentialsPage(const QStringList &history, QWidget *parent)
    : QWidget(parent)
    , m_server(new QComboBox(this))
    , m_username(new QLineEdit(this))
    , m_password(new PasswordField(tr("Password"), this))
    , m_keep(new QCheckBox(tr("&Keep me signed in"), this))
    , m_stateLine(new StateLine(this))
    , m_cancel(newButton(tr("Cancel"), u"cancel"_s, this))
    , m_signIn(newButton(tr("Sign in"), u"signIn"_s, this))
{
    m_server->setEditable(true);
    m_server->setInsertPolicy(QComboBox::NoInsert);
    m_server->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_server->addItems(history);
    m_server->setCurrentText({});
    m_server->lineEdit()->setPlaceholderText(tr("payroll.example or payroll.example:7433"));
    m_server->setObjectName(u"server"_s);
    m_server->setAccessibleName(tr("Server"));
    m_server->lineEdit()->setObjectName(u"serverEdit"_s);
    m_server->lineEdit()->setAccessibleName(tr("Server"));
    m_username->setObjectName(u"username"_s);
    m_username->setAccessibleName(tr("User name"));
    m_password->edit()->setObjectName(u"password"_s);
    m_keep->setObjectName(u"keepSignedIn"_s);
    m_keep->setAccessibleName(tr("Keep me signed in"));
    m_keep->setToolTip(tr("Keeps the session, but never the password, in the desktop's key ring."));
    m_keep->hide();
    lay();

    connect(m_cancel, &QPushButton::clicked, this, &CredentialsPage::cancelRequested);
    connect(m_signIn, &QPushButton::clicked, this, &CredentialsPage::signInRequested);
    // A wait holds for one account on one server.
    connect(m_server, &QComboBox::currentTextChanged, m_stateLine, &StateLine::endCountdown);
    connect(m_username, &QLineEdit::textEdited, m_stateLine, &StateLine::endCountdown);
    connect(m_stateLine, &StateLine::countdownEnded, this, &CredentialsPage::updateButton);
}

void CredentialsPage::lay()
{
    auto *form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setVerticalSpacing(6);
    form->setHorizontalSpacing(12);
    form->addRow(tr("S&erver"), m_server);
    form->addRow(tr("&User name"), m_username);
    form->addRow(tr("&Password"), m_password);
    form->addRow(QString(), m_password->capsLockHint());
    form->addRow(QString(), m_keep);

    QVBoxLayout *layout = newPageLayout(this, 16);
    layout->addWidget(newHeading());
    layout->addLayout(form);
    layout->addWidget(m_stateLine, 1);
    layout->addLayout(newButtonRow({m_cancel, m_signIn}));
    setTabOrder(m_server, m_username);
    setTabOrder(m_username, m_password->edit());
    setTabOrder(m_password->edit(), m_keep);
    setTabOrder(m_keep, m_signIn);
    setTabOrder(m_signIn, m_cancel);
}

QWidget *CredentialsPage::newHeading()
{
    auto *heading = new QWidget(this);
    auto *layout = new QHBoxLayout(heading);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    if (const QIcon mark = QApplication::windowIcon(); !mark.isNull()) {
        auto *picture = new QLabel(heading);
        picture->setPixmap(mark.pixmap(style()->pixelMetric(QStyle::PM_LargeIconSize)));
        layout->addWidget(picture);
    }
    layout->addWidget(newTitle(tr("Sign in to Roster"), heading), 1);
    return heading;
}

QString CredentialsPage::serverText() const
{
    return m_server->currentText().trimmed();
}

void CredentialsPage::setServerText(const QString &text)
{
    m_server->setCurrentText(text);
}

QString CredentialsPage::username() const
{
    return m_username->text().trimmed();
}

void CredentialsPage::setUsername(const QString &name)
{
    m_username->setText(name);
}

void CredentialsPage::offerKeeping(bool isOffered)
{
    m_keep->setVisible(isOffered);
}

void CredentialsPage::setKept(bool isKept)
{
    m_keep->setChecked(isKept);
}

bool CredentialsPage::isKept() const
{
    return !m_keep->isHidden() && m_keep->isChecked();
}

void CredentialsPage::setBusy(const QString &text)
{
    // Not to Cancel: whoever presses Enter twice does not mean that.
    m_stateLine->setFocus();
    setBusyFields(true);
    m_stateLine->showBusy(text);
    updateButton();
}

void CredentialsPage::setReady()
{
    setBusyFields(false);
    m_stateLine->clear();
    updateButton();
}

void CredentialsPage::showFailure(const LoginFailure &failure)
{
    setReady();
    m_stateLine->showFailure(failure);
    updateButton();
    focus(failure.subject);
}

void CredentialsPage::focusWhatIsMissing()
{
    if (serverText().isEmpty())
        focus(Subject::Server);
    else
        focus(username().isEmpty() ? Subject::Username : Subject::Password);
}

void CredentialsPage::makeDefault()
{
    m_signIn->setDefault(true);
}

void CredentialsPage::setBusyFields(bool isBusy)
{
    m_isBusy = isBusy;
    for (QWidget *field : {static_cast<QWidget *>(m_server), static_cast<QWidget *>(m_username),
             static_cast<QWidget *>(m_password), static_cast<QWidget *>(m_keep)})
        field->setEnabled(!isBusy);
}

void CredentialsPage::updateButton()
{
    m_signIn->setEnabled(!m_isBusy && !m_stateLine->isCountingDown());
}

void CredentialsPage::focus(Subject subject)
{
    QLineEdit *field = nullptr;
    if (subject == Subject::Server)
        field = m_server->lineEdit();
    else if (subject == Subject::Username)
        field = m_username;
    else
        field = m_password->edit();
    field->setFocus();
    field->selectAll();
}

} // namespace roster::gui
