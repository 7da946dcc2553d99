#pragma once

#include "gui-client/app/Workspace.h"
#include "tests/gui/Relay.h"
#include "tests/server/ServerWorld.h"

#include <QJsonObject>
#include <QStringList>

#include <memory>

namespace roster::gui::test {

/// A real server in this process and a user who is signed in to it.
class WorkspaceWorld
{
public:
    explicit WorkspaceWorld(const QString &username = QStringLiteral("hr"));
    ~WorkspaceWorld();

    [[nodiscard]] server::tests::ServerWorld &server() { return m_server; }
    [[nodiscard]] Workspace &workspace() { return *m_workspace; }
    /// What the clients reach the server through; the colleague does not.
    [[nodiscard]] Relay &relay() { return m_relay; }
    /// Somebody else at work, on a connection of their own.
    [[nodiscard]] server::tests::LineClient &colleague() { return *m_colleague; }

    /// @p count employees `First0001 Last...` and so on, added by the colleague; the ids in their
    /// order. The last names run backwards.
    QList<EmployeeId> addEmployees(int count);
    /// By the colleague, whatever the version.
    void changeElsewhere(EmployeeId id, const QJsonObject &changes);
    [[nodiscard]] EmployeeRow read(EmployeeId id);
    /// A new client of @p username that has logged in; null: it was refused.
    [[nodiscard]] std::unique_ptr<RosterClient> logIn(const QString &username);

private:
    server::tests::ServerWorld m_server;
    Relay m_relay{[this] { return m_server.port(); }};
    std::unique_ptr<server::tests::LineClient> m_colleague;
    std::unique_ptr<Workspace> m_workspace;
};

} // namespace roster::gui::test
