#pragma once

#include "common/client/CallOutcome.h"
#include "common/client/ServerAddress.h"

#include <QString>
#include <QStringList>

#include <chrono>

namespace roster::gui {

/// Why a login, a password change or an unlocking did not succeed, in plain sentences, and where a
/// person can do something about it. A value.
struct LoginFailure
{
    /// What to look at again.
    enum class Subject { Nothing, Server, Username, Password };

    Subject subject = Subject::Nothing;
    QString message; ///< for people; may hold text that a stranger wrote
    QStringList suggestions; ///< how to do better, a sentence each
    /// How long the server wants to be left alone; 0: try again at once.
    std::chrono::milliseconds retryAfter{0};
    /// Nothing is wrong with the password as far as anybody knows: it need not be typed again.
    bool sparesPassword = false;

    bool operator==(const LoginFailure &) const = default;
};

[[nodiscard]] LoginFailure explainFailure(
    const ConnectionError &error, const ServerAddress &server);
[[nodiscard]] LoginFailure explainRefusal(const Error &refusal);
/// Either of them; @p outcome must not be a success.
[[nodiscard]] LoginFailure explainOutcome(const CallOutcome &outcome, const ServerAddress &server);

/// `45 s`, or `2:05 min`; what is left of a second counts as a whole one.
[[nodiscard]] QString waitingTime(std::chrono::milliseconds wait);

} // namespace roster::gui
