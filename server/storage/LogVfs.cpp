#include "server/storage/LogVfs.h"

#include <QtEndian>

#include <cstring>
#include <memory>
#include <new>

namespace roster::server {

namespace {

constexpr int frameHeaderSize = 24;
constexpr int sizeAfterCommitAt = 4; ///< in the header of a frame; 0 unless it ends a commit

sqlite3_vfs *baseOf(const sqlite3_vfs *vfs)
{
    return static_cast<sqlite3_vfs *>(vfs->pAppData);
}

/// A log as SQLite sees it; the file of the base follows it in memory.
struct LogFile : sqlite3_file
{
    std::unique_ptr<char[]> piece; ///< made by the first write
    int size = 0; ///< of what is kept back
    sqlite3_int64 begin = 0; ///< where in the file that belongs
    bool isLastOfCommit = false; ///< the page that comes next

    static LogFile *of(sqlite3_file *file) { return static_cast<LogFile *>(file); }
    [[nodiscard]] sqlite3_file *base() { return reinterpret_cast<sqlite3_file *>(this + 1); }

    [[nodiscard]] int flush();
    [[nodiscard]] int write(const void *data, int length, sqlite3_int64 at);
};
static_assert(sizeof(LogFile) % alignof(sqlite3_int64) == 0);

/// What failed to be written is forgotten: the transaction that it belongs to fails.
int LogFile::flush()
{
    if (size == 0)
        return SQLITE_OK;
    const int length = size;
    size = 0;
    return base()->pMethods->xWrite(base(), piece.get(), length, begin);
}

int LogFile::write(const void *data, int length, sqlite3_int64 at)
{
    const bool endsCommit = isLastOfCommit;
    isLastOfCommit = length == frameHeaderSize
        && qFromUnaligned<quint32>(static_cast<const char *>(data) + sizeAfterCommitAt) != 0;
    if (at != begin + size || length > LogVfs::pieceSize - size) {
        if (const int code = flush(); code != SQLITE_OK)
            return code;
        begin = at;
    }
    if (!piece)
        piece.reset(new (std::nothrow) char[LogVfs::pieceSize]);
    if (!piece || length > LogVfs::pieceSize)
        return base()->pMethods->xWrite(base(), data, length, at);
    std::memcpy(piece.get() + size, data, static_cast<std::size_t>(length));
    size += length;
    return endsCommit ? flush() : SQLITE_OK;
}

/// A call of a sqlite3_vfs or of its files that goes on to the base.
template <auto member, typename Signature> struct Passed;

template <auto member, typename Value, typename... Arguments>
struct Passed<member, Value (*)(sqlite3_vfs *, Arguments...)>
{
    static Value call(sqlite3_vfs *vfs, Arguments... arguments)
    {
        return (baseOf(vfs)->*member)(baseOf(vfs), arguments...);
    }
};

template <auto member, typename... Arguments>
struct Passed<member, int (*)(sqlite3_file *, Arguments...)>
{
    static int call(sqlite3_file *file, Arguments... arguments)
    {
        sqlite3_file *const base = LogFile::of(file)->base();
        return (base->pMethods->*member)(base, arguments...);
    }
    /// After what was kept back.
    static int callFlushed(sqlite3_file *file, Arguments... arguments)
    {
        const int code = LogFile::of(file)->flush();
        return code == SQLITE_OK ? call(file, arguments...) : code;
    }
};

template <typename Member> struct MemberType;

template <typename Owner, typename Type> struct MemberType<Type Owner::*>
{
    using Value = Type;
};

template <auto member>
using PassedOf = Passed<member, typename MemberType<decltype(member)>::Value>;

template <auto member> constexpr auto passed = PassedOf<member>::call;

template <auto member> constexpr auto passedFlushed = PassedOf<member>::callFlushed;

int writeLog(sqlite3_file *file, const void *data, int length, sqlite3_int64 at)
{
    return LogFile::of(file)->write(data, length, at);
}

int closeLog(sqlite3_file *file)
{
    LogFile *const log = LogFile::of(file);
    static_cast<void>(log->flush()); // of a transaction that nobody committed
    const int code = log->base()->pMethods->xClose(log->base());
    log->~LogFile();
    return code;
}

using Io = sqlite3_io_methods;

const Io logMethods{
    .iVersion = 1,
    .xClose = closeLog,
    .xRead = passedFlushed<&Io::xRead>,
    .xWrite = writeLog,
    .xTruncate = passedFlushed<&Io::xTruncate>,
    .xSync = passedFlushed<&Io::xSync>,
    .xFileSize = passedFlushed<&Io::xFileSize>,
    .xLock = passed<&Io::xLock>,
    .xUnlock = passed<&Io::xUnlock>,
    .xCheckReservedLock = passed<&Io::xCheckReservedLock>,
    .xFileControl = passed<&Io::xFileControl>,
    .xSectorSize = passed<&Io::xSectorSize>,
    .xDeviceCharacteristics = passed<&Io::xDeviceCharacteristics>,
    // Of a database alone.
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int openFile(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *outFlags)
{
    sqlite3_vfs *const base = baseOf(vfs);
    if ((flags & SQLITE_OPEN_WAL) == 0)
        return base->xOpen(base, name, file, flags, outFlags);
    auto *const log = new (file) LogFile;
    log->pMethods = nullptr;
    const int code = base->xOpen(base, name, log->base(), flags, outFlags);
    if (code == SQLITE_OK)
        log->pMethods = &logMethods;
    else
        log->~LogFile();
    return code;
}

} // namespace

LogVfs::LogVfs(const char *name, sqlite3_vfs *base, bool isDefault)
{
    using Vfs = sqlite3_vfs;
    m_vfs.iVersion = 3;
    m_vfs.szOsFile = static_cast<int>(sizeof(LogFile)) + base->szOsFile;
    m_vfs.mxPathname = base->mxPathname;
    m_vfs.zName = name;
    m_vfs.pAppData = base;
    m_vfs.xOpen = openFile;
    m_vfs.xDelete = passed<&Vfs::xDelete>;
    m_vfs.xAccess = passed<&Vfs::xAccess>;
    m_vfs.xFullPathname = passed<&Vfs::xFullPathname>;
    m_vfs.xDlOpen = passed<&Vfs::xDlOpen>;
    m_vfs.xDlError = passed<&Vfs::xDlError>;
    m_vfs.xDlSym = passed<&Vfs::xDlSym>;
    m_vfs.xDlClose = passed<&Vfs::xDlClose>;
    m_vfs.xRandomness = passed<&Vfs::xRandomness>;
    m_vfs.xSleep = passed<&Vfs::xSleep>;
    m_vfs.xCurrentTime = passed<&Vfs::xCurrentTime>;
    m_vfs.xGetLastError = passed<&Vfs::xGetLastError>;
    m_vfs.xCurrentTimeInt64 = passed<&Vfs::xCurrentTimeInt64>;
    m_vfs.xSetSystemCall = passed<&Vfs::xSetSystemCall>;
    m_vfs.xGetSystemCall = passed<&Vfs::xGetSystemCall>;
    m_vfs.xNextSystemCall = passed<&Vfs::xNextSystemCall>;
    sqlite3_vfs_register(&m_vfs, isDefault ? 1 : 0);
}

LogVfs::~LogVfs()
{
    sqlite3_vfs_unregister(&m_vfs);
}

void LogVfs::useForAll()
{
    // Never destroyed: a connection may outlive what is static elsewhere.
    [[maybe_unused]] static auto *const vfs = new LogVfs("roster", sqlite3_vfs_find(nullptr), true);
}

} // namespace roster::server
