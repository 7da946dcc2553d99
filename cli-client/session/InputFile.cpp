#include "cli-client/session/InputFile.h"

#include <QFile>

#include <cstdio>

#include <unistd.h>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

constexpr qint64 largestInput = 256 * 1024 * 1024;

} // namespace

Result<QByteArray> readInputFile(const QString &path)
{
    QFile file(path);
    // By its descriptor: a password may have been read from it before, byte by byte.
    const bool isOpen = path == "-"_L1 ? file.open(STDIN_FILENO, QIODevice::ReadOnly)
                                       : file.open(QIODevice::ReadOnly);
    if (!isOpen) {
        return Error{
            ErrorCode::NotFound, u"%1 cannot be read: %2."_s.arg(path, file.errorString()), {}};
    }
    const QByteArray content = file.read(largestInput + 1);
    if (content.size() > largestInput)
        return Error{ErrorCode::TooLarge, u"%1 is larger than 256 MiB."_s.arg(path), {}};
    if (file.error() != QFileDevice::NoError) {
        return Error{
            ErrorCode::NotFound, u"%1 cannot be read: %2."_s.arg(path, file.errorString()), {}};
    }
    return content;
}

} // namespace roster::cli
