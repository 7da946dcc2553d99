#include "tests/app/ServerProgram.h"
#include "tests/original/OriginalWorld.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSslSocket>
#include <QTest>

using namespace roster;
using namespace roster::server;
using namespace roster::server::test;

/// The take-over by the real program, as people run it.
class TakeOverProgramTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY(initialiseCrypto()); }

    void initSaysWhatItDid();
    void oldPasswordsLogInAndBecomeArgon2id();
    void exportGivesTheFilesBack();
    void exportRefuses_data();
    void exportRefuses();
    void saysWhyAFileCannotBeTakenOver();
    void refusesDemoDataBesideRealData();
    void survivesKills();

private:
    static QStringList on(const OriginalWorld &world, const QStringList &words)
    {
        return words + QStringList{u"--data"_s, world.folder().path()};
    }
    static QByteArray login(quint16 port, const QString &name, const QString &password)
    {
        QSslSocket socket;
        socket.setPeerVerifyMode(QSslSocket::VerifyNone);
        socket.connectToHostEncrypted(u"127.0.0.1"_s, port);
        if (!QTest::qWaitFor([&] { return socket.isEncrypted(); }, 20'000))
            return {};
        const QJsonObject params{{u"username"_s, name}, {u"password"_s, password}};
        socket.write(QJsonDocument(QJsonObject{{u"jsonrpc"_s, u"2.0"_s}, {u"id"_s, 1},
                                       {u"method"_s, u"session.login"_s}, {u"params"_s, params}})
                         .toJson(QJsonDocument::Compact)
            + '\n');
        static_cast<void>(QTest::qWaitFor([&] { return socket.canReadLine(); }, 20'000));
        return socket.readLine();
    }
};

void TakeOverProgramTest::initSaysWhatItDid()
{
    const OriginalWorld world;
    QVERIFY(world.makeUsers(userRow(u"administrator"_s, "pw")));
    QVERIFY(world.makeEmployees(employeeRow(u"1, '', 'Marker', 987001234, '02-30-1999', 10"_s)));
    const ProgramRun run = ServerProgram::run(on(world, {u"init"_s}));
    QCOMPARE(run.exitCode, 0);
    QVERIFY(run.output.contains(u"user.db: users taken over: 1"_s));
    QVERIFY(run.output.contains(u"employee.db: records taken over: 1, to look at: 3"_s));
    QVERIFY(run.output.contains(u"Administrator: administrator-2\n"_s));
    const QString all = run.output + run.errors;
    for (const QString &value : {u"Marker"_s, u"987001234"_s, u"02-30-1999"_s})
        QVERIFY2(!all.contains(value), qPrintable(all));
}

void TakeOverProgramTest::oldPasswordsLogInAndBecomeArgon2id()
{
    const OriginalWorld world;
    // Shorter than any new password may be.
    QVERIFY(world.makeUsers(userRow(u"Bob Smith"_s, "pw", u"1,0,0,1"_s)));
    ServerProgram server;
    QVERIFY(server.serve(on(world, {u"--listen"_s, u"127.0.0.1:0"_s})));
    QVERIFY(login(server.port(), u"Bob Smith"_s, u"pW"_s).contains("invalid_credentials"));
    QVERIFY(world.user(u"Bob Smith"_s)->passwordHash.startsWith(u"$2b$"_s));
    const QByteArray reply = login(server.port(), u"Bob Smith"_s, u"pw"_s);
    QVERIFY2(reply.contains("\"role\":\"original-1001\""), reply.constData());
    QVERIFY(reply.contains("\"must_change_password\":false"));
    QVERIFY(world.user(u"Bob Smith"_s)->passwordHash.startsWith(u"$argon2id$"_s));
    QVERIFY(login(server.port(), u"Bob Smith"_s, u"pw"_s).contains("\"token\""));
    QCOMPARE(server.stop(), 0);
}

void TakeOverProgramTest::exportGivesTheFilesBack()
{
    const OriginalWorld world;
    QVERIFY(world.makeUsers(userRow(u"alice"_s, "pw")) && world.makeEmployees());
    const auto before = world.databases();
    QCOMPARE(ServerProgram::run(on(world, {u"init"_s})).exitCode, 0);
    const QString to = world.path(u"back"_s);
    const ProgramRun run
        = ServerProgram::run(on(world, {u"original"_s, u"export"_s, u"--to"_s, to}));
    QCOMPARE(run.exitCode, 0);
    for (auto it = before.begin(); it != before.end(); ++it) {
        const QString path = to + u'/' + it.key();
        QVERIFY(run.output.contains(path));
        QVERIFY(contentOf(path) == it.value());
        QCOMPARE(modeOf(path), mode_t{0600});
    }
    QCOMPARE(modeOf(to), mode_t{0700});
}

void TakeOverProgramTest::exportRefuses_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("to overwrite") << u"overwrite"_s << 8;
    QTest::newRow("without originals") << u"none"_s << 7;
    QTest::newRow("without --to") << u"usage"_s << 2;
    QTest::newRow("an altered file") << u"altered"_s << 1;
}

void TakeOverProgramTest::exportRefuses()
{
    QFETCH(QString, what);
    const OriginalWorld world;
    if (what != "none"_L1)
        QVERIFY(world.makeUsers(userRow(u"alice"_s, "pw")));
    QCOMPARE(ServerProgram::run(on(world, {u"init"_s})).exitCode, 0);
    const QString to = world.path(u"back"_s);
    if (what == "overwrite"_L1) {
        QVERIFY(QDir().mkpath(to));
        QVERIFY(writeFile(to + u"/user.db"_s, "mine", 0600));
    }
    if (what == "altered"_L1) {
        const QString sealed = OriginalFolder(world.folder().path()).sealed(u"user.db"_s, {});
        QByteArray content = contentOf(sealed);
        content[200] = char(content[200] ^ 1);
        QVERIFY(writeFile(sealed, content, 0600));
    }
    QStringList words{u"original"_s, u"export"_s};
    if (what != "usage"_L1)
        words += QStringList{u"--to"_s, to};
    const ProgramRun run = ServerProgram::run(on(world, words));
    QTEST(run.exitCode, "exitCode");
    QVERIFY(!run.errors.isEmpty());
    if (what == "overwrite"_L1)
        QCOMPARE(contentOf(to + u"/user.db"_s), "mine"_ba);
    else
        QVERIFY(!QFile::exists(to + u"/user.db"_s));
}

void TakeOverProgramTest::saysWhyAFileCannotBeTakenOver()
{
    const OriginalWorld world;
    QVERIFY(world.makeUsers(userRow(u"alice"_s, "pw")));
    const auto before = world.databases();
    {
        const OtherProgram other(world.file(u"user.db"_s), u"BEGIN EXCLUSIVE;"_s);
        QVERIFY(other.isReady());
        const ProgramRun run
            = ServerProgram::run(on(world, {u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s}));
        QCOMPARE(run.exitCode, 1);
        QVERIFY(run.errors.contains(world.file(u"user.db"_s) + u" is in use"_s));
    }
    const QByteArray folder = QFile::encodeName(world.folder().path());
    QCOMPARE(::chmod(folder.constData(), 0555), 0);
    const ProgramRun run = ServerProgram::run(on(world, {u"init"_s}));
    QCOMPARE(::chmod(folder.constData(), 0755), 0);
    QCOMPARE(run.exitCode, 1);
    QVERIFY(run.errors.contains(world.folder().path() + u" is read-only"_s));
    QVERIFY(world.databases() == before);
}

void TakeOverProgramTest::refusesDemoDataBesideRealData()
{
    const OriginalWorld world;
    QVERIFY(world.makeEmployees());
    const auto before = world.databases();
    QCOMPARE(ServerProgram::run(on(world, {u"init"_s, u"--demo"_s, u"5"_s})).exitCode, 1);
    QVERIFY(world.databases() == before);
}

void TakeOverProgramTest::survivesKills()
{
    constexpr int count = 1000;
    const OriginalWorld world;
    QVERIFY(world.makeUsers(userRow(u"alice"_s, "pw")));
    QVERIFY(world.makeEmployees(
        u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1) "
        "INSERT INTO employee SELECT i, 'Ann', 'Lee', 100000000 + i, '01/02/1990', i FROM n;"_s.arg(
            count)));
    const auto before = world.databases();
    bool isDone = false;
    int kills = 0;
    for (int patience = 5; !isDone; patience += patience / 8 + 5) {
        QProcess program;
        program.start(QStringLiteral(ROSTER_SERVER), on(world, {u"init"_s}));
        isDone = program.waitForFinished(patience);
        if (!isDone) {
            program.kill();
            QVERIFY(program.waitForFinished());
            ++kills;
        } else {
            QCOMPARE(program.exitStatus(), QProcess::NormalExit);
            QCOMPARE(program.exitCode(), 0);
        }
        for (auto it = before.begin(); it != before.end(); ++it) {
            const DatabaseKind kind = databaseKind(world.file(it.key()));
            QVERIFY(kind == DatabaseKind::Own || contentOf(world.file(it.key())) == it.value());
        }
    }
    QVERIFY(kills > 3);
    QVERIFY(world.exported() == before);
    QCOMPARE(world.soundChanges(), count);
    QVERIFY(world.isPassword(u"alice"_s, u"pw"_s));
    QVERIFY(!QFile::exists(OriginalFolder(world.folder().path()).workPath()));
}

QTEST_GUILESS_MAIN(TakeOverProgramTest)
#include "tst_takeoverprogram.moc"
