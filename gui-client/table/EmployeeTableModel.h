#pragma once

#include "gui-client/edit/EditHistory.h"
#include "gui-client/session/ServerSession.h"
#include "gui-client/table/EmployeeRow.h"
#include "gui-client/table/ListCriteria.h"
#include "gui-client/table/RowCache.h"
#include "gui-client/text/FieldFormat.h"

#include <QAbstractTableModel>
#include <QElapsedTimer>
#include <QList>
#include <QSet>
#include <QTimer>

#include <optional>

namespace roster::gui {

/// The employees that match the criteria, as a table of all of them of which only a window is held:
/// blocks of rows are asked for as they come into view, a bounded number is kept, and others are
/// placeholders. It follows the changes of others. Sorting and filtering is the server's work. Rows
/// keep their places while others change records that are sorted or filtered by the changed field,
/// until refresh(). Owned by the main window, on the GUI thread.
class EmployeeTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role {
        FieldRole = Qt::UserRole, ///< int(Field)
        CanonicalRole, ///< QString: the value on the wire, as edited
        StateRole, ///< int(CellState)
        ReasonRole, ///< QString: why the edit was refused
        MaskedRole, ///< bool
        FlashRole, ///< double: 1 just changed by another .. 0
        IdRole, ///< EmployeeId; invalid while the row is on its way
    };
    enum class CellState { Plain, Loading, Pending, Refused, Unfit };

    EmployeeTableModel(ServerSession &session, EmployeeEditor &editor, EditHistory &history,
        QLocale locale, QObject *parent = nullptr);

    // QAbstractItemModel
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    /// EditRole: @p value is canonical text; the edit goes to the server. False: not allowed.
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    /// The same by a person who decided on it looking at @p seen: what others have changed since is
    /// not written over.
    bool edit(const QModelIndex &index, const QString &canonical, const EmployeeRow &seen);

    [[nodiscard]] const FieldFormat &format() const { return m_format; }
    [[nodiscard]] Field fieldAt(int column) const { return m_fields[column]; }
    /// -1: the role may not see it.
    [[nodiscard]] int columnOf(Field field) const;
    /// Whether the role reads the values of @p field, so that they can be sorted and filtered by.
    [[nodiscard]] bool isReadable(Field field) const { return m_session.rights().canRead(field); }
    /// Null while it is on its way.
    [[nodiscard]] const EmployeeRow *rowAt(int row) const { return m_cache.find(row); }
    /// -1: not in the window that is held.
    [[nodiscard]] int rowOf(EmployeeId id) const { return m_cache.rowOf(id); }

    [[nodiscard]] const ListCriteria &criteria() const { return m_criteria; }
    /// Asks anew; the table is empty until the first rows come.
    void setCriteria(const ListCriteria &criteria);
    /// Asks for what is in view again, and puts every row where it belongs now; @p anchor, the row
    /// on top of the view, keeps its place on the screen: anchorMoved().
    void refresh();
    /// What the view shows; rows around it are fetched too.
    void setVisibleRows(int first, int last);
    /// Where record @p id stands in this list: selectable then. @p found gets the row, or -1.
    void locate(EmployeeId id, const std::function<void(int)> &found);

    /// The first answer to the criteria has come.
    [[nodiscard]] bool isLoaded() const { return m_isLoaded; }
    [[nodiscard]] int total() const { return m_total; }
    /// A search that finds more than the server counts: the rest has no rows.
    [[nodiscard]] bool isTotalLeast() const { return m_isTotalLeast; }
    /// Rows may stand where they no longer belong, because of changes since.
    [[nodiscard]] bool isStale() const { return m_isStale; }

Q_SIGNALS:
    /// The first rows of new criteria are there.
    void loaded();
    void totalChanged();
    /// The list cannot be had; one sentence for people. Empty: it can again.
    void troubleChanged(const QString &trouble);
    /// Rows came or went above the view: it must scroll by @p rows to stay where it was.
    void anchorMoved(int rows);

private:
    using Block = RowCache::Block;

    void resetFields();
    void restart();
    void fetchMissing();
    void fetch(Block block);
    void onFetched(quint64 generation, Block block, const CallOutcome &outcome);
    [[nodiscard]] int takeTotal(const QJsonObject &result);
    void onCameBack();
    void onRightsChanged();
    void resync();
    void onResynced(EmployeeId anchor, const CallOutcome &located, const CallOutcome &counted);
    void moveAnchor(int anchorRow, int movedBy);
    void insertRowsAt(int row, int count);
    void removeRowsAt(int row, int count);
    void replaceBlock(Block block, std::vector<EmployeeRow> rows);
    void onEmployeeChanged(const QJsonObject &change);
    void onUpdatedByAnybody(const EmployeeRow &row, bool isOurs);
    void onAdded(const EmployeeRow &row);
    void onRemoved(EmployeeId id);
    void applyUpdate(const EmployeeRow &row, bool isOurs);
    void flash(EmployeeId id, Field field);
    [[nodiscard]] bool placesBy(Field field) const;
    void onCellChanged(EmployeeId id, Field field);
    void onFade();
    [[nodiscard]] QString textAt(const EmployeeRow &row, Field field, const CellEdit *edit) const;
    [[nodiscard]] QString toolTipAt(
        const EmployeeRow &row, Field field, const CellEdit *edit) const;
    [[nodiscard]] double flashOf(EmployeeId id, Field field) const;
    void setTrouble(const QString &trouble);

    ServerSession &m_session;
    EmployeeEditor &m_editor;
    EditHistory &m_history;
    FieldFormat m_format;
    QList<Field> m_fields; ///< those the role may see, in the natural order
    ListCriteria m_criteria;
    RowCache m_cache;
    int m_total = 0;
    bool m_isTotalLeast = false;
    bool m_isLoaded = false;
    bool m_isStale = false;
    bool m_isResyncing = false;
    QString m_trouble;
    quint64 m_generation = 0; ///< answers to questions of an earlier one are passed over
    QSet<Block> m_asked;
    QSet<EmployeeId> m_placed; ///< added by anybody and given a row here, since the last count
    int m_firstVisible = 0;
    int m_lastVisible = 0;
    bool m_isScrollingDown = true;
    QTimer m_fetchTimer; ///< gathers what scrolling asks for
    QTimer m_resyncTimer; ///< gathers the changes of others
    QTimer m_fadeTimer;
    QElapsedTimer m_clock;
    QMap<CellKey, qint64> m_flashes; ///< since when, ms of m_clock
};

} // namespace roster::gui
