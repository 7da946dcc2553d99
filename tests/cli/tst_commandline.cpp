#include "cli-client/commands/CommandLine.h"

#include <QTest>

using namespace roster;
using namespace roster::cli;
using namespace Qt::StringLiterals;

namespace {

Result<CommandLine> parse(const QString &words, const QProcessEnvironment &environment = {})
{
    return parseCommandLine(
        u"roster-cli"_s.split(u' ') + words.split(u' ', Qt::SkipEmptyParts), environment);
}

} // namespace

class CommandLineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheMenu();
    void readsCommands();
    void takesDefaultsFromTheEnvironment();
    void refusesWrongLines_data();
    void refusesWrongLines();
    void helpAndVersionNeedNothingElse();
    void helpNamesEveryExitCode();
};

void CommandLineTest::readsTheMenu()
{
    const auto line
        = parse(u"--server payroll.example --user alice --ca ca.pem --password-file -"_s);
    QVERIFY(line);
    QVERIFY(line->action == CommandLine::Action::Menu);
    QCOMPARE(line->server.host, u"payroll.example"_s);
    QCOMPARE(line->server.port, defaultPort);
    QCOMPARE(line->username, u"alice"_s);
    QCOMPARE(line->caFile, u"ca.pem"_s);
    QCOMPARE(line->passwordFile, u"-"_s);
}

void CommandLineTest::readsCommands()
{
    const auto get = parse(u"--server=a:1 --user=b get 17 --output=json"_s);
    QVERIFY(get);
    QVERIFY(get->action == CommandLine::Action::Get);
    QCOMPARE(get->id, 17);
    QVERIFY(get->output == OutputFormat::Json);

    const auto list
        = parse(u"list --server a --user b --filter id=1..9 --filter department=R&D --text zoe "
                "--sort salary:desc --sort id --limit 1500 --deleted --output csv"_s);
    QVERIFY(list);
    QVERIFY(list->action == CommandLine::Action::List);
    QCOMPARE(list->filters, QStringList({u"id=1..9"_s, u"department=R&D"_s}));
    QCOMPARE(list->sorts, QStringList({u"salary:desc"_s, u"id"_s}));
    QCOMPARE(list->text, u"zoe"_s);
    QCOMPARE(list->limit, 1500);
    QVERIFY(list->isDeleted);
}

void CommandLineTest::takesDefaultsFromTheEnvironment()
{
    QProcessEnvironment environment;
    environment.insert(u"ROSTER_SERVER"_s, u"[::1]:7000"_s);
    environment.insert(u"ROSTER_USER"_s, u"bob"_s);
    environment.insert(u"ROSTER_CA"_s, u"/etc/ca.pem"_s);
    const auto line = parse(u"--user carol"_s, environment);
    QVERIFY(line);
    QCOMPARE(toString(line->server), u"[::1]:7000"_s);
    QCOMPARE(line->username, u"carol"_s);
    QCOMPARE(line->caFile, u"/etc/ca.pem"_s);
}

void CommandLineTest::refusesWrongLines_data()
{
    QTest::addColumn<QString>("words");
    QTest::newRow("--user a") << u"Which server"_s;
    QTest::newRow("--server a") << u"Which user"_s;
    QTest::newRow("--server a:b --user a") << u"no server address"_s;
    QTest::newRow("--server a --user a fetch") << u"no command"_s;
    QTest::newRow("--server a --user a get") << u"one ID"_s;
    QTest::newRow("--server a --user a get x") << u"one ID"_s;
    QTest::newRow("--server a --user a get 0") << u"one ID"_s;
    QTest::newRow("--server a --user a get 1 2") << u"one ID"_s;
    QTest::newRow("--server a --user a get 1 --limit 3") << u"belongs to the command list"_s;
    QTest::newRow("--server a --user a list 3") << u"no argument"_s;
    QTest::newRow("--server a --user a list --limit 0") << u"--limit"_s;
    QTest::newRow("--server a --user a list --output xml") << u"--output"_s;
    QTest::newRow("--server a --user a --output json") << u"get and list"_s;
    QTest::newRow("--server a --user a list --filter shoe=1") << u"no field"_s;
    QTest::newRow("--server a --user a list --sort shoe") << u"no field"_s;
    QTest::newRow("--server a --user a --password secret") << u"password"_s;
    QTest::newRow("--server") << u"--help"_s;
}

void CommandLineTest::refusesWrongLines()
{
    QFETCH(QString, words);
    const auto line = parse(QString::fromUtf8(QTest::currentDataTag()));
    QVERIFY(!line);
    QVERIFY2(line.error().message.contains(words), qPrintable(line.error().message));
}

void CommandLineTest::helpAndVersionNeedNothingElse()
{
    QVERIFY(parse(u"--help"_s)->action == CommandLine::Action::Help);
    QVERIFY(parse(u"-h --nonsense"_s)->action == CommandLine::Action::Help);
    QVERIFY(parse(u"--version"_s)->action == CommandLine::Action::Version);
}

void CommandLineTest::helpNamesEveryExitCode()
{
    for (const char *code :
        {"0  ok", "1  internal", "2  usage", "3  no connection", "4  credentials", "5  permission",
            "6  invalid", "7  not found", "8  conflict", "9  try later", "130  interrupted"}) {
        QVERIFY2(helpText().contains(QString::fromLatin1(code)), code);
    }
    for (const QString &line : helpText().split(u'\n'))
        QVERIFY2(line.size() <= 80, qPrintable(line));
}

QTEST_APPLESS_MAIN(CommandLineTest)
#include "tst_commandline.moc"
