#include "tests/cli/CliWorld.h"
#include "tests/cli/PipedProgram.h"
#include "tests/cli/PtyProgram.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QTest>

using namespace roster;
using namespace roster::test;
using namespace Qt::StringLiterals;

/// The sub-commands that change records, against a scripted server.
class WriteCommandsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_world.reset(); }

    void addSendsTheFieldsInTheProtocolsForm();
    void aLostAnswerIsAskedForWithTheSameKey();
    void anUnknownOutcomeNamesItsKey();
    void addsManyAndNamesWhatFailed();
    void manyAreNotAddedTwiceAfterALostLink();
    void warningsAreSentences();
    void malformedJsonSendsNothing_data();
    void malformedJsonSendsNothing();
    void updateReadsTheVersionFirst();
    void updateEmptiesAndTakesAVersion();
    void aRecordCanBeGivenBack();
    void aConflictShowsBothValues();
    void deleteNeedsAYes();
    void deleteAsksOnATerminal();
    void restoreFindsTheVersion();
    void passwdShowsTheReasons();
    void passwdChangesAOneTimePassword();
    void sessionsAreListedAndRevoked();

private:
    [[nodiscard]] Run run(const QStringList &rest, const QByteArray &input = {})
    {
        return PipedProgram(QStringLiteral(ROSTER_CLI), m_world->arguments(rest), input).finish();
    }
    [[nodiscard]] FakeServer &server() { return m_world->server(); }
    [[nodiscard]] QJsonObject sent(const QString &method)
    {
        return server().calls(method).value(0);
    }

    std::unique_ptr<CliWorld> m_world;
};

void WriteCommandsTest::init()
{
    m_world = std::make_unique<CliWorld>();
    for (const QString &method : {u"get"_s, u"add"_s, u"update"_s, u"restore"_s})
        server().always(u"employee."_s + method, CliWorld::wrapped(CliWorld::employee()));
    server().always(u"employee.delete"_s, QJsonObject{{u"id"_s, 17}, {u"version"_s, 4}});
}

void WriteCommandsTest::addSendsTheFieldsInTheProtocolsForm()
{
    const Run run = this->run({u"add"_s, u"--first-name"_s, u"Zoë"_s, u"--ssn"_s, u"001-02-0003"_s,
        u"--date-of-birth"_s, u"02-29-1996"_s, u"--salary"_s, u"$45,210.5"_s, u"--id"_s, u"9"_s,
        u"--output"_s, u"json"_s});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(QJsonDocument::fromJson(run.output).object(), CliWorld::employee());
    QCOMPARE(sent(u"employee.add"_s).value("employee"_L1).toObject(),
        (QJsonObject{{u"first_name"_s, u"Zoë"_s}, {u"ssn"_s, u"001020003"_s},
            {u"date_of_birth"_s, u"1996-02-29"_s}, {u"salary"_s, u"45210.5"_s}, {u"id"_s, 9}}));
    QVERIFY(!sent(u"employee.add"_s).value("request_key"_L1).toString().isEmpty());
}

void WriteCommandsTest::aLostAnswerIsAskedForWithTheSameKey()
{
    server().once(u"employee.add"_s, {HangUp{}});
    QCOMPARE(run({u"add"_s, u"--last-name"_s, u"X"_s}).exitCode, 0);
    const QList<QJsonObject> calls = server().calls(u"employee.add"_s);
    QCOMPARE(calls.size(), 2);
    QCOMPARE(calls.at(0), calls.at(1));
    QCOMPARE(server().calls(u"session.resume"_s).size(), 1);
}

