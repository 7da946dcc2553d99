#include "gui-client/app/ClientSettings.h"
#include "gui-client/window/ShortcutsDialog.h"

#include <QAction>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

using namespace roster::gui;
using namespace Qt::StringLiterals;

/// The list of all keys.
class ShortcutsDialogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void listsTheActionsThatHaveKeys();
    void listsTheTablesOwnKeys();
    void namesNoKeyTwice();
    void filtersByWordAndByKey();

private:
    void open(const QList<QAction *> &actions);
    [[nodiscard]] QString keysOf(const QString &what) const;
    [[nodiscard]] QStringList shown() const;

    QTemporaryDir m_folder;
    std::unique_ptr<ClientSettings> m_settings;
    std::unique_ptr<ShortcutsDialog> m_dialog;
    QTreeWidget *m_list = nullptr;
};

void ShortcutsDialogTest::init()
{
    m_dialog.reset();
    m_settings = std::make_unique<ClientSettings>(m_folder.filePath(u"gui.conf"_s));
}

void ShortcutsDialogTest::open(const QList<QAction *> &actions)
{
    m_dialog = std::make_unique<ShortcutsDialog>(actions, *m_settings);
    m_dialog->show();
    m_list = m_dialog->findChild<QTreeWidget *>(u"shortcutsList"_s);
}

QString ShortcutsDialogTest::keysOf(const QString &what) const
{
    const auto found = m_list->findItems(what, Qt::MatchExactly);
    return found.size() == 1 ? found.first()->text(1) : QString();
}

QStringList ShortcutsDialogTest::shown() const
{
    QStringList rows;
    for (int row = 0; row < m_list->topLevelItemCount(); ++row) {
        if (!m_list->topLevelItem(row)->isHidden())
            rows += m_list->topLevelItem(row)->text(0);
    }
    return rows;
}

void ShortcutsDialogTest::listsTheActionsThatHaveKeys()
{
    QAction add(u"&Add Employee\u2026"_s);
    add.setShortcut(QKeySequence(u"Ctrl+N"_s));
    QAction redo(u"Search && &Filter"_s);
    redo.setShortcuts({QKeySequence(u"Ctrl+Shift+Z"_s), QKeySequence(u"Ctrl+Y"_s)});
    QAction about(u"About Roster"_s);
    open({&add, &redo, &about});
    QCOMPARE(keysOf(u"Add Employee"_s), u"Ctrl+N"_s);
    QCOMPARE(keysOf(u"Search & Filter"_s), u"Ctrl+Shift+Z, Ctrl+Y"_s);
    QVERIFY(m_list->findItems(u"About Roster"_s, Qt::MatchExactly).isEmpty());
}

void ShortcutsDialogTest::listsTheTablesOwnKeys()
{
    open({});
    QCOMPARE(keysOf(u"Edit the cell; typing does the same"_s), u"F2"_s);
    for (const QString &keys : {u"Return"_s, u"Tab"_s, u"Esc"_s, u"F1"_s, u"Ctrl+C"_s, u"Ctrl+V"_s,
             u"Ctrl+D"_s, u"Del"_s, u"Alt+Return"_s})
        QVERIFY2(m_list->findItems(keys, Qt::MatchExactly, 1).size() == 1, qPrintable(keys));
}

void ShortcutsDialogTest::namesNoKeyTwice()
{
    QAction remove(u"Delete"_s);
    remove.setShortcut(QKeySequence(Qt::Key_Delete));
    open({&remove});
    QCOMPARE(keysOf(u"Delete"_s), u"Del"_s);
    QCOMPARE(m_list->findItems(u"Del"_s, Qt::MatchExactly, 1).size(), 1);
}

void ShortcutsDialogTest::filtersByWordAndByKey()
{
    open({});
    auto *filter = m_dialog->findChild<QLineEdit *>(u"shortcutsFilter"_s);
    const qsizetype all = shown().size();
    QTest::keyClicks(filter, u"ctrl+d"_s);
    QCOMPARE(shown(), QStringList{u"Fill the selection from its first row"_s});
    filter->setText(u"BLOCK"_s);
    QCOMPARE(shown(), QStringList{u"Paste a block of cells"_s});
    filter->setText(u"no such thing"_s);
    QCOMPARE(shown(), QStringList());
    filter->clear();
    QCOMPARE(shown().size(), all);
}

QTEST_MAIN(ShortcutsDialogTest)
#include "tst_shortcutsdialog.moc"
