#pragma once

#include "common/base/Result.h"

#include <QString>

namespace roster::server {

class Database;

/// Brings a database to the version of this program: the numbered files `NNNN_what.sql` of a
/// resource folder, one transaction each. Before the first step of an existing database a copy of
/// it is laid beside it (`employee.db.before-0002`).
class Migrator
{
public:
    /// @p folder such as `:/sql/employee`.
    explicit Migrator(QString folder);

    /// The version the program knows: the number of the last file.
    [[nodiscard]] int latestVersion() const;
    /// 0 for a new database.
    [[nodiscard]] static Result<int> versionOf(Database &database);
    /// Errors: StorageUnavailable, and the database is as it was; InvalidRequest when the database
    /// is newer than the program.
    [[nodiscard]] Outcome migrate(Database &database) const;

private:
    [[nodiscard]] QStringList files() const;
    [[nodiscard]] Outcome apply(Database &database, const QString &file, int version) const;

    QString m_folder;
};

} // namespace roster::server
