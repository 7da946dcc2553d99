#pragma once

#include "common/model/EmployeeFields.h"

#include <QJsonObject>
#include <QList>
#include <QString>

namespace roster::gui {

/// One column of a sort order.
struct SortKey
{
    Field field = Field::Id;
    bool isDescending = false;

    bool operator==(const SortKey &) const = default;
};

/// The most columns that the server sorts by (PROTOCOL, "Filter, sort, page").
inline constexpr qsizetype maxSortKeys = 3;

/// Which records the table shows and in which order; the server does both. A value.
struct ListCriteria
{
    QString text; ///< the quick search; empty: none
    QJsonObject fields; ///< filters by field name, in the protocol's form
    bool isShowingDeleted = false; ///< only the deleted ones
    QList<SortKey> sort;

    [[nodiscard]] bool isFiltered() const { return !text.isEmpty() || !fields.isEmpty(); }
    /// The members `filter` and `sort` of a request, where there is something to say.
    [[nodiscard]] QJsonObject params() const;

    bool operator==(const ListCriteria &) const = default;
};

} // namespace roster::gui
