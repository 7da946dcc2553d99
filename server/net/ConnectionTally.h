#pragma once

#include "server/net/ConnectionEnd.h"

#include <QBasicTimer>
#include <QHostAddress>
#include <QObject>

#include <array>
#include <chrono>

namespace roster::server {

/// Tells the log how connections end without letting strangers fill it: the first event of a kind
/// at once, those that follow as one line a minute with their count. Owned by a TlsListener, on its
/// thread.
class ConnectionTally : public QObject
{
    Q_OBJECT
public:
    explicit ConnectionTally(QObject *parent = nullptr);
    ~ConnectionTally() override;

    void note(ConnectionEnd end, const QHostAddress &peer);
    /// How many ended so since the start.
    [[nodiscard]] quint64 count(ConnectionEnd end) const;

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    struct Kind
    {
        quint64 total = 0;
        quint64 unreported = 0;
        bool isSpokenOf = false;
        QHostAddress latestPeer;
    };

    void report(ConnectionEnd end, Kind &kind);

    std::array<Kind, connectionEndCount> m_kinds;
    QBasicTimer m_minute;
};

} // namespace roster::server
