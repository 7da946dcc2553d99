#include "gui-client/login/LoginDialog.h"

#include "gui-client/app/KeyRing.h"
#include "gui-client/login/ChangedIdentityPage.h"
#include "gui-client/login/CredentialsPage.h"
#include "gui-client/login/LoginAttempt.h"
#include "gui-client/login/PasswordChangePage.h"
#include "gui-client/login/PasswordField.h"
#include "gui-client/login/StateLine.h"
#include "gui-client/login/TrustPage.h"

#include <QCloseEvent>
#include <QPointer>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

namespace roster::gui {

using namespace Qt::StringLiterals;
using State = LoginAttempt::State;

namespace {

constexpr int widthInCharacters = 64;

void forget(
    KeyRing &keyRing, const ServerAddress &server, const QString &username, QObject *context)
{
    keyRing.remove(server, username, context, [](bool) {});
}

} // namespace

LoginDialog::LoginDialog(const LoginOptions &options, KeyRing &keyRing, QWidget *parent)
    : QDialog(parent)
    , m_options(options)
    , m_keyRing(keyRing)
    , m_pages(new QStackedWidget(this))
    , m_credentials(new CredentialsPage(options.history, this))
    , m_trust(new TrustPage(this))
    , m_changed(new ChangedIdentityPage(this))
    , m_passwordChange(new PasswordChangePage(this))
{
    setObjectName(u"loginDialog"_s);
    setWindowTitle(tr("Sign in - Roster"));
    for (QWidget *page : {static_cast<QWidget *>(m_credentials), static_cast<QWidget *>(m_trust),
             static_cast<QWidget *>(m_changed), static_cast<QWidget *>(m_passwordChange)})
        m_pages->addWidget(page);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_pages);

    const QString first = options.history.value(0);
    m_credentials->setServerText(options.server.isEmpty() ? first : options.server);
    m_credentials->setUsername(options.username);
    connectPages();
    choosePage(m_credentials);
    m_credentials->focusWhatIsMissing();
    askKeyRing();
}

LoginDialog::~LoginDialog()
{
    if (m_attempt)
        m_attempt->disconnect(this);
}

std::unique_ptr<RosterClient> LoginDialog::takeClient()
{
    return std::move(m_client);
}

void LoginDialog::connectPages()
{
    connect(m_credentials, &CredentialsPage::signInRequested, this, &LoginDialog::signIn);
    connect(m_credentials, &CredentialsPage::cancelRequested, this, &LoginDialog::reject);
    connect(m_trust, &TrustPage::declined, this, &LoginDialog::reject);
    connect(m_trust, &TrustPage::trusted, this, [this] {
        choosePage(m_credentials);
        m_attempt->trust();
    });
    connect(m_changed, &ChangedIdentityPage::left, this, &LoginDialog::reject);
    connect(m_passwordChange, &PasswordChangePage::cancelRequested, this, &LoginDialog::reject);
    connect(
        m_passwordChange, &PasswordChangePage::changeRequested, this, &LoginDialog::changePassword);
}

void LoginDialog::askKeyRing()
{
    m_keyRing.probe(this, [this](bool works) {
        m_hasKeyRing = works;
        m_credentials->offerKeeping(works);
        const Result<ServerAddress> server = parseServerAddress(m_credentials->serverText());
        m_options.username = m_credentials->username();
        if (!works || !server || m_options.username.isEmpty())
            return;
        m_options.server = toString(*server);
        m_keyRing.read(*server, m_options.username, this,
            [this](std::optional<SecretBytes> token) { onTokenRead(std::move(token)); });
    });
}

void LoginDialog::onTokenRead(std::optional<SecretBytes> token)
{
    if (!token)
        return;
    m_keptToken = *std::move(token);
    m_credentials->setKept(true);
    const Result<ServerAddress> server = parseServerAddress(m_credentials->serverText());
    const bool isUntouched = !m_attempt && m_credentials->password().isEmpty() && server
        && hasKeptSession(*server, m_credentials->username());
    if (isUntouched)
        signIn();
}

