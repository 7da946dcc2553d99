#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <memory>

using namespace Qt::StringLiterals;

namespace {

constexpr auto serverProgram = R"sh(#!/bin/sh
echo "server $*" >>"$WORLD/calls"
case $1 in
init)
    [ ! -e "$WORLD/init-fails" ] || exit 1
    mkdir -p "$3"
    echo "One-time password: once-only"
    printf 'admin first\nhr the hr password\n' >"$3/demo-passwords"
    ;;
serve)
    [ ! -e "$WORLD/serve-fails" ] || { echo "roster-server: no luck" >&2; exit 1; }
    trap 'echo "server ended" >>"$WORLD/calls"; exit 0' TERM
    trap 'echo "server interrupted" >>"$WORLD/calls"' INT
    echo "$$" >"$WORLD/server-pid"
    echo "roster-server: listening on 127.0.0.1:40123"
    while :; do sleep 0.05; done
    ;;
esac
)sh"_L1;

constexpr auto consoleProgram = R"sh(#!/bin/sh
echo "console $*" >>"$WORLD/calls"
while [ $# -gt 1 ]; do
    [ "$1" != --password-file ] || echo "password $(stat -c %a "$2") $(cat "$2")" >>"$WORLD/calls"
    shift
done
echo "menu is open"
read -r answer
)sh"_L1;

constexpr auto cmakeProgram = R"sh(#!/bin/sh
echo "cmake $*" >>"$WORLD/calls"
[ ! -e "$WORLD/build-fails" ] || { echo "error: it does not compile"; exit 1; }
)sh"_L1;

/// A repository that holds the script alone, with small programs in the place of the real ones.
class World
{
public:
    World()
    {
        QVERIFY(m_folder.isValid());
        write(u"tree/resources/setup.sh"_s, u"#!/bin/sh\n"_s);
        write(u"tree/build/release/server/roster-server"_s, serverProgram);
        write(u"tree/build/release/cli-client/roster-cli"_s, consoleProgram);
        write(u"bin/cmake"_s, cmakeProgram);
        QVERIFY(QFile::copy(QStringLiteral(ROSTER_SOURCE_DIR "/resources/try.sh"),
            path(u"tree/resources/try.sh"_s)));
    }
    ~World()
    {
        // Nothing may stay, whatever a test found.
        if (const qint64 pid = serverPid(); pid > 0 && isServerAlive())
            ::kill(static_cast<pid_t>(pid), SIGKILL);
    }

    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }

    void write(const QString &name, const QString &text) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(path(name)).path()));
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.write(text.toUtf8()) >= 0);
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    }

    [[nodiscard]] QString read(const QString &name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }

    [[nodiscard]] QString calls() const { return read(u"calls"_s); }
    [[nodiscard]] qint64 serverPid() const { return read(u"server-pid"_s).trimmed().toLongLong(); }
    [[nodiscard]] bool isServerAlive() const
    {
        return ::kill(static_cast<pid_t>(serverPid()), 0) == 0;
    }

    /// The script, as it runs without a terminal.
    [[nodiscard]] std::unique_ptr<QProcess> run(const QStringList &options = {}) const
    {
        return start(path(u"tree/resources/try.sh"_s), QStringList{u"--data"_s, data()} + options);
    }

    /// The script, as it runs in a terminal.
    [[nodiscard]] std::unique_ptr<QProcess> runInTerminal() const
    {
        const QString line = u"'%1' --data '%2'"_s.arg(path(u"tree/resources/try.sh"_s), data());
        return start(u"script"_s, {u"-qefc"_s, line, u"/dev/null"_s});
    }

    [[nodiscard]] QString data() const { return path(u"data"_s); }

