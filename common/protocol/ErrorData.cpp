#include "common/protocol/ErrorData.h"

#include <QJsonArray>

namespace roster {
namespace {

using namespace Qt::StringLiterals;

QJsonObject toJson(const NamedProblem &problem)
{
    return {{u"field"_s, problem.field}, {u"reason"_s, problem.reason},
        {u"message"_s, problem.message}};
}

Error named(ErrorCode code, const QList<NamedProblem> &problems)
{
    QJsonArray fields;
    QStringList messages;
    for (const NamedProblem &problem : problems) {
        fields.append(toJson(problem));
        messages.append(problem.message);
    }
    return {code, messages.join(u' '), {{u"fields"_s, fields}}};
}

} // namespace

QList<NamedProblem> namedProblems(const QJsonObject &errorData)
{
    QList<NamedProblem> problems;
    for (const QJsonValue value : errorData.value("fields"_L1).toArray()) {
        const QJsonObject object = value.toObject();
        const QString name
            = value.isString() ? value.toString() : object.value("field"_L1).toString();
        problems.append(
            {name, object.value("reason"_L1).toString(), object.value("message"_L1).toString()});
    }
    return problems;
}

Error invalidParams(const QList<NamedProblem> &problems)
{
    return named(ErrorCode::InvalidParams, problems);
}

Error invalidParam(const QString &field, const QString &reason, const QString &message)
{
    return invalidParams({{field, reason, message}});
}

Error validationFailed(const QList<FieldError> &errors)
{
    QList<NamedProblem> problems;
    for (const FieldError &error : errors)
        problems.append({describe(error.field).name, error.reason, error.message});
    return named(ErrorCode::ValidationFailed, problems);
}

Error permissionDenied(const QString &permission)
{
    return {ErrorCode::PermissionDenied, u"Your role lacks the right %1."_s.arg(permission),
        {{u"permission"_s, permission}}};
}

Error tryLater(const QString &message, std::chrono::milliseconds wait)
{
    return {ErrorCode::TryLater, message, {{u"retry_after_ms"_s, qint64{wait.count()}}}};
}

} // namespace roster
