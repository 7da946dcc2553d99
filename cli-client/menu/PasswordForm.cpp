#include "cli-client/menu/PasswordForm.h"

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

Task<std::optional<SecretBytes>> askPassword(Terminal &terminal, QString prompt)
{
    Input input = co_await terminal.askSecret(prompt);
    if (!input.isLine())
        co_return std::nullopt;
    co_return std::optional<SecretBytes>(std::move(input.secret));
}

QJsonObject paramsFor(const SecretBytes &oldPassword, const SecretBytes &newPassword)
{
    return {{u"old_password"_s, QString::fromUtf8(oldPassword.view())},
        {u"new_password"_s, QString::fromUtf8(newPassword.view())}};
}

bool isAboutNewPassword(ErrorCode code)
{
    return code == ErrorCode::WeakPassword || code == ErrorCode::ValidationFailed
        || code == ErrorCode::InvalidParams;
}

/// Twice the same, as nobody sees what is typed.
Task<std::optional<SecretBytes>> askNewPassword(Terminal &terminal)
{
    for (;;) {
        std::optional<SecretBytes> password = co_await askPassword(terminal, u"New password: "_s);
        if (!password)
            co_return std::nullopt;
        const std::optional<SecretBytes> again
            = co_await askPassword(terminal, u"New password again: "_s);
        if (!again)
            co_return std::nullopt;
        if (password->view() == again->view() && !password->isEmpty())
            co_return password;
        terminal.print(password->isEmpty() ? u"A password must not be empty.\n"_s
                                           : u"The two are not the same.\n"_s);
    }
}

} // namespace

Task<bool> changePassword(Terminal &terminal, ConsoleSession &session)
{
    std::optional<SecretBytes> oldPassword;
    for (;;) {
        if (!oldPassword)
            oldPassword = co_await askPassword(terminal, u"Present password: "_s);
        if (!oldPassword)
            co_return false;
        const std::optional<SecretBytes> newPassword = co_await askNewPassword(terminal);
        if (!newPassword)
            co_return false;
        const QJsonObject params = paramsFor(*oldPassword, *newPassword);
        const ConsoleSession::Answer answer
            = co_await session.call(u"session.change_password"_s, params);
        if (!answer)
            co_return false;
        if (answer->isOk()) {
            session.onPasswordChanged();
            terminal.print(u"Your password was changed; your other sessions have ended.\n"_s);
            co_return true;
        }
        terminal.print(toText(problemOf(answer->error())));
        if (answer->error().code == ErrorCode::InvalidCredentials)
            oldPassword.reset();
        else if (!isAboutNewPassword(answer->error().code))
            co_return false;
    }
}

} // namespace roster::cli
