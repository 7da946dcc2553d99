#pragma once

#include "gui-client/table/ListCriteria.h"
#include "gui-client/text/FieldFormat.h"

#include <QHash>
#include <QHeaderView>
#include <QJsonObject>
#include <QMap>
#include <QTimer>

class QLineEdit;

namespace roster::gui {

class EmployeeTableModel;

/// The head of the table: labels that sort, with arrow and rank, and below each a field that
/// filters. It only says what is asked for; the model asks. Owned by the table view.
class EmployeeHeader : public QHeaderView
{
    Q_OBJECT

public:
    static constexpr int markWidth = 22; ///< of the arrow with its rank

    explicit EmployeeHeader(EmployeeTableModel &model, QWidget *parent = nullptr);

    [[nodiscard]] const QList<SortKey> &sort() const { return m_sort; }
    void setSort(const QList<SortKey> &sort);
    /// Of the filters that can be understood, by field name.
    [[nodiscard]] QJsonObject filters() const;
    void clearFilters();
    void setFilterRowShown(bool isShown);
    [[nodiscard]] bool isFilterRowShown() const { return m_isFilterRowShown; }
    /// Puts the filters over their columns, after the table has scrolled sideways.
    void placeEditors();
    /// To the first filter that is in view.
    void focusFilters();

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void sortChanged();
    void filtersChanged();
    /// Its column must be brought into view.
    void filterFocused(int column);
    /// Enter or the down key in a filter: back to the rows.
    void leftFilters();

protected:
    void initStyleOptionForIndex(QStyleOptionHeader *option, int section) const override;
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;
    void updateGeometries() override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void paintTitle(QPainter *painter, const QRect &rect, int section, bool hasMark) const;
    void remakeEditors();
    void onEdited(QLineEdit *editor, Field field);
    void onClicked(int section, Qt::KeyboardModifiers modifiers);
    [[nodiscard]] int filterHeight() const;
    [[nodiscard]] bool maySort(Field field) const;
    [[nodiscard]] Field fieldOf(int section) const;

    EmployeeTableModel &m_model;
    QList<SortKey> m_sort;
    QMap<Field, QLineEdit *> m_editors; ///< children of the header
    QMap<Field, QJsonValue> m_filters;
    QTimer m_typingTimer;
    int m_pressedSection = -1;
    QPoint m_pressedAt;
    mutable bool m_isPainting = false;
    bool m_isFilterRowShown = true;
};

} // namespace roster::gui
