#pragma once

#include "common/base/Result.h"
#include "common/base/SecretBytes.h"

#include <QByteArrayView>
#include <QString>

#include <sys/types.h>

namespace roster::certs {

// Files that hold secrets, and files that must be whole after a crash. Messages name the file and
// what to do; codes: `not_found`, `permission_denied` (mode, owner, access), `storage_unavailable`
// (the system's I/O errors).

/// @p error, its message headed by the file it is about.
[[nodiscard]] Error inFile(const QString &path, Error error);

/// Replaces @p path by @p bytes: after a crash at any moment it holds the old or the new content,
/// and once this returned, the new one. The file has exactly @p mode, whatever the umask, and is
/// never wider than 0600 while it is written. A crash may leave `.NAME.tmp-XXXXXX` behind.
[[nodiscard]] Outcome writeFileAtomically(const QString &path, QByteArrayView bytes, mode_t mode);

/// Renames durably, over an existing file too; both in one folder.
[[nodiscard]] Outcome renameDurably(const QString &from, const QString &to);

/// Removes durably; a file that is not there is fine.
[[nodiscard]] Outcome removeDurably(const QString &path);

/// Nobody but the owner may read or write @p path (0600 or 0400), and the owner is this process's
/// user or root. Follows symbolic links.
[[nodiscard]] Outcome checkPrivateFile(const QString &path);

/// Checks as checkPrivateFile() and reads, both on the one open file; at most 1 MiB.
[[nodiscard]] Result<SecretBytes> readPrivateFile(const QString &path);

/// Makes @p path a folder with mode 0700 that belongs to this process's user: created with its
/// parents, or tightened if it is wider.
[[nodiscard]] Outcome ensurePrivateFolder(const QString &path);

} // namespace roster::certs
