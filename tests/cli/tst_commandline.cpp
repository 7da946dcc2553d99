#include "cli-client/commands/CommandTable.h"
#include "cli-client/session/ServerChoice.h"

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
    void initTestCase() { QVERIFY(initialiseCrypto()); }
    void readsTheMenu();
    void readsCommands();
    void takesDefaultsFromTheEnvironment();
    void refusesWrongLines_data();
    void refusesWrongLines();
    void helpAndVersionNeedNothingElse();
    void helpNamesEveryExitCode();
    void everyCommandHasItsHelp();
    void takesFieldsFromOptions();
    void theVersionOfARecordIsNotThePrograms();
    void means_data();
    void means();
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
    QTest::newRow("add") << u"What is to be written"_s;
    QTest::newRow("add --salary 1 --from-json f") << u"not both"_s;
    QTest::newRow("add --salary 1 --salary 2") << u"given twice"_s;
    QTest::newRow("add --id 3 --from-json f") << u"stands in the JSON"_s;
    QTest::newRow("update --salary 1") << u"one ID"_s;
    QTest::newRow("update 1 --salary 1 --version x") << u"--version"_s;
    QTest::newRow("update 1 --salary 1 --id 3") << u"belongs to the command add"_s;
    QTest::newRow("delete 1 --salary 3") << u"belongs to the command add, update"_s;
    QTest::newRow("list --fields id,shoe") << u"no field"_s;
    QTest::newRow("list --all --limit 3") << u"not both"_s;
    QTest::newRow("sessions --revoke=") << u"--revoke"_s;
    for (const char *command : {"login", "logout", "info", "watch", "passwd", "sessions --revoke s",
             "known-servers forget a", "known-servers add a --fingerprint f"}) {
        QTest::addRow("%s --output csv", command) << u"has no CSV"_s;
    }
    QTest::newRow("list --output json --output csv") << u"--output was given twice"_s;
    QTest::newRow("list --server a --server b") << u"--server was given twice"_s;
    QTest::newRow("list --limit 1 --limit=2") << u"--limit was given twice"_s;
    QTest::newRow("delete 1 --version 1 --version 2") << u"--version was given twice"_s;
    QTest::newRow("list --bogus") << u"There is no option --bogus;"_s;
    QTest::newRow("list -x") << u"There is no option -x;"_s;
    QTest::newRow("help fetch") << u"no command"_s;
}

void CommandLineTest::refusesWrongLines()
{
    QFETCH(QString, words);
    Result<CommandLine> line = parse(QString::fromUtf8(QTest::currentDataTag()));
    Error refusal;
    if (line) {
        const auto chosen = chooseSession(*line, {});
        QVERIFY(!chosen);
        refusal = chosen.error();
    } else {
        refusal = line.error();
    }
    QVERIFY2(refusal.message.contains(words), qPrintable(refusal.message));
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

void CommandLineTest::everyCommandHasItsHelp()
{
    for (const CommandDescription &command : commands()) {
        const QString name = command.name;
        QVERIFY2(helpText().contains(u"\n  "_s + name), command.name.data());
        QCOMPARE(parse(u"help "_s + name)->helpTopic, name);
        QCOMPARE(parse(name + u" --help"_s)->helpTopic, name);
        const QString text = helpText(name);
        for (const OptionDescription &option : optionsOf(command))
            QVERIFY2(text.contains(u"--"_s + option.name), qPrintable(name + option.name));
        for (const QString &line : text.split(u'\n'))
            QVERIFY2(line.size() <= 80, qPrintable(line));
    }
}

void CommandLineTest::takesFieldsFromOptions()
{
    const auto line = parse(u"update 17 --job-title= --salary 9 --version 4"_s);
    QVERIFY(line);
    QCOMPARE(line->values,
        (QMap<Field, QString>{{Field::JobTitle, QString()}, {Field::Salary, u"9"_s}}));
    QCOMPARE(line->version, 4);
    for (const FieldDescription &field : editableFields())
        QVERIFY(parse(u"add --%1 x"_s.arg(optionFor(field)))->values.contains(field.field));
}

void CommandLineTest::theVersionOfARecordIsNotThePrograms()
{
    QVERIFY(parse(u"list --version"_s)->action == CommandLine::Action::Version);
    QVERIFY(parse(u"-v"_s)->action == CommandLine::Action::Version);
    QVERIFY(!parse(u"delete 17 --version"_s));
    QCOMPARE(parse(u"restore 17 --version=2"_s)->version, 2);
}

void CommandLineTest::means_data()
{
    QTest::addColumn<QString>("server"); // of the stored session that is meant; empty: none
    QTest::addColumn<bool>("hasCurrent");
    QTest::newRow("get 1") << u"b:7433"_s << true;
    QTest::newRow("get 2") << QString() << false;
    QTest::newRow("get 1 --server a") << u"a:7433"_s << true;
    QTest::newRow("get 1 --user ann") << u"a:7433"_s << true;
    QTest::newRow("get 1 --user bob") << u"b:7433"_s << true;
    QTest::newRow("get 2 --user bob") << QString() << false; // two of them
    QTest::newRow("get 1 --server a --user eve") << QString() << true;
    QTest::newRow("get 1 --server z --user ann") << QString() << true;
}

void CommandLineTest::means()
{
    QFETCH(QString, server);
    QFETCH(bool, hasCurrent);
    std::vector<StoredSession> stored;
    const auto store = [&](const QString &host, const QString &user, bool isCurrent) {
        stored.push_back({{host, defaultPort}, user, u"/ca.pem"_s, SecretBytes(1), isCurrent});
    };
    store(u"a"_s, u"ann"_s, false);
    store(u"b"_s, u"bob"_s, hasCurrent);
    store(u"c"_s, u"bob"_s, false);
    Result<CommandLine> line = parse(QString::fromUtf8(QTest::currentDataTag()));
    QVERIFY(line);
    const auto session = chooseSession(*line, std::move(stored));
    const bool isFound = session && *session;
    QCOMPARE(isFound ? toString((*session)->server) : QString(), server);
    if (isFound)
        QCOMPARE(line->caFile, u"/ca.pem"_s);
}

QTEST_APPLESS_MAIN(CommandLineTest)
#include "tst_commandline.moc"
