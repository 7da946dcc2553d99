#pragma once

#include "common/base/Result.h"
#include "common/model/FieldRules.h"

#include <QList>

#include <chrono>

namespace roster {

/// One parameter or field that a refusal names.
struct NamedProblem
{
    QString field;
    QString reason;
    QString message;
};

/// What `data.fields` of a refusal names; a conflict names fields alone, so that reason and message
/// are empty.
[[nodiscard]] QList<NamedProblem> namedProblems(const QJsonObject &errorData);

/// `invalid_params` that names what is wrong in `data.fields`.
[[nodiscard]] Error invalidParams(const QList<NamedProblem> &problems);
[[nodiscard]] Error invalidParam(
    const QString &field, const QString &reason, const QString &message);

/// `validation_failed` with every field and its reason in `data.fields`.
[[nodiscard]] Error validationFailed(const QList<FieldError> &errors);

/// `permission_denied`; @p permission such as `employee.add` or `salary:read`.
[[nodiscard]] Error permissionDenied(const QString &permission);

/// `try_later` with @p wait in `data.retry_after_ms`.
[[nodiscard]] Error tryLater(
    const QString &message, std::chrono::milliseconds wait = std::chrono::seconds(1));

} // namespace roster
