#include "server/app/DataFolder.h"

#include "certs/PrivateFile.h"
#include "common/base/FileDescriptor.h"
#include "server/crypto/FieldSealer.h"
#include "server/original/OriginalFolder.h"
#include "server/storage/Database.h"
#include "server/storage/IntegrityCheck.h"
#include "server/storage/Migrator.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

/// What only a server's data folder holds.
const QStringList ownNames{u"user.db"_s, u"employee.db"_s, u"keys"_s, u"tls"_s, u"lock"_s};

Error problem(ErrorCode code, const QString &message)
{
    return {code, message, {}};
}

/// A mistyped `--data /` or `--data ~` must not close a folder to its other users.
bool looksForeign(const QString &path)
{
    struct stat status = {};
    if (::stat(QFile::encodeName(path).constData(), &status) != 0 || (status.st_mode & 077) == 0)
        return false;
    const QDir folder(path);
    const auto isOwn = [&folder](const QString &name) { return folder.exists(name); };
    if (std::ranges::any_of(ownNames, isOwn))
        return false;
    return (status.st_mode & S_ISVTX) != 0
        || !folder.entryList(QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot).isEmpty();
}

/// SQLite would give the file the umask's mode; a file that is there already keeps its own.
Outcome createPrivately(const QString &path)
{
    const FileDescriptor file(
        ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!file.isValid() && errno != EEXIST) {
        return problem(ErrorCode::StorageUnavailable,
            u"%1 cannot be made: %2."_s.arg(path, qt_error_string(errno)));
    }
    return Done{};
}

Outcome checkIfPresent(const QString &path)
{
    return QFile::exists(path) ? certs::checkPrivateFile(path) : Outcome(Done{});
}

} // namespace

DataFolder::DataFolder(QString path, QString keyFile)
    : m_path(std::move(path))
    , m_keyFile(keyFile.isEmpty() ? m_path + u"/keys/data.key"_s : std::move(keyFile))
{
}

Outcome DataFolder::requireExisting() const
{
    if (!QFile::exists(userDatabase()) || isSetupPending()) {
        return problem(ErrorCode::NotFound,
            u"%1 is not the data folder of a server: run \"roster-server init --data %1\" first."_s
                .arg(m_path));
    }
    return Done{};
}

Outcome DataFolder::ensure() const
{
    if (looksForeign(m_path)) {
        return problem(ErrorCode::PermissionDenied,
            u"%1 holds other things and is open to other users: choose a new folder."_s.arg(
                m_path));
    }
    return certs::ensurePrivateFolder(m_path);
}

Outcome DataFolder::prepare() const
{
    if (Outcome begun = isEmpty() ? beginSetup() : Outcome(Done{}); !begun)
        return begun;
    const OriginalFolder originals(m_path);
    if (Outcome known = originals.checkKnown(); !known)
        return known;
    if (originals.hasOriginals()) {
        return problem(ErrorCode::NotFound,
            u"%1 still holds the original program's data: run \"roster-server init --data %1\" to "
            "take it over."_s.arg(m_path));
    }
    if (Outcome sound = checkOwn(); !sound)
        return sound;
    if (Outcome made = ensureKey(); !made)
        return made;
    if (Outcome made = ensureDatabase(userDatabase(), u":/sql/user"_s); !made)
        return made;
    return ensureDatabase(employeeDatabase(), u":/sql/employee"_s);
}

Outcome DataFolder::beginTakeOver() const
{
    if (Outcome begun = beginSetup(); !begun)
        return begun;
    return ensureKey();
}

Outcome DataFolder::check() const
{
    const OriginalFolder originals(m_path);
    return originals.hasOriginals() ? originals.checkKnown() : checkOwn();
}

Outcome DataFolder::checkOwn() const
{
    if (Outcome complete = checkComplete(); !complete)
        return complete;
    if (Outcome closed = checkModes(); !closed)
        return closed;
    return checkKeyFits();
}

