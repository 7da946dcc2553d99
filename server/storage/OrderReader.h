#pragma once

#include "common/base/Result.h"
#include "server/storage/AmountList.h"
#include "server/storage/EmployeeQuery.h"
#include "server/storage/RankedList.h"

#include <array>
#include <functional>
#include <span>
#include <utility>
#include <vector>

namespace roster::server {

class Database;
class TextOrder;

/// Reads the order of all live records by some sort keys, in the open transaction of a connection.
class OrderReader
{
public:
    OrderReader(Database &database, const QList<SortKey> &sort);

    /// By the id or by several keys. Errors: StorageUnavailable, TryLater.
    [[nodiscard]] Result<RankedList> read() const;
    /// The order and the opposite one (equal records still come by their ids), for little more
    /// than one of them. By one text alone, which has an index.
    [[nodiscard]] Result<std::pair<RankedList, RankedList>> readBothWays() const;
    using Amounts = std::vector<AmountList::Entry>;
    /// The order by the number in each of @p fields, which no index has the order of; all are read
    /// together, which costs little more than one.
    [[nodiscard]] static Result<std::vector<Amounts>> readAmounts(
        Database &database, const QList<Field> &fields);
    /// Where one record stands; nothing when there is none.
    [[nodiscard]] Result<std::optional<PageAnchor>> placeOf(EmployeeId id) const;
    /// The orderKey() of one record.
    [[nodiscard]] Result<QByteArray> keyOf(EmployeeId id) const;

private:
    /// A record and where it comes by each sort key; records with equal keys come together.
    struct Ranked
    {
        EmployeeId id = 0;
        std::array<quint32, maxSortKeys> ranks{};
    };
    using Ids = std::vector<EmployeeId>;
    /// All records with one value in a field, by their ids.
    using GroupSink = std::function<void(const QVariant &value, std::span<const EmployeeId> ids)>;

    [[nodiscard]] Result<Ids> readIds() const;
    /// The groups in the order of their values.
    [[nodiscard]] Outcome readGroups(Field field, const GroupSink &sink) const;
    [[nodiscard]] Result<RankedList> readById(bool isDescending) const;
    [[nodiscard]] Result<TextOrder> readTexts(Field field) const;
    [[nodiscard]] Result<RankedList> readBySeveralKeys() const;
    [[nodiscard]] Outcome rank(
        std::vector<Ranked> &records, qsizetype key, QVariantList &values) const;

    Database &m_database;
    const QList<SortKey> &m_sort;
};

} // namespace roster::server
