#include "server/net/DescriptorLimit.h"

#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <system_error>

using namespace Qt::StringLiterals;

namespace roster::server {
namespace {

constexpr int reserveOfProcess = 64;
constexpr int reserveOfWorker = 16;
constexpr int fewestConnections = 16;
/// About 1.3 GiB at 80 KiB a connection; what a machine allows beyond it serves nobody.
constexpr int mostConnections = 16'384;

} // namespace

Result<DescriptorLimit> DescriptorLimit::raise()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return Error{ErrorCode::InternalError,
            u"The limit of open files cannot be read: %1."_s.arg(
                QString::fromStdString(std::system_category().message(errno))),
            {}};
    const rlim_t soft = limit.rlim_cur;
    limit.rlim_cur = limit.rlim_max;
    const bool isRaised = ::setrlimit(RLIMIT_NOFILE, &limit) == 0;
    const rlim_t inForce = isRaised ? limit.rlim_cur : soft;
    return DescriptorLimit(static_cast<int>(
        std::min<rlim_t>(inForce, static_cast<rlim_t>(std::numeric_limits<int>::max()))));
}

int DescriptorLimit::connectionCap(int workers) const
{
    const int reserve = reserveOfProcess + reserveOfWorker * std::max(workers, 1);
    return std::clamp(m_descriptors - reserve, fewestConnections, mostConnections);
}

} // namespace roster::server
