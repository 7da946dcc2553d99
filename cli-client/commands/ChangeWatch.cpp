#include "cli-client/commands/ChangeWatch.h"

#include "cli-client/commands/Commands.h"
#include "cli-client/session/Notice.h"
#include "cli-client/terminal/Wait.h"
#include "cli-client/text/RecordView.h"
#include "common/base/EscapedText.h"
#include "common/protocol/StrictJson.h"

#include <QDateTime>

#include <algorithm>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

constexpr std::chrono::seconds firstReconnectPause{1};
constexpr std::chrono::seconds longestReconnectPause{30};

TextStyle styleOf(const QString &action)
{
    if (action == "added"_L1 || action == "restored"_L1)
        return TextStyle::Good;
    return action == "updated"_L1 ? TextStyle::Plain
        : action == "deleted"_L1  ? TextStyle::Bad
                                  : TextStyle::Warning;
}

} // namespace

ChangeWatch::ChangeWatch(CommandSession &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
    RosterClient &client = session.client();
    connect(&client, &RosterClient::notified, this, &ChangeWatch::onNotified);
    connect(&client, &RosterClient::connectionLost, this, [this] { end(Ending::LinkLost); });
    connect(&client, &RosterClient::sessionEnded, this, [this] { end(Ending::SessionEnded); });
}

Task<MaybeProblem> ChangeWatch::run()
{
    std::chrono::seconds pause = firstReconnectPause;
    for (;;) {
        m_ending.reset();
        MaybeProblem problem = co_await subscribe();
        if (problem && problem->exitCode == ExitCode::Interrupted)
            co_return std::nullopt;
        const bool isLinkDown = problem && problem->exitCode == ExitCode::Connection;
        if (problem && (!isLinkDown || m_revision < 0))
            co_return problem;
        if (!problem) {
            pause = firstReconnectPause;
            const Ending ending = co_await watchUntilEnd();
            if (ending == Ending::Interrupted || ending == Ending::OutputClosed)
                co_return std::nullopt;
            if (ending == Ending::SessionEnded)
                co_return m_session.sessionEnded();
        }
        reportNotice(m_session.terminal(),
            {u"connection_lost"_s,
                u"The connection was lost; trying again in %1 s."_s.arg(pause.count()),
                {{u"retry_seconds"_s, qint64{pause.count()}}}},
            m_session.line().output);
        const std::optional<Done> passed = co_await pauseFor(m_session.terminal(), pause);
        if (!passed)
            co_return std::nullopt;
        pause = std::min(pause * 2, longestReconnectPause);
    }
}

Task<MaybeProblem> ChangeWatch::subscribe()
{
    const CommandAnswer answer = co_await m_session.call(u"employee.subscribe"_s, {});
    if (!answer.problem)
        onSubscribed(answer.result.value("revision"_L1).toInteger());
    co_return answer.problem;
}

Task<ChangeWatch::Ending> ChangeWatch::watchUntilEnd()
{
    if (!m_ending) {
        Wait<Done> wait(m_session.terminal(), [this](QObject *, Wait<Done>::Callback callback) {
            m_onEnding = [callback] { callback(Done{}); };
        });
        const std::optional<Done> ended = co_await wait;
        m_onEnding = nullptr;
        if (!ended)
            co_return Ending::Interrupted;
    }
    co_return *m_ending;
}

/// From the event loop: what comes of it may end what is reporting it.
void ChangeWatch::end(Ending ending)
{
    m_ending = ending;
    const auto resume = [this] {
        if (const auto onEnding = std::exchange(m_onEnding, nullptr))
            onEnding();
    };
    QMetaObject::invokeMethod(this, resume, Qt::QueuedConnection);
}

void ChangeWatch::onSubscribed(qint64 revision)
{
    if (m_revision >= 0 && revision > m_revision) {
        tell({{u"action"_s, u"missed"_s}, {u"from"_s, m_revision + 1}, {u"revision"_s, revision}});
    }
    m_revision = std::max(m_revision, revision);
}

void ChangeWatch::onNotified(const QString &method, const QJsonObject &params)
{
    if (method != "employee.changed"_L1)
        return;
    m_revision = std::max(m_revision, params.value("revision"_L1).toInteger());
    tell(params);
}

void ChangeWatch::tell(const QJsonObject &change)
{
    Terminal &terminal = m_session.terminal();
    if (m_session.line().output == OutputFormat::Table)
        tellForPeople(change);
    else
        terminal.write(escapedJson(writeJson(change)) + '\n');
    if (terminal.isOutputClosed() || terminal.hasOutputFailed())
        end(Ending::OutputClosed);
}

void ChangeWatch::tellForPeople(const QJsonObject &change)
{
    const QString action = change.value("action"_L1).toString();
    const qint64 revision = change.value("revision"_L1).toInteger();
    const QString time = QDateTime::currentDateTime().toString(u"hh:mm:ss"_s);
    QString what;
    if (action == "missed"_L1) {
        const qint64 from = change.value("from"_L1).toInteger();
        what = from == revision ? u"the change %1"_s.arg(from)
                                : u"the changes %1 to %2"_s.arg(from).arg(revision);
        what += u", while there was no connection"_s;
    } else if (action == "many"_L1) {
        what = u"too many at once to tell one by one, up to %1"_s.arg(revision);
    } else {
        const RecordView record(change.value("employee"_L1).toObject());
        what = u"%1, version %2, by %3"_s.arg(record.title())
                   .arg(record.version())
                   .arg(escaped(change.value("by"_L1).toString()));
    }
    const QString line = u"%1  %2  %3\n"_s.arg(time, escaped(action).leftJustified(8), what);
    m_session.terminal().printStyled(line, styleOf(action));
}

Task<MaybeProblem> runWatch(CommandSession &session)
{
    ChangeWatch watch(session);
    MaybeProblem problem = co_await watch.run();
    co_return problem;
}

} // namespace roster::cli
