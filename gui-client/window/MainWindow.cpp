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
#include "gui-client/window/TransferCommands.h"

#include <QAction>
#include <QCloseEvent>
#include <QLineEdit>
#include <QVBoxLayout>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

constexpr QSize firstSize(1180, 720);

QDialog *deletedOnClose(QDialog *dialog)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    return dialog;
}

} // namespace

MainWindow::MainWindow(Workspace &workspace, ClientSettings &settings, ClipboardGuard &clipboard)
    : m_workspace(workspace)
    , m_settings(settings)
    , m_pane(new EmployeePane(workspace, QLocale()))
    , m_commands(new TableCommands(workspace, *m_pane, clipboard, this))
    , m_transfers(new TransferCommands(workspace, *m_pane, this))
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
    // What is half typed is neither saved nor lost.
    m_pane->view().holdEditor(true);
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
    on(u"import"_s, [this] { m_transfers->importFile(); });
    on(u"export"_s, [this] { m_transfers->exportList(); });
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
    connect(m_pane, &EmployeePane::importRequested, m_transfers, &TransferCommands::importFile);
    connect(m_pane, &EmployeePane::criteriaChanged, this, &MainWindow::updateActions);
    connect(&m_pane->view(), &EmployeeTableView::cursorMoved, this, &MainWindow::updateActions);
    // The cursor is gone without having moved.
    connect(&m_pane->model(), &QAbstractItemModel::modelReset, this, &MainWindow::updateActions);
    connect(&m_pane->view(), &EmployeeTableView::typingLost, this, [this](const QString &text) {
        say(tr("The record or the right to change it is gone; what you typed was not saved: %1")
                .arg(text));
    });
    connect(m_lockScreen, &LockScreen::unlocked, &m_pane->view(),
        [this] { m_pane->view().holdEditor(false); });
    connect(&m_workspace.session, &ServerSession::rightsChanged, this, &MainWindow::updateActions);
    connect(&m_workspace.session, &ServerSession::stateChanged, this, [this] {
        if (m_workspace.session.state() == ServerSession::State::Ended)
            lock(m_workspace.session.trouble());
    });
    connect(m_connectionBanner, &ConnectionBanner::signInRequested, this,
        [this] { lock(m_workspace.session.trouble()); });
    connect(m_commands, &TableCommands::said, this, &MainWindow::say);
    connect(m_transfers, &TransferCommands::said, this, &MainWindow::say);
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
    allow(u"import"_s, editor.mayAdd(), true, u"employee.add"_s);
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
    ServerSession &session = m_workspace.session;
    deletedOnClose(
        new ConnectionDetailsDialog(session.server(), session.client().tls(), m_settings, this))
        ->show();
}

void MainWindow::showSettings()
{
    deletedOnClose(new SettingsDialog(m_settings, this))->open();
}

void MainWindow::showShortcuts()
{
    deletedOnClose(new ShortcutsDialog(findChildren<QAction *>(), m_settings, this))->show();
}

void MainWindow::showAbout()
{
    deletedOnClose(new AboutDialog(m_settings, this))->open();
}

QString MainWindow::unsavedWork() const
{
    if (const auto left = static_cast<int>(m_transfers->left()); left > 0)
        return tr("%n employee(s) of an import have not been added yet.", nullptr, left);
    if (m_transfers->isExporting())
        return tr("An export is not finished; its file will not be there.");
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
