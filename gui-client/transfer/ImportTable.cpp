#include "gui-client/transfer/ImportTable.h"

#include "gui-client/app/Icons.h"
#include "gui-client/edit/WriteWarnings.h"
#include "gui-client/text/PlainToolTip.h"

namespace roster::gui {

using namespace Qt::StringLiterals;

ImportTable::ImportTable(ImportPlan plan, const FieldFormat &format, QObject *parent)
    : QAbstractTableModel(parent)
    , m_plan(std::move(plan))
    , m_format(format)
{
    for (const ImportLine &line : m_plan.lines())
        m_states.append({line.problems.join(u' '), !line.problems.isEmpty()});
}

void ImportTable::setAdded(qsizetype line, const WriteResult &result)
{
    const QStringList warnings = sentencesOf(result.warnings);
    const QString added = tr("Added as %1.").arg(result.row.id);
    set(line, {(QStringList(added) + warnings).join(u' '), !warnings.isEmpty()});
}

void ImportTable::setRefused(qsizetype line, const QString &sentence)
{
    set(line, {sentence, true});
}

void ImportTable::setRestStopped()
{
    for (qsizetype line = 0; line < m_states.size(); ++line) {
        if (m_states[line].sentence.isEmpty())
            set(line, {tr("Not added: the import was stopped."), true});
    }
}

void ImportTable::set(qsizetype line, State state)
{
    m_states[line] = std::move(state);
    const int row = static_cast<int>(line);
    Q_EMIT dataChanged(index(row, 0), index(row, StateColumn));
}

int ImportTable::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_states.size());
}

int ImportTable::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : FirstFieldColumn + static_cast<int>(m_plan.fields().size());
}

QVariant ImportTable::data(const QModelIndex &index, int role) const
{
    const bool needsLook = m_states[index.row()].needsLook;
    switch (role) {
    case Qt::DisplayRole:
        return text(index);
    case Qt::ToolTipRole:
        return plainToolTip(text(index));
    case Qt::DecorationRole:
        if (index.column() == StateColumn && needsLook)
            return icon(u"warning"_s);
        return {};
    case Qt::TextAlignmentRole:
        if (index.column() == LineColumn)
            return QVariant(Qt::AlignRight | Qt::AlignVCenter);
        if (index.column() >= FirstFieldColumn
            && isRightAligned(describe(m_plan.fields()[index.column() - FirstFieldColumn]).type))
            return QVariant(Qt::AlignRight | Qt::AlignVCenter);
        return {};
    case needsLookRole:
        return needsLook;
    default:
        return {};
    }
}

QString ImportTable::text(const QModelIndex &index) const
{
    const ImportLine &line = m_plan.lines()[index.row()];
    if (index.column() == LineColumn)
        return m_format.locale().toString(line.number);
    if (index.column() == StateColumn)
        return m_states[index.row()].sentence;
    const Field field = m_plan.fields()[index.column() - FirstFieldColumn];
    return m_format.display(describe(field), line.values.value(field));
}

QVariant ImportTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    if (section == LineColumn)
        return tr("Line");
    if (section == StateColumn)
        return tr("State");
    return labelOf(m_plan.fields()[section - FirstFieldColumn]);
}

} // namespace roster::gui
