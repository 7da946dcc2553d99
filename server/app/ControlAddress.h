#pragma once

#include "common/base/Result.h"
#include "common/base/FileDescriptor.h"

#include <sys/socket.h>
#include <sys/un.h>

namespace roster::server {

/// The address of a socket in the file system. Where its path is longer than sun_path can hold
/// (107 bytes, unix(7)), the folder is named by an open descriptor instead, `/proc/self/fd/N`.
class ControlAddress
{
public:
    /// Errors: NotFound when the folder cannot be opened, InvalidParams for a name that is too
    /// long.
    [[nodiscard]] static Result<ControlAddress> of(const QString &path);

    [[nodiscard]] const sockaddr *data() const
    {
        return reinterpret_cast<const sockaddr *>(&m_address);
    }
    [[nodiscard]] socklen_t size() const { return sizeof m_address; }

private:
    ControlAddress() = default;
    [[nodiscard]] bool set(const QByteArray &path);

    sockaddr_un m_address{};
    FileDescriptor m_folder; ///< open for as long as the address is used
};

} // namespace roster::server
