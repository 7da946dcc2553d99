#pragma once

#include "common/base/Result.h"
#include "common/base/FileDescriptor.h"

#include <QJsonObject>

#include <chrono>
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
    /// The command `status`, once; a server that is well answers it at once. Errors: also TryLater,
    /// naming the process that did not.
    [[nodiscard]] Result<QJsonObject> status(
        std::chrono::seconds patience = std::chrono::seconds(10)) const;

private:
    ControlClient(FileDescriptor socket, QString path)
        : m_socket(std::move(socket))
        , m_path(std::move(path))
    {
    }
    [[nodiscard]] bool send(QByteArrayView bytes) const;
    [[nodiscard]] std::optional<QByteArray> receive() const;

    FileDescriptor m_socket;
    QString m_path;
};

} // namespace roster::server
