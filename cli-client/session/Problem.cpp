#include "cli-client/session/Problem.h"

#include "common/base/EscapedText.h"
#include "common/model/EmployeeFields.h"
#include "common/protocol/ErrorData.h"
#include "common/protocol/StrictJson.h"

#include <QJsonArray>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

ExitCode exitCodeOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::LoginRequired:
    case ErrorCode::SessionExpired:
    case ErrorCode::InvalidCredentials:
    case ErrorCode::PasswordChangeRequired:
        return ExitCode::Credentials;
    case ErrorCode::PermissionDenied:
        return ExitCode::Permission;
    case ErrorCode::InvalidParams:
    case ErrorCode::ValidationFailed:
    case ErrorCode::WeakPassword:
    case ErrorCode::TooLarge:
        return ExitCode::InvalidData;
    case ErrorCode::NotFound:
        return ExitCode::NotFound;
    case ErrorCode::AlreadyExists:
    case ErrorCode::Conflict:
        return ExitCode::Conflict;
    case ErrorCode::TryLater:
    case ErrorCode::StorageUnavailable:
    case ErrorCode::OutcomeUnknown:
        return ExitCode::TryLater;
    case ErrorCode::ParseError:
    case ErrorCode::InvalidRequest:
    case ErrorCode::UnknownMethod:
    case ErrorCode::InternalError:
        break;
    }
    return ExitCode::Internal;
}

QString reasonOf(ConnectionError::Kind kind)
{
    switch (kind) {
    case ConnectionError::Kind::HostNotFound:
        return u"host_not_found"_s;
    case ConnectionError::Kind::Refused:
        return u"connection_refused"_s;
    case ConnectionError::Kind::Unreachable:
        return u"unreachable"_s;
    case ConnectionError::Kind::TimedOut:
        return u"timed_out"_s;
    case ConnectionError::Kind::Untrusted:
        return u"untrusted"_s;
    case ConnectionError::Kind::UnknownServer:
        return u"unknown_server"_s;
    case ConnectionError::Kind::IdentityChanged:
        return u"identity_changed"_s;
    case ConnectionError::Kind::NotRoster:
        return u"not_a_roster_server"_s;
    case ConnectionError::Kind::Closed:
        break;
    }
    return u"connection_closed"_s;
}

/// What a person may do about a server that is not known, or not any more.
QString wayOnFrom(const ConnectionError &error)
{
    const QString server = toString(error.identity->server);
    if (error.kind == ConnectionError::Kind::IdentityChanged) {
        return u"Once the change is confirmed: roster-cli known-servers forget %1, then connect "
               "again."_s.arg(server);
    }
    const KeyFingerprint key = error.identity->fingerprint();
    return u"It shows the fingerprint %1 (%2). Compare that with what \"roster-server certificate "
           "show\" prints on the server's host. Then connect from a terminal, or run: roster-cli "
           "known-servers add %3 --fingerprint FINGERPRINT, with the one from the host; or give "
           "the server's CA file with --ca."_s.arg(key.text(), key.words(), server);
}

QString lineOf(const FieldProblem &field)
{
    const FieldDescription *known = findField(field.field);
    const QString label = known ? QString(known->label) : field.field;
    if (field.message.isEmpty())
        return u"  %1\n"_s.arg(escaped(label));
    // Most sentences name the field themselves.
    const QString head = field.message.startsWith(label) ? QString() : escaped(label) + u": "_s;
    return u"  %1%2\n"_s.arg(head, escaped(field.message));
}

} // namespace

Problem problemOf(const Error &error)
{
    return {exitCodeOf(error.code), errorReason(error.code), error.message, error.data};
}

Problem problemOf(const ConnectionError &error)
{
    Problem problem{ExitCode::Connection, reasonOf(error.kind), error.message, {}};
    if (error.identity) {
        problem.hint = wayOnFrom(error);
        problem.data = {{u"server"_s, toString(error.identity->server)},
            {u"fingerprint"_s, error.identity->fingerprint().text()},
            {u"words"_s, error.identity->fingerprint().words()}};
    }
    return problem;
}

Problem problemOf(const std::optional<CallOutcome> &outcome)
{
    if (!outcome)
        return interruption();
    const ConnectionError *failure = outcome->failure();
    return failure ? problemOf(*failure) : problemOf(*outcome->refusal());
}

Problem interruption()
{
    return {ExitCode::Interrupted, u"interrupted"_s, u"Interrupted."_s, {}};
}

QList<FieldProblem> fieldProblems(const QJsonObject &errorData)
{
    QList<FieldProblem> problems;
    for (const NamedProblem &named : namedProblems(errorData))
        problems.append({named.field, named.message.isEmpty() ? named.reason : named.message});
    return problems;
}

QString waitingTime(const QJsonObject &errorData)
{
    const qint64 milliseconds = errorData.value("retry_after_ms"_L1).toInteger(-1);
    if (milliseconds < 0)
        return {};
    const qint64 seconds = (milliseconds + 999) / 1000;
    return seconds == 1 ? u"1 second"_s : u"%1 seconds"_s.arg(seconds);
}

QString toText(const Problem &problem)
{
    const QString message = problem.message.isEmpty() ? problem.reason : problem.message;
    QString text = escaped(message) + u'\n';
    if (!problem.hint.isEmpty())
        text += escaped(problem.hint) + u'\n';
    for (const FieldProblem &field : fieldProblems(problem.data)) {
        const bool isSaid = !field.message.isEmpty() && message.contains(field.message);
        if (!isSaid)
            text += lineOf(field);
    }
    for (const QJsonValue reason : problem.data.value("reasons"_L1).toArray())
        text += u"  %1\n"_s.arg(escaped(reason.toString().replace(u'_', u' ')));
    if (const QString permission = problem.data.value("permission"_L1).toString();
        !permission.isEmpty() && !message.contains(permission)) {
        text += u"  Missing permission: %1\n"_s.arg(escaped(permission));
    }
    if (const QString time = waitingTime(problem.data); !time.isEmpty())
        text += u"  Try again in %1.\n"_s.arg(time);
    return text;
}

QJsonObject toObject(const Problem &problem)
{
    QJsonObject error{{u"reason"_s, problem.reason}, {u"message"_s, problem.message},
        {u"exit_code"_s, static_cast<int>(problem.exitCode)}};
    if (!problem.data.isEmpty())
        error.insert("data"_L1, problem.data);
    if (!problem.hint.isEmpty())
        error.insert("hint"_L1, problem.hint);
    return error;
}

QByteArray toJson(const Problem &problem)
{
    return escapedJson(writeJson(QJsonObject{{u"error"_s, toObject(problem)}})) + '\n';
}

} // namespace roster::cli
