#pragma once

#include <QByteArrayView>

#include <fcntl.h>
#include <unistd.h>

#include <utility>

namespace roster {

/// Owns one descriptor of the operating system and closes it at its end; -1 is none. Move-only.
class FileDescriptor
{
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int descriptor)
        : m_descriptor(descriptor)
    {
    }
    ~FileDescriptor() { reset(); }
    FileDescriptor(FileDescriptor &&other) noexcept
        : m_descriptor(other.release())
    {
    }
    FileDescriptor &operator=(FileDescriptor &&other) noexcept
    {
        std::swap(m_descriptor, other.m_descriptor);
        return *this;
    }
    FileDescriptor(const FileDescriptor &) = delete;
    FileDescriptor &operator=(const FileDescriptor &) = delete;

    [[nodiscard]] int get() const { return m_descriptor; }
    [[nodiscard]] bool isValid() const { return m_descriptor >= 0; }
    /// A second descriptor of the same open file, closed on exec; invalid when there is none left.
    [[nodiscard]] FileDescriptor duplicate() const { return duplicateOf(m_descriptor); }
    /// The same for one that somebody else owns.
    [[nodiscard]] static FileDescriptor duplicateOf(int descriptor)
    {
        return FileDescriptor(::fcntl(descriptor, F_DUPFD_CLOEXEC, 0));
    }
    [[nodiscard]] int release() { return std::exchange(m_descriptor, -1); }
    void reset()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
        m_descriptor = -1;
    }

private:
    int m_descriptor = -1;
};

/// Writes all of @p bytes, however often the system takes a part or is interrupted; for descriptors
/// that block. False: errno says why, and a part may have been written.
[[nodiscard]] bool writeAll(int descriptor, QByteArrayView bytes);

} // namespace roster
