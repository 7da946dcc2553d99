#pragma once

#include "common/base/FileDescriptor.h"

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace roster::server {

/// Brings SIGTERM, SIGINT and SIGHUP into the main thread's event loop (signalfd(2)). Must be made
/// before any other thread, so that all threads leave the signals to it.
class ServerSignals : public QObject
{
    Q_OBJECT
public:
    ServerSignals();

Q_SIGNALS:
    void stopAsked();
    void reloadAsked();

private:
    void onReadable();

    FileDescriptor m_descriptor;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace roster::server
