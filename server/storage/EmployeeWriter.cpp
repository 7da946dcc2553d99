#include "server/storage/EmployeeWriter.h"

#include "common/model/Ssn.h"
#include "common/protocol/EmployeeView.h"
#include "common/protocol/ErrorData.h"

#include <QJsonArray>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

Error notFound(EmployeeId id)
{
    return {ErrorCode::NotFound, u"There is no employee %1. Nothing was changed."_s.arg(id), {}};
}

/// The fields that really get another value.
QMap<Field, FieldChange> differences(const Employee &current, const QMap<Field, FieldValue> &values)
{
    QMap<Field, FieldChange> fields;
    for (auto it = values.begin(); it != values.end(); ++it) {
        const FieldValue &before = current.value(it.key());
        if (before != it.value() || current.unfit.contains(it.key()))
            fields.insert(it.key(), {before, it.value(), current.unfit.value(it.key()), {}});
    }
    return fields;
}

/// Whether an answer may depend on what is stored in @p field: to anybody else it would tell, guess
/// by guess, what they may not see.
bool mayKnow(const EmployeeWrite &write, Field field)
{
    return write.rights->has(Permission::EmployeeGet) && write.rights->canRead(field);
}

/// Between values that the writer may know or has sent.
Outcome checkRulesBetweenFields(
    const Employee &employee, const QMap<Field, FieldChange> &fields, const EmployeeWrite &write)
{
    const auto isSent = [&write](Field field) { return write.values.contains(field); };
    const QList<FieldError> errors = checkDates(
        employee,
        [&](Field field) { return mayKnow(write, field) ? fields.contains(field) : isSent(field); },
        [&](Field field) { return mayKnow(write, field) || isSent(field); });
    if (errors.isEmpty())
        return Done{};
    return validationFailed(errors);
}

Error conflict(const EmployeeWrite &write, const Employee &current, const QList<Field> &fields)
{
    const QJsonObject employee
        = writtenEmployeeToJson(current, *write.rights, write.currencyDigits);
    if (!write.rights->has(Permission::EmployeeGet)) {
        return {ErrorCode::Conflict,
            u"The record was changed in the meantime. Nothing was changed."_s,
            {{u"employee"_s, employee}}};
    }
    QJsonArray names;
    for (const Field field : fields)
        names.append(
            QJsonObject{{u"field"_s, QString(describe(field).name)}, {u"reason"_s, u"changed"_s}});
    return {ErrorCode::Conflict,
        u"The record was changed by %1 in the meantime. Nothing was changed."_s.arg(
            current.updatedBy),
        {{u"fields"_s, names}, {u"employee"_s, employee}}};
}

Error newerThanAny(const EmployeeWrite &write, const Employee &current)
{
    Error error = conflict(write, current, {});
    error.message = u"The record has no version %1 yet; the latest is %2. Nothing was changed."_s
                        .arg(*write.version)
                        .arg(current.version);
    return error;
}

} // namespace

EmployeeWriter::EmployeeWriter(const FieldSealer &sealer)
    : m_employees(sealer)
    , m_changes(sealer)
    , m_outcomes(sealer)
{
}

Result<WriteResult> EmployeeWriter::apply(Database &database, const EmployeeWrite &write) const
{
    if (!write.requestKey)
        return applyOnce(database, write);
    const Result<std::optional<WriteOutcome>> first
        = m_outcomes.find(database, write.actor, *write.requestKey, write.now);
    if (!first)
        return first.error();
    if (*first)
        return WriteResult{**first, std::nullopt, write.action, write.actor};
    Result<WriteResult> result = applyOnce(database, write);
    if (!result)
        return result;
    const Outcome remembered
        = m_outcomes.remember(database, write.actor, *write.requestKey, result->outcome, write.now);
    if (!remembered)
        return remembered.error();
    return result;
}

Result<WriteResult> EmployeeWriter::applyOnce(Database &database, const EmployeeWrite &write) const
{
    switch (write.action) {
    case ChangeAction::Added:
        return add(database, write);
    case ChangeAction::Updated:
        return update(database, write);
    case ChangeAction::Deleted:
    case ChangeAction::Restored:
        break;
    }
    return mark(database, write);
}

void EmployeeWriter::prepare(EmployeeWrite &write) const
{
    if (write.action == ChangeAction::Added)
        write.addition = std::make_shared<const Addition>(additionOf(write));
}

Addition EmployeeWriter::additionOf(const EmployeeWrite &write) const
{
    Addition addition;
    for (auto it = write.values.begin(); it != write.values.end(); ++it) {
        addition.employee.set(it.key(), it.value());
        if (!isEmpty(it.value()))
            addition.fields.insert(it.key(), {{}, it.value(), {}, {}});
    }
    for (auto it = write.unfit.begin(); it != write.unfit.end(); ++it) {
        addition.employee.unfit.insert(it.key(), it.value());
        addition.fields.insert(it.key(), {{}, {}, {}, it.value()});
    }
    addition.keys = m_employees.row().keysOf(addition.employee);
    addition.recorded = ChangeStore::record(addition.fields);
    return addition;
}

