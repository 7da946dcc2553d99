#include "server/storage/Migrator.h"

#include "server/storage/Dialect.h"
#include "server/storage/Query.h"

#include <QDir>
#include <QFile>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

int versionOfFile(const QString &name)
{
    return name.left(4).toInt();
}

/// Statements end with `;` at the end of a line; `--` lines are comments.
QStringList statementsOf(const QString &script)
{
    QStringList statements;
    QString statement;
    for (const QString &line : script.split(u'\n')) {
        if (line.trimmed().startsWith("--"_L1))
            continue;
        statement += line + u'\n';
        if (line.trimmed().endsWith(u';')) {
            statements.append(statement.trimmed());
            statement.clear();
        }
    }
    return statements;
}

/// What went wrong is in the log.
Error failure(const Database &database, const QString &what)
{
    const QString why = database.hasRunOutOfRoom() ? u"The disk is full. "_s : QString();
    return {ErrorCode::StorageUnavailable, why + what, {}};
}

Outcome copyBeside(Database &database, int nextVersion)
{
    const QString path = database.profile().path;
    if (path == ":memory:"_L1)
        return Done{};
    const QString copy = u"%1.before-%2"_s.arg(path).arg(nextVersion, 4, 10, QChar(u'0'));
    if (!QFile::exists(copy) || QFile::remove(copy)) {
        Query vacuum(database, u"VACUUM INTO ?"_s);
        if (vacuum.bind(copy).run())
            return Done{};
        QFile::remove(copy);
    }
    return failure(database,
        u"%1 could not be copied to %2, which comes before it is brought to version %3. It is as it was."_s
            .arg(path, copy)
            .arg(nextVersion));
}

} // namespace

Migrator::Migrator(QString folder)
    : m_folder(std::move(folder))
{
}

QStringList Migrator::files() const
{
    return QDir(m_folder).entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
}

int Migrator::latestVersion() const
{
    const QStringList names = files();
    return names.isEmpty() ? 0 : versionOfFile(names.last());
}

Result<int> Migrator::versionOf(Database &database)
{
    if (Outcome made = database.execute(u"CREATE TABLE IF NOT EXISTS schema_version ("
                                        "version INTEGER NOT NULL PRIMARY KEY)"_s);
        !made) {
        return made.error();
    }
    Query version(database, u"SELECT coalesce(max(version), 0) FROM schema_version"_s);
    if (Outcome ran = version.run(); !ran)
        return ran.error();
    return version.next() ? static_cast<int>(version.integer(0)) : 0;
}

Outcome Migrator::migrate(Database &database) const
{
    const Result<int> current = versionOf(database);
    if (!current)
        return current.error();
    if (*current > latestVersion()) {
        return Error{ErrorCode::InvalidRequest,
            u"%1 has version %2, which is newer than this program (%3). Install a newer Roster."_s
                .arg(database.profile().path)
                .arg(*current)
                .arg(latestVersion()),
            {}};
    }
    if (*current > 0 && *current < latestVersion()) {
        if (const Outcome copied = copyBeside(database, *current + 1); !copied)
            return copied;
    }
    for (const QString &file : files()) {
        const int version = versionOfFile(file);
        if (version <= *current)
            continue;
        if (const Outcome applied = apply(database, file, version); !applied) {
            if (database.isTransactionOpen())
                static_cast<void>(database.execute(u"ROLLBACK"_s));
            return failure(database,
                u"%1 could not be brought to version %2. It is as it was."_s
                    .arg(database.profile().path)
                    .arg(version));
        }
        qCInfo(storageLog) << "migrated" << database.profile().path << "to" << version;
    }
    return Done{};
}

Outcome Migrator::apply(Database &database, const QString &file, int version) const
{
    QFile script(m_folder + u'/' + file);
    if (!script.open(QIODevice::ReadOnly))
        return storageError();
    QStringList statements = statementsOf(QString::fromUtf8(script.readAll()));
    statements.prepend(dialect::beginWrite());
    for (const QString &statement : statements) {
        if (const Outcome ran = database.execute(statement); !ran)
            return ran;
    }
    Query record(database, u"INSERT INTO schema_version (version) VALUES (?)"_s);
    if (const Outcome ran = record.bind(qint64{version}).run(); !ran)
        return ran;
    return database.execute(u"COMMIT"_s);
}

} // namespace roster::server
