#include "server/auth/SessionEvent.h"

namespace roster::server {

using namespace Qt::StringLiterals;

QLatin1StringView endReasonName(EndReason reason)
{
    switch (reason) {
    case EndReason::Logout:
        return "logout"_L1;
    case EndReason::Revoked:
        return "revoked"_L1;
    case EndReason::Expired:
        return "expired"_L1;
    case EndReason::Disabled:
        return "disabled"_L1;
    case EndReason::PasswordChanged:
        return "password_changed"_L1;
    }
    Q_UNREACHABLE();
}

} // namespace roster::server
