#include "cli-client/session/Introduction.h"

#include "cli-client/session/ClientCall.h"
#include "cli-client/session/Notice.h"

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

enum class Answer { Accepted, Declined, Mismatch, Interrupted };

QString introductionOf(const ServerIdentity &stranger)
{
    const KeyFingerprint key = stranger.fingerprint();
    return u"Nobody that this computer trusts vouches for %1, and it is not known here yet.\n\n"
           "  Fingerprint  %2\n  Words        %3\n\n"
           "Compare them with what \"roster-server certificate show\" prints on the server's "
           "host.\n"_s.arg(toString(stranger.server), key.text(), key.words());
}

/// Someone who types that much means to compare it.
bool looksCompared(const QString &answer)
{
    return answer.contains(u':') || answer.contains(u' ') || answer.size() > 10;
}

Task<Answer> askAbout(Terminal &terminal, KeyFingerprint key)
{
    for (;;) {
        const Input input = co_await terminal.ask(
            u"Trust this server from now on? Type yes, its fingerprint or its words; [no]: "_s);
        const QString answer = input.text.simplified();
        if (input.kind == Input::Kind::Interrupted)
            co_return Answer::Interrupted;
        if (!input.isLine() || answer.isEmpty() || answer.compare("no"_L1, Qt::CaseInsensitive) == 0
            || answer.compare("n"_L1, Qt::CaseInsensitive) == 0)
            co_return Answer::Declined;
        if (answer.compare("yes"_L1, Qt::CaseInsensitive) == 0 || key.isWrittenAs(answer))
            co_return Answer::Accepted;
        if (looksCompared(answer))
            co_return Answer::Mismatch;
        terminal.print(u"Please type the whole word yes, or no.\n"_s);
    }
}

ClientCall meetingCall(RosterClient &client, Terminal &terminal)
{
    return {terminal, [&client](QObject *context, RosterClient::Callback callback) {
                client.meetServer(context, std::move(callback));
            }};
}

Problem notTrusted(const QString &message)
{
    return {ExitCode::Connection, u"untrusted"_s, message, {}};
}

std::optional<Problem> problemWith(Answer answer)
{
    switch (answer) {
    case Answer::Accepted:
        return std::nullopt;
    case Answer::Declined:
        return notTrusted(u"The server is not trusted; nothing was sent to it."_s);
    case Answer::Mismatch:
        return notTrusted(u"This is NOT what the server shows. Somebody may stand between this "
                          "computer and the server; nothing was sent."_s);
    case Answer::Interrupted:
        break;
    }
    return interruption();
}

QString reasonOf(TrustNotice::Kind kind)
{
    switch (kind) {
    case TrustNotice::Kind::Remembered:
        return u"server_remembered"_s;
    case TrustNotice::Kind::Renewed:
        return u"server_renewed"_s;
    case TrustNotice::Kind::NotRemembered:
        break;
    }
    return u"server_not_remembered"_s;
}

} // namespace

Task<Acquaintance> lookAtServer(RosterClient &client, Terminal &terminal)
{
    const std::optional<CallOutcome> outcome = co_await meetingCall(client, terminal);
    if (!outcome)
        co_return Acquaintance{std::nullopt, interruption()};
    const ConnectionError *failure = outcome->failure();
    if (!failure)
        co_return Acquaintance{};
    const bool isStranger = failure->kind == ConnectionError::Kind::UnknownServer;
    co_return Acquaintance{isStranger ? failure->identity : std::nullopt, problemOf(*failure)};
}

Task<std::optional<Problem>> meetServer(RosterClient &client, Terminal &terminal)
{
    for (;;) {
        const Acquaintance met = co_await lookAtServer(client, terminal);
        const bool canBeAsked = terminal.isInteractive() && terminal.isOutputTerminal();
        if (!met.stranger || !canBeAsked)
            co_return met.problem;
        terminal.print(introductionOf(*met.stranger));
        const Answer answer = co_await askAbout(terminal, met.stranger->fingerprint());
        const std::optional<Problem> problem = problemWith(answer);
        if (problem)
            co_return problem;
        // The server closes a connection that waits for a person: on a new one it must show the
        // same again.
        client.trust(*met.stranger);
    }
}

void reportRemembered(RosterClient &client, Terminal &terminal, OutputFormat format)
{
    QObject::connect(&client, &RosterClient::serverRemembered, &terminal,
        [&terminal, format](const TrustNotice &notice) {
            reportNotice(terminal, {reasonOf(notice.kind), notice.message}, format);
        });
}

} // namespace roster::cli
