#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <signal.h>

namespace roster::cli {

/// Turns SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP and SIGCONT into a Qt signal (signalfd(2)), so
/// that they meet the program between two events. Make it before any thread is started, which would
/// else receive them; there is one for a process.
class SignalWatcher : public QObject
{
    Q_OBJECT

public:
    explicit SignalWatcher(QObject *parent = nullptr);
    ~SignalWatcher() override;

Q_SIGNALS:
    void raised(int number);

private:
    void onReadable();

    sigset_t m_previous;
    int m_descriptor;
    QSocketNotifier m_notifier;
};

} // namespace roster::cli
