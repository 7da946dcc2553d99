#include "server/storage/BulkLoad.h"

#include "server/storage/Dialect.h"
#include "server/storage/Query.h"

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

/// What is said before a load and after it.
const QStringList prepare{u"PRAGMA journal_mode=DELETE"_s, u"PRAGMA cache_size=-524288"_s,
    u"PRAGMA synchronous=NORMAL"_s};

} // namespace

BulkLoad::BulkLoad(Database &database)
    : m_database(database)
{
}

Outcome BulkLoad::run(const std::function<Outcome()> &load) const
{
    for (const QString &statement : prepare) {
        if (const Outcome ran = m_database.execute(statement); !ran)
            return ran;
    }
    const Outcome loaded = loadInTransaction(load);
    if (!loaded && m_database.isTransactionOpen())
        static_cast<void>(m_database.execute(u"ROLLBACK"_s));
    for (const QString &statement : dialect::setUp(m_database.profile())) {
        if (const Outcome ran = m_database.execute(statement); !ran)
            return ran;
    }
    return loaded;
}

Outcome BulkLoad::loadInTransaction(const std::function<Outcome()> &load) const
{
    if (const Outcome begun = m_database.execute(dialect::beginWrite()); !begun)
        return begun;
    const Result<QStringList> indices = takeIndices();
    if (!indices)
        return indices.error();
    if (const Outcome loaded = load(); !loaded)
        return loaded;
    for (const QString &index : *indices) {
        if (const Outcome made = m_database.execute(index); !made)
            return made;
    }
    return m_database.execute(u"COMMIT"_s);
}

Result<QStringList> BulkLoad::takeIndices() const
{
    // A write asks whether another record has its SSN, so that index stays.
    QStringList names;
    QStringList statements;
    {
        Query indices(m_database,
            u"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'employee' "
            "AND sql IS NOT NULL AND name <> 'employee_ssn'"_s);
        if (const Outcome ran = indices.run(); !ran)
            return ran.error();
        while (indices.next()) {
            names.append(indices.text(0));
            statements.append(indices.text(1));
        }
    }
    for (const QString &name : names) {
        if (const Outcome dropped = m_database.execute(u"DROP INDEX "_s + name); !dropped)
            return dropped.error();
    }
    return statements;
}

} // namespace roster::server
