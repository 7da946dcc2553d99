#pragma once

#include "server/requests/Conversation.h"
#include "tests/torture/SessionOracle.h"

#include <QByteArray>
#include <QList>
#include <QTemporaryDir>

#include <memory>

namespace roster::server {
class AccountServices;
}

namespace roster::test {

/// What a lesser role must never receive, in the records that every world begins with.
struct Marker
{
    QString field;
    QByteArray value;
};
[[nodiscard]] const QList<Marker> &markers();

/// The server without its sockets: accounts, databases in memory, dispatcher and handlers, with a
/// user and a session for each role. The same at the beginning and after each reset(), in a
/// fraction of the time of a start. Lives on the thread that runs its event loop.
class DispatchWorld
{
public:
    DispatchWorld();
    ~DispatchWorld();

    [[nodiscard]] static QString password() { return QStringLiteral("seven tame walruses hum"); }
    [[nodiscard]] const server::ConversationContext &context() const;
    /// The sessions that there are at the beginning; a user has the name of the role, but for
    /// `fresh`, who is of `hr` and must change the password.
    [[nodiscard]] const QList<torture::KnownSession> &sessions() const { return m_sessions; }
    /// Null when there is no such role.
    [[nodiscard]] const torture::RoleFacts *role(const QString &name) const;
    /// The number of changes that were ever stored.
    [[nodiscard]] qint64 revision() const;
    /// Later than any session lives.
    void passTheTime();
    /// Puts everything back; no conversation may be left.
    void reset();

private:
    struct Room;
    struct Files
    {
        QByteArray users;
        QByteArray employees;
    };

    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    void makeDatabases();
    void addUsers(server::AccountServices &accounts);
    void addRecords();
    void open();

    QTemporaryDir m_folder;
    server::KeyRing m_keys;
    const server::FieldSealer m_sealer;
    QList<torture::RoleFacts> m_roles;
    QList<torture::KnownSession> m_sessions;
    Files m_files;
    std::unique_ptr<Room> m_room;
};

} // namespace roster::test
