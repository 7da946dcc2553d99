#include "server/app/ControlClient.h"

#include "common/base/SecretBytes.h"
#include "server/app/ControlAddress.h"

#include <QFileInfo>
#include <QJsonDocument>

#include <array>
#include <cerrno>
#include <sys/socket.h>
#include <sys/time.h>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

constexpr std::chrono::seconds longestWait(60);

void setPatience(const FileDescriptor &socket, std::chrono::seconds patience)
{
    const timeval wait{patience.count(), 0};
    for (const int direction : {SO_RCVTIMEO, SO_SNDTIMEO})
        ::setsockopt(socket.get(), SOL_SOCKET, direction, &wait, sizeof wait);
}

/// Of the process that listens at the other end.
pid_t peerOf(const FileDescriptor &socket)
{
    ucred peer{};
    socklen_t size = sizeof peer;
    ::getsockopt(socket.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size);
    return peer.pid;
}

Error noAnswer()
{
    return {ErrorCode::OutcomeUnknown,
        u"The server did not answer; look whether the change was made."_s, {}};
}

Error errorFrom(const QJsonObject &json)
{
    const std::optional<ErrorCode> code = errorCodeFromReason(json.value("reason"_L1).toString());
    return {code.value_or(ErrorCode::InternalError), json.value("message"_L1).toString(),
        json.value("data"_L1).toObject()};
}

} // namespace

Result<std::optional<ControlClient>> ControlClient::connectTo(const QString &path)
{
    if (!QFile::exists(path))
        return std::optional<ControlClient>();
    const Result<ControlAddress> address = ControlAddress::of(path);
    if (!address)
        return address.error();
    FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (socket.isValid())
        setPatience(socket, longestWait); // connecting waits too, for a place in the queue
    if (socket.isValid() && ::connect(socket.get(), address->data(), address->size()) == 0)
        return std::optional(ControlClient(std::move(socket), path));
    if (errno == ECONNREFUSED || errno == ENOENT)
        return std::optional<ControlClient>();
    const bool isForbidden = errno == EACCES || errno == EPERM;
    return Error{isForbidden ? ErrorCode::PermissionDenied : ErrorCode::StorageUnavailable,
        u"The running server cannot be reached over %1: %2."_s.arg(path, qt_error_string(errno)),
        {}};
}

Result<QJsonObject> ControlClient::call(const QString &command, const QJsonObject &params) const
{
    QByteArray line = QJsonDocument(QJsonObject{{u"command"_s, command}, {u"params"_s, params}})
                          .toJson(QJsonDocument::Compact)
        + '\n';
    const bool isSent = send(line);
    wipe(line);
    const std::optional<QByteArray> answer = isSent ? receive() : std::nullopt;
    if (!answer)
        return noAnswer();
    const QJsonObject reply = QJsonDocument::fromJson(*answer).object();
    if (reply.contains("error"_L1))
        return errorFrom(reply.value("error"_L1).toObject());
    if (!reply.contains("result"_L1))
        return noAnswer();
    return reply.value("result"_L1).toObject();
}

Result<QJsonObject> ControlClient::status(std::chrono::seconds patience) const
{
    setPatience(m_socket, patience);
    Result<QJsonObject> status = call(u"status"_s, {});
    if (status || status.error().code != ErrorCode::OutcomeUnknown)
        return status;
    return Error{ErrorCode::TryLater,
        u"The server on %1 (process %2) did not answer within %3 seconds: it is stopped, or has too"
        " much to do."_s.arg(QFileInfo(m_path).path())
            .arg(peerOf(m_socket))
            .arg(patience.count()),
        {}};
}

bool ControlClient::send(QByteArrayView bytes) const
{
    while (!bytes.isEmpty()) {
        const ssize_t sent
            = ::send(m_socket.get(), bytes.data(), static_cast<size_t>(bytes.size()), MSG_NOSIGNAL);
        if (sent < 0 && errno != EINTR)
            return false;
        if (sent > 0)
            bytes = bytes.sliced(sent);
    }
    return true;
}

/// All until the server closes; nothing when that does not come.
std::optional<QByteArray> ControlClient::receive() const
{
    QByteArray answer;
    std::array<char, 16 * 1024> piece;
    for (;;) {
        const ssize_t got = ::recv(m_socket.get(), piece.data(), piece.size(), 0);
        if (got == 0)
            return answer;
        if (got < 0 && errno != EINTR)
            return std::nullopt;
        if (got > 0)
            answer.append(piece.data(), got);
    }
}

} // namespace roster::server
