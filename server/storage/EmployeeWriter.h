#pragma once

#include "common/model/FieldRules.h"
#include "common/model/Rights.h"
#include "server/storage/ChangeStore.h"
#include "server/storage/EmployeeStore.h"
#include "server/storage/RequestOutcomeStore.h"

#include <memory>
#include <optional>

namespace roster::server {

/// What an addition is made into without asking the database: by who asks for it, so that the
/// writer is held up for less.
struct Addition
{
    Employee employee;
    QMap<Field, FieldChange> fields;
    EmployeeKeys keys;
    RecordedFields recorded;
};

/// A write as a handler hands it over: permissions, names, types and single values are checked.
struct EmployeeWrite
{
    ChangeAction action = ChangeAction::Added;
    std::optional<EmployeeId> id; ///< none: the next one (Added only)
    std::optional<qint64> version; ///< none: the record as it is
    QMap<Field, FieldValue> values; ///< Added and Updated
    QMap<Field, QString> unfit; ///< Added by an import: originals of fields that have no value
    QString actor;
    QString origin;
    std::shared_ptr<const Rights> rights;
    int currencyDigits = 2;
    std::chrono::milliseconds now{0};
    std::optional<RequestKey> requestKey;
    std::shared_ptr<const Addition> addition; ///< EmployeeWriter::prepare()
};

/// What became of it.
struct WriteResult
{
    WriteOutcome outcome;
    /// The change's revision; none when nothing changed or an earlier outcome was found.
    std::optional<qint64> revision;
    ChangeAction action = ChangeAction::Added;
    QString actor;
    std::optional<Employee> before{}; ///< the record as it was, if it was there
};

/// A committed change, which has a revision, shared by all who are told of it.
using ChangeNotice = std::shared_ptr<const WriteResult>;

/// Does one write inside the writer's transaction: record, history and request key together. What
/// PROTOCOL says under "Update, conflict, delete" is here. Used on the writer's thread alone, but
/// for prepare().
class EmployeeWriter
{
public:
    explicit EmployeeWriter(const FieldSealer &sealer);

    /// Saves the writer what can be done beforehand; on any thread. Comes last: what is changed in
    /// @p write afterwards does not count.
    void prepare(EmployeeWrite &write) const;
    /// Errors: ValidationFailed, NotFound, AlreadyExists, Conflict, InvalidParams (a request key
    /// used for something else), StorageUnavailable, InternalError.
    [[nodiscard]] Result<WriteResult> apply(Database &database, const EmployeeWrite &write) const;

private:
    [[nodiscard]] Result<WriteResult> applyOnce(
        Database &database, const EmployeeWrite &write) const;
    [[nodiscard]] Result<WriteResult> add(Database &database, const EmployeeWrite &write) const;
    [[nodiscard]] Result<WriteResult> update(Database &database, const EmployeeWrite &write) const;
    [[nodiscard]] Result<WriteResult> mark(Database &database, const EmployeeWrite &write) const;
    /// From what a record is to what it becomes.
    struct Step
    {
        std::optional<StoredEmployee> before;
        Employee after;
        RecordedFields recorded;
        const EmployeeKeys *keys = nullptr; ///< of an addition
    };
    [[nodiscard]] Result<WriteResult> store(
        Database &database, const EmployeeWrite &write, Step step) const;
    [[nodiscard]] Addition additionOf(const EmployeeWrite &write) const;
    [[nodiscard]] Outcome checkVersion(Database &database, const EmployeeWrite &write,
        const StoredEmployee &stored, const QMap<Field, FieldChange> &fields) const;
    [[nodiscard]] static Result<QStringList> ssnWarnings(
        Database &database, const Employee &employee, const QVariant &ssnIndex);

    EmployeeStore m_employees;
    ChangeStore m_changes;
    RequestOutcomeStore m_outcomes;
};

} // namespace roster::server
