#include "server/requests/RequestCounters.h"

namespace roster::server {

using namespace Qt::StringLiterals;

RequestCounters::RequestCounters()
    : m_login(add("session.login"_L1))
    , m_resume(add("session.resume"_L1))
    , m_other(add("other"_L1))
{
}

} // namespace roster::server
