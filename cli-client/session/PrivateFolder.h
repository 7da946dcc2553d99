#pragma once

#include "common/base/FileDescriptor.h"
#include "common/base/Result.h"
#include "common/base/SecretBytes.h"

#include <QString>
#include <QStringList>

namespace roster::cli {

/// A folder of secrets that only its owner may look into: 0700, its files 0600. What is wider, or
/// belongs to another user, is refused and never corrected, as it may have been read or written by
/// others already. Files are written whole or not at all.
class PrivateFolder
{
public:
    enum class Access {
        Read,
        Change, ///< makes the folder if there is none, and keeps other processes from changing it
    };

    /// Errors: NotFound (no folder, to read), PermissionDenied (not private), StorageUnavailable.
    static Result<PrivateFolder> open(const QString &path, Access access);

    /// Of the files whose name ends in @p suffix, sorted.
    [[nodiscard]] QStringList names(const QString &suffix) const;
    /// Errors: NotFound (no such file), PermissionDenied (not private), StorageUnavailable.
    [[nodiscard]] Result<SecretBytes> read(const QString &name) const;
    /// Errors: StorageUnavailable; then what was there before still is.
    [[nodiscard]] Outcome write(const QString &name, const SecretBytes &content) const;
    /// Errors: StorageUnavailable. A file that is not there is removed already.
    [[nodiscard]] Outcome remove(const QString &name) const;

private:
    PrivateFolder(const QString &path, FileDescriptor descriptor);

    QString m_path;
    FileDescriptor m_descriptor;
};

} // namespace roster::cli
