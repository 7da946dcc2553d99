#include "gui-client/table/EmployeeTableModel.h"

#include "gui-client/edit/WriteObstacle.h"
#include "gui-client/text/PlainToolTip.h"

#include <QJsonArray>

#include <algorithm>
#include <memory>
#include <utility>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using CellState = EmployeeTableModel::CellState;

constexpr auto fetchPause = 4ms; ///< a drag of the scroll bar asks once for many steps
constexpr auto resyncPause = 400ms;
constexpr auto fadeStep = 50ms;
constexpr qsizetype mostAsked = 3; ///< blocks at a time, so that a jump does not wait for many

CellState stateOf(const EmployeeRow *row, Field field, const CellEdit *edit)
{
    if (!row)
        return CellState::Loading;
    if (edit)
        return edit->state == CellEdit::State::Pending ? CellState::Pending : CellState::Refused;
    return row->seen(field) == Visibility::Unfit ? CellState::Unfit : CellState::Plain;
}

} // namespace

EmployeeTableModel::EmployeeTableModel(ServerSession &session, EmployeeEditor &editor,
    EditHistory &history, QLocale locale, QObject *parent)
    : QAbstractTableModel(parent)
    , m_session(session)
    , m_editor(editor)
    , m_history(history)
    , m_format(std::move(locale), session.currency())
{
    m_clock.start();
    m_fetchTimer.setSingleShot(true);
    m_fetchTimer.setInterval(fetchPause);
    m_resyncTimer.setSingleShot(true);
    m_resyncTimer.setInterval(resyncPause);
    m_fadeTimer.setInterval(fadeStep);
    connect(&m_fetchTimer, &QTimer::timeout, this, &EmployeeTableModel::fetchMissing);
    connect(&m_resyncTimer, &QTimer::timeout, this, &EmployeeTableModel::resync);
    connect(&m_fadeTimer, &QTimer::timeout, this, &EmployeeTableModel::onFade);
    connect(&session, &ServerSession::cameBack, this, &EmployeeTableModel::onCameBack);
    connect(&session, &ServerSession::rightsChanged, this, &EmployeeTableModel::onRightsChanged);
    connect(
        &session, &ServerSession::employeeChanged, this, &EmployeeTableModel::onEmployeeChanged);
    connect(&editor, &EmployeeEditor::cellChanged, this, &EmployeeTableModel::onCellChanged);
    connect(&editor, &EmployeeEditor::removed, this, &EmployeeTableModel::onRemoved);
    connect(&editor, &EmployeeEditor::written, this,
        [this](const EmployeeRow &row) { applyUpdate(row, true); });
    // Before the server tells it to everybody, so that it can be selected at once.
    connect(&editor, &EmployeeEditor::appeared, this, [this](const EmployeeRow &row) {
        if (!m_criteria.isShowingDeleted)
            onAdded(row);
    });
    connect(&editor, &EmployeeEditor::learned, this,
        [this](const EmployeeRow &row) { applyUpdate(row, false); });
    resetFields();
}

int EmployeeTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_total;
}

int EmployeeTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_fields.size());
}

QVariant EmployeeTableModel::data(const QModelIndex &index, int role) const
{
    const Field field = fieldAt(index.column());
    if (role == FieldRole)
        return static_cast<int>(field);
    if (role == Qt::TextAlignmentRole) {
        const auto side = isRightAligned(describe(field).type) ? Qt::AlignRight : Qt::AlignLeft;
        return QVariant::fromValue(Qt::Alignment(side | Qt::AlignVCenter));
    }
    const EmployeeRow *row = rowAt(index.row());
    const CellEdit *edit = row ? m_editor.edit(row->id, field) : nullptr;
    if (role == StateRole)
        return static_cast<int>(stateOf(row, field, edit));
    if (!row)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return textAt(*row, field, edit);
    case Qt::EditRole:
    case CanonicalRole:
        return edit ? edit->text : row->text(field);
    case Qt::ToolTipRole:
        return plainToolTip(toolTipAt(*row, field, edit));
    case ReasonRole:
        return edit ? edit->reason : QString();
    case MaskedRole:
        return row->seen(field) == Visibility::Masked;
    case FlashRole:
        return flashOf(row->id, field);
    case IdRole:
        return QVariant::fromValue(row->id);
    default:
        return {};
    }
}

QVariant EmployeeTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical) {
        if (role == Qt::DisplayRole)
            return m_format.locale().toString(section + 1);
        return {};
    }
    if (section < 0 || section >= m_fields.size())
        return {};
    const Field field = fieldAt(section);
    if (role == Qt::DisplayRole)
        return labelOf(field);
    if (role == FieldRole)
        return static_cast<int>(field);
    if (role == Qt::TextAlignmentRole && isRightAligned(describe(field).type))
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    return {};
}

