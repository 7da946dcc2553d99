#pragma once

#include "common/model/Rights.h"
#include "server/requests/ChangeFeed.h"

#include <QByteArray>

#include <utility>
#include <vector>

namespace roster::server {

/// The `employee.changed` notifications of one commit, written once for all subscribers of a worker
/// that may see the same.
class NoticeLines
{
public:
    /// More changes in one commit than this are summed up.
    static constexpr std::size_t maxChanges = 1000;

    /// @p notices: one at least.
    NoticeLines(CommitNotices notices, int currencyDigits);

    /// The number of the commit's last change.
    [[nodiscard]] qint64 revision() const { return *m_notices->back()->revision; }
    /// The last line without its end.
    [[nodiscard]] QByteArray linesFor(const Rights &rights);
    /// A line that only says that there was much.
    [[nodiscard]] static QByteArray summary(qint64 revision);

private:
    [[nodiscard]] QByteArray write(const Rights &rights) const;

    CommitNotices m_notices;
    int m_currencyDigits;
    std::vector<std::pair<Rights, QByteArray>> m_written; ///< as many as there are roles about
};

} // namespace roster::server
