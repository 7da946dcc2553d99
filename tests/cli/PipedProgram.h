#pragma once

#include <QByteArray>
#include <QProcess>
#include <QStringList>

namespace roster::test {

/// How a program ended and what it said.
struct Run
{
    int exitCode = -1; ///< negative: it did not end
    QByteArray output;
    QByteArray errors;
};

/// roster-cli with pipes and without a controlling terminal, as a script under cron starts it.
class PipedProgram
{
public:
    PipedProgram(const QString &path, const QStringList &arguments, const QByteArray &input = {});

    /// Waits for its end; the event loop goes on.
    [[nodiscard]] Run finish();
    void signal(int number) const;

private:
    QProcess m_process;
};

} // namespace roster::test
