#pragma once

#include "cli-client/terminal/Terminal.h"
#include "common/client/RosterClient.h"

#include <QObject>

#include <coroutine>
#include <functional>
#include <optional>

namespace roster::cli {

/// A call to the server to be awaited: gives its outcome, or nothing if Ctrl-C came first. Then the
/// server may still carry it out.
class [[nodiscard]] ClientCall
{
public:
    using Start = std::function<void(QObject *context, RosterClient::Callback callback)>;

    /// @p start makes the call, when this is awaited.
    ClientCall(Terminal &terminal, Start start);
    ClientCall(const ClientCall &) = delete;
    ClientCall &operator=(const ClientCall &) = delete;

    // The names are those that the language asks for.
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> caller);
    std::optional<CallOutcome> await_resume() { return std::move(m_outcome); }

private:
    void finish(std::optional<CallOutcome> outcome);

    Terminal &m_terminal;
    Start m_start;
    QObject m_context; ///< when it goes, neither outcome nor interruption reaches a dead coroutine
    std::coroutine_handle<> m_caller;
    std::optional<CallOutcome> m_outcome;
};

/// `session.login`.
[[nodiscard]] ClientCall loginCall(
    RosterClient &client, Terminal &terminal, const QString &username, const SecretBytes &password);
/// `session.logout`.
[[nodiscard]] ClientCall logoutCall(RosterClient &client, Terminal &terminal);
/// Any other method.
[[nodiscard]] ClientCall methodCall(
    RosterClient &client, Terminal &terminal, const QString &method, const QJsonObject &params);

} // namespace roster::cli
