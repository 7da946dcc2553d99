#pragma once

#include "common/base/Result.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace roster::cli {

/// Which records a list holds, and in which order, as `employee.list` takes it.
struct ListQuery
{
    QJsonObject filter;
    QJsonArray sort;

    /// The parameters of a call; the limits and the page come from elsewhere.
    [[nodiscard]] QJsonObject params() const;
};

/// Adds a condition to @p query. `field=value`, `field=a|b` any of these, `field=` empty,
/// `field=from..to` for the id, dates and the salary (one side may lack; `field>=from` and
/// `field<=to` give one each, and may both be there), and for text `field~part`
/// contains and `field^=start`. `\|` is a bar of the value itself. Errors: InvalidParams.
[[nodiscard]] Outcome addFilter(ListQuery &query, const QString &expression, int currencyDigits);

/// Adds `field`, `field:asc` or `field:desc`; the first added weighs most. Errors: InvalidParams.
[[nodiscard]] Outcome addSort(ListQuery &query, const QString &expression);

/// All of @p filters and @p sorts. Errors: InvalidParams.
[[nodiscard]] Result<ListQuery> readQuery(
    const QStringList &filters, const QStringList &sorts, int currencyDigits);

/// Every word of @p words must begin a word of a record; empty words search for nothing.
void setText(ListQuery &query, const QString &words);

} // namespace roster::cli
