#pragma once

#include "common/base/Result.h"

#include <QStringList>

#include <optional>

namespace roster::server {

class Database;
class FieldSealer;

// What can be wrong inside of a database without its being noticed at the start. All of it only
// reads, and tells of pages, tables, rows and ids, never of a value.

/// Up to @p limit lines of what SQLite finds broken (PRAGMA quick_check); none: sound. Errors:
/// StorageUnavailable when the file is too damaged to be asked.
[[nodiscard]] Result<QStringList> structuralDefects(Database &database, int limit = 5);

/// Rows that refer to a row which does not exist. Errors: StorageUnavailable.
[[nodiscard]] Result<qint64> danglingReferences(Database &database);

/// Records and changes whose link to the record's change before leads elsewhere (ChangeStore says
/// what it is for). The hash chain does not cover the links. Errors: StorageUnavailable.
[[nodiscard]] Result<qint64> misplacedLinks(Database &database);

/// What a data key is worth to a database.
struct SealVerdict
{
    qint64 examined = 0;
    qint64 unopened = 0; ///< sealed with another key, moved or altered
    qint64 unindexed = 0; ///< opened, but an exact search would not find them
};

/// Opens the sealed SSNs of the last @p records records that have one; all with -1. Errors:
/// StorageUnavailable.
[[nodiscard]] Result<SealVerdict> examineSeals(
    Database &database, const FieldSealer &sealer, qint64 records);

/// The value that was sealed first, which tells the data key of the whole database: the history
/// only grows, so nothing replaces it. Nothing: no value is sealed yet. Errors: StorageUnavailable.
[[nodiscard]] Result<std::optional<QByteArray>> oldestSealed(Database &database);

} // namespace roster::server
