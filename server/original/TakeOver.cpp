#include "server/original/TakeOver.h"

#include "certs/PrivateFile.h"
#include "server/crypto/FileSealer.h"
#include "server/original/FileProblem.h"
#include "server/original/OriginalEmployees.h"
#include "server/original/OriginalUsers.h"
#include "server/original/PlainFile.h"
#include "server/storage/Database.h"
#include "server/storage/Migrator.h"

#include <QStorageInfo>

#include <array>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

/// With less than this free SQLite cannot begin.
constexpr qint64 leastRoom = 1024 * 1024;

Error storageProblem(const QString &path, const QString &what)
{
    return fileProblem(ErrorCode::StorageUnavailable, path, what);
}

Outcome syncFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite | QIODevice::ExistingOnly) || !syncToDisk(file))
        return storageProblem(path, u"cannot be written: %1."_s.arg(qt_error_string(errno)));
    return Done{};
}

} // namespace

TakeOver::TakeOver(OriginalFolder folder, const KeyRing &keys, int currencyDigits, Clock &clock)
    : m_folder(std::move(folder))
    , m_keys(keys)
    , m_currencyDigits(currencyDigits)
    , m_clock(clock)
{
}

Result<TakeOverReport> TakeOver::run(OriginalFile &file) const
{
    static constexpr std::array<Step, 7> steps{&TakeOver::copy, &TakeOver::seal, &TakeOver::build,
        &TakeOver::writeReport, &TakeOver::setJournalsAside, &TakeOver::putInPlace,
        &TakeOver::tidyUp};
    Job job{file, file.name(), TakeOverReport(file.name())};
    for (const Step step : steps) {
        if (const Outcome done = (this->*step)(job); !done) {
            undo(job);
            return done.error();
        }
        if (m_interruption && m_interruption())
            return storageProblem(file.path(), u"was not taken over: interrupted."_s);
    }
    return job.report;
}

Outcome TakeOver::copy(Job &job) const
{
    if (Outcome made = m_folder.makeWorkPlace(); !made)
        return made;
    return job.file.copyTo(m_folder.workPath());
}

Outcome TakeOver::seal(Job &job) const
{
    for (const QString &suffix : OriginalFile::suffixes()) {
        // What an interrupted take-over has sealed may have changed since.
        if (Outcome removed = certs::removeDurably(m_folder.sealed(job.name, suffix)); !removed)
            return removed;
    }
    for (const QString &suffix : job.file.parts()) {
        if (Outcome sealed = sealPart(job, suffix); !sealed)
            return sealed;
    }
    return Done{};
}

Outcome TakeOver::sealPart(const Job &job, const QString &suffix) const
{
    const QString name = job.name + suffix;
    QFile plain(m_folder.workPath() + u'/' + name);
    QFile sealed(m_folder.workPath() + u"/sealed"_s);
    if (!plain.open(QIODevice::ReadOnly) || !createPrivately(sealed))
        return storageProblem(name, u"cannot be sealed: %1."_s.arg(sealed.errorString()));
    if (Outcome done = FileSealer(m_keys).seal(plain, sealed, name.toUtf8()); !done)
        return done;
    if (!syncToDisk(sealed))
        return storageProblem(name, u"cannot be sealed: %1."_s.arg(qt_error_string(errno)));
    sealed.close();
    return certs::renameDurably(sealed.fileName(), m_folder.sealed(job.name, suffix));
}

Outcome TakeOver::build(Job &job) const
{
    const QString path = m_folder.workPath() + u"/new.db"_s;
    {
        QFile file(path);
        if (!createPrivately(file))
            return storageProblem(path, u"cannot be made: %1."_s.arg(file.errorString()));
    }
    if (Outcome filled = fill(job, path); !filled)
        return filled;
    if (QFile::exists(path + u"-wal"_s))
        return storageProblem(path, u"could not be closed."_s);
    return syncFile(path);
}

Outcome TakeOver::fill(Job &job, const QString &path) const
{
    auto from = OriginalDatabase::open(m_folder.workPath() + u'/' + job.name);
    if (!from || !(*from)->check()) {
        return Error{ErrorCode::InvalidRequest,
            u"%1 is damaged (SQLite cannot read it): repair it or restore it from a backup."_s.arg(
                job.file.path()),
            {}};
    }
    const auto into = Database::open({path});
    if (!into)
        return cannotBuild(job, false);
    if (const Outcome copied = copyRows(job, **from, **into); !copied)
        return cannotBuild(job, (*into)->hasRunOutOfRoom());
    return Done{};
}

Outcome TakeOver::copyRows(Job &job, OriginalDatabase &from, Database &into) const
{
    const bool isUsers = from.kind() == DatabaseKind::OriginalUsers;
    if (Outcome made = Migrator(isUsers ? u":/sql/user"_s : u":/sql/employee"_s).migrate(into);
        !made)
        return made;
    if (isUsers)
        return OriginalUsers(into, job.report, m_clock.utcNow()).take(from);
    const FieldSealer sealer(m_keys);
    const RuleContext rules{m_currencyDigits, m_clock.utcDateTime().date()};
    return OriginalEmployees(sealer, rules, job.report, m_clock.utcNow()).take(from, into);
}

Error TakeOver::cannotBuild(const Job &job, bool hasRunOutOfRoom) const
{
    const QStorageInfo disk(m_folder.workPath());
    if (hasRunOutOfRoom || disk.bytesAvailable() < leastRoom) {
        return storageProblem(job.file.path(),
            u"cannot be taken over: the disk at %1 is full. Make room there and start again."_s.arg(
                disk.rootPath()));
    }
    return storageProblem(job.file.path(),
        u"cannot be taken over: the new database cannot be written; the log says why."_s);
}

Outcome TakeOver::writeReport(Job &job) const
{
    return certs::writeFileAtomically(m_folder.report(job.name), job.report.text().toUtf8(), 0600);
}

/// Beside the new database SQLite would take an old journal for the new one's.
Outcome TakeOver::setJournalsAside(Job &job) const
{
    for (const QString &suffix : job.file.parts()) {
        if (suffix.isEmpty())
            continue;
        const Outcome moved
            = certs::renameDurably(job.file.path() + suffix, m_folder.aside(job.name, suffix));
        if (!moved)
            return moved;
    }
    // It holds nothing but an index of the -wal.
    return certs::removeDurably(job.file.path() + u"-shm"_s);
}

Outcome TakeOver::putInPlace(Job &job) const
{
    return certs::renameDurably(m_folder.workPath() + u"/new.db"_s, job.file.path());
}

Outcome TakeOver::tidyUp(Job &job) const
{
    m_folder.clearWorkPlace();
    if (QFile::exists(m_folder.workPath()))
        return storageProblem(
            m_folder.workPath(), u"cannot be removed; it holds copies in the clear."_s);
    return m_folder.dropAside(job.name);
}

/// After an error before the end: what is aside goes back at the next start too.
void TakeOver::undo(const Job &job) const
{
    m_folder.clearWorkPlace();
    if (databaseKind(job.file.path()) == DatabaseKind::Own)
        return;
    for (const QString &suffix : OriginalFile::suffixes()) {
        const QString waiting = m_folder.aside(job.name, suffix);
        if (QFile::exists(waiting))
            static_cast<void>(certs::renameDurably(waiting, job.file.path() + suffix));
        static_cast<void>(certs::removeDurably(m_folder.sealed(job.name, suffix)));
    }
}

} // namespace roster::server