Qt::ItemFlags EmployeeTableModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index) | Qt::ItemNeverHasChildren;
    const EmployeeRow *row = index.isValid() ? rowAt(index.row()) : nullptr;
    const bool isEditable
        = row && !row->isDeleted() && m_editor.whyNotWritable(fieldAt(index.column())).isEmpty();
    return isEditable ? flags | Qt::ItemIsEditable : flags;
}

bool EmployeeTableModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const EmployeeRow *row = rowAt(index.row());
    return role == Qt::EditRole && row && edit(index, value.toString(), EmployeeRow(*row));
}

bool EmployeeTableModel::edit(
    const QModelIndex &index, const QString &canonical, const EmployeeRow &seen)
{
    if (!(flags(index) & Qt::ItemIsEditable))
        return false;
    const Field field = fieldAt(index.column());
    const CellEdit *edit = m_editor.edit(seen.id, field);
    const bool isSame = canonical == seen.text(field) && seen.seen(field) == Visibility::Shown;
    if (isSame && (!edit || edit->state == CellEdit::State::Refused)) {
        m_editor.giveUp(seen.id, field);
        return true;
    }
    m_history.change({{seen, {{field, canonical}}}}, tr("change of %1").arg(labelOf(field)));
    return true;
}

int EmployeeTableModel::columnOf(Field field) const
{
    return static_cast<int>(m_fields.indexOf(field));
}

void EmployeeTableModel::setCriteria(const ListCriteria &criteria)
{
    m_criteria = criteria;
    restart();
}

void EmployeeTableModel::refresh()
{
    m_resyncTimer.stop();
    resync();
}

void EmployeeTableModel::setVisibleRows(int first, int last)
{
    m_isScrollingDown = first >= m_firstVisible;
    m_firstVisible = first;
    m_lastVisible = last;
    m_fetchTimer.start();
}

void EmployeeTableModel::locate(EmployeeId id, const std::function<void(int)> &found)
{
    QJsonObject params = m_criteria.params();
    params.insert("id"_L1, id);
    m_session.call(u"employee.locate"_s, params, this, [found](const CallOutcome &outcome) {
        const QJsonValue offset
            = outcome.isOk() ? outcome.result()->value("offset"_L1) : QJsonValue();
        found(offset.isDouble() ? static_cast<int>(offset.toInteger()) : -1);
    });
}

void EmployeeTableModel::resetFields()
{
    beginResetModel();
    m_fields.clear();
    for (const FieldDescription &field : employeeFields()) {
        if (isVisible(field.field, m_session.rights()))
            m_fields.append(field.field);
    }
    endResetModel();
}

/// The rows that are shown stay until the first answer comes.
void EmployeeTableModel::restart()
{
    ++m_generation;
    m_isLoaded = false;
    m_isStale = false;
    m_isResyncing = false;
    m_asked.clear();
    m_placed.clear();
    fetch(0);
}

void EmployeeTableModel::fetchMissing()
{
    if (!m_isLoaded || m_total == 0)
        return;
    const Block lastBlock = RowCache::blockOf(m_total - 1);
    const Block first = std::min(RowCache::blockOf(std::max(m_firstVisible, 0)), lastBlock);
    const Block last = std::min(RowCache::blockOf(std::max(m_lastVisible, 0)), lastBlock);
    QList<Block> wanted;
    for (Block block = first; block <= last; ++block)
        wanted.append(block);
    const bool isViewComplete
        = std::ranges::all_of(wanted, [this](Block block) { return m_cache.isFresh(block); });
    // What is in view comes first; the way ahead when that is there.
    if (isViewComplete && m_isScrollingDown)
        wanted += {last + 1, last + 2};
    else if (isViewComplete)
        wanted += {first - 1, first - 2};
    for (const Block block : std::as_const(wanted)) {
        m_cache.touch(block);
        const bool isWanted = block >= 0 && block <= lastBlock && !m_cache.isFresh(block);
        if (isWanted && !m_asked.contains(block) && m_asked.size() < mostAsked)
            fetch(block);
    }
}

void EmployeeTableModel::fetch(Block block)
{
    QJsonObject params = m_criteria.params();
    params.insert("limit"_L1, RowCache::blockSize);
    params.insert("offset"_L1, block * RowCache::blockSize);
    if (!m_isLoaded)
        params.insert("total"_L1, true);
    m_asked.insert(block);
    m_session.call(u"employee.list"_s, params, this,
        [this, generation = m_generation, block](
            const CallOutcome &outcome) { onFetched(generation, block, outcome); });
}

