#pragma once

#include "tests/app/AppFixtures.h"

#include "server/crypto/KeyRing.h"
#include "server/original/OriginalExport.h"
#include "server/storage/ChangeStore.h"
#include "server/storage/EmployeeStore.h"

#include <QDir>
#include <QMap>

#include <crypt.h>
#include <sqlite3.h>

#include <array>
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

namespace roster::server::test {

/// A connection as the original program has one: SQLite alone, nothing set.
class SqliteConnection
{
public:
    explicit SqliteConnection(const QString &path)
    {
        sqlite3_open(path.toUtf8().constData(), &m_database);
    }
    ~SqliteConnection() { sqlite3_close(m_database); }
    SqliteConnection(const SqliteConnection &) = delete;
    SqliteConnection &operator=(const SqliteConnection &) = delete;

    [[nodiscard]] bool run(const QString &sql)
    {
        return sqlite3_exec(m_database, sql.toUtf8().constData(), nullptr, nullptr, nullptr)
            == SQLITE_OK;
    }

private:
    sqlite3 *m_database = nullptr;
};

/// Another program that has run some SQL and keeps its connection until this ends. A process of its
/// own: within one, SQLite's locks vanish when any descriptor of the file is closed.
class OtherProgram
{
public:
    OtherProgram(const QString &path, const QString &sql)
    {
        std::array<int, 2> pipe{};
        if (::pipe(pipe.data()) != 0)
            return;
        m_process = ::fork();
        if (m_process == 0) {
            SqliteConnection connection(path);
            const char result = connection.run(sql) ? 'y' : 'n';
            if (::write(pipe[1], &result, 1) == 1)
                ::pause();
            ::_exit(0);
        }
        char result = 'n';
        m_isReady = ::read(pipe[0], &result, 1) == 1 && result == 'y';
        ::close(pipe[0]);
        ::close(pipe[1]);
    }
    ~OtherProgram()
    {
        ::kill(m_process, SIGKILL);
        ::waitpid(m_process, nullptr, 0);
    }
    OtherProgram(const OtherProgram &) = delete;
    OtherProgram &operator=(const OtherProgram &) = delete;

    [[nodiscard]] bool isReady() const { return m_isReady; }

private:
    pid_t m_process = -1;
    bool m_isReady = false;
};

inline bool runSql(const QString &path, const QString &sql)
{
    return SqliteConnection(path).run(sql);
}

inline QString bcryptOf(const QByteArray &password, const char *kind = "$2b$")
{
    std::array<char, CRYPT_GENSALT_OUTPUT_SIZE> setting{};
    crypt_gensalt_rn(kind, 4, nullptr, 0, setting.data(), static_cast<int>(setting.size()));
    crypt_data data{};
    return QString::fromLatin1(
        crypt_rn(password.constData(), setting.data(), &data, static_cast<int>(sizeof data)));
}

inline const QString userTable
    = u"CREATE TABLE user(username TEXT, password TEXT, permissions TEXT);"_s;
inline const QString employeeTable
    = u"CREATE TABLE employee(id INTEGER, fname TEXT, lname TEXT, ssn INTEGER, dob TEXT, salary INTEGER);"_s;

/// `INSERT` of a user whose password is @p password.
inline QString userRow(
    const QString &name, const QByteArray &password, const QString &permissions = u"1,1,1,1"_s)
{
    return u"INSERT INTO user VALUES('%1', '%2', '%3');"_s.arg(
        name, bcryptOf(password), permissions);
}

/// `INSERT` of a record, its values in SQL.
inline QString employeeRow(const QString &values)
{
    return u"INSERT INTO employee VALUES(%1);"_s.arg(values);
}

/// A data folder in which the original program has left its files.
struct OriginalWorld : World
{
    OriginalWorld()
    {
        QDir().mkpath(configuration.dataPath);
        // So that no certificate is issued, which takes its time.
        configuration.certificatePath = path(u"own.pem"_s);
    }

    [[nodiscard]] QString file(const QString &name) const
    {
        return configuration.dataPath + u'/' + name;
    }
    [[nodiscard]] bool makeUsers(const QString &rows = {}) const
    {
        return runSql(file(u"user.db"_s), userTable + rows);
    }
    [[nodiscard]] bool makeEmployees(const QString &rows = {}) const
    {
        return runSql(file(u"employee.db"_s), employeeTable + rows);
    }
    /// The database files as they are, journals too.
    [[nodiscard]] QMap<QString, QByteArray> databases() const
    {
        QMap<QString, QByteArray> all;
        const QStringList patterns{u"*.db"_s, u"*.db-journal"_s, u"*.db-wal"_s};
        for (const QString &name : QDir(configuration.dataPath).entryList(patterns, QDir::Files))
            all.insert(name, contentOf(file(name)));
        return all;
    }
    /// What `original export` gives back.
    [[nodiscard]] QMap<QString, QByteArray> exported() const
    {
        const QTemporaryDir to;
        const auto keys = KeyRing::load(folder().keyFile());
        QMap<QString, QByteArray> all;
        if (!keys || !OriginalExport(OriginalFolder(folder().path()), *keys).run(to.path()))
            return all;
        for (const QString &name : QDir(to.path()).entryList(QDir::Files))
            all.insert(name, contentOf(to.filePath(name)));
        return all;
    }
    [[nodiscard]] QString reportOf(const QString &name) const
    {
        return QString::fromUtf8(contentOf(OriginalFolder(folder().path()).report(name)));
    }
    [[nodiscard]] std::optional<UserRecord> user(const QString &name) const
    {
        const auto database = Database::open({folder().userDatabase(), true});
        if (!database)
            return std::nullopt;
        const auto found = UserStore(**database).find(name);
        return found ? *found : std::nullopt;
    }
    [[nodiscard]] std::optional<Employee> employee(EmployeeId id) const
    {
        const auto keys = KeyRing::load(folder().keyFile());
        const auto database = Database::open({folder().employeeDatabase(), true});
        if (!keys || !database)
            return std::nullopt;
        const FieldSealer sealer(*keys);
        const auto found = EmployeeStore(sealer).find(**database, id);
        return found ? std::optional(*found) : std::nullopt;
    }
    /// The number of changes in the history when its chain is sound, else -1.
    [[nodiscard]] qint64 soundChanges() const
    {
        const auto keys = KeyRing::load(folder().keyFile());
        const auto database = Database::open({folder().employeeDatabase(), true});
        if (!keys || !database)
            return -1;
        const FieldSealer sealer(*keys);
        const auto broken = ChangeStore(sealer).firstBrokenLink(**database);
        const auto last = ChangeStore::revision(**database);
        return broken && *broken == 0 && last ? *last : -1;
    }
};

} // namespace roster::server::test
