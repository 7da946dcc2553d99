#pragma once

#include "server/requests/LineService.h"

#include <QTimer>

#include <atomic>

namespace roster::server {

/// What the services of one server did, read by the test's thread.
struct ServiceProbe
{
    std::atomic<int> alive = 0;
    std::atomic<int> linesTaken = 0;
    std::atomic<int> linesWhileNotReady = 0;
    std::atomic<qsizetype> mostOutputWaiting = 0;
    std::atomic<qsizetype> latestOutputWaiting = 0;
};

/// A service that needs no records: `login` and `logout` change its state, `busy MS` makes it
/// unready for a while, `fail MS` verifies a login for that long in vain, `big BYTES` answers a
/// long line, `bye` finishes; every other line comes back as it is.
class EchoService : public LineService
{
    Q_OBJECT
public:
    explicit EchoService(ServiceProbe &probe);
    ~EchoService() override;

    [[nodiscard]] bool isReadyForLine() const override;
    [[nodiscard]] qsizetype lineCap() const override;
    [[nodiscard]] bool isAwaitingLogin() const override;
    [[nodiscard]] bool hasSession() const override { return m_hasSession; }
    void takeLine(const QByteArray &line) override;
    void refuseOversizeLine() override;
    void setOutputWaiting(qsizetype bytes) override;
    void finish() override;

private:
    void setSession(bool hasSession);
    void reply(const QByteArray &line);
    void becomeReady();

    ServiceProbe &m_probe;
    QTimer m_busy;
    bool m_hasSession = false;
    bool m_isVerifying = false;
    bool m_isFinishing = false;
};

} // namespace roster::server
