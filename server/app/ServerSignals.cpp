#include "server/app/ServerSignals.h"

#include <csignal>
#include <sys/signalfd.h>

namespace roster::server {

ServerSignals::ServerSignals()
{
    sigset_t signals;
    sigemptyset(&signals);
    for (const int number : {SIGTERM, SIGINT, SIGHUP})
        sigaddset(&signals, number);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    m_descriptor = FileDescriptor(::signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC));
    m_notifier = std::make_unique<QSocketNotifier>(m_descriptor.get(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &ServerSignals::onReadable);
}

void ServerSignals::onReadable()
{
    signalfd_siginfo info{};
    while (::read(m_descriptor.get(), &info, sizeof info) == sizeof info) {
        if (info.ssi_signo == SIGHUP)
            Q_EMIT reloadAsked();
        else
            Q_EMIT stopAsked();
    }
}

} // namespace roster::server