void WriteCommandsTest::anUnknownOutcomeNamesItsKey()
{
    server().always(u"employee.add"_s, Error{ErrorCode::OutcomeUnknown, u"Nobody knows."_s, {}});
    const Run run = this->run({u"add"_s, u"--last-name"_s, u"X"_s, u"--request-key"_s, u"k1"_s,
        u"--output"_s, u"json"_s});
    QCOMPARE(run.exitCode, 9);
    QCOMPARE(sent(u"employee.add"_s).value("request_key"_L1).toString(), u"k1"_s);
    const QJsonObject error
        = QJsonDocument::fromJson(run.errors).object().value("error"_L1).toObject();
    QCOMPARE(error.value("data"_L1).toObject().value("request_key"_L1).toString(), u"k1"_s);
}

void WriteCommandsTest::addsManyAndNamesWhatFailed()
{
    server().on(u"employee.add"_s, [](const QJsonObject &params) -> Answer {
        const QJsonObject employee = params.value("employee"_L1).toObject();
        if (employee.value("last_name"_L1).toString() == "142"_L1)
            return Error{ErrorCode::ValidationFailed, u"Not this one."_s, {}};
        return CliWorld::wrapped(employee);
    });
    QByteArray lines;
    for (int i = 1; i <= 250; ++i)
        lines += R"({"last_name":")" + QByteArray::number(i) + "\"}\n";
    const Run run
        = this->run({u"add"_s, u"--from-json"_s, u"-"_s, u"--output"_s, u"json"_s}, lines);
    QCOMPARE(run.exitCode, 6);
    const QJsonArray told = QJsonDocument::fromJson(run.output).array();
    QCOMPARE(told.size(), 250);
    for (int i = 0; i < 250; ++i) {
        QCOMPARE(told.at(i).toObject().value("item"_L1).toInt(), i + 1);
        QCOMPARE(told.at(i).toObject().value("outcome"_L1).toString(),
            i == 141 ? u"failed"_s : u"added"_s);
    }
    QVERIFY(run.errors.contains("1 of 250 records were not added"));
    QVERIFY(run.errors.contains("item 142"));
}

void WriteCommandsTest::manyAreNotAddedTwiceAfterALostLink()
{
    QSet<QString> keys;
    bool isCut = false;
    server().on(u"employee.add"_s, [&](const QJsonObject &params) -> Answer {
        keys.insert(params.value("request_key"_L1).toString());
        if (keys.size() == 3 && !std::exchange(isCut, true))
            return HangUp{};
        return CliWorld::wrapped(params.value("employee"_L1).toObject());
    });
    m_world->writeFile(u"many.json"_s,
        R"([{"last_name":"a"},{"last_name":"b"},{"last_name":"c"},{"last_name":"d"}])");
    const Run run = this->run({u"add"_s, u"--from-json"_s, m_world->file(u"many.json"_s)});
    QCOMPARE(run.exitCode, 0);
    QVERIFY(isCut);
    QCOMPARE(keys.size(), 4);
    QVERIFY(server().calls(u"employee.add"_s).size() > 4);
    QCOMPARE(run.output.count("added"), 4);
}

void WriteCommandsTest::warningsAreSentences()
{
    QJsonObject result = CliWorld::wrapped(CliWorld::employee());
    result.insert("warnings"_L1,
        QJsonArray{QJsonObject{{u"field"_s, u"ssn"_s}, {u"reason"_s, u"duplicate"_s}},
            QJsonObject{{u"field"_s, u"ssn"_s}, {u"reason"_s, u"never_issued"_s}}});
    server().always(u"employee.add"_s, result);
    const Run run = this->run({u"add"_s, u"--last-name"_s, u"X"_s});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(run.errors,
        QByteArray("Warning: another record has the same SSN.\n"
                   "Warning: the SSA has never issued this SSN.\n"));
}

void WriteCommandsTest::malformedJsonSendsNothing_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("empty") << QByteArray("\n");
    QTest::newRow("no object") << QByteArray("17");
    QTest::newRow("array of something else") << QByteArray(R"([{"last_name":"a"},17])");
    QTest::newRow("second line") << QByteArray("{\"last_name\":\"a\"}\n{\"last_name\":\n");
    QTest::newRow("a number for a text") << QByteArray(R"({"last_name":"a","salary":5})");
    QTest::newRow("second item, a number")
        << QByteArray(R"([{"last_name":"a"},{"last_name":"a","hired_on":[]}])");
    QTest::newRow("twice the same name") << QByteArray(R"({"salary":"1","salary":"2"})");
}

