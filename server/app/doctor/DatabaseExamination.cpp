#include "server/app/doctor/DatabaseExamination.h"

#include "server/storage/ChangeStore.h"
#include "server/storage/Database.h"
#include "server/storage/IntegrityCheck.h"
#include "server/storage/Migrator.h"
#include "server/storage/SecurityEventStore.h"

#include <QFileInfo>

#include <algorithm>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

constexpr qint64 latestLinks = 1000;
const QString restore = u"restore it from a backup"_s;

/// One of the two databases and what is its own.
struct Kind
{
    QString path;
    QString migrations;
    QString chain; ///< what its hash chain holds
    /// The first broken link, 0 when there is none.
    Result<qint64> (*firstBrokenLink)(Database &, qint64 links);
    Result<milliseconds> (*lastAt)(Database &);
    /// How many rows are linked wrongly; none: its rows are not linked but by the chain.
    Result<qint64> (*misplacedLinks)(Database &) = nullptr;
};

Result<qint64> firstBrokenEvent(Database &database, qint64 links)
{
    const Result<ChainVerdict> verdict = SecurityEventStore(database).verify(links);
    if (!verdict)
        return verdict.error();
    return verdict->brokenAt.value_or(0);
}

Result<milliseconds> lastEventAt(Database &database)
{
    return SecurityEventStore(database).lastAt();
}

/// Of one database: gathers what is wrong with it.
class Examination
{
public:
    Examination(const Kind &kind, bool isFull)
        : m_kind(kind)
        , m_subject(QFileInfo(kind.path).fileName())
        , m_isFull(isFull)
    {
    }

    [[nodiscard]] ExaminedDatabases run();

private:
    void find(const QString &message, const QString &remedy)
    {
        m_result.findings.append(error(m_subject, message, remedy));
    }
    [[nodiscard]] bool hasKnownSchema(Database &database);
    void examineStructure(Database &database);
    void examineReferences(Database &database);
    void examineChain(Database &database);
    void examineLinks(Database &database);

    const Kind &m_kind;
    QString m_subject;
    bool m_isFull;
    bool m_isCurrent = true; ///< its schema is this program's
    ExaminedDatabases m_result;
};

ExaminedDatabases Examination::run()
{
    if (!QFileInfo::exists(m_kind.path)) {
        find(u"%1 is missing."_s.arg(m_kind.path), restore);
        return m_result;
    }
    const auto database = Database::open({m_kind.path, true});
    if (!database) {
        find(u"%1 is no database, or cannot be opened."_s.arg(m_kind.path), restore);
        return m_result;
    }
    if (!hasKnownSchema(**database))
        return m_result;
    examineStructure(**database);
    examineReferences(**database);
    examineChain(**database);
    if (m_isCurrent && m_kind.misplacedLinks)
        examineLinks(**database);
    if (const Result<milliseconds> last = m_kind.lastAt(**database))
        m_result.lastEventAt = *last;
    if (m_result.findings.isEmpty()) {
        m_result.findings.append(fine(m_subject,
            u"Structure, version, references and the chain of %1 (%2) are sound."_s.arg(
                m_kind.chain, m_isFull ? u"whole"_s : u"its end"_s)));
    }
    return m_result;
}

bool Examination::hasKnownSchema(Database &database)
{
    const int known = Migrator(m_kind.migrations).latestVersion();
    const Result<int> version = Migrator::versionOf(database);
    if (!version || *version == 0) {
        find(u"%1 is damaged, or none of Roster's databases."_s.arg(m_kind.path), restore);
        return false;
    }
    if (*version > known) {
        find(u"The database has version %1, this program knows %2."_s.arg(*version).arg(known),
            u"install the newer Roster that wrote it"_s);
        return false;
    }
    m_isCurrent = *version == known;
    if (!m_isCurrent) {
        m_result.findings.append(warning(m_subject,
            u"The database has version %1; the next start brings it to %2."_s.arg(*version).arg(
                known),
            u"make a backup, then restart the server"_s));
    }
    return true;
}

void Examination::examineStructure(Database &database)
{
    const Result<QStringList> defects = structuralDefects(database);
    if (!defects)
        return find(u"The database is damaged: it cannot be read through."_s, restore);
    for (const QString &defect : *defects)
        find(u"The database is damaged: %1"_s.arg(defect), restore);
}

void Examination::examineReferences(Database &database)
{
    const Result<qint64> dangling = danglingReferences(database);
    if (!dangling)
        return find(u"The references between its tables cannot be read."_s, restore);
    if (*dangling > 0)
        find(u"%1 rows refer to rows that are gone."_s.arg(*dangling), restore);
}

void Examination::examineChain(Database &database)
{
    const Result<qint64> broken = m_kind.firstBrokenLink(database, m_isFull ? -1 : latestLinks);
    if (!broken)
        return find(u"The chain of %1 cannot be read."_s.arg(m_kind.chain), restore);
    if (*broken > 0) {
        find(u"The chain of %1 is broken at number %2: what stands there was altered or removed."_s
                 .arg(m_kind.chain)
                 .arg(*broken),
            u"keep a copy of the file as evidence, find out who could write to it, then %1"_s.arg(
                restore));
    }
}

void Examination::examineLinks(Database &database)
{
    const Result<qint64> misplaced = m_kind.misplacedLinks(database);
    if (!misplaced)
        return find(u"The links of the records' histories cannot be read."_s, restore);
    if (*misplaced > 0) {
        find(u"%1 links of the records' histories lead elsewhere."_s.arg(*misplaced),
            u"keep a copy of the file as evidence, then %1"_s.arg(restore));
    }
}

} // namespace

ExaminedDatabases examineDatabases(const DataFolder &folder, bool isFull)
{
    const Kind users{folder.userDatabase(), u":/sql/user"_s, u"security events"_s,
        &firstBrokenEvent, &lastEventAt};
    const Kind employees{folder.employeeDatabase(), u":/sql/employee"_s, u"changes"_s,
        &ChangeStore::firstBrokenLink, &ChangeStore::lastAt, &misplacedLinks};
    ExaminedDatabases all = Examination(users, isFull).run();
    const ExaminedDatabases more = Examination(employees, isFull).run();
    all.findings += more.findings;
    all.lastEventAt = std::max(all.lastEventAt, more.lastEventAt);
    return all;
}

} // namespace roster::server
