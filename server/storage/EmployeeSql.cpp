#include "server/storage/EmployeeSql.h"

#include "common/model/FoldKey.h"
#include "server/storage/Dialect.h"
#include "server/storage/EmployeeStore.h"

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

SqlFragment join(const QList<SqlFragment> &parts)
{
    QStringList sql;
    QVariantList bound;
    for (const SqlFragment &part : parts) {
        sql.append(part.sql);
        bound += part.bound;
    }
    return {sql.join(u" AND "_s), bound};
}

/// Turns one condition into SQL on the field's compared column.
class ConditionSql
{
public:
    ConditionSql(Field field, const EmployeeRow &row)
        : m_field(field)
        , m_row(row)
        , m_column(EmployeeRow::comparedColumn(field))
    {
    }

    SqlFragment operator()(const IsEmpty &) const { return {m_column + u" IS NULL"_s, {}}; }
    SqlFragment operator()(const IsOneOf &condition) const
    {
        QVariantList bound;
        for (const FieldValue &value : condition.values)
            bound.append(compared(value));
        if (bound.size() == 1)
            return {m_column + u" = ?"_s, bound};
        const QStringList marks(bound.size(), u"?"_s);
        return {u"%1 IN (%2)"_s.arg(m_column, marks.join(u", "_s)), bound};
    }
    SqlFragment operator()(const IsBetween &condition) const
    {
        QList<SqlFragment> parts;
        if (condition.from)
            parts.append({m_column + u" >= ?"_s, {compared(*condition.from)}});
        if (condition.to)
            parts.append({m_column + u" <= ?"_s, {compared(*condition.to)}});
        return join(parts);
    }
    SqlFragment operator()(const ContainsText &condition) const
    {
        return {u"instr(%1, ?) > 0"_s.arg(m_column), {foldKey(condition.text)}};
    }
    SqlFragment operator()(const StartsWithText &condition) const
    {
        const QString key = foldKey(condition.text);
        return {u"%1 >= ? AND %1 < ?"_s.arg(m_column), {key, EmployeeRow::endOfPrefix(key)}};
    }

private:
    /// Ids travel as money does: an exact integer.
    QVariant compared(const FieldValue &value) const { return m_row.comparedValue(m_field, value); }

    Field m_field;
    const EmployeeRow &m_row;
    QString m_column;
};

SqlFragment equals(const QString &column, const QVariant &key)
{
    if (key.isNull())
        return {column + u" IS NULL"_s, {}};
    return {column + u" = ?"_s, {key}};
}

/// The ranges of @p key's column that come after @p value: NULL is first ascending, last
/// descending.
QList<SqlFragment> after(const SortKey &key, const QVariant &value)
{
    const QString column = EmployeeRow::comparedColumn(key.field);
    if (!key.isDescending) {
        if (value.isNull())
            return {{column + u" IS NOT NULL"_s, {}}};
        return {{column + u" > ?"_s, {value}}};
    }
    if (value.isNull())
        return {};
    return {{column + u" < ?"_s, {value}}, {column + u" IS NULL"_s, {}}};
}

QList<SqlFragment> before(const SortKey &key, const QVariant &value)
{
    const QString column = EmployeeRow::comparedColumn(key.field);
    if (key.isDescending) {
        if (value.isNull())
            return {{column + u" IS NOT NULL"_s, {}}};
        return {{column + u" > ?"_s, {value}}};
    }
    if (value.isNull())
        return {};
    return {{column + u" < ?"_s, {value}}, {column + u" IS NULL"_s, {}}};
}

/// Equality of the first @p count sort keys with the anchor's.
QList<SqlFragment> equalPrefix(
    const PageAnchor &anchor, const QList<SortKey> &sort, qsizetype count)
{
    QList<SqlFragment> parts;
    for (qsizetype i = 0; i < count; ++i)
        parts.append(equals(EmployeeRow::comparedColumn(sort[i].field), anchor.keys[i]));
    return parts;
}

} // namespace

SqlFragment whereClause(const EmployeeQuery &query, const EmployeeRow &row, bool withWords)
{
    QList<SqlFragment> parts{
        {query.isDeleted ? u"deleted_at IS NOT NULL"_s : u"deleted_at IS NULL"_s, {}}};
    for (const FieldCondition &condition : query.conditions)
        parts.append(std::visit(ConditionSql(condition.field, row), condition.condition));
    if (withWords && !query.words.isEmpty()) {
        parts.append({dialect::textCondition(textTable(query.isDeleted)),
            {dialect::textQuery(query.words)}});
    }
    return join(parts);
}

