#include "gui-client/login/LoginAttempt.h"

#include <QCoreApplication>

#include <utility>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

/// The person may try another new password at once.
bool isAboutNewPassword(const CallOutcome &outcome)
{
    return outcome.isRefusedWith(ErrorCode::WeakPassword)
        || outcome.isRefusedWith(ErrorCode::ValidationFailed)
        || outcome.isRefusedWith(ErrorCode::InvalidParams)
        || outcome.isRefusedWith(ErrorCode::TryLater)
        || outcome.isRefusedWith(ErrorCode::StorageUnavailable);
}

} // namespace

LoginAttempt::LoginAttempt(const ClientOptions &options, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_client(std::make_unique<RosterClient>(options))
{
    connect(m_client.get(), &RosterClient::serverReached, this, [this] {
        if (m_state == State::Connecting)
            enter(State::CheckingCertificate);
    });
    connect(m_client.get(), &RosterClient::serverTrusted, this, [this] {
        if (m_state == State::CheckingCertificate)
            enter(State::SigningIn);
    });
    connect(m_client.get(), &RosterClient::serverRemembered, this, &LoginAttempt::onRemembered);
}

LoginAttempt::~LoginAttempt() = default;

void LoginAttempt::logIn(const QString &username, SecretBytes password)
{
    Q_ASSERT(m_state == State::Idle);
    m_username = username;
    m_password = std::move(password);
    greet();
}

void LoginAttempt::resume(SecretBytes token)
{
    Q_ASSERT(m_state == State::Idle);
    m_token = std::move(token);
    greet();
}

void LoginAttempt::trust()
{
    if (m_state != State::TrustNeeded)
        return;
    // On a new connection it must show the same identity again.
    m_client->trust(*m_identity);
    m_identity.reset();
    greet();
}

void LoginAttempt::changePassword(SecretBytes newPassword)
{
    if (m_state != State::MustChangePassword)
        return;
    m_failure.reset();
    const QJsonObject params{{u"old_password"_s, QString::fromUtf8(m_password.view())},
        {u"new_password"_s, QString::fromUtf8(newPassword.view())}};
    m_client->call(u"session.change_password"_s, params, this,
        [this](const CallOutcome &outcome) { onPasswordChanged(outcome); });
    enter(State::ChangingPassword);
}

void LoginAttempt::cancel()
{
    if (isOver())
        return;
    if (m_client->session())
        leaveSession();
    else
        m_client->disconnectFromServer();
    enter(State::Cancelled);
}

bool LoginAttempt::isOver() const
{
    switch (m_state) {
    case State::IdentityChanged:
    case State::PasswordNeeded:
    case State::Done:
    case State::Failed:
    case State::Cancelled:
        return true;
    default:
        return false;
    }
}

std::unique_ptr<RosterClient> LoginAttempt::takeClient()
{
    Q_ASSERT(m_state == State::Done && m_client);
    m_client->disconnect(this);
    return std::move(m_client);
}

void LoginAttempt::enter(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

void LoginAttempt::fail(const LoginFailure &failure)
{
    m_failure = failure;
    if (!failure.sparesPassword)
        m_password = {};
    enter(State::Failed);
}

void LoginAttempt::greet()
{
    const auto onDone = [this](const CallOutcome &outcome) { onGreeted(outcome); };
    if (m_token.isEmpty())
        m_client->login(m_username, m_password, this, onDone);
    else
        m_client->resume(m_token.clone(), this, onDone);
    enter(State::Connecting);
}

void LoginAttempt::onGreeted(const CallOutcome &outcome)
{
    if (m_state == State::Cancelled)
        return;
    if (!outcome.isOk()) {
        onNotGreeted(outcome);
        return;
    }
    if (!m_client->session()->mustChangePassword) {
        m_password = {};
        enter(State::Done);
    } else if (m_password.isEmpty()) {
        // The old password is part of a change, and a kept session does not know it.
        leaveSession();
        enter(State::PasswordNeeded);
    } else {
        enter(State::MustChangePassword);
    }
}

void LoginAttempt::onNotGreeted(const CallOutcome &outcome)
{
    if (!m_token.isEmpty() && outcome.meansNoSession()) {
        enter(State::PasswordNeeded);
        return;
    }
    const ConnectionError *error = outcome.failure();
    if (error && error->identity) {
        m_identity = error->identity;
        if (error->kind == ConnectionError::Kind::UnknownServer) {
            enter(State::TrustNeeded);
            return;
        }
        m_password = {};
        enter(State::IdentityChanged);
        return;
    }
    fail(explainOutcome(outcome, m_options.server));
}

void LoginAttempt::onPasswordChanged(const CallOutcome &outcome)
{
    if (m_state != State::ChangingPassword)
        return;
    if (outcome.isOk()) {
        m_password = {};
        enter(State::Done);
    } else if (isAboutNewPassword(outcome) || (outcome.failure() && m_client->session())) {
        // A connection that is lost is made again, and the session taken up, by the next try.
        m_failure = explainOutcome(outcome, m_options.server);
        enter(State::MustChangePassword);
    } else {
        LoginFailure failure = explainOutcome(outcome, m_options.server);
        failure.sparesPassword = false;
        // The old one was right when the session began.
        if (outcome.isRefusedWith(ErrorCode::InvalidCredentials))
            failure.message = tr("The password was changed meanwhile. Sign in with the new one.");
        if (m_client->session())
            leaveSession();
        fail(failure);
    }
}

void LoginAttempt::onRemembered(const TrustNotice &notice)
{
    if (notice.kind != TrustNotice::Kind::Remembered)
        m_notice = notice.message;
}

void LoginAttempt::leaveSession()
{
    // It says goodbye on its own, and goes when that was heard or the connection is gone.
    RosterClient *client = m_client.release();
    client->disconnect(this);
    client->setParent(QCoreApplication::instance());
    client->logout(client, [client](const CallOutcome &) { client->deleteLater(); });
}

} // namespace roster::gui