Result<WriteResult> EmployeeWriter::add(Database &database, const EmployeeWrite &write) const
{
    const auto addition
        = write.addition ? write.addition : std::make_shared<const Addition>(additionOf(write));
    Employee employee = addition->employee;
    if (const Outcome sound = checkRulesBetweenFields(employee, addition->fields, write); !sound)
        return sound.error();
    if (write.id) {
        const Result<bool> taken = m_employees.exists(database, *write.id);
        if (!taken)
            return taken.error();
        if (*taken) {
            return Error{ErrorCode::AlreadyExists,
                u"The id %1 is or was another employee's. Nothing was changed."_s.arg(*write.id),
                {}};
        }
        employee.id = *write.id;
    } else {
        const Result<EmployeeId> next = m_employees.takeNextId(database);
        if (!next)
            return next.error();
        employee.id = *next;
    }
    return store(
        database, write, {std::nullopt, std::move(employee), addition->recorded, &addition->keys});
}

Result<WriteResult> EmployeeWriter::update(Database &database, const EmployeeWrite &write) const
{
    Result<StoredEmployee> found = m_employees.findStored(database, *write.id);
    if (!found)
        return found.error();
    const Employee &current = found->employee;
    if (current.deletedAt)
        return notFound(*write.id);
    QMap<Field, FieldChange> fields = differences(current, write.values);
    Employee after = current;
    for (auto it = fields.begin(); it != fields.end(); ++it)
        after.set(it.key(), it->after);
    if (const Outcome sound = checkRulesBetweenFields(after, fields, write); !sound)
        return sound.error();
    if (const Outcome fits = checkVersion(database, write, *found, fields); !fits)
        return fits.error();
    // A version that stays would tell that the values sent are those stored.
    if (fields.isEmpty() && write.rights->has(Permission::EmployeeGet))
        return WriteResult{{current, {}}, std::nullopt, write.action, write.actor};
    return store(
        database, write, {*std::move(found), std::move(after), ChangeStore::record(fields)});
}

/// An older version conflicts only where a field was changed since to yet another value; for who
/// may not know the value, where it was changed at all.
Outcome EmployeeWriter::checkVersion(Database &database, const EmployeeWrite &write,
    const StoredEmployee &stored, const QMap<Field, FieldChange> &fields) const
{
    const Employee &current = stored.employee;
    if (!write.version || *write.version == current.version)
        return Done{};
    if (*write.version > current.version)
        return newerThanAny(write, current);
    const auto past = m_changes.valuesAt(database, current.id, stored.lastChange, *write.version);
    if (!past)
        return past.error();
    QList<Field> changed;
    for (auto it = write.values.begin(); it != write.values.end(); ++it) {
        const auto then = past->find(it.key());
        const bool isChanged = then != past->end() && *then != current.value(it.key());
        if (isChanged && (fields.contains(it.key()) || !mayKnow(write, it.key())))
            changed.append(it.key());
    }
    if (changed.isEmpty())
        return Done{};
    return conflict(write, current, changed);
}

/// Deletes or restores.
Result<WriteResult> EmployeeWriter::mark(Database &database, const EmployeeWrite &write) const
{
    const bool isDelete = write.action == ChangeAction::Deleted;
    Result<StoredEmployee> found = m_employees.findStored(database, *write.id);
    if (!found)
        return found.error();
    const Employee &current = found->employee;
    if (current.deletedAt.has_value() == isDelete)
        return notFound(*write.id);
    if (write.version && *write.version != current.version)
        return conflict(write, current, {});
    Employee after = current;
    after.deletedAt = isDelete ? std::optional(write.now) : std::nullopt;
    return store(database, write, {*std::move(found), std::move(after), ChangeStore::record({})});
}

Result<WriteResult> EmployeeWriter::store(
    Database &database, const EmployeeWrite &write, Step step) const
{
    Result<ChangeLink> link = ChangeStore::nextLink(database);
    if (!link)
        return link.error();
    std::optional<StoredEmployee> &before = step.before;
    link->previousOfRecord = before ? before->lastChange : 0;
    const bool hasNewSsn = !isEmpty(step.after.value(Field::Ssn))
        && (!before || before->employee.value(Field::Ssn) != step.after.value(Field::Ssn));
    step.after.version += 1;
    step.after.updatedAt = write.now;
    step.after.updatedBy = write.actor;
    const StoredEmployee written{std::move(step.after), link->seq};
    const Outcome stored = before ? m_employees.replace(database, before->employee, written)
                                  : m_employees.insert(database, written, *step.keys);
    if (!stored)
        return stored.error();
    Result<QStringList> warnings = QStringList();
    if (hasNewSsn) {
        const FieldValue &ssn = written.employee.value(Field::Ssn);
        warnings = ssnWarnings(database, written.employee,
            step.keys ? step.keys->compared[indexOf(Field::Ssn)]
                      : m_employees.row().comparedValue(Field::Ssn, ssn));
    }
    if (!warnings)
        return warnings.error();
    const Outcome recorded = m_changes.append(database, *link,
        {write.now, write.actor, write.origin, write.action, written.employee.id,
            written.employee.version, std::move(step.recorded)});
    if (!recorded)
        return recorded.error();
    WriteResult result{
        {written.employee, *std::move(warnings)}, link->seq, write.action, write.actor};
    if (before)
        result.before = std::move(before->employee);
    return result;
}

Result<QStringList> EmployeeWriter::ssnWarnings(
    Database &database, const Employee &employee, const QVariant &ssnIndex)
{
    QStringList reasons;
    const Result<bool> isDuplicate = EmployeeStore::isSsnOfAnother(database, ssnIndex, employee.id);
    if (!isDuplicate)
        return isDuplicate.error();
    if (*isDuplicate)
        reasons.append(u"duplicate"_s);
    if (isNeverIssued(employee.text(Field::Ssn)))
        reasons.append(u"never_issued"_s);
    return reasons;
}

} // namespace roster::server
