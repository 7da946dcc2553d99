#include "tests/app/AppFixtures.h"
#include "tests/app/ServerProgram.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

#include <csignal>
#include <memory>

using namespace roster;
using namespace roster::server;
using namespace roster::server::test;

/// The built program: its start, its end, its commands.
class ServerProgramTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY(initialiseCrypto()); }
    void init() { m_world = std::make_unique<World>(); }

    void explainsItself();
    void explainsCommands_data();
    void explainsCommands();
    void takesOptionsBeforeTheCommand();
    void refusesBadCommandLines_data();
    void refusesBadCommandLines();
    void initialisesOnce();
    void servesAnEmptyFolder();
    void fillsAFolderForDemonstrations();
    void servesOnSeveralAddresses();
    void leavesTheStartFolder();
    void dumpsNoCore();
    void refusesASecondServer();
    void checksItsConfiguration();
    void runsCommandsOnFiles();
    void runsCommandsInTheServer();
    void endsEachCommandWithItsCode();
    void endsCleanlyOnASignal_data();
    void endsCleanlyOnASignal();
    void takesAnotherLifeAfterAKill();

private:
    [[nodiscard]] QString data() const { return m_world->configuration.dataPath; }
    [[nodiscard]] QStringList onFolder(const QStringList &words) const
    {
        return words + QStringList{u"--data"_s, data()};
    }
    [[nodiscard]] QStringList serveArguments() const
    {
        return onFolder({u"--listen"_s, u"127.0.0.1:0"_s});
    }
    [[nodiscard]] ProgramRun run(const QStringList &words, const QByteArray &input = {}) const
    {
        return ServerProgram::run(onFolder(words), input);
    }

    std::unique_ptr<World> m_world;
};

void ServerProgramTest::explainsItself()
{
    const ProgramRun help = ServerProgram::run({u"--help"_s});
    QCOMPARE(help.exitCode, 0);
    for (const QString &command : {u"serve"_s, u"init"_s, u"user add"_s, u"certificate renew"_s})
        QVERIFY(help.output.contains(command));
    QVERIFY(ServerProgram::run({u"--version"_s}).output.startsWith(u"roster-server "_s));
}

void ServerProgramTest::explainsCommands_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QStringList>("told");
    QTest::addColumn<QStringList>("untold");
    const QStringList add{u"Usage: roster-server user add NAME --role ROLE"_s, u"Adds a user"_s,
        u"  --role ROLE"_s, u"  --password-stdin"_s, u"  --data DIR"_s};
    const QStringList servers{u"--session-idle"_s, u"--argon2-passes"_s};
    const QStringList users{u"user add NAME"_s, u"user remove NAME"_s};
    QTest::newRow("a server") << QStringList{u"serve"_s, u"--help"_s}
                              << QStringList{u"Usage: roster-server serve"_s, u"--check-config"_s}
            + servers << QStringList{u"[options]"_s};
    QTest::newRow("a command") << QStringList{u"user"_s, u"add"_s, u"--help"_s} << add << servers;
    QTest::newRow("help before it")
        << QStringList{u"--help"_s, u"user"_s, u"add"_s} << add << servers;
    QTest::newRow("by word") << QStringList{u"help"_s, u"user"_s, u"add"_s} << add << servers;
    QTest::newRow("a group") << QStringList{u"user"_s, u"--help"_s} << users
                             << QStringList{u"role add"_s};
    QTest::newRow("a group in short") << QStringList{u"user"_s, u"-h"_s} << users << servers;
    QTest::newRow("a group by word") << QStringList{u"help"_s, u"user"_s} << users << servers;
    QTest::newRow("the original program's") << QStringList{u"original"_s, u"--help"_s}
                                            << QStringList{u"original export --to"_s} << users;
    QTest::newRow("behind an option")
        << QStringList{u"--data"_s, u"x"_s, u"status"_s, u"--help"_s}
        << QStringList{u"Usage: roster-server status"_s, u"--json"_s} << servers;
    QTest::newRow("all") << QStringList{u"--data"_s, u"x"_s, u"--help"_s} << users << servers;
}

