#include "cli-client/terminal/SignalWatcher.h"

#include <sys/signalfd.h>
#include <unistd.h>

namespace roster::cli {
namespace {

sigset_t watchedSignals()
{
    sigset_t set;
    sigemptyset(&set);
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT})
        sigaddset(&set, number);
    return set;
}

/// Blocks the signals, which signalfd(2) asks for, and opens a descriptor that tells of them.
int openSignalDescriptor(sigset_t *previous)
{
    const sigset_t set = watchedSignals();
    pthread_sigmask(SIG_BLOCK, &set, previous);
    const int descriptor = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    if (descriptor < 0)
        qFatal("signalfd failed");
    return descriptor;
}

} // namespace

SignalWatcher::SignalWatcher(QObject *parent)
    : QObject(parent)
    , m_descriptor(openSignalDescriptor(&m_previous))
    , m_notifier(m_descriptor, QSocketNotifier::Read)
{
    connect(&m_notifier, &QSocketNotifier::activated, this, &SignalWatcher::onReadable);
}

SignalWatcher::~SignalWatcher()
{
    m_notifier.setEnabled(false);
    close(m_descriptor);
    pthread_sigmask(SIG_SETMASK, &m_previous, nullptr);
}

void SignalWatcher::onReadable()
{
    signalfd_siginfo info{};
    while (read(m_descriptor, &info, sizeof info) == sizeof info)
        Q_EMIT raised(static_cast<int>(info.ssi_signo));
}

} // namespace roster::cli
