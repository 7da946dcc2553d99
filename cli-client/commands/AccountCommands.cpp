#include "cli-client/commands/Commands.h"
#include "cli-client/session/ClientCall.h"
#include "cli-client/session/Notice.h"
#include "common/base/Csv.h"
#include "cli-client/text/TableFormatter.h"
#include "common/base/EscapedText.h"
#include "common/protocol/StrictJson.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

Problem storeProblem(const Error &error)
{
    return {ExitCode::Internal, u"session_not_stored"_s,
        u"The session could not be kept: "_s + error.message, {}};
}

/// Twice the same, as nobody sees what is typed.
Task<MaybeProblem> askNewPassword(CommandSession &session)
{
    if (!session.input().newPassword.isEmpty())
        co_return std::nullopt;
    if (!Terminal::hasControllingTerminal()) {
        co_return Problem{ExitCode::Usage, u"usage"_s,
            u"There is no terminal to ask for the new password; use --new-password-file."_s, {}};
    }
    Input first = co_await session.terminal().askSecret(u"New password: "_s);
    if (!first.isLine())
        co_return interruption();
    const Input second = co_await session.terminal().askSecret(u"New password again: "_s);
    if (!second.isLine())
        co_return interruption();
    if (first.secret.isEmpty() || first.secret.view() != second.secret.view()) {
        co_return Problem{ExitCode::InvalidData, u"not_the_same"_s,
            u"The two are not the same, or empty; nothing was changed."_s, {}};
    }
    session.input().newPassword = std::move(first.secret);
    co_return std::nullopt;
}

QStringList sessionCells(const QJsonObject &session)
{
    const QJsonObject client = session.value("client"_L1).toObject();
    return {session.value("id"_L1).toString(), session.value("username"_L1).toString(),
        session.value("created_at"_L1).toString(), session.value("last_used_at"_L1).toString(),
        session.value("peer"_L1).toString(),
        u"%1 %2"_s.arg(client.value("kind"_L1).toString(), client.value("version"_L1).toString())
            .trimmed(),
        session.value("current"_L1).toBool() ? u"this one"_s : QString()};
}

const QStringList &sessionHeader()
{
    static const QStringList names{u"id"_s, u"username"_s, u"created_at"_s, u"last_used_at"_s,
        u"peer"_s, u"client"_s, u"current"_s};
    return names;
}

void writeSessions(CommandSession &session, const QJsonArray &sessions)
{
    Terminal &terminal = session.terminal();
    QList<QStringList> rows;
    for (const QJsonValue each : sessions)
        rows.append(sessionCells(each.toObject()));
    switch (session.line().output) {
    case OutputFormat::Json:
        terminal.write(escapedJson(QJsonDocument(sessions).toJson()));
        break;
    case OutputFormat::JsonLines:
        for (const QJsonValue each : sessions)
            terminal.write(escapedJson(writeJson(each.toObject())) + '\n');
        break;
    case OutputFormat::Csv:
        terminal.write(csvRecord(sessionHeader()));
        for (const QStringList &row : rows)
            terminal.write(csvRecord(row));
        break;
    case OutputFormat::Table: {
        QList<TableColumn> columns;
        for (const QString &title : {u"ID"_s, u"User"_s, u"Since"_s, u"Last used"_s, u"Address"_s,
                 u"Client"_s, u"Current"_s})
            columns.append({title, Alignment::Left, 0});
        const TableFormatter table(columns, rows, terminal.layoutWidth());
        terminal.printStyled(table.header(), TextStyle::Bold);
        for (const QStringList &row : rows)
            terminal.print(table.row(row));
    }
    }
}

Task<MaybeProblem> revoke(CommandSession &session)
{
    const QString id = session.line().revokedSession;
    const QJsonObject params{{u"id"_s, id}};
    const CommandAnswer answer = co_await session.call(u"session.revoke"_s, params);
    if (answer.problem)
        co_return answer.problem;
    writeOutcome(session, {{u"revoked"_s, id}}, u"Ended the session %1.\n"_s.arg(id));
    co_return std::nullopt;
}

} // namespace