void ServerProgramTest::explainsCommands()
{
    QFETCH(QStringList, arguments);
    QFETCH(QStringList, told);
    QFETCH(QStringList, untold);
    const ProgramRun help = ServerProgram::run(arguments);
    QCOMPARE(help.exitCode, 0);
    QCOMPARE(help.errors, QString());
    for (const QString &text : told)
        QVERIFY2(help.output.contains(text), qPrintable(text + u'\n' + help.output));
    for (const QString &text : untold)
        QVERIFY2(!help.output.contains(text), qPrintable(text + u'\n' + help.output));
    for (const QString &line : help.output.split(u'\n'))
        QVERIFY2(line.size() <= 100, qPrintable(line));
}

void ServerProgramTest::takesOptionsBeforeTheCommand()
{
    QVERIFY(m_world->setUp());
    const ProgramRun status = ServerProgram::run({u"--data"_s, data(), u"status"_s});
    QCOMPARE(status.exitCode, 0);
    QVERIFY(status.output.contains(data()));
    const ProgramRun users
        = ServerProgram::run({u"--data="_s + data(), u"--json"_s, u"user"_s, u"list"_s});
    QCOMPARE(users.exitCode, 0);
    QVERIFY(users.output.startsWith(u'{'));
}

void ServerProgramTest::refusesBadCommandLines_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("nothing") << QStringList();
    QTest::newRow("an unknown command") << QStringList{u"sevre"_s};
    QTest::newRow("half a command") << QStringList{u"user"_s};
    QTest::newRow("an unknown option") << QStringList{u"serve"_s, u"--lisen"_s, u"x"_s};
    QTest::newRow("a bad value") << QStringList{u"serve"_s, u"--listen"_s, u"somewhere"_s};
    QTest::newRow("a word too many") << QStringList{u"serve"_s, u"now"_s};
    QTest::newRow("no name") << QStringList{u"user"_s, u"disable"_s};
    QTest::newRow("no role") << QStringList{u"user"_s, u"add"_s, u"alice"_s};
    QTest::newRow("an option of another command")
        << QStringList{u"user"_s, u"list"_s, u"--role"_s, u"hr"_s};
    QTest::newRow("an unknown option before the command") << QStringList{u"--lisen"_s, u"serve"_s};
    QTest::newRow("options and no command") << QStringList{u"--data"_s, u"x"_s};
    QTest::newRow("an option without its value") << QStringList{u"--data"_s};
    QTest::newRow("no sessions") << QStringList{u"session"_s, u"revoke"_s};
    QTest::newRow("sessions twice")
        << QStringList{u"session"_s, u"revoke"_s, u"--all"_s, u"--user"_s, u"alice"_s};
    QTest::newRow("no change of a role") << QStringList{u"role"_s, u"set"_s, u"payroll"_s};
    QTest::newRow("a certificate without its key")
        << QStringList{u"certificate"_s, u"import"_s, u"--chain"_s, u"x.pem"_s};
    QTest::newRow("a doctor's word") << QStringList{u"doctor"_s, u"now"_s};
    QTest::newRow("no name of a role") << QStringList{u"role"_s, u"add"_s};
    QTest::newRow("no demo number") << QStringList{u"init"_s, u"--demo"_s, u"many"_s};
    QTest::newRow("too many demo employees") << QStringList{u"init"_s, u"--demo"_s, u"1000001"_s};
}

void ServerProgramTest::refusesBadCommandLines()
{
    QFETCH(QStringList, arguments);
    const ProgramRun refused = ServerProgram::run(arguments);
    QCOMPARE(refused.exitCode, 2);
    QVERIFY(refused.output.isEmpty());
    QVERIFY(!refused.errors.isEmpty());
    for (const QString &argument : arguments) {
        if (argument.startsWith("--lisen"_L1))
            QVERIFY(refused.errors.contains(u"no option --lisen"_s));
    }
}

void ServerProgramTest::initialisesOnce()
{
    static const QRegularExpression oneTime(
        u"^One-time password: (\\S+)$"_s, QRegularExpression::MultilineOption);
    const ProgramRun first = run({u"init"_s});
    QCOMPARE(first.exitCode, 0);
    const QString password = oneTime.match(first.output).captured(1);
    QVERIFY(m_world->isPassword(u"administrator"_s, password));
    const ProgramRun second = run({u"init"_s});
    QCOMPARE(second.exitCode, 0);
    QVERIFY(!oneTime.match(second.output).hasMatch());
}

void ServerProgramTest::servesAnEmptyFolder()
{
    ServerProgram server;
    QVERIFY(server.serve(serveArguments()));
    QVERIFY(server.output().contains(u"One-time password: "_s));
    QVERIFY(server.output().contains(
        u"roster-server: listening on 127.0.0.1:%1\n"_s.arg(server.port())));
    QVERIFY(!server.shownCertificate().isEmpty());
    QCOMPARE(server.stop(), 0);
    QVERIFY(!QFile::exists(m_world->folder().controlSocket()));
}

