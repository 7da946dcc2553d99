#include "server/net/LineReader.h"

#include <QIODevice>

#include <array>

namespace roster::server {
namespace {

constexpr qsizetype bytesPerRead = 16 * 1024;

} // namespace

LineReader::LineReader(QIODevice &socket)
    : m_socket(socket)
{
}

std::optional<QByteArray> LineReader::next(qsizetype cap)
{
    for (;;) {
        if (std::optional<QByteArray> line = m_decoder.next(cap))
            return line;
        if (m_decoder.isOversize(cap) || !readMore())
            return std::nullopt;
    }
}

bool LineReader::hasBytes() const
{
    return m_decoder.buffered() > 0 || m_socket.bytesAvailable() > 0;
}

bool LineReader::readMore()
{
    // On the stack: QIODevice::read(n) allocates n bytes, however few there are.
    std::array<char, bytesPerRead> bytes;
    const qint64 count = m_socket.read(bytes.data(), bytes.size());
    if (count <= 0)
        return false;
    m_decoder.append(QByteArrayView(bytes.data(), count));
    return true;
}

} // namespace roster::server
