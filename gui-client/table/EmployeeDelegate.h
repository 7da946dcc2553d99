#pragma once

#include "gui-client/text/FieldFormat.h"

#include <QStyledItemDelegate>

namespace roster::gui {

class FieldEditor;
class ValueSource;

/// Draws a cell with its state, and edits it with the editor of its field. Owned by the view.
class EmployeeDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    EmployeeDelegate(const FieldFormat &format, ValueSource *values, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override;
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(
        QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
    bool eventFilter(QObject *watched, QEvent *event) override;

public:
    /// While it is held an open editor neither saves nor closes, whatever becomes of the focus.
    void setHeld(bool isHeld) { m_isHeld = isHeld; }

private:
    void paintLoading(QPainter *painter, const QStyleOptionViewItem &option, int seed) const;
    void paintState(
        QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    [[nodiscard]] static FieldEditor *editorAround(QObject *watched);

    const FieldFormat &m_format;
    ValueSource *m_values;
    bool m_isHeld = false;
};

} // namespace roster::gui