void ServerProgramTest::fillsAFolderForDemonstrations()
{
    static const QRegularExpression users(u"^Demo user: (\\S+)  role: (\\S+)  password: (\\S+)$"_s,
        QRegularExpression::MultilineOption);
    const ProgramRun first = run({u"init"_s, u"--demo"_s, u"30"_s});
    QCOMPARE(first.exitCode, 0);
    int count = 0;
    for (auto it = users.globalMatch(first.output); it.hasNext(); ++count) {
        const QRegularExpressionMatch user = it.next();
        QVERIFY(m_world->isPassword(user.captured(1), user.captured(3)));
    }
    QCOMPARE(count, 3);
    QCOMPARE(run({u"init"_s, u"--demo"_s, u"40"_s}).exitCode, 0);
    World earnest;
    QVERIFY(earnest.setUp());
    const ProgramRun refused = ServerProgram::run(
        {u"init"_s, u"--demo"_s, u"1"_s, u"--data"_s, earnest.configuration.dataPath});
    QCOMPARE(refused.exitCode, 1);
}

void ServerProgramTest::servesOnSeveralAddresses()
{
    ServerProgram server;
    QVERIFY(server.serve(serveArguments() + QStringList{u"--listen"_s, u"[::1]:0"_s}));
    QVERIFY(server.output().contains(u"listening on 127.0.0.1:"_s));
    QVERIFY(server.output().contains(u"listening on [::1]:"_s));
    QCOMPARE(server.stop(), 0);
}

void ServerProgramTest::leavesTheStartFolder()
{
    ServerProgram server;
    QVERIFY(server.serve(serveArguments()));
    const QString current = u"/proc/%1/cwd"_s.arg(server.pid());
    QCOMPARE(QFile::symLinkTarget(current), QFileInfo(data()).canonicalFilePath());
}

void ServerProgramTest::dumpsNoCore()
{
    ServerProgram server;
    QVERIFY(server.serve(serveArguments()));
    const QByteArray limits = contentOf(u"/proc/%1/limits"_s.arg(server.pid()));
    const qsizetype line = limits.indexOf("Max core file size");
    QCOMPARE(limits.mid(line, limits.indexOf('\n', line) - line).simplified(),
        "Max core file size 0 0 bytes"_ba);
}

void ServerProgramTest::refusesASecondServer()
{
    ServerProgram server;
    QVERIFY(server.serve(serveArguments()));
    const ProgramRun second = run({u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s});
    QCOMPARE(second.exitCode, 1);
    QVERIFY(second.errors.contains(u"process %1"_s.arg(server.pid())));
    QCOMPARE(run({u"init"_s}).exitCode, 1);
    QVERIFY(!server.shownCertificate().isEmpty());
}

void ServerProgramTest::checksItsConfiguration()
{
    const QString path = m_world->path(u"server.ini"_s);
    QVERIFY(writeFile(path, "data = data\nlisten = 127.0.0.1:0\n", 0600));
    const QStringList check{u"serve"_s, u"--config"_s, path, u"--check-config"_s};
    const ProgramRun sound = ServerProgram::run(check);
    QCOMPARE(sound.exitCode, 0);
    QCOMPARE(sound.output, u"configuration is sound\n"_s);
    QVERIFY(!QFile::exists(data()));

    QVERIFY(m_world->setUp());
    QVERIFY(QFile::remove(m_world->folder().keyFile()));
    const ProgramRun broken = ServerProgram::run(check);
    QCOMPARE(broken.exitCode, 1);
    QVERIFY(broken.errors.contains(m_world->folder().keyFile()));

    QVERIFY(writeFile(path, "data = data\nlisten = nowhere\nworkers = -1\n", 0600));
    const ProgramRun wrong = ServerProgram::run(check);
    QCOMPARE(wrong.exitCode, 2);
    QVERIFY(wrong.errors.contains(u"server.ini:2: listen"_s));
    QVERIFY(wrong.errors.contains(u"server.ini:3: workers"_s));
}

