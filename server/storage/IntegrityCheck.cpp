#include "server/storage/IntegrityCheck.h"

#include "server/crypto/FieldSealer.h"
#include "server/storage/Query.h"

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

Result<std::optional<QByteArray>> firstValue(Database &database, const QString &sql)
{
    Query rows(database, sql);
    if (const Outcome ran = rows.run(); !ran)
        return ran.error();
    std::optional<QByteArray> value;
    if (rows.next())
        value = rows.bytes(0);
    else if (rows.failed())
        return storageError();
    return value;
}

} // namespace

Result<QStringList> structuralDefects(Database &database, int limit)
{
    Query check(database, u"PRAGMA quick_check(%1)"_s.arg(limit));
    if (const Outcome ran = check.run(); !ran)
        return ran.error();
    QStringList defects;
    while (check.next()) {
        if (const QString line = check.text(0); line != "ok"_L1)
            defects.append(line);
    }
    if (check.failed())
        return storageError();
    return defects;
}

Result<qint64> danglingReferences(Database &database)
{
    Query check(database, u"PRAGMA foreign_key_check"_s);
    if (const Outcome ran = check.run(); !ran)
        return ran.error();
    qint64 rows = 0;
    while (check.next())
        ++rows;
    if (check.failed())
        return storageError();
    return rows;
}

Result<qint64> misplacedLinks(Database &database)
{
    Query check(database,
        u"SELECT (SELECT count(*) FROM employee LEFT JOIN employee_change ON seq = last_change "
        "WHERE employee_id IS NOT employee.id OR employee_change.version IS NOT employee.version) "
        "+ (SELECT count(*) FROM employee_change AS change LEFT JOIN employee_change AS earlier "
        "ON earlier.seq = change.previous_seq WHERE CASE WHEN change.version = 1 "
        "THEN change.previous_seq <> 0 ELSE earlier.employee_id IS NOT change.employee_id "
        "OR earlier.version IS NOT change.version - 1 END)"_s);
    if (const Outcome ran = check.run(); !ran)
        return ran.error();
    if (!check.next())
        return storageError();
    return check.integer(0);
}

Result<SealVerdict> examineSeals(Database &database, const FieldSealer &sealer, qint64 records)
{
    Query rows(database,
        u"SELECT id, ssn, ssn_index FROM employee WHERE ssn IS NOT NULL ORDER BY id DESC"
        " LIMIT ?"_s);
    if (const Outcome ran = rows.bind(records).run(); !ran)
        return ran.error();
    SealVerdict verdict;
    while (rows.next()) {
        ++verdict.examined;
        const auto opened = sealer.open(rows.bytes(1), {"employee", rows.integer(0), "ssn"});
        if (!opened)
            ++verdict.unopened;
        else if (sealer.blindIndex("ssn", *opened) != rows.bytes(2))
            ++verdict.unindexed;
    }
    if (rows.failed())
        return storageError();
    return verdict;
}

Result<std::optional<QByteArray>> oldestSealed(Database &database)
{
    const auto history = firstValue(
        database, u"SELECT 1 FROM sqlite_master WHERE name = 'employee_change_secret'"_s);
    if (!history || !*history)
        return history;
    auto oldest
        = firstValue(database, u"SELECT sealed FROM employee_change_secret ORDER BY seq LIMIT 1"_s);
    if (!oldest || *oldest)
        return oldest;
    return firstValue(database,
        u"SELECT coalesce(ssn, unfit) FROM employee WHERE coalesce(ssn, unfit) IS NOT NULL"
        " ORDER BY id LIMIT 1"_s);
}

} // namespace roster::server
