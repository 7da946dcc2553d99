#pragma once

#include "common/base/Result.h"
#include "common/base/FileDescriptor.h"

#include <QJsonObject>

#include <optional>

namespace roster::server {

/// The other end of ControlSocket: sends one command to the running server and waits for its
/// answer. For programs that do nothing else meanwhile.
class ControlClient
{
public:
    /// Nothing when no server listens there. Errors: StorageUnavailable, PermissionDenied.
    [[nodiscard]] static Result<std::optional<ControlClient>> connectTo(const QString &path);

    /// Once. Errors: those of AdminCommands::run(); OutcomeUnknown when the answer did not come.
    [[nodiscard]] Result<QJsonObject> call(const QString &command, const QJsonObject &params) const;

private:
    explicit ControlClient(FileDescriptor socket)
        : m_socket(std::move(socket))
    {
    }
    [[nodiscard]] bool send(QByteArrayView bytes) const;
    [[nodiscard]] std::optional<QByteArray> receive() const;

    FileDescriptor m_socket;
};

} // namespace roster::server
