#pragma once

#include "cli-client/commands/CommandLine.h"
#include "cli-client/terminal/Terminal.h"

#include <QJsonObject>
#include <QString>

namespace roster::cli {

/// What is worth knowing although nothing failed, for people and for scripts.
struct Notice
{
    QString reason;
    QString message; ///< one sentence
    QJsonObject data = {}; ///< what else a script may want, beside reason and message
};

/// To the standard error: the message, or one line of JSON, `{"notice":..}`.
void reportNotice(Terminal &terminal, const Notice &notice, OutputFormat format);

} // namespace roster::cli
