#pragma once

#include "gui-client/app/Workspace.h"
#include "gui-client/edit/ValueSource.h"
#include "gui-client/table/EmployeeTableModel.h"
#include "gui-client/table/EmployeeTableView.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;

namespace roster::gui {

/// The middle of the window: the table, what it shows of the server's records, and what stands in
/// its place when there is nothing to show. Owned by the main window.
class EmployeePane : public QWidget
{
    Q_OBJECT

public:
    EmployeePane(Workspace &workspace, const QLocale &locale, QWidget *parent = nullptr);

    [[nodiscard]] EmployeeTableModel &model() { return m_model; }
    [[nodiscard]] EmployeeTableView &view() { return *m_view; }
    [[nodiscard]] ValueSource &values() { return m_values; }

    /// Asks for the first rows, in the order of @p sort.
    void start(const QList<SortKey> &sort);
    void setQuickSearch(const QString &text);
    void setShowingDeleted(bool isShowing);
    void clearFilters();
    [[nodiscard]] const ListCriteria &criteria() const { return m_model.criteria(); }
    /// How many there are without filters, as far as it is known; -1: it is not.
    [[nodiscard]] int unfilteredTotal() const { return m_unfilteredTotal; }
    /// Selects record @p id where it belongs in this list, if it does.
    void select(EmployeeId id);

Q_SIGNALS:
    void criteriaChanged();
    void addRequested();
    void importRequested();
    void filtersCleared();
    /// Once, after start().
    void firstRowsShown();

private:
    void apply();
    void showContents();
    [[nodiscard]] QString emptySentence() const;
    [[nodiscard]] QString filterNames() const;

    Workspace &m_workspace;
    EmployeeTableModel m_model;
    ValueSource m_values;
    EmployeeTableView *m_view;
    QLabel *m_sentence;
    QPushButton *m_addButton;
    QPushButton *m_importButton;
    QPushButton *m_clearButton;
    QTimer m_searchTimer;
    QString m_search;
    QString m_trouble;
    bool m_isShowingDeleted = false;
    bool m_isFirst = true;
    int m_unfilteredTotal = -1;
};

} // namespace roster::gui
