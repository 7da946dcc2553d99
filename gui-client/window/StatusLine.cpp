#include "gui-client/window/StatusLine.h"

#include "gui-client/app/Icons.h"
#include "gui-client/app/Rhythm.h"
#include "gui-client/window/EmployeePane.h"

#include <QLabel>
#include <QToolButton>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

QToolButton *makeButton(const QString &name)
{
    auto *button = new QToolButton;
    button->setObjectName(name);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

QLabel *makeLabel(const QString &name)
{
    auto *label = new QLabel;
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

StatusLine::StatusLine(Workspace &workspace, EmployeePane &pane, QWidget *parent)
    : QStatusBar(parent)
    , m_workspace(workspace)
    , m_pane(pane)
    , m_count(makeLabel(u"employeeCount"_s))
    , m_clear(makeButton(u"clearFilters"_s))
    , m_resort(makeButton(u"sortAgain"_s))
    , m_position(makeLabel(u"cursorPosition"_s))
    , m_user(makeLabel(u"signedInUser"_s))
    , m_connection(makeButton(u"connectionState"_s))
{
    m_clear->setText(tr("clear"));
    m_clear->setAccessibleName(tr("Clear filters"));
    m_resort->setText(tr("sort again"));
    m_resort->setAccessibleName(tr("Sort again"));
    m_resort->setToolTip(tr("Values that this list is sorted or filtered by have changed since."));
    m_connection->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setContentsMargins(rhythm, 0, rhythm, 0);
    addWidget(m_count);
    addWidget(m_clear);
    addWidget(m_resort);
    addPermanentWidget(m_position);
    addPermanentWidget(m_user);
    addPermanentWidget(m_connection);
    connect(m_clear, &QToolButton::clicked, &pane, &EmployeePane::clearFilters);
    connect(m_resort, &QToolButton::clicked, &pane.model(), &EmployeeTableModel::refresh);
    connect(m_connection, &QToolButton::clicked, this, &StatusLine::connectionDetailsRequested);
    connect(&pane.model(), &EmployeeTableModel::totalChanged, this, &StatusLine::showCount);
    connect(&pane, &EmployeePane::criteriaChanged, this, &StatusLine::showCount);
    connect(&pane.view(), &EmployeeTableView::cursorMoved, this, &StatusLine::showPosition);
    connect(&workspace.session, &ServerSession::stateChanged, this, &StatusLine::showConnection);
    connect(&workspace.session, &ServerSession::rightsChanged, this, &StatusLine::showConnection);
    connect(&workspace.writes, &WriteQueue::countChanged, this, &StatusLine::showConnection);
    showCount();
    showConnection();
}

void StatusLine::showCount()
{
    const EmployeeTableModel &model = m_pane.model();
    const QLocale &locale = model.format().locale();
    const QString shown = locale.toString(model.total());
    const bool isFiltered = model.criteria().isFiltered();
    QString text;
    if (model.criteria().isShowingDeleted)
        text = tr("%1 deleted employees", nullptr, model.total()).arg(shown);
    else if (!isFiltered)
        text = tr("%1 employees", nullptr, model.total()).arg(shown);
    else if (model.isTotalLeast())
        text = tr("More than %1 employees, filtered").arg(shown);
    else if (m_pane.unfilteredTotal() >= 0)
        text = tr("%1 of %2 employees, filtered")
                   .arg(shown, locale.toString(m_pane.unfilteredTotal()));
    else
        text = tr("%1 employees, filtered").arg(shown);
    m_count->setText(text);
    m_clear->setVisible(isFiltered);
    m_resort->setVisible(model.isStale());
    showPosition();
}

void StatusLine::showPosition()
{
    const QModelIndex index = m_pane.view().currentIndex();
    const QLocale &locale = m_pane.model().format().locale();
    m_position->setText(
        index.isValid() ? tr("Row %1").arg(locale.toString(index.row() + 1)) : QString());
}

void StatusLine::showConnection()
{
    const SessionInfo &info = m_workspace.session.info();
    m_user->setText(tr("%1 (%2)").arg(info.username, info.role));
    const qsizetype waiting = m_workspace.writes.count();
    QString state;
    switch (m_workspace.session.state()) {
    case ServerSession::State::Online:
        state = waiting > 0 ? tr("saving") : tr("online");
        break;
    case ServerSession::State::Waiting:
    case ServerSession::State::Trying:
        state = tr("offline");
        break;
    case ServerSession::State::Ended:
        state = tr("signed out");
        break;
    }
    m_connection->setIcon(icon(m_workspace.session.isOnline() ? u"lock"_s : u"offline"_s));
    const QString server = toString(m_workspace.session.server());
    m_connection->setText(tr("%1: %2").arg(server, state));
    m_connection->setAccessibleName(tr("Connection to %1: %2").arg(server, state));
    m_connection->setToolTip(tr("Show how the connection is protected"));
}

} // namespace roster::gui
