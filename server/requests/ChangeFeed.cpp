#include "server/requests/ChangeFeed.h"

#include <utility>

namespace roster::server {

void ChangeFeed::addOutlet(Outlet outlet)
{
    m_outlets.push_back(std::move(outlet));
}

void ChangeFeed::add(ChangeNotice notice)
{
    m_gathered.push_back(std::move(notice));
}

void ChangeFeed::flush()
{
    if (m_gathered.empty())
        return;
    const auto notices
        = std::make_shared<const std::vector<ChangeNotice>>(std::exchange(m_gathered, {}));
    for (const Outlet &outlet : m_outlets)
        outlet(notices);
}

} // namespace roster::server
