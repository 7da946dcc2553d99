#pragma once

#include "common/base/Result.h"

#include <functional>

namespace roster::server {

class Database;

/// Fills an employee database with very many records: one transaction under a rollback journal,
/// which for a new file is next to nothing, and the indices that no write needs built once at the
/// end. All or nothing, whatever happens in between. The caller is alone with the database.
class BulkLoad
{
public:
    explicit BulkLoad(Database &database);

    /// Runs @p load inside the transaction. Errors: StorageUnavailable and those of @p load;
    /// nothing is stored then.
    [[nodiscard]] Outcome run(const std::function<Outcome()> &load) const;

private:
    [[nodiscard]] Outcome loadInTransaction(const std::function<Outcome()> &load) const;
    /// The statements that make the indices of table employee anew, without those writes look into.
    [[nodiscard]] Result<QStringList> takeIndices() const;

    Database &m_database;
};

} // namespace roster::server