void EmployeeTableModel::onFetched(quint64 generation, Block block, const CallOutcome &outcome)
{
    if (generation != m_generation)
        return;
    m_asked.remove(block);
    if (outcome.failure())
        return; // asked again when the connection is back
    if (const Error *refusal = outcome.refusal()) {
        setTrouble(refusal->message);
        if (refusal->code == ErrorCode::TryLater) {
            // A long list's order is read meanwhile, so that the next try finds it.
            QTimer::singleShot(pauseBefore(*refusal), this, [this, generation, block] {
                if (generation == m_generation && !m_asked.contains(block))
                    fetch(block);
            });
        }
        return;
    }
    setTrouble({});
    std::vector<EmployeeRow> rows;
    const QJsonArray employees = outcome.result()->value("employees"_L1).toArray();
    rows.reserve(static_cast<std::size_t>(employees.size()));
    for (const QJsonValue &employee : employees)
        rows.push_back(rowFromJson(employee.toObject()));
    if (m_isLoaded) {
        replaceBlock(block, std::move(rows));
        fetchMissing();
        return;
    }
    beginResetModel();
    m_cache.clear();
    m_total = takeTotal(*outcome.result());
    m_cache.put(block, std::move(rows));
    m_isLoaded = true;
    endResetModel();
    Q_EMIT totalChanged();
    Q_EMIT loaded();
}

/// As many whole blocks as are counted for sure: a last one with more records than it has rows
/// would be taken for a change.
int EmployeeTableModel::takeTotal(const QJsonObject &result)
{
    const int total = static_cast<int>(result.value("total"_L1).toInteger());
    m_isTotalLeast = result.value("total_is_least"_L1).toBool();
    return m_isTotalLeast ? total - total % RowCache::blockSize : total;
}

/// A record that stood in the block and stands elsewhere now takes selection and cursor with it.
void EmployeeTableModel::replaceBlock(Block block, std::vector<EmployeeRow> rows)
{
    const int first = block * RowCache::blockSize;
    const int last = std::min(first + RowCache::blockSize, m_total) - 1;
    const auto expected = static_cast<std::size_t>(std::max(0, last - first + 1));
    if (rows.size() != expected)
        m_resyncTimer.start(); // the total has changed since
    if (rows.size() > expected)
        rows.resize(expected); // the rest has no row in this table yet
    if (rows.empty())
        return;
    QList<std::pair<QModelIndex, EmployeeId>> held;
    const QModelIndexList persistent = persistentIndexList();
    for (const QModelIndex &index : persistent) {
        const EmployeeRow *row
            = RowCache::blockOf(index.row()) == block ? rowAt(index.row()) : nullptr;
        if (row)
            held.append({index, row->id});
    }
    m_cache.put(block, std::move(rows));
    QModelIndexList from;
    QModelIndexList to;
    for (const auto &[before, id] : std::as_const(held)) {
        const int row = rowOf(id);
        if (row >= 0 && row != before.row()) {
            from.append(before);
            to.append(index(row, before.column()));
        }
    }
    if (!from.isEmpty()) {
        Q_EMIT layoutAboutToBeChanged();
        changePersistentIndexList(from, to);
        Q_EMIT layoutChanged();
    }
    Q_EMIT dataChanged(index(first, 0), index(last, columnCount() - 1));
}

void EmployeeTableModel::setTrouble(const QString &trouble)
{
    if (std::exchange(m_trouble, trouble) != trouble)
        Q_EMIT troubleChanged(trouble);
}

QString EmployeeTableModel::textAt(const EmployeeRow &row, Field field, const CellEdit *edit) const
{
    const FieldDescription &description = describe(field);
    if (edit)
        return m_format.display(description, edit->text);
    if (row.seen(field) == Visibility::Masked)
        return FieldFormat::mask(description, row.text(field));
    return m_format.display(description, row.text(field));
}

QString EmployeeTableModel::toolTipAt(
    const EmployeeRow &row, Field field, const CellEdit *edit) const
{
    if (edit && edit->state == CellEdit::State::Refused)
        return tr("Not saved: %1 Press F2 to change it, or Esc to give it up.").arg(edit->reason);
    if (edit)
        return tr("On its way to the server.");
    if (row.seen(field) == Visibility::Unfit)
        return tr("Taken over as it was; it fits no rule: %1")
            .arg(m_format.problem(describe(field), row.text(field)));
    const QString reason = WriteObstacle(m_session, m_editor).toChange(field);
    return reason.isEmpty() || field == Field::Id ? textAt(row, field, edit) : reason;
}

} // namespace roster::gui
