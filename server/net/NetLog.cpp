#include "server/net/NetLog.h"

namespace roster::server {

Q_LOGGING_CATEGORY(logNet, "roster.net")

} // namespace roster::server