void WriteCommandsTest::malformedJsonSendsNothing()
{
    QFETCH(QByteArray, json);
    const Run run = this->run({u"add"_s, u"--from-json"_s, u"-"_s}, json);
    QCOMPARE(run.exitCode, 6);
    QVERIFY(run.errors.contains("Nothing was sent"));
    QVERIFY(server().calls(u"employee.add"_s).isEmpty());
}

void WriteCommandsTest::updateReadsTheVersionFirst()
{
    QCOMPARE(run({u"update"_s, u"17"_s, u"--salary"_s, u"1"_s}).exitCode, 0);
    QCOMPARE(sent(u"employee.update"_s).value("version"_L1).toInt(), 3);
    QCOMPARE(sent(u"employee.update"_s).value("changes"_L1).toObject(),
        (QJsonObject{{u"salary"_s, u"1"_s}}));
}

void WriteCommandsTest::updateEmptiesAndTakesAVersion()
{
    QCOMPARE(
        run({u"update"_s, u"17"_s, u"--department"_s, QString(), u"--version"_s, u"2"_s}).exitCode,
        0);
    QVERIFY(server().calls(u"employee.get"_s).isEmpty());
    QCOMPARE(sent(u"employee.update"_s).value("version"_L1).toInt(), 2);
    QVERIFY(
        sent(u"employee.update"_s).value("changes"_L1).toObject().value("department"_L1).isNull());
}

void WriteCommandsTest::aRecordCanBeGivenBack()
{
    const QJsonObject record = CliWorld::employee(17, 5,
        {{u"ssn"_s, u"*****0003"_s}, {u"masked"_s, QJsonArray{u"ssn"_s}},
            {u"date_of_birth"_s, QJsonValue::Null},
            {u"unfit"_s, QJsonObject{{u"date_of_birth"_s, u"02-30-1999"_s}}}});
    const QByteArray json = QJsonDocument(record).toJson();
    QCOMPARE(run({u"update"_s, u"17"_s, u"--from-json"_s, u"-"_s}, json).exitCode, 0);
    const QJsonObject sent = this->sent(u"employee.update"_s);
    QCOMPARE(sent.value("version"_L1).toInt(), 5);
    const QStringList names = sent.value("changes"_L1).toObject().keys();
    QCOMPARE(names,
        QStringList({u"department"_s, u"email"_s, u"first_name"_s, u"hired_on"_s, u"job_title"_s,
            u"last_name"_s, u"left_on"_s, u"salary"_s}));
    QCOMPARE(run({u"update"_s, u"18"_s, u"--from-json"_s, u"-"_s}, json).exitCode, 6);
}

void WriteCommandsTest::aConflictShowsBothValues()
{
    server().always(u"employee.update"_s,
        Error{ErrorCode::Conflict, u"Changed meanwhile."_s,
            {{u"fields"_s, QJsonArray{u"salary"_s}},
                {u"employee"_s, CliWorld::employee(17, 4, {{u"salary"_s, u"7.00"_s}})}}});
    const Run run = this->run({u"update"_s, u"17"_s, u"--salary"_s, u"9"_s});
    QCOMPARE(run.exitCode, 8);
    QCOMPARE(run.output, QByteArray());
    QVERIFY(run.errors.contains("Salary: yours \"9\", now \"7.00\""));
}

void WriteCommandsTest::deleteNeedsAYes()
{
    QCOMPARE(run({u"delete"_s, u"17"_s}).exitCode, 2);
    QVERIFY(server().calls(u"employee.delete"_s).isEmpty());
    QCOMPARE(run({u"delete"_s, u"17"_s, u"--yes"_s, u"--version"_s, u"3"_s}).exitCode, 0);
    QCOMPARE(sent(u"employee.delete"_s).value("version"_L1).toInt(), 3);
}

