#include "server/storage/OrderReader.h"

#include "server/storage/Amount.h"
#include "server/storage/EmployeeSql.h"
#include "server/storage/OrderKey.h"
#include "server/storage/Query.h"
#include "server/storage/TextOrder.h"

#include <algorithm>
#include <tuple>

namespace roster::server {

using namespace Qt::StringLiterals;

OrderReader::OrderReader(Database &database, const QList<SortKey> &sort)
    : m_database(database)
    , m_sort(sort)
{
}

Result<RankedList> OrderReader::read() const
{
    if (m_sort.isEmpty())
        return readById(false);
    if (m_sort.size() == 1 && m_sort.first().field == Field::Id)
        return readById(m_sort.first().isDescending);
    return readBySeveralKeys();
}

Result<QByteArray> OrderReader::keyOf(EmployeeId id) const
{
    const Result<std::optional<PageAnchor>> place = placeOf(id);
    if (!place)
        return place.error();
    if (!*place)
        return storageError(); // the order has it, so there is one
    return orderKey(**place, m_sort);
}

Result<std::optional<PageAnchor>> OrderReader::placeOf(EmployeeId id) const
{
    Query row(m_database, u"SELECT id"_s + sortColumns(m_sort) + u" FROM employee WHERE id = ?"_s);
    if (const Outcome ran = row.bind(id).run(); !ran)
        return ran.error();
    if (!row.next()) {
        if (row.failed())
            return row.error();
        return std::optional<PageAnchor>();
    }
    PageAnchor place{{}, row.integer(0)};
    for (int i = 0; i < m_sort.size(); ++i)
        place.keys.append(row.isNull(i + 1) ? QVariant() : row.value(i + 1));
    return std::optional(std::move(place));
}

Result<OrderReader::Ids> OrderReader::readIds() const
{
    Query rows(m_database, u"SELECT id FROM employee WHERE deleted_at IS NULL ORDER BY id"_s);
    if (const Outcome ran = rows.run(); !ran)
        return ran.error();
    Ids ids;
    while (rows.next())
        ids.push_back(rows.integer(0));
    if (rows.failed())
        return rows.error();
    return ids;
}

/// Sorted here, which takes a quarter of what the database needs for it.
Result<std::vector<OrderReader::Amounts>> OrderReader::readAmounts(
    Database &database, const QList<Field> &fields)
{
    QString columns;
    for (const Field field : fields)
        columns += u", "_s + EmployeeRow::comparedColumn(field);
    Query rows(database, u"SELECT id%1 FROM employee WHERE deleted_at IS NULL"_s.arg(columns));
    if (const Outcome ran = rows.run(); !ran)
        return ran.error();
    std::vector<Amounts> amounts(static_cast<std::size_t>(fields.size()));
    while (rows.next()) {
        int column = 0;
        for (Amounts &ofField : amounts) {
            const bool isDate = describe(fields[column++]).type == FieldType::Date;
            const qint64 amount = rows.isNull(column) ? AmountList::nothing
                : isDate                              ? amountOfDate(rows.utf8(column))
                                                      : rows.integer(column);
            ofField.push_back({amount, rows.integer(0)});
        }
    }
    if (rows.failed())
        return rows.error();
    for (Amounts &ofField : amounts)
        std::ranges::sort(ofField);
    return amounts;
}

Outcome OrderReader::readGroups(Field field, const GroupSink &sink) const
{
    if (!EmployeeRow::isIndexed(field)) {
        const auto read = readAmounts(m_database, {field});
        if (!read)
            return read.error();
        const Amounts &amounts = read->front();
        for (auto at = amounts.begin(); at != amounts.end();) {
            Ids ids;
            const qint64 amount = at->amount;
            for (; at != amounts.end() && at->amount == amount; ++at)
                ids.push_back(at->id);
            sink(comparedOf(field, amount), ids);
        }
        return Done{};
    }
    const Result<TextOrder> texts = readTexts(field);
    if (!texts)
        return texts.error();
    for (std::size_t group = 0; group < texts->valueCount(); ++group)
        sink(texts->value(group), texts->ids(group));
    return Done{};
}

Result<RankedList> OrderReader::readById(bool isDescending) const
{
    Result<Ids> ids = readIds();
    if (!ids)
        return ids.error();
    if (isDescending)
        std::ranges::reverse(*ids);
    RankedList list;
    for (const EmployeeId id : *ids) {
        const QVariantList keys = m_sort.isEmpty() ? QVariantList() : QVariantList{id};
        list.append(list.wantsKey() ? orderKey({keys, id}, m_sort) : QByteArray(), id);
    }
    return list;
}

Result<std::pair<RankedList, RankedList>> OrderReader::readBothWays() const
{
    const SortKey &key = m_sort.first();
    const Result<TextOrder> texts = readTexts(key.field);
    if (!texts)
        return texts.error();
    return std::pair(texts->list(key), texts->list({key.field, !key.isDescending}));
}

Result<TextOrder> OrderReader::readTexts(Field field) const
{
    const QList<SortKey> sort{{field, false}};
    Query rows(m_database,
        u"SELECT id"_s + sortColumns(sort) + u" FROM employee WHERE deleted_at IS NULL"_s
            + orderClause(sort));
    if (const Outcome ran = rows.run(); !ran)
        return ran.error();
    TextOrder texts;
    while (rows.next()) {
        const QByteArrayView text = rows.utf8(1);
        const bool isNothing = text.isEmpty() && rows.isNull(1);
        texts.add(isNothing ? std::nullopt : std::optional(text), rows.integer(0));
    }
    if (rows.failed())
        return rows.error();
    return texts;
}

/// No index has the order of several keys, and the database would read every record whole to sort
/// them; but each key's own order is in an index or soon made.
Result<RankedList> OrderReader::readBySeveralKeys() const
{
    const Result<Ids> ids = readIds();
    if (!ids)
        return ids.error();
    std::vector<Ranked> records;
    records.reserve(ids->size());
    for (const EmployeeId id : *ids)
        records.push_back({id, {}});
    std::array<QVariantList, maxSortKeys> values; // of each key, by rank
    for (qsizetype key = 0; key < m_sort.size(); ++key) {
        if (const Outcome ranked = rank(records, key, values[std::size_t(key)]); !ranked)
            return ranked.error();
    }
    const auto keyOf = [&](const Ranked &record) {
        PageAnchor place{{}, record.id};
        for (std::size_t key = 0; key < std::size_t(m_sort.size()); ++key) {
            const quint32 rank = record.ranks[key];
            const bool isDescending = m_sort[qsizetype(key)].isDescending;
            place.keys.append(values[key].at(isDescending ? ~rank : rank));
        }
        return orderKey(place, m_sort);
    };
    std::ranges::sort(
        records, {}, [](const Ranked &record) { return std::tie(record.ranks, record.id); });
    RankedList list;
    for (const Ranked &record : records)
        list.append(list.wantsKey() ? keyOf(record) : QByteArray(), record.id);
    return list;
}

/// Sets the rank of all @p records, which are in the order of their ids, and the values that the
/// ranks stand for. From above, ranks have all bits turned over.
Outcome OrderReader::rank(std::vector<Ranked> &records, qsizetype key, QVariantList &values) const
{
    const auto place = static_cast<std::size_t>(key);
    const SortKey &sortKey = m_sort[key];
    const auto next = [&](const QVariant &value) {
        const auto rank = static_cast<quint32>(values.size());
        values.append(value);
        return sortKey.isDescending ? ~rank : rank;
    };
    if (sortKey.field == Field::Id) {
        for (Ranked &record : records)
            record.ranks[place] = next(record.id);
        return Done{};
    }
    const auto size = static_cast<qint64>(records.size());
    const qint64 gaps = records.empty() ? 0 : records.back().id - size;
    return readGroups(sortKey.field, [&](const QVariant &value, std::span<const EmployeeId> ids) {
        const quint32 rank = next(value);
        for (const EmployeeId id : ids) {
            // Of the ids below this one no more than all gaps are missing.
            const auto from = records.begin() + std::max(qint64{0}, id - 1 - gaps);
            const auto to = records.begin() + std::min(size, id);
            const auto record = std::lower_bound(from, to, id,
                [](const Ranked &ranked, EmployeeId wanted) { return ranked.id < wanted; });
            record->ranks[place] = rank;
        }
    });
}

} // namespace roster::server
