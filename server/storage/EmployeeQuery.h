#pragma once

#include "common/model/Employee.h"

#include <QList>
#include <QStringList>
#include <QVariant>

#include <optional>
#include <variant>

namespace roster::server {

// One condition on a field; the handler has checked that the field takes it.
struct IsEmpty
{
};
struct IsOneOf
{
    QList<FieldValue> values;
};
struct IsBetween ///< inclusive; one side may lack
{
    std::optional<FieldValue> from;
    std::optional<FieldValue> to;
};
struct ContainsText
{
    QString text;
};
struct StartsWithText
{
    QString text;
};
using Condition = std::variant<IsEmpty, IsOneOf, IsBetween, ContainsText, StartsWithText>;

struct FieldCondition
{
    Field field;
    Condition condition;
};

inline constexpr qsizetype maxSortKeys = 3;

struct SortKey
{
    Field field;
    bool isDescending = false;

    friend bool operator==(const SortKey &, const SortKey &) = default;
};

/// Which records, in which order; ties are broken by the id, ascending.
struct EmployeeQuery
{
    QStringList words; ///< folded; each begins a word of the record
    QList<FieldCondition> conditions;
    bool isDeleted = false;
    QList<SortKey> sort; ///< at most maxSortKeys
};

/// The place behind a record in an order: its sort keys as the database compares them, and its id.
struct PageAnchor
{
    QVariantList keys; ///< one for each SortKey
    EmployeeId id = 0;
};

struct PageRequest
{
    qint64 offset = 0;
    std::optional<PageAnchor> after;
    int limit = 100;
    bool wantsTotal = false;
};

struct EmployeePage
{
    QList<Employee> employees;
    std::optional<qint64> total;
    bool isTotalLeast = false; ///< there are as many as total says, or more
    std::optional<PageAnchor> next; ///< none at the end
    qint64 revision = 0;
};

} // namespace roster::server