bool LoginDialog::hasKeptSession(const ServerAddress &server, const QString &username) const
{
    return !m_keptToken.isEmpty() && toString(server) == m_options.server
        && username == m_options.username;
}

void LoginDialog::signIn()
{
    if (m_attempt)
        return;
    using Subject = LoginFailure::Subject;
    LoginFailure failure;
    const Result<ServerAddress> server = parseServerAddress(m_credentials->serverText());
    const QString username = m_credentials->username();
    if (m_credentials->serverText().isEmpty())
        failure = {Subject::Server, tr("Which server? Type its name."), {}};
    else if (!server)
        failure = {Subject::Server, tr("Write the server as HOST, HOST:PORT or [IPV6]:PORT."), {}};
    else if (username.isEmpty())
        failure = {Subject::Username, tr("Type your user name."), {}};
    else if (m_credentials->password().isEmpty() && !hasKeptSession(*server, username))
        failure = {Subject::Password, tr("Type your password."), {}};
    if (failure.message.isEmpty())
        begin(*server, username);
    else
        m_credentials->showFailure(failure);
}

void LoginDialog::begin(const ServerAddress &server, const QString &username)
{
    m_server = server;
    m_username = username;
    ClientOptions options;
    options.server = server;
    options.authorities = m_options.authorities;
    options.knownServers = m_options.knownServers;
    options.kind = u"desktop"_s;
    m_attempt = std::make_unique<LoginAttempt>(options);
    connect(m_attempt.get(), &LoginAttempt::stateChanged, this, &LoginDialog::onStateChanged);
    // A password that was typed is checked, although there may be a kept session: whoever sits
    // there may be somebody else.
    if (m_credentials->password().isEmpty())
        m_attempt->resume(m_keptToken.clone());
    else
        m_attempt->logIn(username, m_credentials->password().take());
}

void LoginDialog::onStateChanged()
{
    const QString server = toString(m_server);
    switch (m_attempt->state()) {
    case State::Connecting:
        return m_credentials->setBusy(tr("Connecting to %1...").arg(server));
    case State::CheckingCertificate:
        return m_credentials->setBusy(tr("Checking the certificate of %1...").arg(server));
    case State::SigningIn:
        return m_credentials->setBusy(tr("Signing in as %1...").arg(m_username));
    case State::TrustNeeded:
        m_trust->ask(*m_attempt->identity());
        return choosePage(m_trust);
    case State::IdentityChanged:
        return showIdentityChanged();
    case State::MustChangePassword:
        return showPasswordChange();
    case State::ChangingPassword:
        return m_passwordChange->setBusy(tr("Setting your password..."));
    case State::PasswordNeeded:
        return onPasswordNeeded();
    case State::Failed:
        return onFailed();
    case State::Done:
        return onDone();
    case State::Idle:
    case State::Cancelled:
        return;
    }
}

void LoginDialog::showIdentityChanged()
{
    std::optional<KnownServer> known;
    if (m_options.knownServers) {
        const Result<std::optional<KnownServer>> found = m_options.knownServers->find(m_server);
        if (found)
            known = *found;
    }
    m_changed->explain(*m_attempt->identity(), known);
    choosePage(m_changed);
}

void LoginDialog::showPasswordChange()
{
    if (m_attempt->failure()) {
        m_passwordChange->showFailure(*m_attempt->failure());
        return;
    }
    choosePage(m_passwordChange);
    m_passwordChange->begin();
}

void LoginDialog::onPasswordNeeded()
{
    m_keptToken = {};
    forget(m_keyRing, m_server, m_username, this);
    abandonAttempt(false);
    backToCredentials();
    m_credentials->stateLine().showNote(tr("Your last session has ended. Type your password."));
}

