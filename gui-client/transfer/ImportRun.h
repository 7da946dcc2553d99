#pragma once

#include "gui-client/edit/EditHistory.h"
#include "gui-client/transfer/ImportPlan.h"

#include <QObject>

namespace roster::gui {

/// Adds the lines of an import that have no problem, a few at a time, so that the table and other
/// people stay served and it can be stopped. What is on its way survives a lost connection, as
/// every write does. All that was added is one step to undo. Owned by an ImportDialog, on the GUI
/// thread.
class ImportRun : public QObject
{
    Q_OBJECT

public:
    /// @p lines outlive this.
    ImportRun(const QList<ImportLine> &lines, EditHistory &history, QObject *parent = nullptr);

    void start();
    /// No more lines are sent; those on their way are waited for.
    void stop();
    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    /// Lines that are still to be decided.
    [[nodiscard]] qsizetype left() const { return m_left; }

Q_SIGNALS:
    /// Line @p index was added, or the server refused it.
    void settled(qsizetype index, const roster::Result<roster::gui::WriteResult> &result);
    /// All is decided, or what was on its way when it was stopped.
    void finished();

private:
    void sendMore();
    void onSettled(qsizetype index, const Result<WriteResult> &result);

    const QList<ImportLine> &m_lines;
    EditHistory &m_history;
    QList<EmployeeRow> m_added;
    qsizetype m_next = 0;
    qsizetype m_left = 0;
    qsizetype m_onTheWay = 0;
    bool m_isRunning = false;
};

} // namespace roster::gui
