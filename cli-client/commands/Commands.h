#pragma once

#include "cli-client/commands/CommandSession.h"

namespace roster::cli {

// Each does one command and gives what went wrong. The session of all but login, logout and info is
// open.
[[nodiscard]] Task<MaybeProblem> runGet(CommandSession &session);
[[nodiscard]] Task<MaybeProblem> runList(CommandSession &session);
[[nodiscard]] Task<MaybeProblem> runAdd(CommandSession &session);
[[nodiscard]] Task<MaybeProblem> runUpdate(CommandSession &session);
[[nodiscard]] Task<MaybeProblem> runDelete(CommandSession &session);
[[nodiscard]] Task<MaybeProblem> runRestore(CommandSession &session);
[[nodiscard]] Task<MaybeProblem> runWatch(CommandSession &session);
[[nodiscard]] Task<MaybeProblem> runLogin(CommandSession &session);
[[nodiscard]] Task<MaybeProblem> runLogout(CommandSession &session);
[[nodiscard]] Task<MaybeProblem> runPasswd(CommandSession &session);
[[nodiscard]] Task<MaybeProblem> runSessions(CommandSession &session);
[[nodiscard]] Task<MaybeProblem> runInfo(CommandSession &session);
[[nodiscard]] Task<MaybeProblem> runStatus(CommandSession &session);

/// `json` on one line, or @p text for people.
void writeOutcome(CommandSession &session, const QJsonObject &json, const QString &text);

} // namespace roster::cli
