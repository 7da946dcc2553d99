#include "server/app/OfflineAccounts.h"

#include "server/app/DataFolder.h"

namespace roster::server {

OfflineAccounts::OfflineAccounts(const DataFolder &folder, const AuthSettings &settings)
    : m_queue({folder.userDatabase()})
    , m_services(settings, m_clock, m_queue)
{
}

OfflineAccounts::~OfflineAccounts()
{
    m_services.stop();
    m_queue.stop();
}

Outcome OfflineAccounts::start()
{
    return m_queue.start();
}

} // namespace roster::server