private:
    [[nodiscard]] std::unique_ptr<QProcess> start(
        const QString &program, const QStringList &arguments) const
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"WORLD"_s, m_folder.path());
        environment.insert(u"PATH"_s, path(u"bin"_s) + u':' + environment.value(u"PATH"_s));
        environment.insert(u"TMPDIR"_s, m_folder.path());
        environment.remove(u"DISPLAY"_s);
        environment.remove(u"WAYLAND_DISPLAY"_s);
        auto process = std::make_unique<QProcess>();
        process->setProcessEnvironment(environment);
        process->setProcessChannelMode(QProcess::MergedChannels);
        // The suite itself may run where these are ignored, which a shell cannot undo.
        process->setChildProcessModifier([] {
            for (const int signal : {SIGINT, SIGHUP, SIGTERM})
                ::signal(signal, SIG_DFL);
        });
        process->start(program, arguments);
        return process;
    }

    QTemporaryDir m_folder;
};

/// Gathers what @p process says until it says @p text.
bool waitForText(QProcess &process, const QString &text, QString &said)
{
    return QTest::qWaitFor(
        [&] {
            said += QString::fromUtf8(process.readAll());
            return said.contains(text);
        },
        30'000);
}

bool waitForEnd(QProcess &process)
{
    return QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 30'000);
}

} // namespace

class TryScriptTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsHowToConnectWithoutATerminal();
    void signalEndsTheServer_data();
    void signalEndsTheServer();
    void secondRunGoesOnWithTheData();
    void moreEmployeesAreAdded();
    void opensTheConsoleInATerminal();
    void interruptInTheClientEndsAll();
    void failureIsTold_data();
    void failureIsTold();
    void endedServerEndsTheScript();
    void refusesUnsoundOptions_data();
    void refusesUnsoundOptions();
};

void TryScriptTest::tellsHowToConnectWithoutATerminal()
{
    const World world;
    const auto script = world.run();
    QString said;
    QVERIFY(waitForText(*script, u"Serving until"_s, said));
    for (const QString &part : {u"127.0.0.1:40123"_s, world.data() + u"/tls/ca.pem"_s,
             u"admin hr"_s, world.data() + u"/demo-passwords"_s, u"One-time password: once-only"_s})
        QVERIFY2(said.contains(part), qPrintable(part + u'\n' + said));
    QVERIFY(!said.contains(u"the hr password"_s));
    QVERIFY(world.calls().contains(u"--demo 1000"_s));
    QVERIFY(!world.calls().contains(u"console"_s));
    script->terminate();
    QVERIFY(waitForEnd(*script));
}

void TryScriptTest::signalEndsTheServer_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGHUP") << SIGHUP;
}

void TryScriptTest::signalEndsTheServer()
{
    QFETCH(int, signal);
    const World world;
    const auto script = world.run();
    QString said;
    QVERIFY(waitForText(*script, u"Serving until"_s, said));
    QVERIFY(world.isServerAlive());
    ::kill(static_cast<pid_t>(script->processId()), signal);
    QVERIFY(waitForEnd(*script));
    QCOMPARE(script->exitCode(), 128 + signal);
    QVERIFY(!world.isServerAlive());
    QVERIFY(world.calls().contains(u"server ended"_s));
    const QStringList left = QDir(world.path({})).entryList({u"tmp.*"_s}, QDir::Dirs);
    QCOMPARE(left, QStringList());
}

void TryScriptTest::secondRunGoesOnWithTheData()
{
    const World world;
    QString said;
    for (int round = 1; round <= 2; ++round) {
        const auto script = world.run();
        said.clear();
        QVERIFY(waitForText(*script, u"Serving until"_s, said));
        script->terminate();
        QVERIFY(waitForEnd(*script));
    }
    QVERIFY(said.contains(u"Going on with the 1000"_s));
    QCOMPARE(world.calls().count(u"server init"_s), 1);
    QCOMPARE(world.calls().count(u"server serve"_s), 2);
}

void TryScriptTest::moreEmployeesAreAdded()
{
    const World world;
    for (const QString &count : {u"500"_s, u"200"_s, u"0700"_s}) {
        const auto script = world.run({u"--employees"_s, count});
        QString said;
        QVERIFY(waitForText(*script, u"Serving until"_s, said));
        script->terminate();
        QVERIFY(waitForEnd(*script));
    }
    QCOMPARE(world.calls().count(u"server init"_s), 2);
    QVERIFY(world.calls().contains(u"--demo 500\n"_s));
    QVERIFY(world.calls().contains(u"--demo 700\n"_s));
}