void WriteCommandsTest::deleteAsksOnATerminal()
{
    for (const QString &answer : {u"n"_s, u"y"_s}) {
        PtyProgram program(QStringLiteral(ROSTER_CLI), m_world->arguments({u"delete"_s, u"17"_s}));
        QVERIFY(program.expect(u"Delete Zoë O'Brien (ID 17)?"_s));
        program.enter(answer);
        QCOMPARE(program.exitCode(), answer == "y"_L1 ? 0 : 130);
    }
    QCOMPARE(server().calls(u"employee.delete"_s).size(), 1);
    QCOMPARE(sent(u"employee.delete"_s).value("version"_L1).toInt(), 3);
}

void WriteCommandsTest::restoreFindsTheVersion()
{
    server().once(
        u"employee.list"_s, {QJsonObject{{u"employees"_s, QJsonArray{CliWorld::employee(17, 8)}}}});
    QCOMPARE(run({u"restore"_s, u"17"_s}).exitCode, 0);
    QCOMPARE(sent(u"employee.restore"_s).value("version"_L1).toInt(), 8);
    server().always(u"employee.list"_s, QJsonObject{{u"employees"_s, QJsonArray()}});
    QCOMPARE(run({u"restore"_s, u"17"_s}).exitCode, 7);
}

void WriteCommandsTest::passwdShowsTheReasons()
{
    m_world->writeFile(u"new"_s, "short\n");
    server().always(u"session.change_password"_s,
        Error{ErrorCode::WeakPassword, u"Choose another."_s,
            {{u"reasons"_s, QJsonArray{u"too_short"_s}}}});
    const Run run = this->run({u"passwd"_s, u"--new-password-file"_s, m_world->file(u"new"_s)});
    QCOMPARE(run.exitCode, 6);
    QVERIFY(run.errors.contains("too short"));
}

void WriteCommandsTest::passwdChangesAOneTimePassword()
{
    QJsonObject login = FakeServer::hrLogin();
    login.insert("must_change_password"_L1, true);
    server().always(u"session.login"_s, login);
    server().always(u"session.change_password"_s, QJsonObject());
    const QStringList arguments = m_world->arguments(
        {u"--password-file"_s, u"-"_s, u"passwd"_s, u"--new-password-file"_s, u"-"_s}, false);
    const Run run
        = PipedProgram(QStringLiteral(ROSTER_CLI), arguments, "correct\na new one\n").finish();
    QCOMPARE(run.exitCode, 0);
    const QJsonObject sent = this->sent(u"session.change_password"_s);
    QCOMPARE(sent.value("old_password"_L1).toString(), u"correct"_s);
    QCOMPARE(sent.value("new_password"_L1).toString(), u"a new one"_s);
}

void WriteCommandsTest::sessionsAreListedAndRevoked()
{
    server().always(u"session.list"_s,
        QJsonObject{{u"sessions"_s,
            QJsonArray{QJsonObject{{u"id"_s, u"s1"_s}, {u"username"_s, u"alice"_s},
                {u"peer"_s, u"192.0.2.1\x1b[2J"_s}, {u"current"_s, true}}}}});
    server().always(u"session.revoke"_s, QJsonObject());
    const Run list = run({u"sessions"_s});
    QCOMPARE(list.exitCode, 0);
    QVERIFY(list.output.contains("192.0.2.1\\x1b[2J"));
    QCOMPARE(run({u"sessions"_s, u"--revoke"_s, u"s1"_s}).exitCode, 0);
    QCOMPARE(sent(u"session.revoke"_s).value("id"_L1).toString(), u"s1"_s);
}

QTEST_GUILESS_MAIN(WriteCommandsTest)
#include "tst_writecommands.moc"
