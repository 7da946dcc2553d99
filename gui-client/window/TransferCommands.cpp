#include "gui-client/window/TransferCommands.h"

#include "gui-client/edit/WriteObstacle.h"
#include "gui-client/transfer/ExportDialog.h"
#include "gui-client/transfer/ImportDialog.h"
#include "gui-client/window/EmployeePane.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QThreadPool>

#include <algorithm>
#include <memory>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

QFileDialog *makeFileDialog(QWidget *window, const QString &title, QFileDialog::AcceptMode mode)
{
    auto *dialog = new QFileDialog(window, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(mode);
    dialog->setNameFilter(TransferCommands::tr("Tables (*.csv)"));
    dialog->setDefaultSuffix(u"csv"_s);
    return dialog;
}

} // namespace

TransferCommands::TransferCommands(Workspace &workspace, EmployeePane &pane, QWidget *window)
    : QObject(window)
    , m_workspace(workspace)
    , m_pane(pane)
    , m_window(window)
{
}

void TransferCommands::importFile()
{
    auto *dialog = makeFileDialog(m_window, tr("Import employees"), QFileDialog::AcceptOpen);
    dialog->setObjectName(u"importFile"_s);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Tables (*.csv *.tsv *.txt)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &TransferCommands::importFrom);
    dialog->open();
}

void TransferCommands::exportList()
{
    auto *dialog = makeFileDialog(m_window, tr("Export employees"), QFileDialog::AcceptSave);
    dialog->setObjectName(u"exportFile"_s);
    dialog->selectFile(tr("employees") + u".csv"_s);
    connect(dialog, &QFileDialog::fileSelected, this, &TransferCommands::exportTo);
    dialog->open();
}

/// A large file is read and checked on another thread.
void TransferCommands::importFrom(const QString &path)
{
    const WriteObstacle obstacle(m_workspace.session, m_workspace.editor);
    if (const QString why = obstacle.toAdd(); !why.isEmpty()) {
        Q_EMIT said(why);
        return;
    }
    auto file = std::make_shared<QFile>(path);
    if (!file->open(QIODevice::ReadOnly)) {
        Q_EMIT said(tr("%1 cannot be read: %2").arg(path, file->errorString()));
        return;
    }
    const QString fileName = QFileInfo(path).fileName();
    QThreadPool::globalInstance()->start(
        [guard = QPointer(this), file, fileName, format = m_pane.model().format(),
            rights = m_workspace.session.rights()] {
            auto plan = std::make_shared<Result<ImportPlan>>(
                ImportPlan::ofFile(file->read(ImportPlan::maxFileSize + 1), format, rights));
            // The application outlives its windows.
            QMetaObject::invokeMethod(qApp, [guard, plan, fileName] {
                if (guard)
                    guard->show(std::move(*plan), fileName);
            });
        });
}

void TransferCommands::show(Result<ImportPlan> plan, const QString &fileName)
{
    if (!plan) {
        Q_EMIT said(tr("%1 was not imported. %2").arg(fileName, plan.error().message));
        return;
    }
    auto *dialog = new ImportDialog(
        *std::move(plan), fileName, m_pane.model().format(), m_workspace.history, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_imports.removeIf([](const QPointer<ImportDialog> &each) { return each.isNull(); });
    m_imports.append(dialog);
    dialog->show();
}

/// What the role sees masked is left out: a mask is no value.
void TransferCommands::exportTo(const QString &path)
{
    QList<Field> fields;
    QStringList masked;
    for (const Field field : m_pane.view().shownFields()) {
        if (m_workspace.session.rights().canRead(field))
            fields.append(field);
        else
            masked.append(labelOf(field));
    }
    const QString remark = masked.isEmpty()
        ? QString()
        : tr("Your role sees %1 masked; the file has no such column.")
              .arg(QLocale().createSeparatedList(masked));
    auto *dialog
        = new ExportDialog(m_workspace.session, m_pane.criteria(), fields, path, remark, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_exports.removeIf([](const QPointer<ExportDialog> &each) { return each.isNull(); });
    m_exports.append(dialog);
    dialog->show();
    dialog->start();
}

qsizetype TransferCommands::left() const
{
    qsizetype left = 0;
    for (const QPointer<ImportDialog> &dialog : m_imports)
        left += dialog ? dialog->left() : 0;
    return left;
}

bool TransferCommands::isExporting() const
{
    return std::ranges::any_of(m_exports,
        [](const QPointer<ExportDialog> &dialog) { return dialog && dialog->isRunning(); });
}

} // namespace roster::gui
