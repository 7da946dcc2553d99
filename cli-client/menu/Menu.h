#pragma once

#include "cli-client/menu/AddForm.h"
#include "cli-client/menu/ListScreen.h"
#include "cli-client/menu/UpdateForm.h"
#include "cli-client/session/ConsoleSession.h"

namespace roster::cli {

/// The text menu: log in, choose an action by its number or letter, log out. Owned by the program.
class Menu
{
public:
    Menu(Terminal &terminal, ConsoleSession &session, QString serverName);

    /// Until the person logs out or cannot go on.
    [[nodiscard]] Task<ExitCode> run();

private:
    struct Action;
    static const QList<Action> &actions();

    [[nodiscard]] Task<bool> ensureOwnPassword();
    [[nodiscard]] Task<bool> choose();
    [[nodiscard]] Task<bool> perform(const Action &action);
    [[nodiscard]] Task<bool> finish();
    [[nodiscard]] const Action *findAction(const QString &answer) const;
    void show();
    void printDrafts();

    Terminal &m_terminal;
    ConsoleSession &m_session;
    QString m_serverName;
    AddForm m_addForm;
    UpdateForm m_updateForm;
    ListScreen m_listScreen;
};

} // namespace roster::cli
