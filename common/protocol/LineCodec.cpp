#include "common/protocol/LineCodec.h"

namespace roster {
namespace {

constexpr qsizetype compactAbove = 64 * 1024;
constexpr qsizetype keptCapacity = 512;
/// A line that is longer has room for the longest at once, of which only what is written to takes
/// memory: room that grows in steps is there twice while it is copied.
constexpr qsizetype longLine = 64 * 1024;
constexpr qsizetype roomForLongest = lineCapOfServer + longLine;

} // namespace

void LineDecoder::append(QByteArrayView bytes)
{
    const qsizetype size = m_buffer.size() + bytes.size();
    if (size > longLine && size > m_buffer.capacity() && size <= roomForLongest)
        m_buffer.reserve(roomForLongest);
    m_buffer.append(bytes);
}

std::optional<QByteArray> LineDecoder::next(qsizetype cap)
{
    for (;;) {
        if (isOversize(cap))
            return std::nullopt;
        const qsizetype end = findEnd();
        if (end < 0)
            return std::nullopt;
        qsizetype length = end - m_start;
        if (length > 0 && m_buffer.at(end - 1) == '\r')
            --length;
        QByteArray line = m_buffer.mid(m_start, length);
        m_start = end + 1;
        m_scanned = m_start;
        compact();
        if (!line.isEmpty())
            return line;
    }
}

bool LineDecoder::isOversize(qsizetype cap)
{
    const qsizetype end = findEnd();
    qsizetype length = (end < 0 ? m_buffer.size() : end) - m_start;
    // The last byte may be the `\r` of a line end that has not arrived in full.
    if (length > 0 && m_buffer.at(m_start + length - 1) == '\r')
        --length;
    return length > cap;
}

qsizetype LineDecoder::findEnd()
{
    const qsizetype end = m_buffer.indexOf('\n', m_scanned);
    m_scanned = end < 0 ? m_buffer.size() : end;
    return end;
}

void LineDecoder::compact()
{
    if (m_start == m_buffer.size()) {
        // Short lines come one after the other; only room for a long one is worth giving back.
        if (m_buffer.capacity() > keptCapacity)
            m_buffer = {};
        else
            m_buffer.resize(0);
        m_start = 0;
    } else if (m_start > compactAbove && m_start > m_buffer.size() / 2) {
        m_buffer.remove(0, m_start);
        m_start = 0;
    }
    m_scanned = m_start;
}

} // namespace roster
