#pragma once

#include <QLatin1StringView>

#include <optional>

namespace roster {

/// What can go wrong in a way that a peer is told of. One enumerator per `data.reason` of the
/// protocol; the JSON-RPC number follows from it.
enum class ErrorCode {
    ParseError,
    InvalidRequest,
    TooLarge,
    UnknownMethod,
    InvalidParams,
    InternalError,
    LoginRequired,
    SessionExpired,
    InvalidCredentials,
    PermissionDenied,
    ValidationFailed,
    NotFound,
    AlreadyExists,
    Conflict,
    TryLater,
    StorageUnavailable,
    PasswordChangeRequired,
    WeakPassword,
    OutcomeUnknown,
};

/// The `data.reason` of @p code, such as `validation_failed`.
[[nodiscard]] QLatin1StringView errorReason(ErrorCode code);

/// The JSON-RPC 2.0 error number of @p code, such as -32003.
[[nodiscard]] int errorNumber(ErrorCode code);

/// The inverse of errorReason(); empty for a reason this version does not know.
[[nodiscard]] std::optional<ErrorCode> errorCodeFromReason(QStringView reason);

} // namespace roster
