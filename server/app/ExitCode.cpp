#include "server/app/ExitCode.h"

namespace roster::server {

ExitCode exitCodeOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::ValidationFailed:
    case ErrorCode::WeakPassword:
    case ErrorCode::InvalidParams:
        return ExitCode::InvalidData;
    case ErrorCode::NotFound:
        return ExitCode::NotFound;
    case ErrorCode::AlreadyExists:
        return ExitCode::AlreadyExists;
    case ErrorCode::TryLater:
    case ErrorCode::StorageUnavailable:
    case ErrorCode::OutcomeUnknown:
        return ExitCode::TryLater;
    default:
        return ExitCode::Failure;
    }
}

} // namespace roster::server
