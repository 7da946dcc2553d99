#pragma once

#include "common/model/Rights.h"
#include "server/requests/ParamReader.h"
#include "server/storage/EmployeeQuery.h"

#include <QJsonArray>

namespace roster::server {

/// Reads `filter` and `sort` of the employee lists: names and JSON types first, then what the role
/// may filter and sort by, then the values, as PROTOCOL orders the checks.
class ListQueryReader
{
public:
    /// Takes the two members out of @p params, whose problem() is to be asked for afterwards.
    explicit ListQueryReader(ParamReader &params);

    /// Errors: InvalidParams, PermissionDenied.
    [[nodiscard]] Result<EmployeeQuery> read(const Rights &rights, int currencyDigits) const;
    /// Equal for equal filters and orders; what a page's `next` is bound to.
    [[nodiscard]] QByteArray canonical() const;

private:
    [[nodiscard]] static QList<NamedProblem> checkFilter(const QJsonObject &filter);
    [[nodiscard]] QList<NamedProblem> readSort(QList<SortKey> &sort) const;
    [[nodiscard]] std::optional<Error> checkRights(
        const EmployeeQuery &query, const Rights &rights) const;

    QJsonObject m_filter;
    QJsonArray m_sort;
};

} // namespace roster::server
