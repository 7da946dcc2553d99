// Preloaded into a server by the torture tests; part of no package. It stands between the program
// and the C library for the calls by which files change, and for files under one folder
//   * lets the nth call fail with a given errno, once or from then on;
//   * keeps what was there before each change that is not synced yet, and at the nth call puts it
//     back and ends the process: what a power cut does to a disk with a write cache.
// The index of a write-ahead log (-shm) is left out: SQLite makes it anew after a crash. So are
// new folders. Names count as synced once their folder is, contents and lengths once the file is.

#include "tests/torture/FaultControl.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace {

using roster::torture::FaultControl;

template <typename Function> Function *real(Function *&cache, const char *name)
{
    if (!cache)
        cache = reinterpret_cast<Function *>(::dlsym(RTLD_NEXT, name));
    return cache;
}

// NOLINTBEGIN: one line for each call of the C library
#define REAL(name) (real(name##Cache, #name))
#define CACHE(name, result, ...) result (*name##Cache)(__VA_ARGS__) = nullptr
CACHE(open64, int, const char *, int, ...);
CACHE(openat64, int, int, const char *, int, ...);
CACHE(close, int, int);
CACHE(write, ssize_t, int, const void *, size_t);
CACHE(pwrite64, ssize_t, int, const void *, size_t, off64_t);
CACHE(ftruncate64, int, int, off64_t);
CACHE(fsync, int, int);
CACHE(fdatasync, int, int);
CACHE(rename, int, const char *, const char *);
CACHE(unlink, int, const char *);
CACHE(link, int, const char *, const char *);
// NOLINTEND

/// One change of a file's content that is not synced yet.
struct Change
{
    off64_t offset;
    std::string before;
    off64_t lengthBefore;
};

struct File
{
    std::string path;
    bool isLog = false;
    std::vector<Change> changes; ///< the oldest first
};

/// One change of a folder that is not synced yet: a name that is new, gone, or another file's.
struct NameChange
{
    std::string name;
    std::string renamedFrom; ///< empty: not by a rename
    std::string backup; ///< what the name stood for; empty: nothing
};

constexpr std::size_t maxDescriptors = 4096;

struct State
{
    std::recursive_mutex mutex;
    FaultControl *control = nullptr;
    std::string folder;
    std::string backup;
    std::array<std::shared_ptr<File>, maxDescriptors> open;
    std::map<std::pair<dev_t, ino_t>, std::shared_ptr<File>> files;
    std::vector<NameChange> names;
    unsigned backups = 0;
};

