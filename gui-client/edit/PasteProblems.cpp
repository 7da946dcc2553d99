#include "gui-client/edit/PasteProblems.h"

#include "gui-client/app/Rhythm.h"
#include "gui-client/edit/PastePlan.h"
#include "gui-client/text/PlainToolTip.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

/// Nobody reads more; the sentence above counts them all.
constexpr qsizetype mostShown = 1'000;

QStandardItem *makeItem(const QString &text)
{
    auto *item = new QStandardItem(text);
    item->setEditable(false);
    item->setToolTip(plainToolTip(text));
    return item;
}

void fill(QStandardItemModel *model, const QList<PasteProblem> &problems)
{
    const qsizetype count = std::min(problems.size(), mostShown);
    for (const PasteProblem &problem : problems.first(count)) {
        model->appendRow({makeItem(problem.record),
            makeItem(problem.field ? labelOf(*problem.field) : QString()), makeItem(problem.text),
            makeItem(problem.sentence)});
    }
}

} // namespace

PasteProblems::PasteProblems(const PastePlan &plan, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"pasteProblems"_s);
    setWindowTitle(tr("Not everything can be pasted"));
    const auto problemCount = static_cast<int>(plan.problems().size());
    const auto cellCount = static_cast<int>(plan.cellCount());
    auto *text = new QLabel(tr("%n problem(s) stand(s) in the way. Nothing has been changed yet.",
                                nullptr, problemCount),
        this);
    text->setObjectName(u"heading"_s);
    text->setWordWrap(true);

    auto *model = new QStandardItemModel(0, 4, this);
    model->setHorizontalHeaderLabels(
        {tr("Employee"), tr("Field"), tr("To be pasted"), tr("Problem")});
    fill(model, plan.problems());
    auto *list = new QTreeView(this);
    list->setObjectName(u"problems"_s);
    list->setAccessibleName(tr("Problems"));
    list->setModel(model);
    list->setRootIsDecorated(false);
    list->setUniformRowHeights(true);
    list->setAlternatingRowColors(true);
    list->setTextElideMode(Qt::ElideMiddle);
    list->setTabKeyNavigation(false);
    list->setCurrentIndex(model->index(0, 0));
    constexpr int widest = 220;
    for (int column = 0; column + 1 < model->columnCount(); ++column) {
        list->resizeColumnToContents(column);
        list->setColumnWidth(column, std::min(list->columnWidth(column) + rhythm, widest));
    }

    auto *others = new QPushButton(tr("Paste the other %n cell(s)", nullptr, cellCount), this);
    others->setObjectName(u"pasteOthers"_s);
    others->setAutoDefault(false);
    others->setVisible(cellCount > 0);
    auto *nothing = new QPushButton(tr("Paste nothing"), this);
    nothing->setObjectName(u"pasteNothing"_s);
    nothing->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(rhythm);
    buttons->addStretch();
    buttons->addWidget(others);
    buttons->addWidget(nothing);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * rhythm, 2 * rhythm, 2 * rhythm, 2 * rhythm);
    layout->setSpacing(rhythm);
    layout->addWidget(text);
    layout->addWidget(list);
    layout->addLayout(buttons);
    connect(others, &QPushButton::clicked, this, &QDialog::accept);
    connect(nothing, &QPushButton::clicked, this, &QDialog::reject);
    nothing->setFocus();
    constexpr QSize firstSize(760, 360);
    resize(firstSize);
}

} // namespace roster::gui
