#include "gui-client/transfer/ImportDialog.h"

#include "gui-client/app/Rhythm.h"
#include "gui-client/edit/MessageLabel.h"
#include "gui-client/transfer/ImportTable.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace roster::gui {

using namespace Qt::StringLiterals;

ImportDialog::ImportDialog(ImportPlan plan, const QString &fileName, const FieldFormat &format,
    EditHistory &history, QWidget *parent)
    : QDialog(parent)
    , m_plan(std::move(plan))
    , m_table(new ImportTable(m_plan, format, this))
    , m_run(m_plan.lines(), history)
    , m_heading(new QLabel(this))
    , m_remarks(new MessageLabel(this))
    , m_list(makeList())
    , m_onlyProblems(new QCheckBox(tr("&Only lines with problems"), this))
    , m_progress(new QProgressBar(this))
    , m_addButton(new QPushButton(this))
    , m_closeButton(new QPushButton(tr("Cancel"), this))
{
    setObjectName(u"importDialog"_s);
    setWindowTitle(tr("Import employees"));
    build(fileName);
    connect(m_addButton, &QPushButton::clicked, this, &ImportDialog::start);
    connect(m_closeButton, &QPushButton::clicked, this, &ImportDialog::reject);
    connect(m_onlyProblems, &QCheckBox::toggled, this, &ImportDialog::showOnlyProblems);
    connect(&m_run, &ImportRun::settled, this, &ImportDialog::onSettled);
    connect(&m_run, &ImportRun::finished, this, &ImportDialog::onFinished);
}

void ImportDialog::build(const QString &fileName)
{
    const auto good = static_cast<int>(m_plan.goodLines());
    const auto bad = static_cast<int>(m_plan.lines().size()) - good;
    m_heading->setObjectName(u"heading"_s);
    m_heading->setTextFormat(Qt::PlainText);
    m_heading->setWordWrap(true);
    const QString count = tr("%1 holds %n employee(s).", nullptr, good + bad).arg(fileName);
    m_heading->setText(bad == 0 ? count + u' ' + tr("Nothing has been added yet.")
                                : count + u' '
                + tr("%n of them cannot be added as the line stands; nothing has been added yet.",
                    nullptr, bad));
    m_remarks->setObjectName(u"remarks"_s);
    m_remarks->say(MessageLabel::Kind::Notice, m_plan.remarks().join(u'\n'));
    m_onlyProblems->setObjectName(u"onlyProblems"_s);
    m_onlyProblems->setEnabled(bad > 0);
    m_progress->setObjectName(u"progress"_s);
    m_progress->setAccessibleName(tr("Progress of the import"));
    m_progress->setRange(0, good);
    m_progress->hide();
    m_addButton->setObjectName(u"addAll"_s);
    m_addButton->setText(tr("Add %n employee(s)", nullptr, good));
    m_addButton->setAutoDefault(false);
    m_addButton->setEnabled(good > 0);
    m_closeButton->setObjectName(u"close"_s);
    m_closeButton->setDefault(true);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(rhythm);
    buttons->addWidget(m_onlyProblems);
    buttons->addWidget(m_progress, 1);
    buttons->addStretch();
    buttons->addWidget(m_addButton);
    buttons->addWidget(m_closeButton);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * rhythm, 2 * rhythm, 2 * rhythm, 2 * rhythm);
    layout->setSpacing(rhythm);
    layout->addWidget(m_heading);
    layout->addWidget(m_remarks);
    layout->addWidget(m_list, 1);
    layout->addLayout(buttons);
    m_closeButton->setFocus();
    constexpr QSize firstSize(960, 520);
    resize(firstSize);
}

QTreeView *ImportDialog::makeList()
{
    auto *list = new QTreeView(this);
    list->setObjectName(u"lines"_s);
    list->setAccessibleName(tr("Lines of the file"));
    list->setModel(m_table);
    list->setRootIsDecorated(false);
    list->setUniformRowHeights(true);
    list->setAlternatingRowColors(true);
    list->setTextElideMode(Qt::ElideRight);
    list->setTabKeyNavigation(false);
    list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    list->setCurrentIndex(m_table->index(0, 0));
    constexpr int widestState = 320;
    for (int column = 0; column < m_table->columnCount(); ++column) {
        list->resizeColumnToContents(column);
        list->setColumnWidth(column, std::min(list->columnWidth(column) + rhythm, widestState));
    }
    const bool hasProblems = m_plan.goodLines() < m_plan.lines().size();
    list->setColumnWidth(ImportTable::StateColumn, hasProblems ? widestState : widestState / 2);
    return list;
}

void ImportDialog::showOnlyProblems(bool isOnly)
{
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const bool needsLook = m_table->index(row, 0).data(ImportTable::needsLookRole).toBool();
        m_list->setRowHidden(row, {}, isOnly && !needsLook);
    }
}

void ImportDialog::start()
{
    m_addButton->setEnabled(false);
    m_heading->setText(tr("The employees are being added."));
    m_progress->show();
    m_closeButton->setText(tr("Stop"));
    m_run.start();
}

void ImportDialog::onSettled(qsizetype line, const Result<WriteResult> &result)
{
    if (result) {
        ++m_added;
        m_table->setAdded(line, *result);
    } else {
        ++m_refused;
        m_table->setRefused(line, result.error().message);
        m_onlyProblems->setEnabled(true);
    }
    m_progress->setValue(m_added + m_refused);
}

void ImportDialog::onFinished()
{
    m_table->setRestStopped();
    const auto others = static_cast<int>(m_plan.lines().size()) - m_added;
    m_onlyProblems->setEnabled(others > 0);
    const QString added = tr("%n employee(s) were added.", nullptr, m_added);
    m_heading->setText(others == 0
            ? added
            : added + u' ' + tr("%n line(s) were not; the list says why.", nullptr, others));
    m_progress->hide();
    m_addButton->hide();
    m_closeButton->setText(tr("Close"));
    m_closeButton->setFocus();
    if (m_onlyProblems->isChecked())
        showOnlyProblems(true);
}

void ImportDialog::reject()
{
    if (!m_run.isRunning() || std::exchange(m_isStopping, true))
        return QDialog::reject();
    m_closeButton->setText(tr("Close"));
    m_run.stop();
}

} // namespace roster::gui