void ServerProgramTest::runsCommandsOnFiles()
{
    QVERIFY(m_world->setUp());
    QCOMPARE(run({u"user"_s, u"add"_s, u"alice"_s, u"--role"_s, u"hr"_s, u"--password-stdin"_s},
                 "sunny fjord lantern 42\n")
                 .exitCode,
        0);
    QVERIFY(m_world->isPassword(u"alice"_s, u"sunny fjord lantern 42"_s));
    QCOMPARE(run({u"user"_s, u"set-role"_s, u"alice"_s, u"viewer"_s}).exitCode, 0);
    const QJsonObject users
        = QJsonDocument::fromJson(run({u"user"_s, u"list"_s, u"--json"_s}).output.toUtf8())
              .object();
    QCOMPARE(users.value("users"_L1).toArray().size(), 2);
    QVERIFY(run({u"status"_s}).output.contains(u"running: no"_s));
    QVERIFY(run({u"role"_s, u"list"_s}).output.contains(u"administrator"_s));
}

void ServerProgramTest::runsCommandsInTheServer()
{
    ServerProgram server;
    QVERIFY(server.serve(serveArguments()));
    const ProgramRun added = run({u"user"_s, u"add"_s, u"alice"_s, u"--role"_s, u"hr"_s});
    QCOMPARE(added.exitCode, 0);
    QVERIFY(added.output.contains(u"One-time password: "_s));
    QVERIFY(run({u"user"_s, u"list"_s}).output.contains(u"alice"_s));
    const QJsonObject status
        = QJsonDocument::fromJson(run({u"status"_s, u"--json"_s}).output.toUtf8()).object();
    QCOMPARE(status.value("running"_L1), QJsonValue(true));
    QCOMPARE(status.value("pid"_L1).toInteger(), server.pid());
    QCOMPARE(status.value("addresses"_L1).toArray().size(), 1);

    const QByteArray before = server.shownCertificate();
    QCOMPARE(run({u"certificate"_s, u"renew"_s}).exitCode, 0);
    const QByteArray after = server.shownCertificate();
    QVERIFY(!after.isEmpty() && after != before);
    QString shown = run({u"certificate"_s, u"show"_s}).output;
    QVERIFY(shown.remove(u':').contains(QString::fromLatin1(after.toHex()), Qt::CaseInsensitive));
    QCOMPARE(server.stop(), 0);
}

void ServerProgramTest::endsEachCommandWithItsCode()
{
    QCOMPARE(run({u"user"_s, u"list"_s}).exitCode, 1);
    QVERIFY(m_world->setUp());
    const QStringList add{u"user"_s, u"add"_s, u"alice"_s, u"--role"_s};
    QCOMPARE(run(add + QStringList{u"king"_s}).exitCode, 7);
    QCOMPARE(run(add + QStringList{u"hr"_s, u"--password-stdin"_s}, "short\n").exitCode, 6);
    QCOMPARE(run(add + QStringList{u"hr"_s, u"--password-stdin"_s}, "").exitCode, 6);
    QCOMPARE(run(add + QStringList{u"hr"_s}).exitCode, 0);
    QCOMPARE(run(add + QStringList{u"hr"_s}).exitCode, 8);
    QCOMPARE(run({u"user"_s, u"remove"_s, u"bob"_s}).exitCode, 7);
}

void ServerProgramTest::endsCleanlyOnASignal_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
}

void ServerProgramTest::endsCleanlyOnASignal()
{
    QFETCH(int, number);
    QProcess process;
    process.start(QStringLiteral(ROSTER_SERVER), QStringList(u"serve"_s) + serveArguments());
    QByteArray output;
    QTRY_VERIFY_WITH_TIMEOUT(
        (output += process.readAllStandardOutput()).contains("listening on"), 60'000);
    ::kill(static_cast<pid_t>(process.processId()), number);
    QVERIFY(process.waitForFinished(10'000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 0);
}

void ServerProgramTest::takesAnotherLifeAfterAKill()
{
    {
        ServerProgram server;
        QVERIFY(server.serve(serveArguments()));
        ::kill(static_cast<pid_t>(server.pid()), SIGKILL);
    }
    QVERIFY(QFile::exists(m_world->folder().controlSocket()));
    ServerProgram server;
    QVERIFY(server.serve(serveArguments()));
    QVERIFY(run({u"status"_s}).output.contains(u"running:"_s));
    QVERIFY(!server.output().contains(u"One-time password"_s));
    QCOMPARE(server.stop(), 0);
}

QTEST_GUILESS_MAIN(ServerProgramTest)
#include "tst_serverprogram.moc"
