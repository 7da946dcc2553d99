#include "server/requests/EmployeeReader.h"

#include "common/protocol/StrictJson.h"

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

bool isReadOnly(const QString &name)
{
    return name == "id"_L1 || name == "version"_L1 || name == "updated_at"_L1
        || name == "updated_by"_L1 || name == "deleted_at"_L1 || name == "masked"_L1
        || name == "unfit"_L1;
}

std::optional<Error> checkNamesAndTypes(const QJsonObject &object, bool mayHaveId)
{
    QList<NamedProblem> problems;
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QString &name = it.key();
        if (name == "id"_L1 && mayHaveId) {
            if (!isInteger(it.value()))
                problems.append({name, u"wrong_type"_s, u"id must be an integer."_s});
        } else if (isReadOnly(name)) {
            problems.append({name, u"read_only"_s, u"%1 cannot be set."_s.arg(name)});
        } else if (!findField(name)) {
            problems.append({name, u"unknown"_s, u"There is no field %1."_s.arg(name)});
        } else if (!it->isString() && !it->isNull()) {
            problems.append({name, u"wrong_type"_s, u"%1 must be a string or null."_s.arg(name)});
        }
    }
    if (problems.isEmpty())
        return std::nullopt;
    return invalidParams(problems);
}

/// A field that the object leaves out is not written, unless @p needsAll asks for the required
/// ones.
bool isWritten(const FieldDescription &field, const QJsonObject &object, bool needsAll)
{
    return object.contains(field.name) || (needsAll && field.isRequired);
}

Result<EmployeeInput> readFields(
    const QJsonObject &object, const Rights &rights, const RuleContext &context, bool needsAll)
{
    if (const auto problem = checkNamesAndTypes(object, needsAll))
        return *problem;
    for (const FieldDescription &field : editableFields()) {
        if (isWritten(field, object, needsAll) && !rights.canWrite(field.field))
            return permissionDenied(field.name + ":write"_L1);
    }
    EmployeeInput input;
    QList<FieldError> errors;
    for (const FieldDescription &field : editableFields()) {
        if (!isWritten(field, object, needsAll))
            continue;
        auto parsed = parseField(field, object.value(field.name).toString(), context);
        if (const auto *error = std::get_if<FieldError>(&parsed))
            errors.append(*error);
        else
            input.values.insert(field.field, std::get<FieldValue>(std::move(parsed)));
    }
    if (object.contains("id"_L1)) {
        const qint64 id = object.value("id"_L1).toInteger();
        if (id < 1 || id > maxSafeInteger)
            errors.prepend({Field::Id, u"out_of_range"_s, u"ID must be from 1 to 2^53-1."_s});
        input.id = id;
    }
    if (!errors.isEmpty())
        return validationFailed(errors);
    return input;
}

} // namespace

Result<EmployeeInput> readNewEmployee(
    const QJsonObject &object, const Rights &rights, const RuleContext &context)
{
    return readFields(object, rights, context, true);
}

Result<EmployeeInput> readChanges(
    const QJsonObject &object, const Rights &rights, const RuleContext &context)
{
    if (object.isEmpty())
        return invalidParam(u"changes"_s, u"empty"_s, u"changes names no field."_s);
    return readFields(object, rights, context, false);
}

} // namespace roster::server
