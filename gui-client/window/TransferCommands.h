#pragma once

#include "gui-client/app/Workspace.h"

#include <QObject>
#include <QPointer>

class QWidget;

namespace roster::gui {

class EmployeePane;
class ExportDialog;
class FieldFormat;
class ImportDialog;
class ImportPlan;

/// Employees out of the table into a file, and out of a file into the table. Owned by the main
/// window.
class TransferCommands : public QObject
{
    Q_OBJECT

public:
    /// @p window: the parent of dialogs.
    TransferCommands(Workspace &workspace, EmployeePane &pane, QWidget *window);

    /// Asks for a file, and shows what of it can be added.
    void importFile();
    /// Asks for a file, and writes what the table lists into it: all rows, in the columns shown.
    void exportList();

    void importFrom(const QString &path);
    void exportTo(const QString &path);

    /// Employees of an import that are not decided yet.
    [[nodiscard]] qsizetype left() const;
    [[nodiscard]] bool isExporting() const;

Q_SIGNALS:
    /// Something that the person should know; one sentence.
    void said(const QString &sentence);

private:
    void show(Result<ImportPlan> plan, const QString &fileName);

    Workspace &m_workspace;
    EmployeePane &m_pane;
    QWidget *m_window;
    QList<QPointer<ImportDialog>> m_imports;
    QList<QPointer<ExportDialog>> m_exports;
};

} // namespace roster::gui
