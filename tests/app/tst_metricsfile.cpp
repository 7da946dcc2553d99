#include "server/app/status/MetricsFile.h"
#include "server/app/status/MetricsText.h"
#include "tests/app/AppFixtures.h"
#include "tests/app/ServerProgram.h"

#include <QDir>
#include <QRegularExpression>
#include <QTest>

#include <sys/wait.h>
#include <unistd.h>

using namespace roster;
using namespace roster::server;
using namespace roster::server::test;
using namespace Qt::StringLiterals;

/// Where a collector's file may be, and what it never takes the place of.
class MetricsFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(initialiseCrypto()); }
    void isReplacedAsAWhole();
    void goesWithItsOwner();
    void replacesWhatACrashLeft();
    void leavesAllElseAlone_data();
    void leavesAllElseAlone();
    void needsAFolderThatItMayWrite();
    void saysOnceThatItCannotBeWritten();
};

namespace {

/// What tells that @p path was neither replaced nor changed.
QString traceOf(const QString &path)
{
    struct stat status = {};
    if (::lstat(QFile::encodeName(path).constData(), &status) != 0)
        return u"nothing"_s;
    return u"%1 %2 %3"_s.arg(status.st_ino).arg(status.st_mode).arg(status.st_size);
}

/// Lays at @p path what @p kind says.
bool layThere(const QString &kind, const QString &path)
{
    if (kind == "file"_L1)
        return writeFile(path, "precious", 0600);
    if (kind == "link"_L1) {
        return writeFile(path + u".target"_s, "# HELP roster_x X.\n", 0644)
            && QFile::link(path + u".target"_s, path);
    }
    if (kind == "pipe"_L1)
        return ::mkfifo(QFile::encodeName(path).constData(), 0600) == 0;
    return kind != "folder"_L1 || QDir().mkdir(path);
}

} // namespace

void MetricsFileTest::isReplacedAsAWhole()
{
    const World world;
    const Umask closed(077);
    const QString path = world.path(u"roster.prom"_s);
    // What a crash has left, or somebody has laid there.
    QVERIFY(QFile::link(world.path(u"elsewhere"_s), world.path(u".roster.prom.new"_s)));
    MetricsFile file(path);
    QVERIFY(file.write("first\n"));
    QFile reading(path);
    QVERIFY(reading.open(QIODevice::ReadOnly));
    QVERIFY(file.write("second\n"));
    QCOMPARE(reading.readAll(), "first\n");
    QCOMPARE(contentOf(path), "second\n");
    QCOMPARE(modeOf(path), 0644);
    QCOMPARE(QDir(world.root.path()).entryList(QDir::Files | QDir::Hidden | QDir::System),
        QStringList{u"roster.prom"_s});
}

void MetricsFileTest::goesWithItsOwner()
{
    const World world;
    const QString path = world.path(u"roster.prom"_s);
    {
        MetricsFile file(path);
        QVERIFY(file.write("x\n"));
        QVERIFY(file.write("y\n"));
    }
    QVERIFY(!QFile::exists(path));
    {
        MetricsFile file(path);
        QVERIFY(file.write("x\n"));
        QVERIFY(QFile::remove(path) && writeFile(path, "another's", 0600));
        QVERIFY(!file.write("y\n"));
    }
    QCOMPARE(contentOf(path), "another's");
}

void MetricsFileTest::replacesWhatACrashLeft()
{
    const World world;
    const QString path = world.path(u"roster.prom"_s);
    {
        MetricsFile claimed(path);
        QVERIFY(claimed.claim());
        QVERIFY(QFile::copy(path, world.path(u"crashed.prom"_s)));
    }
    QVERIFY(QFile::rename(world.path(u"crashed.prom"_s), path));
    QVERIFY(MetricsFile(path).claim());
    QVERIFY(writeFile(path, metricsText({}), 0644));
    MetricsFile file(path);
    QVERIFY(file.check(world.configuration.dataPath));
    QVERIFY(file.write("x\n"));
    QCOMPARE(contentOf(path), "x\n");
}

void MetricsFileTest::leavesAllElseAlone_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("name");
    for (const char *kind : {"file", "link", "pipe", "folder"})
        QTest::newRow(kind) << QString::fromLatin1(kind) << u"roster.prom"_s;
    QTest::newRow("database") << u"as it is"_s << u"data/user.db"_s;
    QTest::newRow("new in the data folder") << u"as it is"_s << u"data/keys/roster.prom"_s;
    QTest::newRow("nowhere") << u"as it is"_s << u"nowhere/roster.prom"_s;
    QTest::newRow("below a file") << u"as it is"_s << u"data/user.db/roster.prom"_s;
}

void MetricsFileTest::leavesAllElseAlone()
{
    QFETCH(QString, kind);
    QFETCH(QString, name);
    const World world;
    QVERIFY(world.setUp());
    const QString path = world.path(name);
    QVERIFY(layThere(kind, path));
    const QString before = traceOf(path);
    for (const QStringList &way : {QStringList(u"--check-config"_s), QStringList()}) {
        const ProgramRun run
            = ServerProgram::run(QStringList{u"serve"_s, u"--data"_s, world.configuration.dataPath,
                                     u"--listen"_s, u"127.0.0.1:0"_s, u"--metrics-file"_s, path}
                    + way,
                {}, 20'000);
        QCOMPARE(traceOf(path), before);
        QVERIFY2(run.errors.contains(path + u" cannot be written"_s), qPrintable(run.errors));
        QVERIFY(run.exitCode > 0);
        QVERIFY(!run.output.contains(u"listening"_s));
    }
}

void MetricsFileTest::needsAFolderThatItMayWrite()
{
    if (::geteuid() != 0)
        QSKIP("only root can become another user");
    const World world;
    const MetricsFile file(world.path(u"roster.prom"_s));
    for (const mode_t mode : {0755U, 0777U}) {
        QCOMPARE(::chmod(QFile::encodeName(world.root.path()).constData(), mode), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            constexpr uid_t nobody = 65534;
            if (::setuid(nobody) != 0)
                ::_exit(2);
            ::_exit(file.check(world.configuration.dataPath) ? 1 : 0);
        }
        int status = -1;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), mode == 0777 ? 1 : 0);
    }
    QVERIFY(!QFile::exists(world.path(u"roster.prom"_s)));
}

void MetricsFileTest::saysOnceThatItCannotBeWritten()
{
    const World world;
    const QString path = world.path(u"folder/roster.prom"_s);
    MetricsFile file(path);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"cannot be written"_s));
    file.update("x\n");
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    file.update("x\n");
    QVERIFY(QDir(world.root.path()).mkdir(u"folder"_s));
    QTest::ignoreMessage(QtInfoMsg, QRegularExpression(u"written again"_s));
    file.update("x\n");
    QCOMPARE(contentOf(path), "x\n");
}

QTEST_GUILESS_MAIN(MetricsFileTest)
#include "tst_metricsfile.moc"
