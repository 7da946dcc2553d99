#pragma once

#include <QLineEdit>

namespace roster::gui {

/// The line in which a field's value is typed. In a cell of a table it leaves the keys that move
/// on, and the loss of the focus, to the table's delegate. A problem shows as a frame with a mark.
/// Owned by its FieldEditor.
class FieldLine : public QLineEdit
{
    Q_OBJECT

public:
    /// @p isInCell: of a table, rather than of a form.
    FieldLine(bool isInCell, QWidget *parent);

    [[nodiscard]] bool isInCell() const { return m_isInCell; }
    /// Empty: none.
    void setProblem(const QString &problem);

Q_SIGNALS:
    void entered(Qt::FocusReason reason);
    /// Not to a popup of its own.
    void left();
    /// A list stands open below the line, and @p key means to take what is marked there.
    void takenFromList();

protected:
    bool event(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    /// What cannot be typed into does not look as if it could.
    void initStyleOption(QStyleOptionFrame *option) const override;

private:
    [[nodiscard]] bool passOn(QEvent *event);

    bool m_isInCell;
    bool m_hasProblem = false;
};

} // namespace roster::gui
