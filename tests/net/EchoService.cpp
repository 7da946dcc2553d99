#include "tests/net/EchoService.h"

#include "common/protocol/LineCodec.h"

namespace roster::server {

EchoService::EchoService(ServiceProbe &probe)
    : m_probe(probe)
{
    ++m_probe.alive;
    m_busy.setSingleShot(true);
    connect(&m_busy, &QTimer::timeout, this, &EchoService::becomeReady);
}

EchoService::~EchoService()
{
    --m_probe.alive;
}

bool EchoService::isReadyForLine() const
{
    return !m_busy.isActive();
}

qsizetype EchoService::lineCap() const
{
    return m_hasSession ? lineCapOfServer : lineCapBeforeLogin;
}

bool EchoService::isAwaitingLogin() const
{
    return !m_hasSession && !m_isVerifying;
}

void EchoService::takeLine(const QByteArray &line)
{
    ++m_probe.linesTaken;
    if (!isReadyForLine())
        ++m_probe.linesWhileNotReady;
    const QList<QByteArray> words = line.split(' ');
    if (words.first() == "busy" || words.first() == "fail") {
        m_busy.start(words.value(1).toInt());
        m_isVerifying = words.first() == "fail";
        if (m_isVerifying)
            Q_EMIT awaitingLoginChanged();
        return;
    }
    if (words.first() == "login" || words.first() == "logout")
        setSession(words.first() == "login");
    reply(words.first() == "big" ? QByteArray(words.value(1).toInt(), 'x') : line);
    if (words.first() == "bye")
        Q_EMIT finished();
}

void EchoService::setSession(bool hasSession)
{
    m_hasSession = hasSession;
    Q_EMIT awaitingLoginChanged();
}

void EchoService::reply(const QByteArray &line)
{
    Q_EMIT outputReady(line + '\n');
}

void EchoService::becomeReady()
{
    reply(m_isVerifying ? "refused" : "ready");
    if (std::exchange(m_isVerifying, false))
        Q_EMIT awaitingLoginChanged();
    if (m_isFinishing)
        Q_EMIT finished();
    else
        Q_EMIT readyForLine();
}

void EchoService::refuseOversizeLine()
{
    reply("too_large");
    Q_EMIT finished();
}

void EchoService::setOutputWaiting(qsizetype bytes)
{
    m_probe.latestOutputWaiting = bytes;
    if (bytes > m_probe.mostOutputWaiting)
        m_probe.mostOutputWaiting = bytes;
}

void EchoService::finish()
{
    m_isFinishing = true;
    if (isReadyForLine())
        Q_EMIT finished();
}

} // namespace roster::server
