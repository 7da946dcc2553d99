#pragma once

#include "server/storage/EmployeeRowCache.h"
#include "server/storage/EmployeeRowText.h"
#include "server/storage/ReadTransaction.h"
#include "tests/storage/StorageWorld.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace roster::server::tests {

inline constexpr qsizetype roomy = 1'000'000;

inline QByteArray found(const EmployeeRowCache &rows, EmployeeId id)
{
    QByteArray row;
    return rows.find(id, row) ? row : QByteArray();
}

/// A world whose writer and readers share rows in memory.
struct CachedWorld : StorageWorld
{
    explicit CachedWorld(qsizetype maxBytes = roomy)
        : commits(std::make_shared<CommitCount>())
        , rows(std::make_shared<EmployeeRowCache>(commits, maxBytes))
    {
        database = open(false);
    }

    [[nodiscard]] DatabaseProfile profile(bool isReadOnly) const
    {
        DatabaseProfile profile{path(), isReadOnly};
        profile.commits = commits;
        profile.rows = rows;
        return profile;
    }
    [[nodiscard]] std::unique_ptr<Database> open(bool isReadOnly) const
    {
        return *Database::open(profile(isReadOnly));
    }
    [[nodiscard]] bool setSalary(EmployeeId id, qint64 minorUnits)
    {
        return apply(write(ChangeAction::Updated, id, {}, {{Field::Salary, Money{minorUnits}}}))
            .isOk();
    }
    [[nodiscard]] EmployeeRowText text(Database &reading) const
    {
        return {reading, employees, *rights, 2};
    }

    std::shared_ptr<CommitCount> commits;
    std::shared_ptr<EmployeeRowCache> rows;
};

/// The salaries of @p ids as one page has them, in minor units.
inline QList<qint64> salariesOf(
    EmployeeRowText &text, Database &database, const QList<EmployeeId> &ids)
{
    QByteArray json("[");
    const ReadTransaction transaction(database);
    if (!text.append(ids, transaction, json))
        return {};
    QList<qint64> salaries;
    for (const QJsonValue &employee : QJsonDocument::fromJson(json.append(']')).array())
        salaries.append(employee[QStringLiteral("salary")].toString().remove(u'.').toLongLong());
    return salaries;
}

} // namespace roster::server::tests
