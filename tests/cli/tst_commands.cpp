#include "tests/cli/CliWorld.h"
#include "tests/cli/PipedProgram.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTest>

using namespace roster;
using namespace roster::test;
using namespace Qt::StringLiterals;

/// The sub-commands of the built program, against a scripted server.
class CommandsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_world = std::make_unique<CliWorld>(); }
    void cleanup() { m_world.reset(); }

    void getPrintsARecord();
    void getAsJsonIsWhatTheServerSaid();
    void getAsCsvNeutralisesFormulas();
    void listPagesUntilTheEnd();
    void listTellsTheTotal_data();
    void listTellsTheTotal();
    void listStopsAtItsLimit();
    void listSendsFiltersAndOrder();
    void listAsTableAlignsAndShowsEscapes();
    void anEmptyListIsStillADocument_data();
    void anEmptyListIsStillADocument();
    void statusTellsTheServersFigures();
    void statusHasNoCsv();
    void thePasswordComesFromStandardInput();
    void endsItsSession();
    void worksInALocaleWithoutUtf8();

private:
    [[nodiscard]] Run run(const QStringList &rest)
    {
        return PipedProgram(QStringLiteral(ROSTER_CLI), m_world->arguments(rest)).finish();
    }
    [[nodiscard]] FakeServer &server() { return m_world->server(); }

    std::unique_ptr<CliWorld> m_world;
};

void CommandsTest::getPrintsARecord()
{
    server().always(u"employee.get"_s, CliWorld::wrapped(CliWorld::employee()));
    const Run run = this->run({u"get"_s, u"17"_s});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(run.errors, QByteArray());
    QVERIFY(run.output.contains("Salary         45210.50 USD\n"));
    QVERIFY(run.output.contains("Last name      O'Brien\n"));
    QCOMPARE(server().calls(u"employee.get"_s).value(0).value("id"_L1).toInteger(), 17);
}

void CommandsTest::getAsJsonIsWhatTheServerSaid()
{
    const QJsonObject record
        = CliWorld::employee(17, 3, {{u"unheard_of"_s, qint64{9007199254740991}}});
    server().always(u"employee.get"_s, CliWorld::wrapped(record));
    const Run run = this->run({u"get"_s, u"17"_s, u"--output"_s, u"json"_s});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(QJsonDocument::fromJson(run.output).object(), record);
    QVERIFY(run.output.contains("9007199254740991"));
}

void CommandsTest::getAsCsvNeutralisesFormulas()
{
    server().always(u"employee.get"_s,
        CliWorld::wrapped(CliWorld::employee(
            17, 3, {{u"department"_s, u"=cmd|'/C calc'!A0"_s}, {u"job_title"_s, u"a, \"b\""_s}})));
    const Run run = this->run({u"get"_s, u"17"_s, u"--output"_s, u"csv"_s});
    QCOMPARE(run.exitCode, 0);
    QVERIFY(run.output.startsWith("id,first_name,last_name,ssn,date_of_birth,salary,"));
    QVERIFY(run.output.contains(",'=cmd|'/C calc'!A0,\"a, \"\"b\"\"\","));
    QCOMPARE(run.output.count("\r\n"), 2);
}

void CommandsTest::listPagesUntilTheEnd()
{
    server().on(u"employee.list"_s, [](const QJsonObject &params) -> Answer {
        const qint64 first = params.value("after"_L1).toString(u"0"_s).toLongLong() + 1;
        QJsonArray page;
        for (qint64 id = first; id <= 2500 && page.size() < params.value("limit"_L1).toInteger();
             ++id)
            page.append(CliWorld::employee(id));
        QJsonObject result{{u"employees"_s, page}};
        if (first + page.size() <= 2500)
            result.insert("next"_L1, QString::number(first + page.size() - 1));
        return result;
    });
    const Run run = this->run({u"list"_s, u"--output"_s, u"json"_s});
    QCOMPARE(run.exitCode, 0);
    const QJsonArray records = QJsonDocument::fromJson(run.output).array();
    QCOMPARE(records.size(), 2500);
    QCOMPARE(records.last().toObject().value("id"_L1).toInteger(), 2500);
    QCOMPARE(server().calls(u"employee.list"_s).size(), 3);
    const QJsonObject second = server().calls(u"employee.list"_s).at(1);
    QCOMPARE(second.value("after"_L1).toString(), u"1000"_s);
    QVERIFY(!second.contains("offset"_L1));
}

