#pragma once

#include "server/storage/EmployeeQuery.h"

#include <QJsonValue>

#include <optional>

namespace roster::server {

/// Whether @p value has a JSON type that a filter on @p field takes: a value, null, or an object.
[[nodiscard]] bool isFilterShaped(const FieldDescription &field, const QJsonValue &value);

/// The condition that a member of `filter` stands for; nothing when it is none: a wrong value, a
/// form that the field does not take, `{}`, from after to, an empty or too long list.
[[nodiscard]] std::optional<Condition> readCondition(
    const FieldDescription &field, const QJsonValue &value, int currencyDigits);

} // namespace roster::server
