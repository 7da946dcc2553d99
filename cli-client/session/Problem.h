#pragma once

#include "cli-client/commands/ExitCode.h"
#include "common/client/CallOutcome.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace roster::cli {

/// Why something did not happen, in the forms that people, scripts and the shell need.
struct Problem
{
    ExitCode exitCode = ExitCode::Internal;
    QString reason; ///< the protocol's, or one of the connection's such as `untrusted`
    QString message;
    QJsonObject data;
    QString hint = {}; ///< how to go on, in our own words
};

[[nodiscard]] Problem problemOf(const Error &error);
[[nodiscard]] Problem problemOf(const ConnectionError &error);
/// Of a call that failed or was refused; without an outcome it was interrupted.
[[nodiscard]] Problem problemOf(const std::optional<CallOutcome> &outcome);
[[nodiscard]] Problem interruption();

/// What is wrong with one field, in the server's words. `field` may name none that we know.
struct FieldProblem
{
    QString field;
    QString message;
};
[[nodiscard]] QList<FieldProblem> fieldProblems(const QJsonObject &errorData);

/// For people: the message, and a line for each field or waiting time the server named.
[[nodiscard]] QString toText(const Problem &problem);

/// `{"reason":..,"message":..,"data":..,"hint":..,"exit_code":..}`; `data` and `hint` may lack.
[[nodiscard]] QJsonObject toObject(const Problem &problem);
/// For scripts: one line, `{"error":..}` with that object.
[[nodiscard]] QByteArray toJson(const Problem &problem);

/// How long the server asks to wait: `5 seconds`, or empty if it does not.
[[nodiscard]] QString waitingTime(const QJsonObject &errorData);

} // namespace roster::cli
