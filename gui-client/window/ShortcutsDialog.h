#pragma once

#include <QDialog>
#include <QList>

class QAction;
class QLineEdit;
class QTreeWidget;

namespace roster::gui {

class ClientSettings;

/// Lists every key: those of the window's actions and those of the table. Owned by the main window;
/// not modal, so that it can stand beside the table.
class ShortcutsDialog : public QDialog
{
    Q_OBJECT

public:
    /// Of @p actions those that have a shortcut are listed.
    ShortcutsDialog(
        const QList<QAction *> &actions, ClientSettings &settings, QWidget *parent = nullptr);

private:
    void addActions(const QList<QAction *> &actions);
    void addTableKeys(const QList<QAction *> &actions);
    void addKey(const QString &keys, const QString &what);
    void filter(const QString &text);

    QLineEdit *m_filter;
    QTreeWidget *m_list;
};

} // namespace roster::gui
