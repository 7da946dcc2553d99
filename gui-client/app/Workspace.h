#pragma once

#include "gui-client/edit/EditHistory.h"
#include "gui-client/edit/EmployeeEditor.h"
#include "gui-client/session/ServerSession.h"
#include "gui-client/session/WriteQueue.h"

#include <utility>

namespace roster::gui {

/// What a window works with after the login, from the connection up to the undo steps. Owned by
/// GuiApp; the window goes first.
struct Workspace
{
    Workspace(std::unique_ptr<RosterClient> client, ServerAddress server)
        : session(std::move(client), std::move(server))
        , writes(session)
        , editor(session, writes)
        , history(editor)
    {
    }

    ServerSession session;
    WriteQueue writes;
    EmployeeEditor editor;
    EditHistory history;
};

} // namespace roster::gui
