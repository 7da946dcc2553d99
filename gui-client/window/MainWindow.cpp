#include "gui-client/window/MainWindow.h"

#include "gui-client/app/ClientSettings.h"
#include "gui-client/app/Icons.h"
#include "gui-client/edit/Question.h"
#include "gui-client/table/EmployeeHeader.h"
#include "gui-client/window/AboutDialog.h"
#include "gui-client/window/ConnectionBanner.h"
#include "gui-client/window/ConnectionDetailsDialog.h"
#include "gui-client/window/EmployeePane.h"
#include "gui-client/window/LockScreen.h"
#include "gui-client/window/SettingsDialog.h"
#include "gui-client/window/ShortcutsDialog.h"
#include "gui-client/window/StatusLine.h"
#include "gui-client/window/TableCommands.h"

#include <QAction>
#include <QCloseEvent>
#include <QLineEdit>
#include <QMenuBar>
#include <QToolBar>
#include <QUndoStack>
#include <QVBoxLayout>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

constexpr int searchWidth = 320;
constexpr QSize firstSize(1180, 720);

} // namespace

MainWindow::MainWindow(Workspace &workspace, ClientSettings &settings, ClipboardGuard &clipboard)
    : m_workspace(workspace)
    , m_settings(settings)
    , m_pane(new EmployeePane(workspace, QLocale()))
    , m_commands(new TableCommands(workspace, *m_pane, clipboard, this))
    , m_connectionBanner(new ConnectionBanner(workspace.session, workspace.writes))
    , m_notice(new Banner)
    , m_lockScreen(new LockScreen(workspace.session, this))
{
    setObjectName(u"mainWindow"_s);
    setWindowIcon(productMark());
    makeActions();
    makeMenus();
    makeToolBar();
    arrange();
    connectParts();
    restoreLayout();
    updateActions();
    showTitle();
    m_pane->start(settings.tableState(workspace.session.server()).sort);
    m_pane->view().setFocus();
}

MainWindow::~MainWindow() = default;

void MainWindow::lock(const QString &reason)
{
    m_lockScreen->lock(reason);
}

void MainWindow::say(const QString &sentence)
{
    m_notice->say(Banner::Kind::Warning, sentence, tr("Close"));
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    saveLayout();
    if (m_isLeaving || unsavedWork().isEmpty()) {
        event->accept();
        Q_EMIT closedByPerson();
        return;
    }
    event->ignore();
    askToLeave([this] {
        m_isLeaving = true;
        close();
    });
}

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
    addMenu(u"fileMenu"_s, tr("&File"), {u"lock"_s, u"signOut"_s, {}, u"quit"_s});
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
    action(u"add"_s)->setIconText(tr("Add"));
    action(u"delete"_s)->setIconText(tr("Delete"));
    action(u"restore"_s)->setIconText(tr("Restore"));
    bar->addAction(action(u"add"_s));
    bar->addAction(action(u"delete"_s));
    bar->addAction(action(u"restore"_s));
    bar->addSeparator();
    action(u"undo"_s)->setIconText(tr("Undo"));
    action(u"redo"_s)->setIconText(tr("Redo"));
    bar->addAction(action(u"undo"_s));
    bar->addAction(action(u"redo"_s));
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
    m_search->setMaximumWidth(searchWidth);
    m_search->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    bar->addWidget(m_search);
}

void MainWindow::arrange()
{
    auto *middle = new QWidget;
    auto *column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_connectionBanner);
    column->addWidget(m_notice);
    column->addWidget(m_pane, 1);
    setCentralWidget(middle);
    auto *foot = new StatusLine(m_workspace, *m_pane);
    foot->setObjectName(u"statusLine"_s);
    setStatusBar(foot);
    connect(
        foot, &StatusLine::connectionDetailsRequested, this, &MainWindow::showConnectionDetails);
}

