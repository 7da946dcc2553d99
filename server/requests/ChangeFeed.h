#pragma once

#include "server/storage/EmployeeWriter.h"

#include <functional>
#include <memory>
#include <vector>

namespace roster::server {

/// The changes of one commit, shared by all workers.
using CommitNotices = std::shared_ptr<const std::vector<ChangeNotice>>;

/// Gathers what a commit changed and hands it to every worker once the replies are on their way.
/// Used on the writer's thread of the employee database; owned by ServerApp.
class ChangeFeed
{
public:
    using Outlet = std::function<void(CommitNotices)>;

    /// Before the writer starts; @p outlet must only hand over.
    void addOutlet(Outlet outlet);
    void add(ChangeNotice notice);
    /// After each commit.
    void flush();

private:
    std::vector<Outlet> m_outlets;
    std::vector<ChangeNotice> m_gathered;
};

} // namespace roster::server