/// Never destroyed: other threads write until the very end.
State &state()
{
    static State *instance = [] {
        auto *made = new State;
        const char *folder = std::getenv("ROSTER_FAULT_FOLDER");
        const char *backup = std::getenv("ROSTER_FAULT_BACKUP");
        const char *control = std::getenv("ROSTER_FAULT_CONTROL");
        if (!folder || !backup || !control)
            return made;
        const int file = REAL(open64)(control, O_RDWR | O_CLOEXEC);
        void *memory
            = ::mmap(nullptr, sizeof(FaultControl), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        if (memory == MAP_FAILED)
            std::abort();
        made->folder = folder;
        made->backup = backup;
        made->control = static_cast<FaultControl *>(memory);
        return made;
    }();
    return *instance;
}

std::string pathOf(int descriptor)
{
    std::array<char, PATH_MAX> target{};
    const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
    const ssize_t size = ::readlink(link.c_str(), target.data(), target.size());
    return size > 0 ? std::string(target.data(), static_cast<std::size_t>(size)) : std::string();
}

std::string absolute(const char *path)
{
    if (*path == '/')
        return path;
    std::array<char, PATH_MAX> here{};
    return ::getcwd(here.data(), here.size()) ? std::string(here.data()) + '/' + path : path;
}

bool isWatched(std::string_view path)
{
    const State &s = state();
    return s.control && path.size() > s.folder.size() && path.starts_with(s.folder)
        && path[s.folder.size()] == '/' && !path.ends_with("-shm");
}

void undo(const State &s, File &file)
{
    std::size_t kept = 0;
    if (s.control->loss == FaultControl::Prefix && !file.changes.empty()) {
        // The disk took the changes of a file in order, but each file got as far as luck had it.
        std::size_t hash = std::hash<std::string>()(file.path) ^ s.control->seed.load();
        hash = (hash ^ (hash >> 15)) * 0x9e3779b97f4a7c15ULL;
        kept = (hash >> 20) % (file.changes.size() + 1);
    }
    const int descriptor = REAL(open64)(file.path.c_str(), O_RDWR | O_CLOEXEC);
    if (descriptor < 0)
        return;
    while (file.changes.size() > kept) {
        const Change &change = file.changes.back();
        static_cast<void>(
            REAL(pwrite64)(descriptor, change.before.data(), change.before.size(), change.offset));
        static_cast<void>(REAL(ftruncate64)(descriptor, change.lengthBefore));
        file.changes.pop_back();
    }
    REAL(close)(descriptor);
}

[[noreturn]] void cutPower(State &s)
{
    for (const auto &[inode, file] : s.files)
        undo(s, *file);
    while (!s.names.empty()) {
        const NameChange change = s.names.back();
        s.names.pop_back();
        if (change.renamedFrom.empty())
            REAL(unlink)(change.name.c_str());
        else
            REAL(rename)(change.name.c_str(), change.renamedFrom.c_str());
        if (!change.backup.empty())
            REAL(rename)(change.backup.c_str(), change.name.c_str());
    }
    ::_exit(FaultControl::powerCutExit);
}

/// Counts a call. True when it is to fail, errno being set; does not return when power fails.
bool isToFail(State &s, std::uint32_t kind, bool isLog)
{
    FaultControl &control = *s.control;
    if (!(control.kinds & kind) || (control.files == FaultControl::EmployeeLog && !isLog))
        return false;
    const std::uint64_t number = ++control.calls;
    if (const std::uint64_t at = control.cutAt; at != 0 && number >= at)
        cutPower(s);
    const std::uint64_t at = control.failAt;
    if (at == 0 || number < at || (number > at && !control.isLasting))
        return false;
    ++control.failed;
    errno = control.error;
    return true;
}

File *watched(int descriptor)
{
    const State &s = state();
    return s.control && descriptor >= 0 && static_cast<std::size_t>(descriptor) < maxDescriptors
        ? s.open[static_cast<std::size_t>(descriptor)].get()
        : nullptr;
}

void remember(File &file, int descriptor, off64_t offset, std::size_t size)
{
    struct stat status = {};
    ::fstat(descriptor, &status);
    // By this descriptor: to close another would drop SQLite's locks (fcntl(2)). One that cannot be
    // read is of a new file, where nothing was.
    std::string before(size, '\0');
    const ssize_t had = ::pread64(descriptor, before.data(), size, offset);
    before.resize(had > 0 ? static_cast<std::size_t>(had) : 0);
    file.changes.push_back({offset, std::move(before), status.st_size});
}

std::string keepCopy(State &s, const std::string &path)
{
    struct stat status = {};
    if (::lstat(path.c_str(), &status) != 0)
        return {};
    std::string backup
        = s.backup + '/' + std::to_string(::getpid()) + '-' + std::to_string(s.backups++);
    return REAL(link)(path.c_str(), backup.c_str()) == 0 ? backup : std::string();
}

/// A file has another name now.
void follow(State &s, const std::string &from, const std::string &to)
{
    for (const auto &[inode, file] : s.files) {
        if (file->path == from)
            file->path = to;
    }
}

/// Its inode may be another file's next.
void forget(State &s, const std::string &backup)
{
    std::erase_if(s.files, [&backup](const auto &entry) { return entry.second->path == backup; });
    REAL(unlink)(backup.c_str());
}

void track(State &s, int descriptor)
{
    struct stat status = {};
    if (static_cast<std::size_t>(descriptor) >= maxDescriptors || ::fstat(descriptor, &status) != 0
        || !S_ISREG(status.st_mode))
        return;
    auto &file = s.files[{status.st_dev, status.st_ino}];
    if (!file)
        file = std::make_shared<File>();
    file->path = pathOf(descriptor);
    file->isLog = file->path.ends_with("/employee.db-wal");
    s.open[static_cast<std::size_t>(descriptor)] = file;
}

template <typename Open> int openWatched(const std::string &path, int flags, Open open)
{
    State &s = state();
    const std::lock_guard lock(s.mutex);
    struct stat status = {};
    const bool isNew = (flags & O_CREAT) && ::lstat(path.c_str(), &status) != 0;
    if (isNew && isToFail(s, FaultControl::Other, path.ends_with("/employee.db-wal")))
        return -1;
    const int descriptor = open();
    if (descriptor < 0)
        return descriptor;
    track(s, descriptor);
    if (isNew)
        s.names.push_back({path, {}, {}});
    if (File *file = watched(descriptor); file && (flags & O_TRUNC) && status.st_size > 0)
        file->changes.clear(); // none here truncates a file that it could lose
    return descriptor;
}

int syncWatched(int descriptor, int (*sync)(int))
{
    State &s = state();
    if (!s.control)
        return sync(descriptor);
    const std::lock_guard lock(s.mutex);
    File *file = watched(descriptor);
    const std::string path = file ? file->path : pathOf(descriptor);
    if (!file && path != s.folder && !isWatched(path))
        return sync(descriptor);
    if (isToFail(s, FaultControl::Sync, file && file->isLog))
        return -1;
    if (s.control->swallowsSyncs)
        return 0;
    if (const int result = sync(descriptor); result != 0)
        return result;
    if (file) {
        file->changes.clear();
        return 0;
    }
    std::erase_if(s.names, [&path](const NameChange &change) {
        const bool isHere = change.name.substr(0, change.name.rfind('/')) == path;
        if (isHere && !change.backup.empty())
            forget(state(), change.backup);
        return isHere;
    });
    return 0;
}

} // namespace