void LoginDialog::onFailed()
{
    const LoginFailure failure = *m_attempt->failure();
    abandonAttempt(failure.sparesPassword);
    backToCredentials();
    m_credentials->showFailure(failure);
}

void LoginDialog::onDone()
{
    m_notice = m_attempt->notice();
    m_client = m_attempt->takeClient();
    abandonAttempt(false);
    m_username = m_client->session()->username;
    m_isKept = m_credentials->isKept();
    m_keptToken = {};
    if (m_isKept)
        m_keyRing.write(m_server, m_username, m_client->token(), this, [](bool) {});
    else if (m_hasKeyRing)
        forget(m_keyRing, m_server, m_username, this);
    // Later: whoever hears of it may delete this window, and the client is on the stack.
    const auto tell = [this] {
        const QPointer<LoginDialog> self = this;
        Q_EMIT loggedIn();
        if (self)
            accept();
    };
    QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
}

void LoginDialog::changePassword()
{
    m_attempt->changePassword(m_passwordChange->takePassword());
}

void LoginDialog::abandonAttempt(bool isPasswordSpared)
{
    if (!m_attempt)
        return;
    m_attempt->disconnect(this);
    m_attempt->cancel();
    if (isPasswordSpared)
        m_credentials->password().put(m_attempt->takePassword());
    // One of its signals may be on the stack.
    m_attempt.release()->deleteLater();
}

void LoginDialog::backToCredentials()
{
    m_passwordChange->clear();
    choosePage(m_credentials);
    m_credentials->setReady();
    m_credentials->focusWhatIsMissing();
}

void LoginDialog::reject()
{
    if (!m_attempt) {
        m_credentials->password().clear();
        QDialog::reject();
        return;
    }
    const State state = m_attempt->state();
    const bool isUnderWay = m_pages->currentWidget() == m_credentials;
    abandonAttempt(isUnderWay);
    backToCredentials();
    if (state == State::TrustNeeded) {
        m_credentials->stateLine().showNote(
            tr("%1 is not trusted. Nothing was sent to it.").arg(toString(m_server)));
    } else if (state != State::IdentityChanged) {
        m_credentials->stateLine().showNote(tr("Cancelled."));
    }
}

void LoginDialog::closeEvent(QCloseEvent *event)
{
    abandonAttempt(false);
    m_passwordChange->clear();
    reject();
    event->accept();
}

void LoginDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitToPage();
}

bool LoginDialog::event(QEvent *event)
{
    const bool isDone = QDialog::event(event);
    if (event->type() == QEvent::LayoutRequest)
        fitToPage();
    return isDone;
}

void LoginDialog::choosePage(QWidget *page)
{
    // Only the page that is seen has a say in how large the window must be.
    for (int i = 0; i < m_pages->count(); ++i) {
        const bool isSeen = m_pages->widget(i) == page;
        const auto policy = isSeen ? QSizePolicy::Preferred : QSizePolicy::Ignored;
        m_pages->widget(i)->setSizePolicy(policy, policy);
    }
    m_pages->setCurrentWidget(page);
    if (page == m_credentials)
        m_credentials->makeDefault();
    else if (page == m_trust)
        m_trust->makeDefault();
    else if (page == m_changed)
        m_changed->makeDefault();
    else
        m_passwordChange->makeDefault();
    resize(sizeOfPage());
}

QSize LoginDialog::sizeOfPage() const
{
    const QWidget *page = m_pages->currentWidget();
    const int width = qMax(
        widthInCharacters * fontMetrics().averageCharWidth(), page->minimumSizeHint().width());
    const int height
        = qMax(page->layout()->totalHeightForWidth(width), page->minimumSizeHint().height());
    return {width, height};
}

void LoginDialog::fitToPage()
{
    const QSize needed = sizeOfPage().expandedTo(size());
    if (needed != size())
        resize(needed);
}

} // namespace roster::gui
