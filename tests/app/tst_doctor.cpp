#include "tests/app/AppFixtures.h"

#include "server/app/DataLock.h"
#include "server/app/DemoData.h"
#include "server/app/doctor/DoctorCommand.h"
#include "server/crypto/KeyRing.h"

#include <QDirIterator>
#include <QLoggingCategory>
#include <QTest>

#include <functional>

using namespace roster;
using namespace roster::server;
using namespace roster::server::test;

Q_DECLARE_METATYPE(std::function<void(World &)>)

namespace {

/// What a test does to a sound folder.
using Harm = std::function<void(World &)>;

void harmDatabase(const QString &path, const QString &statement)
{
    const auto database = Database::open({path});
    QVERIFY(database);
    QVERIFY((*database)->execute(statement));
}

/// Flips bytes in the middle of a file.
void spoil(const QString &path, qint64 from, qint64 size)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(from));
    QCOMPARE(file.write(QByteArray(size, '\x5a')), size);
}

bool makeWide(const QString &path, mode_t mode)
{
    return ::chmod(QFile::encodeName(path).constData(), mode) == 0;
}

} // namespace

/// A folder is broken in each way, and doctor must say so and what to do.
class DoctorTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();

    void findsNothingInASoundFolder();
    void tellsWhatIsBroken_data();
    void tellsWhatIsBroken();
    void changesNothing();
    void samplesTheEndUnlessAskedForAll();

private:
    [[nodiscard]] QString listing() const;

    std::unique_ptr<World> m_world;
};

void DoctorTest::initTestCase()
{
    QVERIFY(initialiseCrypto());
    QLoggingCategory::setFilterRules(u"roster.storage=false"_s);
}

void DoctorTest::init()
{
    m_world = std::make_unique<World>();
    m_world->configuration.listen = {{QHostAddress(QHostAddress::LocalHost), 0}};
    QVERIFY(m_world->setUp());
    const auto lock = DataLock::acquire(m_world->folder());
    QVERIFY(lock);
    QVERIFY(
        DemoData(m_world->configuration, m_world->folder()).addEmployees(20, [](EmployeeId) {}));
}

void DoctorTest::findsNothingInASoundFolder()
{
    for (const bool isFull : {false, true}) {
        for (const Finding &finding : examine(m_world->configuration, isFull)) {
            // The machine that runs the tests may be short of something.
            if (finding.subject == "disk space"_L1 || finding.subject == "open files"_L1
                || finding.subject == "core dumps"_L1)
                continue;
            QVERIFY2(finding.severity == Severity::Ok, qPrintable(toText(finding)));
        }
    }
}

