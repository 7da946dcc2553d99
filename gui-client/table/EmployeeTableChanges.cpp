// How the table follows changes: the rest of EmployeeTableModel.
#include "gui-client/table/EmployeeTableModel.h"

#include <QJsonArray>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

constexpr qint64 fadeMilliseconds = 1500;

} // namespace

void EmployeeTableModel::onCameBack()
{
    m_asked.clear();
    m_isResyncing = false;
    if (m_isLoaded)
        resync();
    else
        restart();
}

void EmployeeTableModel::onRightsChanged()
{
    resetFields();
    // A sort or filter by what may be seen no longer would be refused.
    const Rights &rights = m_session.rights();
    m_criteria.sort.removeIf([&](const SortKey &key) { return !rights.canRead(key.field); });
    for (const FieldDescription &field : employeeFields()) {
        if (!rights.canRead(field.field))
            m_criteria.fields.remove(field.name);
    }
    if (!rights.has(Permission::EmployeeDelete))
        m_criteria.isShowingDeleted = false;
    restart();
}

/// Finds out how far the row on top of the view has moved, moves everything by as much, and asks
/// for what is in view again.
void EmployeeTableModel::resync()
{
    if (!m_isLoaded || m_isResyncing || !m_session.isOnline()) {
        if (m_isResyncing)
            m_resyncTimer.start();
        return;
    }
    m_isResyncing = true;
    const EmployeeRow *anchor = rowAt(m_firstVisible);
    const EmployeeId anchorId = anchor ? anchor->id : 0;
    QJsonObject params = m_criteria.params();
    auto located = std::make_shared<std::optional<CallOutcome>>();
    if (anchorId != 0) {
        params.insert("id"_L1, anchorId);
        m_session.call(u"employee.locate"_s, params, this,
            [located](const CallOutcome &outcome) { *located = outcome; });
        params.remove("id"_L1);
    }
    params.insert("limit"_L1, 1);
    params.insert("total"_L1, true);
    // Answers come in the order of the questions.
    m_session.call(u"employee.list"_s, params, this,
        [this, located, anchorId, generation = m_generation](const CallOutcome &counted) {
            if (generation != m_generation)
                return;
            m_isResyncing = false;
            onResynced(anchorId, located->value_or(CallOutcome(QJsonObject())), counted);
        });
}

void EmployeeTableModel::onResynced(
    EmployeeId anchor, const CallOutcome &located, const CallOutcome &counted)
{
    if (counted.failure())
        return;
    if (const Error *refusal = counted.refusal()) {
        setTrouble(refusal->message);
        return;
    }
    setTrouble({});
    const QJsonValue offset = located.isOk() ? located.result()->value("offset"_L1) : QJsonValue();
    const int before = rowOf(anchor);
    if (offset.isDouble() && before >= 0)
        moveAnchor(before, static_cast<int>(offset.toInteger()) - before);
    const int total = takeTotal(*counted.result());
    if (total > m_total)
        insertRowsAt(m_total, total - m_total);
    else if (total < m_total)
        removeRowsAt(total, m_total - total);
    m_cache.markOld();
    m_placed.clear();
    m_isStale = false;
    Q_EMIT totalChanged();
    fetchMissing();
}

void EmployeeTableModel::moveAnchor(int anchorRow, int movedBy)
{
    if (movedBy > 0)
        insertRowsAt(anchorRow, movedBy);
    else if (movedBy < 0)
        removeRowsAt(anchorRow + movedBy, -movedBy);
    if (movedBy != 0)
        Q_EMIT anchorMoved(movedBy);
}

void EmployeeTableModel::insertRowsAt(int row, int count)
{
    beginInsertRows({}, row, row + count - 1);
    m_cache.shift(row, count);
    m_total += count;
    endInsertRows();
    Q_EMIT totalChanged();
}

void EmployeeTableModel::removeRowsAt(int row, int count)
{
    beginRemoveRows({}, row, row + count - 1);
    m_cache.shift(row, -count);
    m_total -= count;
    endRemoveRows();
    Q_EMIT totalChanged();
}

