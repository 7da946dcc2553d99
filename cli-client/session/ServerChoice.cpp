#include "cli-client/session/ServerChoice.h"

#include <algorithm>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

Error wrong(const QString &message)
{
    return {ErrorCode::InvalidParams, message, {}};
}

bool fits(const StoredSession &session, const CommandLine &line)
{
    const bool isServer
        = line.server.host.isEmpty() || toString(line.server) == toString(session.server);
    return isServer && (line.username.isEmpty() || line.username == session.username);
}

/// The last login's if it fits, else the only one that does, but where neither server nor user was
/// named: a command that is not told where must not go to another server than the last time.
std::optional<StoredSession> meant(const CommandLine &line, std::vector<StoredSession> stored)
{
    std::erase_if(stored, [&](const StoredSession &each) { return !fits(each, line); });
    const auto current = std::ranges::find_if(stored, &StoredSession::isCurrent);
    if (current != stored.end())
        return std::move(*current);
    const bool isNamed = !line.server.host.isEmpty() || !line.username.isEmpty();
    if (isNamed && stored.size() == 1)
        return std::move(stored.front());
    return std::nullopt;
}

} // namespace

Result<std::optional<StoredSession>> chooseSession(
    CommandLine &line, std::vector<StoredSession> stored)
{
    std::optional<StoredSession> session = meant(line, std::move(stored));
    if (session) {
        line.server = session->server;
        line.username = session->username;
        if (line.caFile.isEmpty())
            line.caFile = session->caFile;
    }
    if (line.server.host.isEmpty()) {
        return wrong(
            u"Which server? Give --server HOST:PORT, set ROSTER_SERVER, or log in first."_s);
    }
    if (line.username.isEmpty() && line.action != CommandLine::Action::Info)
        return wrong(u"Which user? Give --user NAME, set ROSTER_USER, or log in first."_s);
    return session;
}

} // namespace roster::cli