bool DataFolder::isSetupPending() const
{
    return QFile::exists(setupMark());
}

Outcome DataFolder::beginSetup() const
{
    return certs::writeFileAtomically(setupMark(), {}, 0600);
}

Outcome DataFolder::endSetup() const
{
    return certs::removeDurably(setupMark());
}

bool DataFolder::isEmpty() const
{
    return !QFile::exists(userDatabase()) && !QFile::exists(employeeDatabase());
}

/// Beside a database an other that is missing was lost: a new one would hide that.
Outcome DataFolder::checkComplete() const
{
    if (isSetupPending() || isEmpty())
        return Done{};
    for (const QString &database : {userDatabase(), employeeDatabase()}) {
        if (!QFile::exists(database)) {
            return problem(
                ErrorCode::NotFound, u"%1 is missing: restore it from a backup."_s.arg(database));
        }
    }
    return QFile::exists(m_keyFile) ? Outcome(Done{}) : lostKey();
}

Outcome DataFolder::lostKey() const
{
    return problem(ErrorCode::NotFound,
        u"The data key %1 is missing beside existing databases: restore it from a backup, or say "
        "with --key-file where it is. A new key could open none of what is sealed."_s.arg(
            m_keyFile));
}

/// With another key nothing sealed could be read, and what is added would be lost once the right
/// one is back.
Outcome DataFolder::checkKeyFits() const
{
    if (!QFile::exists(employeeDatabase()))
        return Done{};
    // A first start that lost its power leaves a journal, which only who may write rolls back.
    const bool isReadOnly = !QFile::exists(employeeDatabase() + u"-journal"_s);
    const auto database = Database::open({employeeDatabase(), isReadOnly});
    const auto sealed = database ? oldestSealed(**database) : database.error();
    if (!sealed) {
        return problem(ErrorCode::StorageUnavailable,
            u"%1 is damaged, or no database: restore it from a backup. \"roster-server doctor\" "
            "examines it."_s.arg(employeeDatabase()));
    }
    if (!*sealed)
        return Done{};
    if (!QFile::exists(m_keyFile))
        return lostKey();
    const Result<KeyRing> keys = KeyRing::load(m_keyFile);
    if (!keys)
        return keys.error();
    if (FieldSealer(*keys).isOwn(**sealed))
        return Done{};
    return problem(ErrorCode::InvalidRequest,
        u"The data key %1 is not the one that %2 was sealed with: put back the key that belongs to "
        "it, from the same backup, or say with --key-file where it is."_s.arg(
            m_keyFile, employeeDatabase()));
}

Outcome DataFolder::checkModes() const
{
    if (Outcome isPrivate = checkIfPresent(m_keyFile); !isPrivate)
        return isPrivate;
    for (const QString &database : {userDatabase(), employeeDatabase()}) {
        for (const QString &suffix : {u""_s, u"-wal"_s, u"-shm"_s}) {
            if (Outcome isPrivate = checkIfPresent(database + suffix); !isPrivate)
                return isPrivate;
        }
    }
    return Done{};
}

Outcome DataFolder::ensureKey() const
{
    if (QFile::exists(m_keyFile)) {
        const Result<KeyRing> keys = KeyRing::load(m_keyFile);
        return keys ? Outcome(Done{}) : Outcome(keys.error());
    }
    if (m_keyFile.startsWith(keysPath() + u'/')) {
        if (Outcome made = certs::ensurePrivateFolder(keysPath()); !made)
            return made;
    }
    return KeyRing::create(m_keyFile);
}

Outcome DataFolder::ensureDatabase(const QString &path, const QString &migrations) const
{
    if (Outcome made = createPrivately(path); !made)
        return made;
    const Result<std::unique_ptr<Database>> database = Database::open({path});
    if (!database)
        return database.error();
    return Migrator(migrations).migrate(**database);
}

} // namespace roster::server
