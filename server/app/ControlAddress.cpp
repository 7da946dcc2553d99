#include "server/app/ControlAddress.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <fcntl.h>

namespace roster::server {

using namespace Qt::StringLiterals;

Result<ControlAddress> ControlAddress::of(const QString &path)
{
    ControlAddress address;
    if (address.set(QFile::encodeName(path)))
        return address;
    const QFileInfo file(path);
    address.m_folder = FileDescriptor(
        ::open(QFile::encodeName(file.path()).constData(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!address.m_folder.isValid()) {
        return Error{ErrorCode::NotFound,
            u"%1 cannot be opened: %2."_s.arg(file.path(), qt_error_string(errno)), {}};
    }
    const QString shorter
        = u"/proc/self/fd/%1/%2"_s.arg(address.m_folder.get()).arg(file.fileName());
    if (!address.set(QFile::encodeName(shorter))) {
        return Error{
            ErrorCode::InvalidParams, u"%1 is too long for a socket's name."_s.arg(path), {}};
    }
    return address;
}

bool ControlAddress::set(const QByteArray &path)
{
    if (static_cast<std::size_t>(path.size()) >= sizeof m_address.sun_path)
        return false;
    m_address.sun_family = AF_UNIX;
    std::memcpy(m_address.sun_path, path.constData(), static_cast<std::size_t>(path.size()) + 1);
    return true;
}

} // namespace roster::server