void DoctorTest::tellsWhatIsBroken_data()
{
    QTest::addColumn<Harm>("harm");
    QTest::addColumn<QString>("subject");
    QTest::addColumn<Severity>("severity");
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("remedy");
    const auto row
        = [](const char *title, const Harm &harm, const QString &subject, const QString &message,
              const QString &remedy, Severity severity = Severity::Error) {
              QTest::newRow(title) << harm << subject << severity << message << remedy;
          };
    const QString folder = u"folder"_s;
    const QString key = u"data key"_s;
    const QString users = u"user.db"_s;
    const QString employees = u"employee.db"_s;
    const QString certificate = u"certificate"_s;

    row(
        "no folder", [](World &w) { w.configuration.dataPath = w.path(u"none"_s); }, folder,
        u"There is no folder"_s, u"roster-server init --data"_s);
    row(
        "another folder",
        [](World &w) {
            w.configuration.dataPath = w.path(u"other"_s);
            QVERIFY(QDir().mkdir(w.configuration.dataPath));
        },
        folder, u"no databases"_s, u"--data"_s);
    row(
        "the original program's folder",
        [](World &w) {
            w.configuration.dataPath = w.path(u"other"_s);
            QVERIFY(QDir().mkdir(w.configuration.dataPath));
            harmDatabase(w.folder().userDatabase(),
                u"CREATE TABLE user (username TEXT, password TEXT, permissions TEXT)"_s);
            harmDatabase(w.folder().userDatabase(), u"PRAGMA journal_mode=DELETE"_s);
        },
        folder, u"takes them over"_s, u"roster-server init"_s, Severity::Warning);
    row(
        "an unfinished start",
        [](World &w) {
            QVERIFY(writeFile(w.configuration.dataPath + u"/setup-pending"_s, {}, 0600));
        },
        folder, u"first start"_s, u"roster-server init"_s);
    row(
        "a wide folder", [](World &w) { QVERIFY(makeWide(w.configuration.dataPath, 0755)); },
        folder, u"mode 0755"_s, u"chmod 700 "_s);
    row(
        "a wide database", [](World &w) { QVERIFY(makeWide(w.folder().userDatabase(), 0640)); },
        folder, u"user.db is open to other users (mode 0640)"_s, u"chmod 600 "_s);
    row(
        "a wide key folder", [](World &w) { QVERIFY(makeWide(w.folder().keysPath(), 0750)); },
        folder, u"/keys is open"_s, u"chmod 700 "_s);
    row(
        "a wide private key",
        [](World &w) { QVERIFY(makeWide(w.folder().tlsPath() + u"/server.key"_s, 0644)); }, folder,
        u"server.key is open"_s, u"chmod 600 "_s);
    row(
        "a certificate that others may write",
        [](World &w) { QVERIFY(makeWide(w.folder().tlsPath() + u"/ca.pem"_s, 0666)); }, folder,
        u"ca.pem is open"_s, u"chmod 600 "_s);
    row(
        "a wide data key", [](World &w) { QVERIFY(makeWide(w.folder().keyFile(), 0644)); }, key,
        u"open to other users"_s, u"chmod 600 "_s);
    row(
        "no data key", [](World &w) { QVERIFY(QFile::remove(w.folder().keyFile())); }, key,
        u"is missing"_s, u"put the file back"_s);
    row(
        "a damaged data key",
        [](World &w) { QVERIFY(writeFile(w.folder().keyFile(), "nonsense\n", 0600)); }, key,
        u"is damaged"_s, u"put the file back"_s);
    row(
        "another data key",
        [](World &w) {
            QVERIFY(QFile::remove(w.folder().keyFile()));
            QVERIFY(KeyRing::create(w.folder().keyFile()));
        },
        key, u"does not open 20 of 20"_s, u"put back the key that belongs"_s);
    row(
        "an altered blind index",
        [](World &w) {
            harmDatabase(w.folder().employeeDatabase(),
                u"UPDATE employee SET ssn_index = zeroblob(16) WHERE id = 3"_s);
        },
        key, u"1 of 20"_s, u"restore"_s);
    row(
        "a moved sealed value",
        [](World &w) {
            harmDatabase(w.folder().employeeDatabase(),
                u"UPDATE employee SET ssn = (SELECT ssn FROM employee WHERE id = 4) WHERE id = 3"_s);
        },
        key, u"does not open 1 of 20"_s, u"same backup"_s);
    row(
        "no certificates",
        [](World &w) { QVERIFY(QDir(w.folder().tlsPath()).removeRecursively()); }, certificate,
        u"no certificate"_s, u"roster-server init"_s);
    row(
        "another's key",
        [](World &w) {
            const QString tls = w.folder().tlsPath();
            QVERIFY(QFile::remove(tls + u"/server.key"_s));
            QVERIFY(QFile::copy(tls + u"/ca.key"_s, tls + u"/server.key"_s));
        },
        certificate, u"server.key"_s, u"certificate renew"_s);
    row(
        "a name that is not covered",
        [](World &w) { w.configuration.names = QStringList(u"payroll.example.com"_s); },
        certificate, u"payroll.example.com"_s, u"certificate renew"_s, Severity::Warning);
    row(
        "no CA", [](World &w) { QVERIFY(QFile::remove(w.folder().tlsPath() + u"/ca.pem"_s)); },
        u"CA"_s, u"ca.pem"_s, u"replace-ca --data"_s);
    row(
        "no CA, what helps",
        [](World &w) { QVERIFY(QFile::remove(w.folder().tlsPath() + u"/ca.pem"_s)); }, certificate,
        u"ca.pem"_s, u"--overlap 0"_s);
    row(
        "no key of the CA",
        [](World &w) { QVERIFY(QFile::remove(w.folder().tlsPath() + u"/ca.key"_s)); }, u"CA"_s,
        u"ca.key"_s, u"--overlap 0"_s, Severity::Warning);
    row(
        "another key of the CA",
        [](World &w) {
            const QString tls = w.folder().tlsPath();
            QVERIFY(QFile::remove(tls + u"/ca.key"_s));
            QVERIFY(QFile::copy(tls + u"/server.key"_s, tls + u"/ca.key"_s));
        },
        u"CA"_s, u"ca.key is not the key of"_s, u"--overlap 0"_s, Severity::Warning);
    row(
        "a wide key of the CA",
        [](World &w) { QVERIFY(makeWide(w.folder().tlsPath() + u"/ca.key"_s, 0644)); }, u"CA"_s,
        u"open to other users"_s, u"chmod 600 "_s, Severity::Warning);
    row(
        "a wide private key, what helps",
        [](World &w) { QVERIFY(makeWide(w.folder().tlsPath() + u"/server.key"_s, 0644)); },
        certificate, u"open to other users"_s, u"chmod 600 "_s);
    row(
        "no user database", [](World &w) { QVERIFY(QFile::remove(w.folder().userDatabase())); },
        users, u"is missing"_s, u"restore"_s);
    row(
        "no employee database",
        [](World &w) { QVERIFY(QFile::remove(w.folder().employeeDatabase())); }, employees,
        u"is missing"_s, u"restore"_s);
    row(
        "garbage",
        [](World &w) {
            QVERIFY(writeFile(w.folder().employeeDatabase(), QByteArray(20'000, 'x'), 0600));
        },
        employees, u"no database"_s, u"restore"_s);
    row(
        "an empty database",
        [](World &w) { QVERIFY(writeFile(w.folder().userDatabase(), {}, 0600)); }, users,
        u"none of Roster's"_s, u"restore"_s);
    row(
        "a damaged page",
        [](World &w) {
            harmDatabase(w.folder().employeeDatabase(), u"PRAGMA wal_checkpoint(TRUNCATE)"_s);
            spoil(w.folder().employeeDatabase(), 4096, 8192);
        },
        employees, u"damaged"_s, u"restore"_s);
    row(
        "a newer database",
        [](World &w) {
            harmDatabase(
                w.folder().userDatabase(), u"INSERT INTO schema_version (version) VALUES (999)"_s);
        },
        users, u"version 999"_s, u"newer Roster"_s);
    row(
        "a dangling reference",
        [](World &w) {
            const auto database = Database::open({w.folder().userDatabase()});
            QVERIFY(database && (*database)->execute(u"PRAGMA foreign_keys=OFF"_s));
            QVERIFY((*database)->execute(u"UPDATE \"user\" SET role = 'nothing'"_s));
        },
        users, u"refer to rows that are gone"_s, u"restore"_s);
    row(
        "an altered change",
        [](World &w) {
            harmDatabase(w.folder().employeeDatabase(),
                u"UPDATE employee_change SET actor = 'x' WHERE seq = 7"_s);
        },
        employees, u"broken at number 7"_s, u"evidence"_s);
    row(
        "a change out of its record's history",
        [](World &w) {
            harmDatabase(w.folder().employeeDatabase(),
                u"UPDATE employee SET last_change = last_change + 1 WHERE id = 3"_s);
        },
        employees, u"1 links of the records' histories lead elsewhere"_s, u"evidence"_s);
    row(
        "a cut off event",
        [](World &w) {
            harmDatabase(
                w.folder().userDatabase(), u"UPDATE security_event_head SET seq = seq + 1"_s);
        },
        users, u"security events is broken"_s, u"evidence"_s);
    row(
        "an event of tomorrow",
        [](World &w) {
            harmDatabase(w.folder().employeeDatabase(),
                u"UPDATE employee_change SET at = at + 90000000 WHERE seq = 20"_s);
        },
        u"clock"_s, u"but the databases tell of"_s, u"timedatectl"_s);
    row(
        "more connections than files", [](World &w) { w.configuration.maxConnections = 1'000'000; },
        u"open files"_s, u"max-connections wants 1000000"_s, u"LimitNOFILE"_s, Severity::Warning);
}

void DoctorTest::tellsWhatIsBroken()
{
    QFETCH(Harm, harm);
    QFETCH(QString, subject);
    QFETCH(Severity, severity);
    QFETCH(QString, message);
    QFETCH(QString, remedy);
    harm(*m_world);
    const QList<Finding> findings = examine(m_world->configuration, false);
    QString all;
    bool isFound = false;
    for (const Finding &finding : findings) {
        all += toText(finding);
        isFound = isFound
            || (finding.subject == subject && finding.severity == severity
                && finding.message.contains(message) && finding.remedy.contains(remedy));
    }
    QVERIFY2(isFound, qPrintable(all));
}

QString DoctorTest::listing() const
{
    QStringList lines;
    QDirIterator entries(m_world->configuration.dataPath,
        QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
        QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        const QString path = entries.next();
        // SQLite opens these beside a database that it reads.
        if (path.endsWith(u"-shm") || path.endsWith(u"-wal"))
            continue;
        const QByteArray content = QFileInfo(path).isFile() ? contentOf(path) : QByteArray();
        lines.append(u"%1 %2 %3"_s.arg(
            path, QString::number(modeOf(path), 8), QString::fromLatin1(content.toHex())));
    }
    lines.sort();
    return lines.join(u'\n');
}

void DoctorTest::changesNothing()
{
    const QString before = listing();
    static_cast<void>(examine(m_world->configuration, true));
    QVERIFY(listing() == before);
}

void DoctorTest::samplesTheEndUnlessAskedForAll()
{
    harmDatabase(m_world->folder().employeeDatabase(),
        u"WITH RECURSIVE n(i) AS (SELECT 21 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)"
        " INSERT INTO employee_change SELECT i, at, actor, origin, action, employee_id, i, fields,"
        " hash, hash, i - 1 FROM n, employee_change WHERE seq = 1"_s);
    const auto isBrokenAt = [this](bool isFull, qint64 number) {
        const QList<Finding> findings = examine(m_world->configuration, isFull);
        return std::ranges::any_of(findings, [number](const Finding &finding) {
            return finding.message.contains(u"broken at number %1:"_s.arg(number));
        });
    };
    QVERIFY(isBrokenAt(true, 21));
    QVERIFY(isBrokenAt(false, 501));
}

QTEST_GUILESS_MAIN(DoctorTest)
#include "tst_doctor.moc"
