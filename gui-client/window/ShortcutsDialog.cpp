#include "gui-client/window/ShortcutsDialog.h"

#include "gui-client/app/Rhythm.h"
#include "gui-client/text/PlainToolTip.h"
#include "gui-client/window/DialogSize.h"

#include <QAction>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QKeySequence>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

constexpr QSize shortcutsSize(480, 520);

/// A key that the table takes itself, in the portable form of QKeySequence.
struct TableKey
{
    QLatin1StringView keys;
    const char *what;
};
constexpr std::array tableKeys{
    TableKey{"F2"_L1, QT_TRANSLATE_NOOP("TableKey", "Edit the cell; typing does the same")},
    TableKey{"Return"_L1, QT_TRANSLATE_NOOP("TableKey", "Save the cell and go down")},
    TableKey{"Tab"_L1, QT_TRANSLATE_NOOP("TableKey", "Save the cell and go right")},
    TableKey{"Shift+Tab"_L1, QT_TRANSLATE_NOOP("TableKey", "Save the cell and go left")},
    TableKey{"Esc"_L1, QT_TRANSLATE_NOOP("TableKey", "Give up the edit")},
    TableKey{"F1"_L1, QT_TRANSLATE_NOOP("TableKey", "Say why the cell was refused, or help")},
    TableKey{"Ctrl+C"_L1, QT_TRANSLATE_NOOP("TableKey", "Copy the selected cells")},
    TableKey{"Ctrl+V"_L1, QT_TRANSLATE_NOOP("TableKey", "Paste a block of cells")},
    TableKey{"Ctrl+D"_L1, QT_TRANSLATE_NOOP("TableKey", "Fill the selection from its first row")},
    TableKey{"Del"_L1, QT_TRANSLATE_NOOP("TableKey", "Delete the selected employees")},
    TableKey{"Alt+Return"_L1, QT_TRANSLATE_NOOP("TableKey", "Open the form of the record")},
    TableKey{"Ctrl+Home"_L1, QT_TRANSLATE_NOOP("TableKey", "Go to the first employee")},
    TableKey{"Ctrl+End"_L1, QT_TRANSLATE_NOOP("TableKey", "Go to the last employee")},
};

QString withoutMnemonic(QString text)
{
    text.replace(u"&&"_s, u"\n"_s).remove(u'&').replace(u"\n"_s, u"&"_s);
    while (text.endsWith(u'\u2026') || text.endsWith(u'.'))
        text.chop(1);
    return text;
}

bool isTaken(const QKeySequence &keys, const QList<QAction *> &actions)
{
    return std::ranges::any_of(
        actions, [&keys](const QAction *action) { return action->shortcuts().contains(keys); });
}

} // namespace

ShortcutsDialog::ShortcutsDialog(
    const QList<QAction *> &actions, ClientSettings &settings, QWidget *parent)
    : QDialog(parent)
    , m_filter(new QLineEdit(this))
    , m_list(new QTreeWidget(this))
{
    setObjectName(u"shortcutsDialog"_s);
    setWindowTitle(tr("Keyboard shortcuts"));
    m_filter->setObjectName(u"shortcutsFilter"_s);
    m_filter->setAccessibleName(tr("Filter the keys"));
    m_filter->setPlaceholderText(tr("Filter: a word or a key"));
    m_filter->setClearButtonEnabled(true);
    m_list->setObjectName(u"shortcutsList"_s);
    m_list->setAccessibleName(windowTitle());
    m_list->setHeaderLabels({tr("What it does"), tr("Keys")});
    m_list->setRootIsDecorated(false);
    m_list->setAlternatingRowColors(true);
    m_list->setUniformRowHeights(true);
    m_list->header()->setStretchLastSection(false);
    addActions(actions);
    addTableKeys(actions);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setText(tr("Close"));
    buttons->button(QDialogButtonBox::Close)->setObjectName(u"shortcutsClose"_s);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_filter, &QLineEdit::textChanged, this, &ShortcutsDialog::filter);

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(rhythm);
    layout->addWidget(m_filter);
    layout->addWidget(m_list, 1);
    layout->addWidget(buttons);
    resize(shortcutsSize.expandedTo(sizeHint()));
    new DialogSize(settings, this);
}

void ShortcutsDialog::addActions(const QList<QAction *> &actions)
{
    for (const QAction *action : actions) {
        QStringList keys;
        for (const QKeySequence &sequence : action->shortcuts())
            keys += sequence.toString(QKeySequence::NativeText);
        if (!keys.isEmpty())
            addKey(keys.join(u", "_s), withoutMnemonic(action->text()));
    }
}

void ShortcutsDialog::addTableKeys(const QList<QAction *> &actions)
{
    for (const TableKey &key : tableKeys) {
        const QKeySequence sequence(key.keys, QKeySequence::PortableText);
        if (!isTaken(sequence, actions))
            addKey(sequence.toString(QKeySequence::NativeText),
                QCoreApplication::translate("TableKey", key.what));
    }
}

void ShortcutsDialog::addKey(const QString &keys, const QString &what)
{
    auto *item = new QTreeWidgetItem(m_list, {what, keys});
    item->setToolTip(0, plainToolTip(what));
}

void ShortcutsDialog::filter(const QString &text)
{
    const QString wanted = text.trimmed();
    for (int row = 0; row < m_list->topLevelItemCount(); ++row) {
        QTreeWidgetItem *item = m_list->topLevelItem(row);
        item->setHidden(!item->text(0).contains(wanted, Qt::CaseInsensitive)
            && !item->text(1).contains(wanted, Qt::CaseInsensitive));
    }
}

} // namespace roster::gui
