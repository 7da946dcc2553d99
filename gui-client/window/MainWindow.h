#pragma once

#include "gui-client/app/Workspace.h"

#include <QMainWindow>

class QAction;
class QLineEdit;

namespace roster::gui {

class ClientSettings;
class ClipboardGuard;
class ConnectionBanner;
class EmployeePane;
class Banner;
class LockScreen;
class TableCommands;
class TransferCommands;

/// The window that people spend the day in: menus, tool bar, banners, the table and the foot. It
/// only connects its parts. Owned by GuiApp, which outlives it.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(Workspace &workspace, ClientSettings &settings, ClipboardGuard &clipboard);
    ~MainWindow() override;

    [[nodiscard]] EmployeePane &pane() { return *m_pane; }
    [[nodiscard]] TransferCommands &transfers() { return *m_transfers; }
    void lock(const QString &reason);
    /// In the line under the tool bar, until it is closed.
    void say(const QString &sentence);

Q_SIGNALS:
    /// Another login is wanted: the session goes, and the window.
    void signOutRequested();
    /// It may be closed: nothing waits, or the person gave up what waits.
    void closedByPerson();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void makeActions();
    void makeMenus();
    void makeToolBar();
    void arrange();
    void connectParts();
    QAction *addAction(const QString &name, const QString &text, const QString &iconName,
        const QKeySequence &keys);
    [[nodiscard]] QAction *action(const QString &name) const;
    void updateActions();
    void showTitle();
    void restoreLayout();
    void saveLayout();
    void showConnectionDetails();
    void showSettings();
    void showShortcuts();
    void showAbout();
    void askToLeave(const std::function<void()> &leave);
    [[nodiscard]] QString unsavedWork() const;

    Workspace &m_workspace;
    ClientSettings &m_settings;
    EmployeePane *m_pane;
    TableCommands *m_commands;
    TransferCommands *m_transfers;
    ConnectionBanner *m_connectionBanner;
    Banner *m_notice;
    LockScreen *m_lockScreen;
    QLineEdit *m_search = nullptr;
    bool m_isLeaving = false;
};

} // namespace roster::gui