#define EXPORT extern "C" __attribute__((visibility("default")))

EXPORT int open64(const char *name, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const auto mode = static_cast<mode_t>(va_arg(arguments, unsigned));
    va_end(arguments);
    const auto open = [&] { return REAL(open64)(name, flags, mode); };
    const std::string path = absolute(name);
    return isWatched(path) ? openWatched(path, flags, open) : open();
}

EXPORT int open(const char *name, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const auto mode = static_cast<mode_t>(va_arg(arguments, unsigned));
    va_end(arguments);
    return open64(name, flags, mode);
}

EXPORT int __open64_2(const char *name, int flags)
{
    return open64(name, flags, 0);
}

EXPORT int __open_2(const char *name, int flags)
{
    return open64(name, flags, 0);
}

EXPORT int openat64(int folder, const char *name, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const auto mode = static_cast<mode_t>(va_arg(arguments, unsigned));
    va_end(arguments);
    const auto open = [&] { return REAL(openat64)(folder, name, flags, mode); };
    const std::string path
        = *name == '/' || folder == AT_FDCWD ? absolute(name) : pathOf(folder) + '/' + name;
    return isWatched(path) ? openWatched(path, flags, open) : open();
}

EXPORT int openat(int folder, const char *name, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const auto mode = static_cast<mode_t>(va_arg(arguments, unsigned));
    va_end(arguments);
    return openat64(folder, name, flags, mode);
}

EXPORT int close(int descriptor)
{
    if (watched(descriptor)) {
        State &s = state();
        const std::lock_guard lock(s.mutex);
        s.open[static_cast<std::size_t>(descriptor)].reset();
        return REAL(close)(descriptor);
    }
    return REAL(close)(descriptor);
}

EXPORT ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t offset)
{
    File *file = watched(descriptor);
    if (!file)
        return REAL(pwrite64)(descriptor, bytes, size, offset);
    State &s = state();
    const std::lock_guard lock(s.mutex);
    if (isToFail(s, FaultControl::Write, file->isLog))
        return -1;
    remember(*file, descriptor, offset, size);
    return REAL(pwrite64)(descriptor, bytes, size, offset);
}

EXPORT ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t offset)
{
    return pwrite64(descriptor, bytes, size, offset);
}

EXPORT ssize_t write(int descriptor, const void *bytes, size_t size)
{
    File *file = watched(descriptor);
    if (!file)
        return REAL(write)(descriptor, bytes, size);
    State &s = state();
    const std::lock_guard lock(s.mutex);
    if (isToFail(s, FaultControl::Write, file->isLog))
        return -1;
    remember(*file, descriptor, ::lseek64(descriptor, 0, SEEK_CUR), size);
    return REAL(write)(descriptor, bytes, size);
}

EXPORT int ftruncate64(int descriptor, off64_t length) noexcept
{
    File *file = watched(descriptor);
    if (!file)
        return REAL(ftruncate64)(descriptor, length);
    State &s = state();
    const std::lock_guard lock(s.mutex);
    if (isToFail(s, FaultControl::Write, file->isLog))
        return -1;
    struct stat status = {};
    ::fstat(descriptor, &status);
    const bool isShorter = length < status.st_size;
    remember(*file, descriptor, length,
        isShorter ? static_cast<std::size_t>(status.st_size - length) : 0);
    return REAL(ftruncate64)(descriptor, length);
}

EXPORT int ftruncate(int descriptor, off_t length) noexcept
{
    return ftruncate64(descriptor, length);
}

EXPORT int fsync(int descriptor)
{
    return syncWatched(descriptor, REAL(fsync));
}

EXPORT int fdatasync(int descriptor)
{
    return syncWatched(descriptor, REAL(fdatasync));
}

EXPORT int rename(const char *from, const char *to) noexcept
{
    const std::string source = absolute(from);
    const std::string target = absolute(to);
    if (!isWatched(source) || !isWatched(target))
        return REAL(rename)(from, to);
    State &s = state();
    const std::lock_guard lock(s.mutex);
    if (isToFail(s, FaultControl::Other, false))
        return -1;
    std::string backup = keepCopy(s, target);
    const int result = REAL(rename)(from, to);
    if (result == 0) {
        follow(s, target, backup);
        follow(s, source, target);
        s.names.push_back({target, source, std::move(backup)});
    }
    return result;
}

EXPORT int unlink(const char *name) noexcept
{
    const std::string path = absolute(name);
    if (!isWatched(path))
        return REAL(unlink)(name);
    State &s = state();
    const std::lock_guard lock(s.mutex);
    if (isToFail(s, FaultControl::Other, false))
        return -1;
    std::string backup = keepCopy(s, path);
    const int result = REAL(unlink)(name);
    if (result == 0) {
        follow(s, path, backup);
        s.names.push_back({path, {}, std::move(backup)});
    }
    return result;
}
