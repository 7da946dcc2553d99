#include "tests/cli/PipedProgram.h"

#include <QTest>

#include <signal.h>
#include <unistd.h>

namespace roster::test {
namespace {

constexpr int patience = 20'000; // ms

} // namespace

PipedProgram::PipedProgram(
    const QString &path, const QStringList &arguments, const QByteArray &input)
{
    m_process.setChildProcessModifier([] { ::setsid(); });
    m_process.start(path, arguments);
    m_process.write(input);
    m_process.closeWriteChannel();
}

Run PipedProgram::finish()
{
    const bool isDone
        = QTest::qWaitFor([this] { return m_process.state() == QProcess::NotRunning; }, patience);
    return {isDone ? m_process.exitCode() : -1, m_process.readAllStandardOutput(),
        m_process.readAllStandardError()};
}

void PipedProgram::signal(int number) const
{
    ::kill(static_cast<pid_t>(m_process.processId()), number);
}

} // namespace roster::test