QString orderClause(const QList<SortKey> &sort, qsizetype first)
{
    QStringList terms;
    for (const SortKey &key : sort.sliced(std::min(first, sort.size()))) {
        const QString direction = key.isDescending ? u" DESC NULLS LAST"_s : u" ASC NULLS FIRST"_s;
        if (key.field == Field::Id)
            return u" ORDER BY "_s
                + (terms << u"id"_s + (key.isDescending ? u" DESC"_s : u" ASC"_s)).join(u", "_s);
        terms.append(EmployeeRow::comparedColumn(key.field) + direction);
    }
    terms.append(u"id ASC"_s);
    return u" ORDER BY "_s + terms.join(u", "_s);
}

bool isUnindexed(const QList<SortKey> &sort)
{
    return sort.size() == 1 && !EmployeeRow::isIndexed(sort.first().field);
}

QString sortColumns(const QList<SortKey> &sort)
{
    QString columns;
    for (const SortKey &key : sort)
        columns += u", "_s + EmployeeRow::comparedColumn(key.field);
    return columns;
}

QVariantList comparedKeys(
    const Employee &employee, const QList<SortKey> &sort, const EmployeeRow &row)
{
    QVariantList keys;
    for (const SortKey &key : sort) {
        keys.append(key.field == Field::Id
                ? QVariant(employee.id)
                : row.comparedValue(key.field, employee.value(key.field)));
    }
    return keys;
}

QList<PageSegment> segmentsAfter(
    const std::optional<PageAnchor> &anchor, const QList<SortKey> &sort)
{
    if (!anchor)
        return {{{}, 0}};
    QList<PageSegment> segments;
    QList<SqlFragment> ties = equalPrefix(*anchor, sort, sort.size());
    ties.append({u"id > ?"_s, {anchor->id}});
    segments.append({join(ties), sort.size()});
    for (qsizetype i = sort.size() - 1; i >= 0; --i) {
        for (const SqlFragment &range : after(sort[i], anchor->keys[i])) {
            QList<SqlFragment> parts = equalPrefix(*anchor, sort, i);
            parts.append(range);
            segments.append({join(parts), range.sql.endsWith("IS NULL"_L1) ? i + 1 : i});
        }
    }
    return segments;
}

QString reverseOrderClause(const QList<SortKey> &sort)
{
    Q_ASSERT(sort.size() <= 1);
    if (sort.isEmpty() || sort.first().field == Field::Id) {
        const bool isDescending = !sort.isEmpty() && sort.first().isDescending;
        return isDescending ? u" ORDER BY id ASC"_s : u" ORDER BY id DESC"_s;
    }
    const QString direction
        = sort.first().isDescending ? u" ASC NULLS FIRST"_s : u" DESC NULLS LAST"_s;
    return u" ORDER BY "_s + EmployeeRow::comparedColumn(sort.first().field) + direction
        + u", id DESC"_s;
}

SqlFragment tiesWith(const PageAnchor &anchor, const QList<SortKey> &sort, qsizetype count)
{
    return join(equalPrefix(anchor, sort, count));
}

QList<SqlFragment> segmentsBeforeKey(
    const PageAnchor &anchor, const QList<SortKey> &sort, qsizetype key)
{
    QList<SqlFragment> segments;
    for (const SqlFragment &range : before(sort[key], anchor.keys[key])) {
        QList<SqlFragment> parts = equalPrefix(anchor, sort, key);
        parts.append(range);
        segments.append(join(parts));
    }
    return segments;
}

QList<SqlFragment> segmentsBefore(const PageAnchor &anchor, const QList<SortKey> &sort)
{
    QList<SqlFragment> segments;
    QList<SqlFragment> ties = equalPrefix(anchor, sort, sort.size());
    ties.append({u"id < ?"_s, {anchor.id}});
    segments.append(join(ties));
    for (qsizetype i = sort.size() - 1; i >= 0; --i)
        segments += segmentsBeforeKey(anchor, sort, i);
    return segments;
}

} // namespace roster::server
