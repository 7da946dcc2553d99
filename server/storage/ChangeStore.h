#pragma once

#include "common/base/Result.h"
#include "common/model/Employee.h"
#include "server/crypto/FieldSealer.h"

#include <QLatin1StringView>
#include <QMap>

namespace roster::server {

class Database;
class Query;

/// What happened to a record. The names are those of the protocol's notifications.
enum class ChangeAction { Added, Updated, Deleted, Restored };
[[nodiscard]] QLatin1StringView actionName(ChangeAction action);

/// A field before and after a change; an imported value that fits no rule is kept as its text.
struct FieldChange
{
    FieldValue before;
    FieldValue after;
    QString unfitBefore{};
    QString unfitAfter{};
};

/// The fields of a change as the history keeps them: JSON objects. The second one, which is sealed,
/// is empty when there is nothing to hide.
struct RecordedFields
{
    QByteArray hashed;
    QByteArray secret;
};

/// What one commit did to one record.
struct RecordedChange
{
    std::chrono::milliseconds at{0};
    QString actor;
    QString origin; ///< the kind of client: desktop, console, import, ...
    ChangeAction action = ChangeAction::Added;
    EmployeeId employeeId = 0;
    qint64 version = 0;
    RecordedFields fields;
};

/// Where a change is to be appended.
struct ChangeLink
{
    qint64 seq = 0; ///< its sequence number
    QByteArray previousHash; ///< of the change before it
    qint64 previousOfRecord = 0; ///< the sequence number of its record's change before; 0: none
};

/// The append-only history, table `employee_change`. A record's own history is linked backwards,
/// from `employee.last_change` by `previous_seq` from change to change: an index would cost one
/// more page of the log for each change.
///
/// The row's `hash` is SHA-256 over previous_hash and these, each as its decimal length, a colon
/// and its UTF-8 bytes: seq, at, actor, origin, action, employee_id, version, fields. `fields` is a
/// JSON object: a plain field holds `{"old":..,"new":..}`, a sensitive one
/// `{"commitment":"<hex>"}`, the HMAC-SHA-256, under a random salt of its own, of the JSON array
/// `[name, old, new]`. An unfit value stands there as `{"unfit":".."}`. The salts and the sensitive
/// values lie sealed in `employee_change_secret`, so they can be sealed anew or erased and the
/// chain still verifies.
class ChangeStore
{
public:
    explicit ChangeStore(const FieldSealer &sealer);

    /// Needs no database; the salts are new each time.
    [[nodiscard]] static RecordedFields record(const QMap<Field, FieldChange> &fields);
    /// The link behind the last one, for a record without history.
    [[nodiscard]] static Result<ChangeLink> nextLink(Database &database);
    /// Adds @p change to the chain; the new revision is its sequence number.
    [[nodiscard]] Outcome append(
        Database &database, const ChangeLink &link, const RecordedChange &change) const;
    /// The sequence number of the last change; 0 before the first.
    [[nodiscard]] static Result<qint64> revision(Database &database);
    /// The values that the fields changed after @p version had in @p version, by the record's
    /// history back from @p lastChange. Errors: StorageUnavailable; InternalError: a damaged
    /// history.
    [[nodiscard]] Result<QMap<Field, FieldValue>> valuesAt(
        Database &database, EmployeeId id, qint64 lastChange, qint64 version) const;
    /// Walks the chain's last @p changes rows, all with -1: the number of the first broken row, or
    /// 0 when all are sound.
    [[nodiscard]] static Result<qint64> firstBrokenLink(Database &database, qint64 changes = -1);
    /// When the last change was; 0 before the first.
    [[nodiscard]] static Result<std::chrono::milliseconds> lastAt(Database &database);

private:
    [[nodiscard]] Outcome storeSecrets(
        Database &database, qint64 seq, const QByteArray &secrets) const;
    [[nodiscard]] std::optional<QJsonObject> openSecrets(
        qint64 seq, const QByteArray &sealed) const;
    [[nodiscard]] bool takeOldValues(
        qint64 seq, const Query &change, QMap<Field, FieldValue> &values) const;

    const FieldSealer &m_sealer;
};

} // namespace roster::server
