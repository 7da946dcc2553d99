#pragma once

#include "server/storage/Database.h"
#include "server/storage/ReadBudget.h"

#include <optional>
#include <thread>

namespace roster::server {

/// Fills the EmployeeRowCache of a database once, in the order of the ids, until it is full: else
/// each record would first have to be asked for. A thread of its own; owned by ServerApp.
class EmployeeRowLoader
{
public:
    /// @p profile: of a reading connection, with the rows to be filled. Begins at once.
    explicit EmployeeRowLoader(DatabaseProfile profile);
    ~EmployeeRowLoader();
    EmployeeRowLoader(const EmployeeRowLoader &) = delete;
    EmployeeRowLoader &operator=(const EmployeeRowLoader &) = delete;

    /// Waits until it has come to its end.
    void settle();

private:
    void run();
    /// The last id that was read; nothing at the end.
    [[nodiscard]] std::optional<qint64> loadAfter(Database &database, qint64 id);

    DatabaseProfile m_profile;
    const QString m_select; ///< of the rows behind an id
    ReadBudget m_budget; ///< only ever cancelled
    std::thread m_thread;
};

} // namespace roster::server
