#include "tests/cli/PtyProgram.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <array>
#include <vector>

#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

namespace roster::test {
namespace {

constexpr int patience = 20'000; // ms

} // namespace

PtyProgram::PtyProgram(const QString &path, const QStringList &arguments, int columns)
{
    std::vector<QByteArray> words{QFile::encodeName(path)};
    for (const QString &argument : arguments)
        words.push_back(argument.toUtf8());
    std::vector<char *> argv;
    for (QByteArray &word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);

    const winsize size{24, static_cast<unsigned short>(columns), 0, 0};
    m_process = forkpty(&m_master, nullptr, nullptr, &size);
    if (m_process == 0) {
        execv(argv.front(), argv.data());
        _exit(127);
    }
    m_notifier = std::make_unique<QSocketNotifier>(m_master, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &PtyProgram::onReadable);
}

PtyProgram::~PtyProgram()
{
    m_notifier.reset();
    if (m_process > 0) {
        kill(m_process, SIGKILL);
        waitpid(m_process, nullptr, 0);
    }
    close(m_master);
}

void PtyProgram::onReadable()
{
    std::array<char, 4096> bytes{};
    const ssize_t count = read(m_master, bytes.data(), bytes.size());
    if (count > 0)
        m_screen.append(bytes.data(), count);
    else
        m_notifier->setEnabled(false);
}

bool PtyProgram::expect(const QString &text)
{
    const QByteArray wanted = text.toUtf8();
    const auto find = [&] { return m_screen.indexOf(wanted, m_seen); };
    if (!QTest::qWaitFor([&] { return find() >= 0; }, patience)) {
        qWarning(
            "waited for \"%s\" after:\n%s", wanted.constData(), m_screen.mid(m_seen).constData());
        return false;
    }
    m_seen = find() + wanted.size();
    return true;
}

void PtyProgram::type(const QByteArray &keys)
{
    if (write(m_master, keys.data(), static_cast<size_t>(keys.size())) != keys.size())
        qWarning("the terminal takes no more keys");
}

void PtyProgram::signal(int number) const
{
    kill(m_process, number);
}

int PtyProgram::exitCode()
{
    int status = 0;
    const auto hasEnded = [&] { return waitpid(m_process, &status, WNOHANG) == m_process; };
    if (!QTest::qWaitFor(hasEnded, patience))
        return -1;
    m_process = -1;
    // Its last words may still be on their way.
    const auto isSilent = [this] { return !m_notifier->isEnabled(); };
    if (!QTest::qWaitFor(isSilent, patience))
        return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -2;
}

bool PtyProgram::isEchoOn() const
{
    termios attributes{};
    return tcgetattr(m_master, &attributes) == 0 && (attributes.c_lflag & ECHO) != 0;
}

} // namespace roster::test