void MainWindow::connectParts()
{
    const auto on = [this](const QString &name, auto &&slot) {
        connect(action(name), &QAction::triggered, this, slot);
    };
    on(u"add"_s, [this] { m_commands->add(); });
    on(u"form"_s, [this] { m_commands->openForm(m_pane->view().currentIndex().row()); });
    on(u"delete"_s, [this] { m_commands->remove(); });
    on(u"restore"_s, [this] { m_commands->restore(); });
    on(u"copy"_s, [this] { m_commands->copy(); });
    on(u"paste"_s, [this] { m_commands->paste(); });
    on(u"fillDown"_s, [this] { m_commands->fillDown(); });
    on(u"explain"_s, [this] { m_commands->explainCell(); });
    on(u"search"_s, [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
    on(u"filterRow"_s, [this] { m_pane->view().header().focusFilters(); });
    on(u"clearFilters"_s, [this] { m_pane->clearFilters(); });
    on(u"refresh"_s, [this] { m_pane->model().refresh(); });
    on(u"deleted"_s, [this] { m_pane->setShowingDeleted(action(u"deleted"_s)->isChecked()); });
    on(u"lock"_s, [this] { lock(tr("You have locked the window.")); });
    on(u"signOut"_s, [this] { askToLeave([this] { Q_EMIT signOutRequested(); }); });
    on(u"quit"_s, [this] { close(); });
    on(u"settings"_s, [this] { showSettings(); });
    on(u"connection"_s, [this] { showConnectionDetails(); });
    on(u"shortcuts"_s, [this] { showShortcuts(); });
    on(u"about"_s, [this] { showAbout(); });
    connect(m_search, &QLineEdit::textChanged, m_pane, &EmployeePane::setQuickSearch);
    connect(m_search, &QLineEdit::returnPressed, &m_pane->view(),
        [this] { m_pane->view().setFocus(); });
    connect(m_pane, &EmployeePane::filtersCleared, m_search, &QLineEdit::clear);
    connect(m_pane, &EmployeePane::addRequested, m_commands, &TableCommands::add);
    connect(m_pane, &EmployeePane::criteriaChanged, this, &MainWindow::updateActions);
    connect(&m_pane->view(), &EmployeeTableView::cursorMoved, this, &MainWindow::updateActions);
    connect(&m_workspace.session, &ServerSession::rightsChanged, this, &MainWindow::updateActions);
    connect(&m_workspace.session, &ServerSession::stateChanged, this, [this] {
        if (m_workspace.session.state() == ServerSession::State::Ended)
            lock(m_workspace.session.trouble());
    });
    connect(m_connectionBanner, &ConnectionBanner::signInRequested, this,
        [this] { lock(m_workspace.session.trouble()); });
    connect(m_commands, &TableCommands::said, this, &MainWindow::say);
    connect(m_notice, &Banner::actionTriggered, m_notice, &Banner::clear);
    connect(m_lockScreen, &LockScreen::signOutRequested, this,
        [this] { askToLeave([this] { Q_EMIT signOutRequested(); }); });
}

void MainWindow::updateActions()
{
    const EmployeeEditor &editor = m_workspace.editor;
    const bool isDeletedList = m_pane->criteria().isShowingDeleted;
    const bool hasRow = m_pane->view().currentIndex().isValid();
    const auto allow
        = [this](const QString &name, bool isAllowed, bool isPossible, const QString &right) {
              QAction *each = action(name);
              each->setEnabled(isAllowed && isPossible);
              each->setToolTip(isAllowed
                      ? QString()
                      : tr("Your role, %1, lacks the right %2. An administrator can grant it.")
                            .arg(m_workspace.session.info().role, right));
          };
    allow(u"add"_s, editor.mayAdd(), true, u"employee.add"_s);
    allow(u"delete"_s, editor.mayDelete(), hasRow && !isDeletedList, u"employee.delete"_s);
    allow(u"restore"_s, editor.mayDelete(), hasRow && isDeletedList, u"employee.delete"_s);
    allow(u"deleted"_s, editor.mayDelete(), true, u"employee.delete"_s);
    allow(u"paste"_s, editor.mayUpdate(), hasRow && !isDeletedList, u"employee.update"_s);
    allow(u"fillDown"_s, editor.mayUpdate(), hasRow && !isDeletedList, u"employee.update"_s);
    action(u"restore"_s)->setVisible(isDeletedList);
    action(u"form"_s)->setEnabled(hasRow);
    action(u"copy"_s)->setEnabled(hasRow);
    action(u"clearFilters"_s)->setEnabled(m_pane->criteria().isFiltered());
    action(u"deleted"_s)->setChecked(isDeletedList);
}

void MainWindow::showTitle()
{
    setWindowTitle(tr("Employees - %1").arg(toString(m_workspace.session.server())));
}

void MainWindow::restoreLayout()
{
    if (!restoreGeometry(m_settings.windowGeometry()))
        resize(firstSize);
    const TableState state = m_settings.tableState(m_workspace.session.server());
    EmployeeHeader &header = m_pane->view().header();
    const bool isRestored = !state.columns.isEmpty() && header.restoreState(state.columns);
    // Somebody with other rights, and so with other columns, may have left it.
    const bool isOfOthers = header.count() != m_pane->model().columnCount();
    if (isOfOthers)
        header.reset();
    if (!isRestored || isOfOthers) {
        connect(
            m_pane, &EmployeePane::firstRowsShown, &m_pane->view(), &EmployeeTableView::fitColumns);
    }
}

void MainWindow::saveLayout()
{
    m_settings.setWindowGeometry(saveGeometry());
    EmployeeHeader &header = m_pane->view().header();
    m_settings.setTableState(m_workspace.session.server(), {header.saveState(), header.sort()});
}

void MainWindow::showConnectionDetails()
{
    auto *dialog = new ConnectionDetailsDialog(
        m_workspace.session.server(), m_workspace.session.client().tls(), m_settings, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

void MainWindow::showSettings()
{
    auto *dialog = new SettingsDialog(m_settings, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showShortcuts()
{
    auto *dialog = new ShortcutsDialog(findChildren<QAction *>(), m_settings, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

void MainWindow::showAbout()
{
    auto *dialog = new AboutDialog(m_settings, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

QString MainWindow::unsavedWork() const
{
    const auto waiting = static_cast<int>(m_workspace.writes.count());
    if (waiting > 0)
        return tr(
            "%n change(s) have not reached the server yet and will be lost.", nullptr, waiting);
    if (m_workspace.editor.hasRefused())
        return tr("Some cells hold values that the server refused; they will be lost.");
    if (m_commands->hasUnsavedForm())
        return tr("An open form holds input that is not saved.");
    return {};
}

void MainWindow::askToLeave(const std::function<void()> &leave)
{
    const QString unsaved = unsavedWork();
    if (unsaved.isEmpty()) {
        leave();
        return;
    }
    // What belongs to the window itself would stay behind the lock.
    QWidget *asker = m_lockScreen->isLocked() ? static_cast<QWidget *>(m_lockScreen) : this;
    auto *question
        = new Question(QMessageBox::Warning, unsaved, tr("Leave and lose it"), tr("Stay"), asker);
    question->setObjectName(u"unsavedWork"_s);
    connect(question, &Question::confirmed, this, leave);
    question->open();
}

} // namespace roster::gui
