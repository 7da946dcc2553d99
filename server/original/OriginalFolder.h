#pragma once

#include "server/original/OriginalFile.h"
#include "server/storage/DatabaseKind.h"

#include <memory>
#include <vector>

namespace roster::server {

/// The places of a take-over in a data folder: the original program's `user.db` and `employee.db`
/// in it, and `original/`, where they lie sealed afterwards (`user.db.sealed`) with the reports
/// (`user.db.report.txt`). The caller holds the data folder's lock.
class OriginalFolder
{
public:
    explicit OriginalFolder(QString dataPath);

    /// Whether one of the databases seems to be the original program's. Changes nothing.
    [[nodiscard]] bool hasOriginals() const;
    /// Refuses a folder that may not be written, before anything is tightened or made in it.
    [[nodiscard]] Outcome checkWritable() const;
    /// Refuses databases that are neither ours nor the original program's, or under the wrong name.
    [[nodiscard]] Outcome checkKnown() const;
    /// Whether a database of ours lies in the data folder.
    [[nodiscard]] bool hasOwn() const;
    /// Whether originals lie sealed already.
    [[nodiscard]] bool holdsSealed() const;

    /// Locks the original databases that are there; none is no error. Puts back what an interrupted
    /// take-over had moved aside, and removes its copies. Errors: those of checkKnown() and OriginalFile::lock().
    [[nodiscard]] Result<std::vector<std::unique_ptr<OriginalFile>>> lockOriginals() const;

    [[nodiscard]] QString path() const { return m_dataPath + QStringLiteral("/original"); }
    [[nodiscard]] QString workPath() const { return path() + QStringLiteral("/work"); }
    [[nodiscard]] QString sealed(const QString &name, const QString &suffix) const;
    /// Where a journal waits while its database is replaced.
    [[nodiscard]] QString aside(const QString &name, const QString &suffix) const;
    [[nodiscard]] QString report(const QString &name) const;

    /// An empty work folder. Errors: StorageUnavailable.
    [[nodiscard]] Outcome makeWorkPlace() const;
    void clearWorkPlace() const;
    /// Removes the journals set aside of a database that has been replaced.
    [[nodiscard]] Outcome dropAside(const QString &name) const;

private:
    [[nodiscard]] QString database(const QString &name) const { return m_dataPath + u'/' + name; }
    [[nodiscard]] Outcome settleAside(const QString &name) const;
    /// What a database is whose file alone does not tell.
    [[nodiscard]] Result<DatabaseKind> kindWithJournal(OriginalFile &file) const;

    QString m_dataPath;
};

} // namespace roster::server
