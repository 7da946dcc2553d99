#pragma once

#include <QString>

namespace roster::server {

class Database;

/// What a database file holds.
enum class DatabaseKind {
    Missing,
    Empty, ///< no tables yet
    Own, ///< made by this program's migrations
    OriginalUsers, ///< `user` of the program that Roster succeeds
    OriginalEmployees, ///< its `employee`, with or without `salt`
    Foreign, ///< anything else, a damaged file too
    Unsettled, ///< cannot be told without the journal that lies beside it
};

/// Told by the tables, never by the name. Reads the file alone: takes no lock, changes nothing, and
/// leaves a journal beside it unread.
[[nodiscard]] DatabaseKind databaseKind(const QString &path);
/// The same of an open database, its journal included.
[[nodiscard]] DatabaseKind databaseKind(Database &database);

} // namespace roster::server
