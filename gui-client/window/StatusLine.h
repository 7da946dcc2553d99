#pragma once

#include "gui-client/app/Workspace.h"

#include <QStatusBar>

class QLabel;
class QToolButton;

namespace roster::gui {

class EmployeePane;

/// The foot of the window: how many records there are, where the cursor stands, who is signed in,
/// and how the connection is. Owned by the main window.
class StatusLine : public QStatusBar
{
    Q_OBJECT

public:
    StatusLine(Workspace &workspace, EmployeePane &pane, QWidget *parent = nullptr);

Q_SIGNALS:
    void connectionDetailsRequested();

private:
    void showCount();
    void showPosition();
    void showConnection();

    Workspace &m_workspace;
    EmployeePane &m_pane;
    QLabel *m_count;
    QToolButton *m_clear;
    QToolButton *m_resort;
    QLabel *m_position;
    QLabel *m_user;
    QToolButton *m_connection;
};

} // namespace roster::gui
