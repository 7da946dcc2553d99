#include "cli-client/menu/Menu.h"

#include "cli-client/menu/DeleteForm.h"
#include "cli-client/menu/PasswordForm.h"
#include "cli-client/menu/RecordLookup.h"
#include "common/base/EscapedText.h"

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

enum class ActionKind { Get, Add, Update, Delete, List, ChangePassword };

} // namespace

struct Menu::Action
{
    ActionKind kind;
    QChar number;
    QChar letter;
    QString label;
    std::optional<Permission> permission;
};

const QList<Menu::Action> &Menu::actions()
{
    static const QList<Action> rows{
        {ActionKind::Get, u'1', u'r', u"Request a record"_s, Permission::EmployeeGet},
        {ActionKind::Add, u'2', u'a', u"Add an employee"_s, Permission::EmployeeAdd},
        {ActionKind::Update, u'3', u'u', u"Update a record"_s, Permission::EmployeeUpdate},
        {ActionKind::Delete, u'4', u'd', u"Delete a record"_s, Permission::EmployeeDelete},
        {ActionKind::List, u'5', u'l', u"List and search"_s, Permission::EmployeeGet},
        {ActionKind::ChangePassword, u'6', u'p', u"Change password"_s, std::nullopt},
    };
    return rows;
}

Menu::Menu(Terminal &terminal, ConsoleSession &session, QString serverName)
    : m_terminal(terminal)
    , m_session(session)
    , m_serverName(std::move(serverName))
    , m_addForm(terminal, session)
    , m_updateForm(terminal, session)
    , m_listScreen(terminal, session)
{
}

Task<ExitCode> Menu::run()
{
    const bool isLoggedIn = co_await m_session.logIn();
    bool goesOn = isLoggedIn;
    while (goesOn) {
        const bool isOwn = co_await ensureOwnPassword();
        goesOn = isOwn;
        if (isOwn)
            goesOn = co_await choose();
        goesOn = goesOn && !m_session.isOver();
    }
    if (isLoggedIn)
        co_await finish();
    co_return m_session.exitCode();
}

/// A one-time password has to be replaced before anything else is served.
Task<bool> Menu::ensureOwnPassword()
{
    if (!m_session.info().mustChangePassword)
        co_return true;
    m_terminal.print(u"\nYour password was given to you for one use. Choose your own now.\n"_s);
    const bool isChanged = co_await changePassword(m_terminal, m_session);
    if (!isChanged && !m_session.isOver())
        m_session.end(ExitCode::Credentials);
    co_return isChanged;
}

void Menu::show()
{
    QString text = u"\nRoster at %1: %2, role %3\n\n"_s.arg(
        escaped(m_serverName), escaped(m_session.info().username), escaped(m_session.info().role));
    for (const Action &action : actions()) {
        text += u"  %1  %2  %3"_s.arg(action.number, action.letter).arg(action.label);
        if (action.permission && !m_session.can(*action.permission))
            text += u"  (not allowed)"_s;
        text += u'\n';
    }
    const QString leave = m_session.isTakenUp() ? u"Quit; you stay logged in"_s : u"Log out"_s;
    m_terminal.print(text + u"  q     %1\n\n"_s.arg(leave));
}

Task<bool> Menu::choose()
{
    show();
    const Input input = co_await m_terminal.ask(u"Choose: "_s);
    if (input.kind == Input::Kind::Interrupted)
        m_session.end(ExitCode::Interrupted);
    const QString answer = input.text.trimmed().toLower();
    if (!input.isLine() || answer == "q"_L1)
        co_return false;
    const Action *action = findAction(answer);
    if (action) {
        const bool isAlive = co_await perform(*action);
        co_return isAlive;
    }
    if (!answer.isEmpty())
        m_terminal.print(u"Choose one of the numbers or letters, or q.\n"_s);
    co_return true;
}

const Menu::Action *Menu::findAction(const QString &answer) const
{
    for (const Action &action : actions()) {
        if (answer == action.number || answer == action.letter)
            return &action;
    }
    return nullptr;
}

Task<bool> Menu::perform(const Action &action)
{
    if (action.permission && !m_session.can(*action.permission)) {
        m_terminal.print(u"Your role %1 does not allow this (%2).\n"_s.arg(
            escaped(m_session.info().role), permissionName(*action.permission)));
        co_return true;
    }
    DeleteForm deleteForm(m_terminal, m_session);
    switch (action.kind) {
    case ActionKind::Get:
        co_await showRecord(m_terminal, m_session);
        break;
    case ActionKind::Add:
        co_await m_addForm.run();
        break;
    case ActionKind::Update:
        co_await m_updateForm.run();
        break;
    case ActionKind::Delete:
        co_await deleteForm.run();
        break;
    case ActionKind::List:
        co_await m_listScreen.run();
        break;
    case ActionKind::ChangePassword:
        co_await changePassword(m_terminal, m_session);
        break;
    }
    co_return !m_session.isOver();
}

Task<bool> Menu::finish()
{
    printDrafts();
    const bool isLoggedOut = co_await m_session.logOut();
    if (isLoggedOut)
        m_terminal.print(u"Logged out.\n"_s);
    co_return isLoggedOut;
}

/// The last chance to copy what was typed and never saved.
void Menu::printDrafts()
{
    if (const Draft &draft = m_addForm.draft(); !draft.isEmpty())
        m_terminal.print(u"\nNot saved, a new employee:\n"_s + draft.toText());
    if (const Draft &draft = m_updateForm.draft(); !draft.isEmpty()) {
        m_terminal.print(
            u"\nNot saved, changes to %1:\n"_s.arg(draft.base()->title()) + draft.toText());
    }
}

} // namespace roster::cli
