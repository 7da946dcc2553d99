#pragma once

#include "common/model/Employee.h"
#include "server/crypto/FieldSealer.h"

#include <QStringList>
#include <QVariant>

#include <array>
#include <bitset>
#include <optional>
#include <span>

namespace roster::server {

class Query;

/// What is compared and searched of a record.
struct EmployeeKeys
{
    std::array<QVariant, fieldCount> compared; ///< by indexOf(): EmployeeRow::comparedValue()
    QString words; ///< EmployeeRow::searchedWords()
};

/// How a record lies in the columns of table `employee`: names, order, sealing, fold keys. Driven
/// by employeeFields().
class EmployeeRow
{
public:
    explicit EmployeeRow(const FieldSealer &sealer);

    /// All columns that are the record's own, `id` first.
    [[nodiscard]] const QStringList &columns() const { return m_columns; }
    /// Those but what only serves comparisons.
    [[nodiscard]] const QStringList &readColumns() const { return m_readColumns; }
    /// Needs no database; may be called on any thread.
    [[nodiscard]] EmployeeKeys keysOf(const Employee &employee) const;
    /// Binds a value for each of columns(), in their order; @p keys are those of @p employee.
    void bind(Query &query, const Employee &employee, const EmployeeKeys &keys) const;
    /// What differs between two records: a bit for each field, by indexOf(), and for what is said
    /// of the record.
    using Changes = std::bitset<fieldCount + 2>;
    [[nodiscard]] static Changes changes(const Employee &before, const Employee &after);
    /// The columns but `id` that hold what is changed. To name the others as well would cost an
    /// UPDATE the indices of all of them.
    [[nodiscard]] static QStringList changedColumns(const Changes &changes);
    /// Binds the values of @p after for each of changedColumns(), in their order.
    void bindChanged(Query &query, const Changes &changes, const Employee &after) const;
    /// Reads a row whose columns are readColumns(). Nothing when a sealed value does not open.
    [[nodiscard]] std::optional<Employee> read(const Query &query) const;

    /// The SSN of @p id from its column into @p plain; nothing when it does not open.
    [[nodiscard]] std::optional<QByteArrayView> openSsn(
        EmployeeId id, QByteArrayView sealed, std::span<char> plain) const;

    /// The column by which @p field is compared and sorted; that of the SSN is its blind index.
    [[nodiscard]] static QString comparedColumn(Field field);
    /// Whether an index has the order of comparedColumn(). Fields of which amountOf() tells have
    /// none, as that costs one or two pages of the log for each change: RankIndex keeps their
    /// orders.
    [[nodiscard]] static bool isIndexed(Field field);
    /// What comparedColumn() holds for @p value; null for an empty one.
    [[nodiscard]] QVariant comparedValue(Field field, const FieldValue &value) const;
    /// Above every key that begins with @p prefix and below every other that follows it.
    [[nodiscard]] static QString endOfPrefix(const QString &prefix);
    /// What the full-text table is fed with.
    [[nodiscard]] static QString searchedWords(const Employee &employee);
    /// Whether those words may differ.
    [[nodiscard]] static bool isSearchedOtherwise(const Employee &before, const Employee &after);

private:
    static void bindUpdate(Query &query, const Employee &employee);
    void bindField(Query &query, const FieldDescription &row, const Employee &employee,
        const QVariant &compared) const;
    [[nodiscard]] std::optional<FieldValue> readField(
        const FieldDescription &row, EmployeeId id, const Query &query, int column) const;
    [[nodiscard]] QVariant sealUnfit(const Employee &employee) const;
    [[nodiscard]] bool openUnfit(const QByteArray &sealed, Employee &employee) const;

    const FieldSealer &m_sealer;
    QStringList m_columns;
    QStringList m_readColumns;
};

} // namespace roster::server
