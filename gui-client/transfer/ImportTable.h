#pragma once

#include "gui-client/transfer/ImportPlan.h"

#include <QAbstractTableModel>

namespace roster::gui {

/// The lines of an import as a table: each with its number, what stands in its way or became of it,
/// and its values as they were understood. Owned by an ImportDialog, on the GUI thread.
class ImportTable : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum FixedColumn { LineColumn, StateColumn, FirstFieldColumn };
    /// Whether a line has a problem or was refused.
    static constexpr int needsLookRole = Qt::UserRole;

    ImportTable(ImportPlan plan, const FieldFormat &format, QObject *parent);

    void setAdded(qsizetype line, const WriteResult &result);
    void setRefused(qsizetype line, const QString &sentence);
    /// Lines of which nothing became, if there are any, were not sent.
    void setRestStopped();

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role) const override;

private:
    struct State
    {
        QString sentence;
        bool needsLook = false;
    };

    [[nodiscard]] QString text(const QModelIndex &index) const;
    void set(qsizetype line, State state);

    const ImportPlan m_plan; ///< its own: a view may outlive the dialog's members
    const FieldFormat m_format;
    QList<State> m_states;
};

} // namespace roster::gui
