// What the menus and the tool bar offer: the rest of MainWindow.
#include "gui-client/window/MainWindow.h"

#include "gui-client/app/Icons.h"
#include "gui-client/app/Rhythm.h"
#include "gui-client/window/EmployeePane.h"
#include "gui-client/window/TableCommands.h"

#include <QAction>
#include <QLineEdit>
#include <QMenuBar>
#include <QToolBar>
#include <QUndoStack>

#include <algorithm>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

constexpr int searchWidth = 320;

} // namespace

QAction *MainWindow::addAction(
    const QString &name, const QString &text, const QString &iconName, const QKeySequence &keys)
{
    auto *action = new QAction(text, this);
    action->setObjectName(name);
    if (!iconName.isEmpty())
        action->setIcon(icon(iconName));
    action->setShortcut(keys);
    QMainWindow::addAction(action);
    return action;
}

QAction *MainWindow::action(const QString &name) const
{
    return findChild<QAction *>(name, Qt::FindDirectChildrenOnly);
}

void MainWindow::makeActions()
{
    addAction(u"add"_s, tr("&Add employee..."), u"add"_s, QKeySequence(Qt::CTRL | Qt::Key_N));
    addAction(u"delete"_s, tr("&Delete..."), u"delete"_s, {});
    addAction(u"restore"_s, tr("&Restore"), u"restore"_s, {});
    addAction(u"form"_s, tr("&Show record..."), u"form"_s, {});
    addAction(u"copy"_s, tr("&Copy"), {}, QKeySequence::Copy);
    addAction(u"paste"_s, tr("&Paste"), {}, QKeySequence::Paste);
    addAction(u"fillDown"_s, tr("&Fill down"), {}, QKeySequence(Qt::CTRL | Qt::Key_D));
    addAction(u"search"_s, tr("S&earch"), u"search"_s, QKeySequence(Qt::CTRL | Qt::Key_F));
    addAction(u"filterRow"_s, tr("&Filter row"), u"filter"_s,
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F));
    addAction(u"clearFilters"_s, tr("&Clear filters"), u"clear"_s, {});
    addAction(u"refresh"_s, tr("&Refresh"), u"refresh"_s, QKeySequence(Qt::CTRL | Qt::Key_R));
    addAction(u"deleted"_s, tr("&Deleted employees"), {}, {})->setCheckable(true);
    addAction(u"import"_s, tr("&Import..."), u"import"_s, {});
    addAction(u"export"_s, tr("&Export..."), u"export"_s, {});
    addAction(u"lock"_s, tr("&Lock"), u"lock"_s, QKeySequence(Qt::CTRL | Qt::Key_L));
    addAction(u"signOut"_s, tr("Sign &out"), {}, {});
    addAction(u"quit"_s, tr("&Quit"), {}, QKeySequence::Quit);
    addAction(u"settings"_s, tr("&Settings..."), u"settings"_s, QKeySequence::Preferences);
    addAction(u"connection"_s, tr("&Connection..."), {}, {});
    addAction(
        u"shortcuts"_s, tr("&Keyboard shortcuts"), u"help"_s, QKeySequence(Qt::CTRL | Qt::Key_F1));
    addAction(u"explain"_s, tr("&What about this cell?"), u"help"_s, QKeySequence(Qt::Key_F1));
    addAction(u"about"_s, tr("&About Roster"), {}, {});
    // The table's own keys: shown in the menu, but no shortcut while something is being typed.
    const auto isKeyOfTable = [this](const QString &name, const QKeySequence &keys) {
        action(name)->setShortcut(keys);
        action(name)->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        QMainWindow::removeAction(action(name));
        m_pane->view().addAction(action(name));
    };
    isKeyOfTable(u"delete"_s, QKeySequence(Qt::Key_Delete));
    isKeyOfTable(u"copy"_s, QKeySequence::Copy);
    isKeyOfTable(u"paste"_s, QKeySequence::Paste);
    isKeyOfTable(u"fillDown"_s, QKeySequence(Qt::CTRL | Qt::Key_D));
    isKeyOfTable(u"explain"_s, QKeySequence(Qt::Key_F1));

    QUndoStack &stack = m_workspace.history.stack();
    QAction *undo = stack.createUndoAction(this, tr("&Undo"));
    undo->setObjectName(u"undo"_s);
    undo->setIcon(icon(u"undo"_s));
    undo->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Z));
    QAction *redo = stack.createRedoAction(this, tr("&Redo"));
    redo->setObjectName(u"redo"_s);
    redo->setIcon(icon(u"redo"_s));
    redo->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z));
}

void MainWindow::makeMenus()
{
    const auto addMenu
        = [this](const QString &name, const QString &title, const QStringList &actions) {
              QMenu *menu = menuBar()->addMenu(title);
              menu->setObjectName(name);
              for (const QString &each : actions) {
                  if (each.isEmpty())
                      menu->addSeparator();
                  else
                      menu->addAction(action(each));
              }
              return menu;
          };
    addMenu(u"fileMenu"_s, tr("&File"),
        {u"import"_s, u"export"_s, {}, u"lock"_s, u"signOut"_s, {}, u"quit"_s});
    addMenu(u"editMenu"_s, tr("&Edit"),
        {u"undo"_s, u"redo"_s, {}, u"copy"_s, u"paste"_s, u"fillDown"_s, {}, u"search"_s});
    QMenu *view = addMenu(u"viewMenu"_s, tr("&View"),
        {u"filterRow"_s, u"clearFilters"_s, u"refresh"_s, {}, u"deleted"_s, {}});
    m_commands->fillColumnsMenu(view->addMenu(tr("&Columns")));
    addMenu(u"recordMenu"_s, tr("&Record"), {u"add"_s, u"form"_s, {}, u"delete"_s, u"restore"_s});
    addMenu(u"toolsMenu"_s, tr("&Tools"), {u"connection"_s, u"settings"_s});
    addMenu(u"helpMenu"_s, tr("&Help"), {u"explain"_s, u"shortcuts"_s, {}, u"about"_s});
}

void MainWindow::makeToolBar()
{
    QToolBar *bar = addToolBar(tr("Tool bar"));
    bar->setObjectName(u"toolBar"_s);
    bar->setMovable(false);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    const auto addButton = [this, bar](const QString &name, const QString &text) {
        action(name)->setIconText(text);
        bar->addAction(action(name));
    };
    addButton(u"add"_s, tr("Add"));
    addButton(u"delete"_s, tr("Delete"));
    addButton(u"restore"_s, tr("Restore"));
    bar->addSeparator();
    addButton(u"undo"_s, tr("Undo"));
    addButton(u"redo"_s, tr("Redo"));
    bar->addSeparator();
    addButton(u"import"_s, tr("Import"));
    addButton(u"export"_s, tr("Export"));
    auto *space = new QWidget;
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(space);
    m_search = new QLineEdit;
    m_search->setObjectName(u"quickSearch"_s);
    m_search->setAccessibleName(tr("Quick search"));
    m_search->setPlaceholderText(tr("Search: name, title, department, e-mail"));
    m_search->setToolTip(
        tr("Every word must begin a word of the name, department, title or e-mail."));
    m_search->setClearButtonEnabled(true);
    // In every language the example is to be read whole, beside the two icons.
    const int example = m_search->fontMetrics().horizontalAdvance(m_search->placeholderText());
    m_search->setFixedWidth(std::max(searchWidth, example + 8 * rhythm));
    m_search->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    bar->addWidget(m_search);
}

} // namespace roster::gui