Task<MaybeProblem> runLogin(CommandSession &session)
{
    MaybeProblem problem = co_await session.open();
    if (problem)
        co_return problem;
    const CommandLine &line = session.line();
    const SessionInfo info = session.info();
    const StoredSession stored{
        line.server, line.username, line.caFile, session.client().token().clone(), true};
    if (const Outcome saved = session.input().store.save(stored); !saved) {
        // A token that nobody has any more is of no use to anybody.
        co_await logoutCall(session.client(), session.terminal());
        co_return storeProblem(saved.error());
    }
    const QJsonObject told{{u"server"_s, toString(line.server)}, {u"username"_s, info.username},
        {u"role"_s, info.role}, {u"expires_at"_s, info.expiresAt},
        {u"idle_seconds"_s, qint64{info.idleTimeout.count()}},
        {u"must_change_password"_s, info.mustChangePassword}};
    writeOutcome(session, told,
        u"Logged in to %1 as %2 (%3) until %4, or %5 minutes without use.\n"_s
            .arg(toString(line.server), info.username, info.role, info.expiresAt)
            .arg(info.idleTimeout.count() / 60));
    if (info.mustChangePassword)
        reportNotice(session.terminal(),
            {u"password_change_required"_s,
                u"The password must be changed first, with roster-cli passwd."_s},
            line.output);
    co_return std::nullopt;
}

Task<MaybeProblem> runLogout(CommandSession &session)
{
    if (!session.input().stored) {
        co_return Problem{
            ExitCode::Credentials, u"no_session"_s, u"There is no session to log out of."_s, {}};
    }
    const StoredSession &stored = *session.input().stored;
    std::optional<CallOutcome> outcome;
    if (stored.hasEnded()) {
        outcome = CallOutcome(Error{ErrorCode::SessionExpired, {}, {}});
    } else {
        std::optional<CallOutcome> resumed
            = co_await resumeCall(session.client(), session.terminal(), stored.token);
        outcome = std::move(resumed);
    }
    if (outcome && outcome->isOk()) {
        std::optional<CallOutcome> ended
            = co_await logoutCall(session.client(), session.terminal());
        outcome = std::move(ended);
    }
    if (const Outcome removed = session.input().store.remove(stored); !removed)
        co_return Problem{
            ExitCode::Internal, u"session_not_removed"_s, removed.error().message, {}};
    const bool wasDead = outcome && outcome->isRefusedWith(ErrorCode::SessionExpired);
    if (outcome && (outcome->isOk() || wasDead)) {
        const QString name = u"%1 at %2"_s.arg(stored.username, toString(stored.server));
        writeOutcome(session, {{u"ended"_s, outcome->isOk()}},
            wasDead ? u"The session of %1 had ended before; it is forgotten.\n"_s.arg(name)
                    : u"Logged out: %1.\n"_s.arg(name));
        co_return std::nullopt;
    }
    Problem problem = problemOf(outcome);
    problem.message += u" The session is forgotten here, but the server was not told: there it "
                       "lives until it has not been used for long enough."_s;
    co_return problem;
}

Task<MaybeProblem> runPasswd(CommandSession &session)
{
    MaybeProblem problem = co_await session.askPassword();
    if (problem)
        co_return problem;
    problem = co_await session.open();
    if (problem)
        co_return problem;
    problem = co_await askNewPassword(session);
    if (problem)
        co_return problem;
    const QJsonObject params{
        {u"old_password"_s, QString::fromUtf8(session.input().password.view())},
        {u"new_password"_s, QString::fromUtf8(session.input().newPassword.view())}};
    const CommandAnswer answer = co_await session.call(u"session.change_password"_s, params);
    if (!answer.problem) {
        writeOutcome(session, {{u"changed"_s, true}},
            u"The password was changed; other sessions of yours have ended.\n"_s);
    }
    co_return answer.problem;
}

Task<MaybeProblem> runSessions(CommandSession &session)
{
    MaybeProblem problem;
    if (!session.line().revokedSession.isEmpty()) {
        problem = co_await revoke(session);
        co_return problem;
    }
    QJsonObject params;
    if (!session.line().account.isEmpty())
        params.insert("username"_L1, session.line().account);
    const CommandAnswer answer = co_await session.call(u"session.list"_s, params);
    if (!answer.problem)
        writeSessions(session, answer.result.value("sessions"_L1).toArray());
    co_return answer.problem;
}

} // namespace roster::cli
