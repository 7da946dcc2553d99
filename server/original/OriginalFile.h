#pragma once

#include "common/base/Result.h"

#include <QFile>
#include <QStringList>

#include <memory>

namespace roster::server {

class FileSealer;

/// A database file of the original program, held so that no other program can read or write it
/// through SQLite while this lives: an exclusive lock on the bytes that SQLite locks
/// (sqlite.org/lockingv3.html), taken without SQLite, which would settle a journal and so change
/// the file.
class OriginalFile
{
public:
    /// The files that belong to a database, by what follows its name: itself and its journals.
    [[nodiscard]] static const QStringList &suffixes();

    /// Errors: PermissionDenied (read-only), Conflict (another program uses it),
    /// StorageUnavailable; the message names the file.
    [[nodiscard]] static Result<std::unique_ptr<OriginalFile>> lock(const QString &path);

    [[nodiscard]] const QString &path() const { return m_path; }
    [[nodiscard]] QString name() const;
    /// The suffixes of the files that are there.
    [[nodiscard]] QStringList parts() const;
    /// Copies all parts into @p folder, durably, mode 0600.
    [[nodiscard]] Outcome copyTo(const QString &folder);

private:
    explicit OriginalFile(const QString &path);
    [[nodiscard]] Outcome copyPart(QFile &from, const QString &to);

    QString m_path;
    QFile m_file;
};

} // namespace roster::server
