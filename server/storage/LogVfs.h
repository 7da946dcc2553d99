#pragma once

#include <sqlite3.h>

namespace roster::server {

/// SQLite's own file system, except that a write-ahead log is written in large pieces: SQLite
/// writes each page in two, which costs more than all else about them. Nothing else changes. What
/// is kept back goes out before anything reads or syncs the file; the last frame of a commit (the
/// one that tells the size of the database, sqlite.org, "WAL File Format") is never kept back, so
/// that what others may read lies in the file whatever `synchronous` is, and a full disk is told
/// where SQLite expects it.
class LogVfs
{
public:
    /// A piece, in bytes: SQLite's own file system takes less than 128 KiB at once.
    static constexpr int pieceSize = 124 * 1024;

    /// Over @p base, which stays registered, as all that is named here does. Registers itself.
    LogVfs(const char *name, sqlite3_vfs *base, bool isDefault);
    ~LogVfs();
    LogVfs(const LogVfs &) = delete;
    LogVfs &operator=(const LogVfs &) = delete;

    /// From now on connections of this process are opened with one.
    static void useForAll();

private:
    sqlite3_vfs m_vfs{};
};

} // namespace roster::server
