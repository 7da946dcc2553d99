#include "cli-client/session/PasswordFile.h"

#include "common/base/FileDescriptor.h"

#include <QFile>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

constexpr std::size_t longestPassword = 4096;

Error unreadable(const QString &path)
{
    return {ErrorCode::NotFound,
        u"The password file %1 cannot be read: %2."_s.arg(
            path, QString::fromLocal8Bit(std::strerror(errno))),
        {}};
}

/// Byte by byte, so that what follows the line stays for others to read.
Result<SecretBytes> readLine(int descriptor, const QString &path)
{
    SecretBytes buffer(longestPassword + 1);
    std::size_t size = 0;
    while (size < buffer.size()) {
        const ssize_t count = read(descriptor, buffer.data() + size, 1);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return unreadable(path);
        if (count == 0 || buffer.data()[size] == '\n')
            break;
        ++size;
    }
    if (size > 0 && buffer.data()[size - 1] == '\r')
        --size;
    if (size == 0 || size > longestPassword) {
        return Error{ErrorCode::ValidationFailed,
            u"The first line of the password file %1 is %2."_s.arg(
                path, size == 0 ? u"empty"_s : u"too long"_s),
            {}};
    }
    return SecretBytes::copyOf(buffer.view().first(static_cast<qsizetype>(size)));
}

} // namespace

Result<SecretBytes> readPasswordFile(const QString &path)
{
    if (path == u"-"_s)
        return readLine(STDIN_FILENO, path);
    const FileDescriptor file(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC));
    return file.isValid() ? readLine(file.get(), path) : unreadable(path);
}

} // namespace roster::cli