void CommandsTest::listTellsTheTotal_data()
{
    QTest::addColumn<QJsonObject>("told");
    QTest::addColumn<QString>("format");
    QTest::addColumn<QByteArray>("output");
    const QJsonObject exact{{u"total"_s, 17}};
    const QJsonObject least{{u"total"_s, 20001}, {u"total_is_least"_s, true}};
    QTest::newRow("exact") << exact << u"table"_s << "17\n"_ba;
    QTest::newRow("exact, csv") << exact << u"csv"_s << "total\r\n17\r\n"_ba;
    QTest::newRow("least") << least << u"table"_s << "20001 or more\n"_ba;
    QTest::newRow("least, csv") << least << u"csv"_s << "total,total_is_least\r\n20001,true\r\n"_ba;
    QTest::newRow("least, json") << least << u"json"_s << QByteArray();
}

void CommandsTest::listTellsTheTotal()
{
    QFETCH(QJsonObject, told);
    QFETCH(QString, format);
    QFETCH(QByteArray, output);
    QJsonObject result = told;
    result.insert("employees"_L1, QJsonArray{CliWorld::employee()});
    server().always(u"employee.list"_s, result);
    const Run run = this->run({u"list"_s, u"--total"_s, u"--output"_s, format});
    QCOMPARE(run.exitCode, 0);
    if (format == "json"_L1)
        QCOMPARE(QJsonDocument::fromJson(run.output).object(), told);
    else
        QCOMPARE(run.output, output);
}

void CommandsTest::listStopsAtItsLimit()
{
    server().on(u"employee.list"_s, [](const QJsonObject &params) -> Answer {
        QJsonArray page;
        for (qint64 i = 0; i < params.value("limit"_L1).toInteger(); ++i)
            page.append(CliWorld::employee(i + 1));
        return QJsonObject{{u"employees"_s, page}, {u"next"_s, u"more"_s}};
    });
    const Run run = this->run({u"list"_s, u"--limit"_s, u"1200"_s, u"--output"_s, u"csv"_s});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(run.output.count("\r\n"), 1201);
    QCOMPARE(server().calls(u"employee.list"_s).last().value("limit"_L1).toInteger(), 200);
}

void CommandsTest::listSendsFiltersAndOrder()
{
    server().always(u"employee.list"_s, QJsonObject{{u"employees"_s, QJsonArray()}});
    const Run run = this->run(
        {u"list"_s, u"--filter"_s, u"salary=50,000.."_s, u"--filter"_s, u"last_name~o"_s,
            u"--text"_s, u"zoe fin"_s, u"--sort"_s, u"salary:desc"_s, u"--deleted"_s});
    QCOMPARE(run.exitCode, 0);
    const QJsonObject params = server().calls(u"employee.list"_s).value(0);
    QCOMPARE(QJsonDocument(params.value("filter"_L1).toObject()).toJson(QJsonDocument::Compact),
        QByteArray(
            R"({"deleted":true,"last_name":{"contains":"o"},"salary":{"from":"50000.00"},"text":"zoe fin"})"));
    QCOMPARE(params.value("sort"_L1).toArray().size(), 1);
    QVERIFY(!params.contains("after"_L1));
}

void CommandsTest::listAsTableAlignsAndShowsEscapes()
{
    server().always(u"employee.list"_s,
        QJsonObject{{u"employees"_s,
            QJsonArray{CliWorld::employee(1, 1, {{u"last_name"_s, u"\u5c71\u7530"_s}}),
                CliWorld::employee(17, 1, {{u"last_name"_s, u"\x1b[2J\u202e"_s}})}}});
    const Run run = this->run({u"list"_s});
    QCOMPARE(run.exitCode, 0);
    QVERIFY(!run.output.contains('\x1b'));
    QVERIFY(run.output.contains("\\x1b[2J\\u202e"));
    QVERIFY(run.output.contains(" 1  Zoë"));
    QVERIFY(run.output.contains("17  Zoë"));
}