void TryScriptTest::opensTheConsoleInATerminal()
{
    if (QStandardPaths::findExecutable(u"script"_s).isEmpty())
        QSKIP("there is no program script to make a terminal");
    const World world;
    const auto script = world.runInTerminal();
    QString said;
    QVERIFY2(waitForText(*script, u"menu is open"_s, said), qPrintable(said));
    QVERIFY(world.calls().contains(u"console --server 127.0.0.1:40123 --ca "_s));
    QVERIFY(world.calls().contains(u"--user hr --password-file "_s));
    QVERIFY(world.calls().contains(u"password 600 the hr password\n"_s));
    script->write("q\n");
    QVERIFY(waitForEnd(*script));
    QVERIFY(!world.isServerAlive());
}

void TryScriptTest::interruptInTheClientEndsAll()
{
    if (QStandardPaths::findExecutable(u"script"_s).isEmpty())
        QSKIP("there is no program script to make a terminal");
    const World world;
    const auto script = world.runInTerminal();
    QString said;
    QVERIFY2(waitForText(*script, u"menu is open"_s, said), qPrintable(said));
    script->write("\x03");
    QVERIFY(waitForEnd(*script));
    QVERIFY(!world.isServerAlive());
    QVERIFY(world.calls().contains(u"server ended"_s));
    QVERIFY(!world.calls().contains(u"server interrupted"_s));
}

void TryScriptTest::failureIsTold_data()
{
    QTest::addColumn<QString>("mark");
    QTest::addColumn<QString>("message");
    QTest::newRow("build") << u"build-fails"_s << u"error: it does not compile"_s;
    QTest::newRow("demo data") << u"init-fails"_s << u"the demo data could not be made"_s;
    QTest::newRow("server") << u"serve-fails"_s << u"roster-server: no luck"_s;
}

void TryScriptTest::failureIsTold()
{
    QFETCH(QString, mark);
    QFETCH(QString, message);
    const World world;
    world.write(mark, QString());
    const auto script = world.run();
    QVERIFY(waitForEnd(*script));
    QCOMPARE(script->exitCode(), 1);
    const QString said = QString::fromUtf8(script->readAll());
    QVERIFY2(said.contains(message), qPrintable(said));
}

void TryScriptTest::endedServerEndsTheScript()
{
    const World world;
    const auto script = world.run();
    QString said;
    QVERIFY(waitForText(*script, u"Serving until"_s, said));
    ::kill(static_cast<pid_t>(world.serverPid()), SIGKILL);
    QVERIFY(waitForEnd(*script));
    QCOMPARE(script->exitCode(), 1);
}

void TryScriptTest::refusesUnsoundOptions_data()
{
    QTest::addColumn<QStringList>("options");
    const auto row
        = [](const char *name, const QStringList &options) { QTest::newRow(name) << options; };
    row("unknown", {u"--port"_s, u"1"_s});
    row("word", {u"start"_s});
    row("no number", {u"--employees"_s});
    row("zero", {u"--employees"_s, u"0"_s});
    row("too many", {u"--employees"_s, u"1000001"_s});
    row("far too many", {u"--employees"_s, u"99999999999999999999"_s});
    row("negative", {u"--employees"_s, u"-1"_s});
    row("arithmetic", {u"--employees"_s, u"1+1"_s});
    row("word for a number", {u"--employees"_s, u"many"_s});
    row("no folder", {u"--data"_s, QString()});
}

void TryScriptTest::refusesUnsoundOptions()
{
    QFETCH(QStringList, options);
    const World world;
    const auto script = world.run(options);
    QVERIFY(waitForEnd(*script));
    QCOMPARE(script->exitCode(), 2);
    QVERIFY(world.calls().isEmpty());
}

QTEST_GUILESS_MAIN(TryScriptTest)
#include "tst_tryscript.moc"
