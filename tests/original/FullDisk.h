#pragma once

#include <QFile>
#include <QString>

#include <sqlite3.h>

#include <cerrno>
#include <unistd.h>

namespace roster::server::test {

/// While it lives the disk is full for the new database of one original file, but for its first
/// pages. By SQLite's own door for such tests (sqlite3_vfs::xSetSystemCall), so one at a time.
class FullDisk
{
public:
    explicit FullDisk(const QString &original)
    {
        sealedName() = QStringLiteral("/../%1.sealed").arg(original);
        replaceWrites(reinterpret_cast<sqlite3_syscall_ptr>(&FullDisk::write));
    }
    ~FullDisk() { replaceWrites(nullptr); }
    FullDisk(const FullDisk &) = delete;
    FullDisk &operator=(const FullDisk &) = delete;

private:
    static constexpr off_t room = 8192;

    static QString &sealedName()
    {
        static QString name;
        return name;
    }

    static void replaceWrites(sqlite3_syscall_ptr call)
    {
        sqlite3_vfs *vfs = sqlite3_vfs_find(nullptr);
        vfs->xSetSystemCall(vfs, "pwrite", call);
        vfs->xSetSystemCall(vfs, "pwrite64", call);
    }

    /// Of the files in the work folder; the original in work has been sealed by then.
    static bool isFull(int descriptor)
    {
        const QString path
            = QFile::symLinkTarget(QStringLiteral("/proc/self/fd/%1").arg(descriptor));
        const qsizetype work = path.indexOf(QStringLiteral("/new.db"));
        return work > 0 && !path.endsWith(QStringLiteral("-shm"))
            && QFile::exists(path.first(work) + sealedName());
    }

    static ssize_t write(int descriptor, const void *bytes, size_t size, off_t offset)
    {
        if (offset >= room && isFull(descriptor)) {
            errno = ENOSPC;
            return -1;
        }
        return ::pwrite(descriptor, bytes, size, offset);
    }
};

} // namespace roster::server::test
