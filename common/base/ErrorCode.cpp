#include "common/base/ErrorCode.h"

#include <QStringView>

#include <array>

namespace roster {
namespace {

struct Row
{
    ErrorCode code;
    int number;
    QLatin1StringView reason;
};

constexpr std::array rows{
    Row{ErrorCode::ParseError, -32700, QLatin1StringView("parse_error")},
    Row{ErrorCode::InvalidRequest, -32600, QLatin1StringView("invalid_request")},
    Row{ErrorCode::TooLarge, -32600, QLatin1StringView("too_large")},
    Row{ErrorCode::UnknownMethod, -32601, QLatin1StringView("unknown_method")},
    Row{ErrorCode::InvalidParams, -32602, QLatin1StringView("invalid_params")},
    Row{ErrorCode::InternalError, -32603, QLatin1StringView("internal_error")},
    Row{ErrorCode::LoginRequired, -32000, QLatin1StringView("login_required")},
    Row{ErrorCode::SessionExpired, -32000, QLatin1StringView("session_expired")},
    Row{ErrorCode::InvalidCredentials, -32001, QLatin1StringView("invalid_credentials")},
    Row{ErrorCode::PermissionDenied, -32002, QLatin1StringView("permission_denied")},
    Row{ErrorCode::ValidationFailed, -32003, QLatin1StringView("validation_failed")},
    Row{ErrorCode::NotFound, -32004, QLatin1StringView("not_found")},
    Row{ErrorCode::AlreadyExists, -32005, QLatin1StringView("already_exists")},
    Row{ErrorCode::Conflict, -32006, QLatin1StringView("conflict")},
    Row{ErrorCode::TryLater, -32007, QLatin1StringView("try_later")},
    Row{ErrorCode::StorageUnavailable, -32008, QLatin1StringView("storage_unavailable")},
    Row{ErrorCode::PasswordChangeRequired, -32009, QLatin1StringView("password_change_required")},
    Row{ErrorCode::WeakPassword, -32009, QLatin1StringView("weak_password")},
    Row{ErrorCode::OutcomeUnknown, -32010, QLatin1StringView("outcome_unknown")},
};

constexpr bool rowsFollowTheEnum()
{
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (static_cast<std::size_t>(rows[i].code) != i)
            return false;
    }
    return rows.size() == static_cast<std::size_t>(ErrorCode::OutcomeUnknown) + 1;
}
static_assert(rowsFollowTheEnum());

} // namespace

QLatin1StringView errorReason(ErrorCode code)
{
    return rows[static_cast<std::size_t>(code)].reason;
}

int errorNumber(ErrorCode code)
{
    return rows[static_cast<std::size_t>(code)].number;
}

std::optional<ErrorCode> errorCodeFromReason(QStringView reason)
{
    for (const Row &row : rows) {
        if (row.reason == reason)
            return row.code;
    }
    return std::nullopt;
}

} // namespace roster
