#pragma once

#include "gui-client/transfer/ImportRun.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QTreeView;

namespace roster::gui {

class ImportTable;
class MessageLabel;

/// Shows how a file was understood and what stands in the way of its lines, before anything is
/// sent; then adds the others and shows what became of each. Not modal; made and shown by
/// TransferCommands, on the GUI thread.
class ImportDialog : public QDialog
{
    Q_OBJECT

public:
    ImportDialog(ImportPlan plan, const QString &fileName, const FieldFormat &format,
        EditHistory &history, QWidget *parent);

    /// Employees that were asked for and are not decided yet.
    [[nodiscard]] qsizetype left() const { return m_run.isRunning() ? m_run.left() : 0; }

    /// While it runs: stops it, and stays to tell what was added; again: goes all the same.
    void reject() override;

private:
    void build(const QString &fileName);
    [[nodiscard]] QTreeView *makeList();
    void showOnlyProblems(bool isOnly);
    void start();
    void onSettled(qsizetype line, const Result<WriteResult> &result);
    void onFinished();

    const ImportPlan m_plan;
    ImportTable *m_table;
    ImportRun m_run;
    bool m_isStopping = false;
    int m_added = 0;
    int m_refused = 0;
    QLabel *m_heading;
    MessageLabel *m_remarks;
    QTreeView *m_list;
    QCheckBox *m_onlyProblems;
    QProgressBar *m_progress;
    QPushButton *m_addButton;
    QPushButton *m_closeButton;
};

} // namespace roster::gui
