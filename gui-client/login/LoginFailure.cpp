#include "gui-client/login/LoginFailure.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;
using Kind = ConnectionError::Kind;
using Subject = LoginFailure::Subject;

QString tr(const char *text)
{
    // The context is the one that lupdate takes from where the calls stand.
    return QCoreApplication::translate("roster::gui", text);
}

/// What the server's policy found wrong with a new password; its own word for what is not known.
QString adviceFor(const QString &reason)
{
    if (reason == "too_short"_L1)
        return tr("It is too short.");
    if (reason == "too_long"_L1)
        return tr("It is too long.");
    if (reason == "contains_context"_L1)
        return tr("It contains your user name or the name of this program.");
    if (reason == "same_as_old"_L1)
        return tr("It is the one you have now.");
    if (reason == "too_common"_L1)
        return tr("It is a word that is tried first.");
    if (reason == "too_easy"_L1)
        return tr("It is easy to guess: use several words that have nothing to do with each "
                  "other.");
    return QString(reason).replace(u'_', u' ');
}

QStringList adviceIn(const QJsonObject &data)
{
    QStringList advice;
    for (const QJsonValue reason : data.value("reasons"_L1).toArray())
        advice.append(adviceFor(reason.toString()));
    return advice;
}

QString messageOf(const ConnectionError &error, const ServerAddress &server)
{
    const QString name = toString(server);
    switch (error.kind) {
    case Kind::HostNotFound:
        return tr("There is no host named %1.").arg(server.host);
    case Kind::Refused:
        return tr("Nothing answers at %1. Is the port right, and is the server running?").arg(name);
    case Kind::Unreachable:
        return tr("%1 cannot be reached from here. Is the network up?").arg(name);
    case Kind::TimedOut:
        return tr("%1 did not answer in time.").arg(name);
    case Kind::NotRoster:
        return tr("What answers at %1 is not a Roster server.").arg(name);
    case Kind::Closed:
        return tr("%1 closed the connection. If it happens again, it may not be a Roster server.")
            .arg(name);
    case Kind::UnknownServer:
    case Kind::IdentityChanged:
    case Kind::Untrusted:
        break;
    }
    return tr("%1 is not trusted, and nothing was sent to it.").arg(name) + u' ' + error.message;
}

} // namespace

LoginFailure explainFailure(const ConnectionError &error, const ServerAddress &server)
{
    LoginFailure failure;
    failure.subject = Subject::Server;
    failure.message = messageOf(error, server);
    failure.sparesPassword = true;
    return failure;
}

LoginFailure explainRefusal(const Error &refusal)
{
    LoginFailure failure;
    failure.message = refusal.message;
    failure.retryAfter = retryAfter(refusal);
    switch (refusal.code) {
    case ErrorCode::InvalidCredentials:
        failure.subject = Subject::Password;
        failure.message = tr("The user name or the password is wrong.");
        break;
    case ErrorCode::InvalidParams:
    case ErrorCode::ValidationFailed:
    case ErrorCode::TooLarge:
        failure.subject = Subject::Username;
        break;
    case ErrorCode::WeakPassword:
        failure.subject = Subject::Password;
        failure.message = tr("This password cannot be used.");
        failure.suggestions = adviceIn(refusal.data);
        break;
    case ErrorCode::SessionExpired:
    case ErrorCode::LoginRequired:
        failure.subject = Subject::Password;
        failure.message = tr("The session has ended. Please sign in again.");
        break;
    case ErrorCode::TryLater:
        failure.message = tr("The server asks to wait: too many failed attempts, or it is busy.");
        failure.sparesPassword = true;
        break;
    case ErrorCode::StorageUnavailable:
    case ErrorCode::InternalError:
        failure.sparesPassword = true;
        break;
    default:
        break;
    }
    return failure;
}

LoginFailure explainOutcome(const CallOutcome &outcome, const ServerAddress &server)
{
    return outcome.failure() ? explainFailure(*outcome.failure(), server)
                             : explainRefusal(*outcome.refusal());
}

QString waitingTime(std::chrono::milliseconds wait)
{
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
    if (seconds < 60)
        return tr("%1 s").arg(seconds);
    return tr("%1 min").arg(
        u"%1:%2"_s.arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0')));
}

} // namespace roster::gui