void EmployeeTableModel::onEmployeeChanged(const QJsonObject &change)
{
    if (!m_isLoaded)
        return;
    const QString action = change.value("action"_L1).toString();
    const EmployeeRow row = rowFromJson(change.value("employee"_L1).toObject());
    const bool isGoing
        = m_criteria.isShowingDeleted ? action == "restored"_L1 : action == "deleted"_L1;
    const bool isComing = m_criteria.isShowingDeleted
        ? action == "deleted"_L1
        : action == "added"_L1 || action == "restored"_L1;
    if (isGoing)
        onRemoved(row.id);
    else if (isComing)
        onAdded(row);
    else if (action == "updated"_L1)
        onUpdatedByAnybody(row, change.value("by"_L1).toString() == m_session.info().username);
    else if (action == "many"_L1)
        m_resyncTimer.start();
}

void EmployeeTableModel::onUpdatedByAnybody(const EmployeeRow &row, bool isOurs)
{
    if (rowOf(row.id) >= 0) {
        applyUpdate(row, isOurs);
        return;
    }
    // It may belong into the view now, which only the server can tell.
    const bool isOrderedById = std::ranges::all_of(
        m_criteria.sort, [](const SortKey &key) { return key.field == Field::Id; });
    if ((m_criteria.isFiltered() || !isOrderedById) && !m_resyncTimer.isActive())
        m_resyncTimer.start();
}

void EmployeeTableModel::onAdded(const EmployeeRow &row)
{
    const quint64 generation = m_generation;
    locate(row.id, [this, generation, row](int place) {
        if (generation != m_generation || !m_isLoaded || place < 0)
            return;
        // What came with its block meanwhile is not counted yet, and nothing was moved for it.
        const bool isThere = rowOf(row.id) >= 0;
        if (place > m_total || (isThere && !m_placed.contains(row.id)))
            m_resyncTimer.start();
        if (place > m_total || isThere)
            return;
        const bool isAbove = place < m_firstVisible;
        insertRowsAt(place, 1);
        m_cache.set(place, row);
        m_placed.insert(row.id);
        if (isAbove)
            Q_EMIT anchorMoved(1);
        m_fetchTimer.start();
    });
}

void EmployeeTableModel::onRemoved(EmployeeId id)
{
    m_placed.remove(id);
    const int row = rowOf(id);
    if (row < 0) {
        m_resyncTimer.start();
        return;
    }
    const bool isAbove = row < m_firstVisible;
    removeRowsAt(row, 1);
    if (isAbove)
        Q_EMIT anchorMoved(-1);
    m_fetchTimer.start();
}

void EmployeeTableModel::applyUpdate(const EmployeeRow &row, bool isOurs)
{
    const int place = rowOf(row.id);
    const EmployeeRow *old = rowAt(place);
    if (!old || row.version <= old->version)
        return;
    for (const Field field : std::as_const(m_fields)) {
        if (old->text(field) == row.text(field))
            continue;
        m_isStale = m_isStale || placesBy(field);
        if (!isOurs)
            flash(row.id, field);
    }
    m_cache.replace(row);
    Q_EMIT dataChanged(index(place, 0), index(place, columnCount() - 1));
    if (m_isStale)
        Q_EMIT totalChanged();
}

bool EmployeeTableModel::placesBy(Field field) const
{
    const bool isSorted = std::ranges::any_of(
        m_criteria.sort, [field](const SortKey &key) { return key.field == field; });
    const bool isSearched = !m_criteria.text.isEmpty() && describe(field).isSearched;
    return isSorted || isSearched || m_criteria.fields.contains(describe(field).name);
}

void EmployeeTableModel::flash(EmployeeId id, Field field)
{
    m_flashes.insert({id, field}, m_clock.elapsed());
    if (!m_fadeTimer.isActive())
        m_fadeTimer.start();
}

double EmployeeTableModel::flashOf(EmployeeId id, Field field) const
{
    const auto found = m_flashes.constFind({id, field});
    if (found == m_flashes.cend())
        return 0;
    const auto age = static_cast<double>(m_clock.elapsed() - *found);
    return std::clamp(1 - age / static_cast<double>(fadeMilliseconds), 0.0, 1.0);
}

void EmployeeTableModel::onCellChanged(EmployeeId id, Field field)
{
    const int row = rowOf(id);
    const int column = columnOf(field);
    if (row >= 0 && column >= 0)
        Q_EMIT dataChanged(index(row, column), index(row, column));
}

void EmployeeTableModel::onFade()
{
    const qint64 now = m_clock.elapsed();
    const auto cells = m_flashes.keys();
    for (const auto &[id, field] : cells) {
        if (now - m_flashes.value({id, field}) > fadeMilliseconds)
            m_flashes.remove({id, field});
        onCellChanged(id, field);
    }
    if (m_flashes.isEmpty())
        m_fadeTimer.stop();
}

} // namespace roster::gui
