#include "server/net/ConnectionTally.h"

#include "server/net/NetLog.h"

namespace roster::server {
namespace {

constexpr int minute = 60'000;

} // namespace

ConnectionTally::ConnectionTally(QObject *parent)
    : QObject(parent)
{
}

ConnectionTally::~ConnectionTally()
{
    for (std::size_t i = 0; i < m_kinds.size(); ++i)
        report(static_cast<ConnectionEnd>(i), m_kinds[i]);
}

void ConnectionTally::note(ConnectionEnd end, const QHostAddress &peer)
{
    Kind &kind = m_kinds[static_cast<std::size_t>(end)];
    ++kind.total;
    if (!isNoteworthy(end))
        return;
    ++kind.unreported;
    kind.latestPeer = peer;
    if (!kind.isSpokenOf)
        report(end, kind);
    if (!m_minute.isActive())
        m_minute.start(minute, Qt::VeryCoarseTimer, this);
}

quint64 ConnectionTally::count(ConnectionEnd end) const
{
    return m_kinds[static_cast<std::size_t>(end)].total;
}

void ConnectionTally::report(ConnectionEnd end, Kind &kind)
{
    kind.isSpokenOf = kind.unreported > 0;
    if (kind.unreported == 0)
        return;
    const QLatin1StringView text = connectionEndText(end);
    qCInfo(logNet, "%s: %llu, latest from %s", text.data(), kind.unreported,
        qUtf8Printable(kind.latestPeer.toString()));
    kind.unreported = 0;
}

void ConnectionTally::timerEvent(QTimerEvent *)
{
    bool isQuiet = true;
    for (std::size_t i = 0; i < m_kinds.size(); ++i) {
        report(static_cast<ConnectionEnd>(i), m_kinds[i]);
        isQuiet = isQuiet && !m_kinds[i].isSpokenOf;
    }
    if (isQuiet)
        m_minute.stop();
}

} // namespace roster::server
