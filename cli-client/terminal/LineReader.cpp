#include "cli-client/terminal/LineReader.h"

#include <array>
#include <cerrno>
#include <utility>

#include <sodium.h>
#include <unistd.h>

namespace roster::cli {
namespace {

/// No one types more; a file that has no line end must not fill the memory.
constexpr qsizetype longestLine = 64 * 1024;

} // namespace

LineReader::LineReader(int descriptor, QObject *parent)
    : QObject(parent)
    , m_descriptor(descriptor)
    , m_notifier(descriptor, QSocketNotifier::Read)
{
    m_notifier.setEnabled(false);
    m_buffer.reserve(longestLine); // no reallocation leaves a part of a password behind
    connect(&m_notifier, &QSocketNotifier::activated, this, &LineReader::onReadable);
}

LineReader::~LineReader()
{
    m_notifier.setEnabled(false);
    wipe(m_buffer);
}

void LineReader::want()
{
    m_isWanted = true;
    if (m_buffer.contains('\n'))
        QMetaObject::invokeMethod(this, &LineReader::deliver, Qt::QueuedConnection);
    else
        m_notifier.setEnabled(true);
}

void LineReader::cancel()
{
    m_isWanted = false;
    m_notifier.setEnabled(false);
    if (isatty(m_descriptor))
        wipe(m_buffer);
}

void LineReader::onReadable()
{
    std::array<char, 4096> bytes{};
    const ssize_t count = read(m_descriptor, bytes.data(), bytes.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    // On a terminal the end is not for ever: Ctrl-D gives one, and reading goes on.
    m_isAtEnd = count <= 0;
    if (count > 0)
        m_buffer.append(bytes.data(), count);
    sodium_memzero(bytes.data(), bytes.size());
    deliver();
}

void LineReader::deliver()
{
    if (!m_isWanted)
        return;
    std::optional<QByteArray> line = takeLine();
    if (!line && !m_isAtEnd)
        return;
    m_isWanted = false;
    m_notifier.setEnabled(false);
    m_isAtEnd = false;
    if (line)
        Q_EMIT lineRead(*std::move(line));
    else
        Q_EMIT endReached();
}

std::optional<QByteArray> LineReader::takeLine()
{
    const qsizetype end = m_buffer.indexOf('\n');
    const bool isLast = end < 0 && (m_isAtEnd || m_buffer.size() >= longestLine);
    if (end < 0 && (!isLast || m_buffer.isEmpty()))
        return std::nullopt;
    QByteArray line = end < 0 ? m_buffer : m_buffer.left(end);
    const QByteArray rest = end < 0 ? QByteArray() : m_buffer.mid(end + 1);
    wipe(m_buffer);
    m_buffer.reserve(longestLine);
    m_buffer.append(rest);
    if (line.endsWith('\r'))
        line.chop(1);
    return line;
}

} // namespace roster::cli
