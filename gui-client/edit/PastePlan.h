#pragma once

#include "gui-client/edit/EditHistory.h"
#include "gui-client/text/FieldFormat.h"

#include <optional>

namespace roster::gui {

/// Where a block of cells goes: the records from the first one of the selection on and the shown
/// fields from its first one on, both in the view's order, and how many of each are selected.
struct PasteTarget
{
    QList<EmployeeRow> rows; ///< none where nothing is selected
    QList<Field> fields;
    qsizetype selectedRows = 1;
    qsizetype selectedFields = 1;
};

/// Why a cell cannot be pasted.
struct PasteProblem
{
    QString record; ///< its name, for people; empty: it is about the block
    std::optional<Field> field;
    QString text; ///< as it was to be pasted
    QString sentence;
};

/// What pasting or filling would change, worked out before anything is sent, and what stands in the
/// way of it. Cells that have the value already count for neither. A value.
class PastePlan
{
public:
    /// A block that fits several times into the selection is repeated over it, so that one value
    /// fills it all.
    [[nodiscard]] static PastePlan ofBlock(const QList<QStringList> &block,
        const PasteTarget &target, const FieldFormat &format, const EmployeeEditor &editor);
    /// The first selected record's values go into the other selected ones.
    [[nodiscard]] static PastePlan ofFillDown(
        const PasteTarget &target, const FieldFormat &format, const EmployeeEditor &editor);

    /// Of the cells without a problem.
    [[nodiscard]] const QList<RecordChange> &changes() const { return m_changes; }
    [[nodiscard]] const QList<PasteProblem> &problems() const { return m_problems; }
    /// Cells that changes() would write.
    [[nodiscard]] qsizetype cellCount() const;

private:
    PastePlan(const FieldFormat &format, const EmployeeEditor &editor);

    void planCell(const EmployeeRow &row, Field field, const QString &canonical,
        const QString &text, FieldChanges *changes);
    void finishRow(const EmployeeRow &row, FieldChanges changes);
    void addSurplus(qsizetype rows, qsizetype columns);
    [[nodiscard]] QString whyNot(const EmployeeRow &row, Field field) const;

    const FieldFormat *m_format;
    const EmployeeEditor *m_editor;
    QList<RecordChange> m_changes;
    QList<PasteProblem> m_problems;
};

} // namespace roster::gui
