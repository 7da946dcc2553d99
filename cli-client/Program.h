#pragma once

#include "cli-client/commands/CommandLine.h"
#include "cli-client/commands/CommandSession.h"
#include "cli-client/session/Problem.h"

#include <QList>
#include <QSslCertificate>
#include <QStringList>

namespace roster::cli {

/// The composition root: reads the command line and the files that it names, makes the objects, and
/// runs the menu or a command until it ends. A QCoreApplication exists.
class Program
{
public:
    explicit Program(QStringList arguments);

    /// The exit code of the process.
    [[nodiscard]] int run();

private:
    [[nodiscard]] int runCommandLine(CommandLine &line);
    [[nodiscard]] int runConnected(
        const CommandLine &line, QList<QSslCertificate> authorities, CommandInput &input);
    [[nodiscard]] int runKnownServers(const CommandLine &line);
    [[nodiscard]] int fail(const Problem &problem) const;

    QStringList m_arguments;
};

} // namespace roster::cli