void CommandsTest::anEmptyListIsStillADocument_data()
{
    QTest::addColumn<QByteArray>("output");
    QTest::newRow("table") << QByteArray("No records.\n");
    QTest::newRow("json") << QByteArray("[]\n");
    QTest::newRow("csv") << QByteArray(
        "id,first_name,last_name,ssn,date_of_birth,salary,department,job_"
        "title,email,hired_on,left_on,version,updated_at,updated_by,"
        "deleted_at\r\n");
}

void CommandsTest::anEmptyListIsStillADocument()
{
    QFETCH(QByteArray, output);
    server().always(u"employee.list"_s, QJsonObject{{u"employees"_s, QJsonArray()}});
    const Run run
        = this->run({u"list"_s, u"--output"_s, QString::fromLatin1(QTest::currentDataTag())});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(run.output, output);
}

void CommandsTest::statusTellsTheServersFigures()
{
    const QJsonObject status{{u"version"_s, u"9.8.7"_s}, {u"window_seconds"_s, 60},
        {u"requests"_s,
            QJsonArray{QJsonObject{
                {u"method"_s, u"employee\u001b[31m.get"_s}, {u"count"_s, 70}, {u"errors"_s, 1}}}}};
    server().always(u"server.status"_s, status);
    const Run table = run({u"status"_s});
    QCOMPARE(table.exitCode, 0);
    QVERIFY(table.output.contains("9.8.7"));
    QVERIFY(table.output.contains("70"));
    QVERIFY(!table.output.contains('\x1b'));
    const Run json = run({u"status"_s, u"--output"_s, u"json"_s});
    QCOMPARE(json.exitCode, 0);
    QCOMPARE(QJsonDocument::fromJson(json.output).object(), status);
}

void CommandsTest::statusHasNoCsv()
{
    const Run run = this->run({u"status"_s, u"--output"_s, u"csv"_s});
    QCOMPARE(run.exitCode, 2);
    QVERIFY(run.errors.contains("CSV"));
    QVERIFY(server().calls(u"server.status"_s).isEmpty());
}

void CommandsTest::thePasswordComesFromStandardInput()
{
    server().always(u"employee.get"_s, CliWorld::wrapped(CliWorld::employee()));
    const QStringList arguments
        = m_world->arguments({u"--password-file"_s, u"-"_s, u"get"_s, u"17"_s}, false);
    QCOMPARE(PipedProgram(QStringLiteral(ROSTER_CLI), arguments, "correct\r\nnot this\n")
                 .finish()
                 .exitCode,
        0);
    QCOMPARE(
        server().calls(u"session.login"_s).value(0).value("password"_L1).toString(), u"correct"_s);
    QCOMPARE(PipedProgram(QStringLiteral(ROSTER_CLI), arguments, "").finish().exitCode, 4);
}

void CommandsTest::endsItsSession()
{
    server().always(u"employee.get"_s, CliWorld::wrapped(CliWorld::employee()));
    QCOMPARE(run({u"get"_s, u"17"_s}).exitCode, 0);
    QCOMPARE(server().calls(u"session.logout"_s).size(), 1);
}

void CommandsTest::worksInALocaleWithoutUtf8()
{
    server().always(u"employee.get"_s, CliWorld::wrapped(CliWorld::employee()));
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"LC_ALL"_s, u"C"_s);
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(ROSTER_CLI), m_world->arguments({u"get"_s, u"17"_s}));
    QTRY_COMPARE(process.state(), QProcess::NotRunning);
    QCOMPARE(process.exitCode(), 0);
    QVERIFY(process.readAllStandardOutput().contains("Zoë"));
    QCOMPARE(process.readAllStandardError(), QByteArray());
}

QTEST_GUILESS_MAIN(CommandsTest)
#include "tst_commands.moc"
