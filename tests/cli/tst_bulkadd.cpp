#include "tests/cli/CliWorld.h"
#include "tests/cli/PipedProgram.h"
#include "tests/cli/PtyProgram.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QTest>

#include <signal.h>

using namespace roster;
using namespace roster::test;
using namespace Qt::StringLiterals;

/// `add --from-json` of many records that does not come to its end, against a scripted server.
class BulkAddTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_world.reset(); }

    void controlCLeavesTheUnansweredUnknown();
    void controlCTellsPeopleHowToGoOn();
    void anotherRunWithTheKeyAddsNothingTwice();
    void aLostServerLeavesTheSentUnknown();
    void aBusyServerIsWaitedFor();
    void aRecordHasItsOwnKey_data();
    void aRecordHasItsOwnKey();
    void aWrongKeySendsNothing_data();
    void aWrongKeySendsNothing();
    void aKeyTooLongForItsNumbersIsUsage();

private:
    [[nodiscard]] QStringList add(const QStringList &rest = {}) const
    {
        return m_world->arguments(
            QStringList{u"add"_s, u"--from-json"_s, m_world->file(u"many"_s)} + rest);
    }
    [[nodiscard]] Run run(const QStringList &arguments)
    {
        return PipedProgram(QStringLiteral(ROSTER_CLI), arguments).finish();
    }
    [[nodiscard]] FakeServer &server() { return m_world->server(); }
    /// Answers the first @p count additions, and none of the others.
    void answerOnly(int count);
    [[nodiscard]] QSet<QString> keys() const;

    std::unique_ptr<CliWorld> m_world;
};

void BulkAddTest::init()
{
    m_world = std::make_unique<CliWorld>();
    QByteArray lines;
    for (int i = 1; i <= 250; ++i)
        lines += R"({"last_name":")" + QByteArray::number(i) + "\"}\n";
    m_world->writeFile(u"many"_s, lines);
}

void BulkAddTest::answerOnly(int count)
{
    server().on(u"employee.add"_s, [this, count](const QJsonObject &params) -> Answer {
        if (server().calls(u"employee.add"_s).size() > count)
            return Silence{};
        return CliWorld::wrapped(params.value("employee"_L1).toObject());
    });
}

QSet<QString> BulkAddTest::keys() const
{
    QSet<QString> keys;
    for (const QJsonObject &params : m_world->server().calls(u"employee.add"_s))
        keys.insert(params.value("request_key"_L1).toString());
    return keys;
}

void BulkAddTest::controlCLeavesTheUnansweredUnknown()
{
    answerOnly(100);
    PipedProgram cli(QStringLiteral(ROSTER_CLI), add({u"--output"_s, u"json"_s}));
    QTRY_COMPARE(server().calls(u"employee.add"_s).size(), 200);
    cli.signal(SIGINT);
    const Run run = cli.finish();
    QCOMPARE(run.exitCode, 130);
    const QJsonArray told = QJsonDocument::fromJson(run.output).array();
    QCOMPARE(told.size(), 250);
    for (int i = 0; i < 250; ++i) {
        const QString expected = i < 100 ? u"added"_s : i < 200 ? u"unknown"_s : u"unsent"_s;
        QCOMPARE(told.at(i).toObject().value("outcome"_L1).toString(), expected);
    }
    const QJsonValue unknown = told.at(150).toObject().value("error"_L1);
    QCOMPARE(unknown["reason"_L1].toString(), u"not_answered"_s);
    const QJsonValue error = QJsonDocument::fromJson(run.errors).object().value("error"_L1);
    QCOMPARE(error["reason"_L1].toString(), u"interrupted"_s);
    QCOMPARE(error["exit_code"_L1].toInt(), 130);
    const QJsonValue data = error["data"_L1];
    QCOMPARE(data["added"_L1].toInt(), 100);
    QCOMPARE(data["failed"_L1].toInt(), 0);
    QCOMPARE(data["unknown"_L1].toInt(), 100);
    QCOMPARE(data["unsent"_L1].toInt(), 50);
    const QString key = data["request_key"_L1].toString();
    QVERIFY(error["hint"_L1].toString().contains(u"--request-key "_s + key));
    QCOMPARE(unknown["data"_L1]["request_key"_L1].toString(), key + u"-151"_s);
}

void BulkAddTest::controlCTellsPeopleHowToGoOn()
{
    answerOnly(100);
    PtyProgram cli(QStringLiteral(ROSTER_CLI), add({u"--request-key"_s, u"may"_s}));
    QTRY_COMPARE(server().calls(u"employee.add"_s).size(), 200);
    cli.type("\x03");
    QVERIFY(cli.expect(u"   100  added  "_s));
    QVERIFY(cli.expect(
        u"   101  unknown  Sent, but not answered. It may have been added. Key: may-101"_s));
    QVERIFY(cli.expect(u"   201  unsent   and so are all after it, up to item 250"_s));
    QVERIFY(cli.expect(u"100 were added, 100 may have been added, 50 were not sent"_s));
    QVERIFY(cli.expect(u"--request-key may:"_s));
    QCOMPARE(cli.exitCode(), 130);
    QVERIFY(!cli.screen().contains("250 of 250"));
    QVERIFY(!cli.screen().contains("failed"));
}

void BulkAddTest::anotherRunWithTheKeyAddsNothingTwice()
{
    answerOnly(100);
    PipedProgram cli(QStringLiteral(ROSTER_CLI), add({u"--output"_s, u"jsonl"_s}));
    QTRY_COMPARE(server().calls(u"employee.add"_s).size(), 200);
    cli.signal(SIGINT);
    const QJsonValue error
        = QJsonDocument::fromJson(cli.finish().errors).object().value("error"_L1);
    answerOnly(1000);
    const QString key = error["data"_L1]["request_key"_L1].toString();
    QCOMPARE(run(add({u"--request-key"_s, key})).exitCode, 0);
    QCOMPARE(server().calls(u"employee.add"_s).size(), 450);
    QCOMPARE(keys().size(), 250);
}

void BulkAddTest::aLostServerLeavesTheSentUnknown()
{
    server().on(u"employee.add"_s, [this](const QJsonObject &) -> Answer {
        server().stopListening();
        return HangUp{};
    });
    const Run run = this->run(add({u"--output"_s, u"json"_s}));
    QCOMPARE(run.exitCode, 3);
    const QJsonArray told = QJsonDocument::fromJson(run.output).array();
    QCOMPARE(told.at(0).toObject().value("outcome"_L1).toString(), u"unknown"_s);
    QCOMPARE(told.at(99).toObject().value("outcome"_L1).toString(), u"unknown"_s);
    QCOMPARE(told.at(100).toObject().value("outcome"_L1).toString(), u"unsent"_s);
}

/// More often than anything else is tried, and everything is added once.
void BulkAddTest::aBusyServerIsWaitedFor()
{
    constexpr int busyTimes = 8;
    QHash<QString, int> tries;
    server().on(u"employee.add"_s, [&tries](const QJsonObject &params) -> Answer {
        const QJsonObject employee = params.value("employee"_L1).toObject();
        const int number = employee.value("last_name"_L1).toString().toInt();
        const int tried = ++tries[params.value("request_key"_L1).toString()];
        if (number % 100 == 50 && tried <= busyTimes)
            return Error{ErrorCode::TryLater, u"Busy."_s, {{u"retry_after_ms"_s, 20}}};
        return CliWorld::wrapped(employee);
    });
    const Run run = this->run(add({u"--output"_s, u"json"_s}));
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(QJsonDocument::fromJson(run.output).array().size(), 250);
    QCOMPARE(tries.size(), 250);
    // Those of number 50, 150 and 250 were asked for again.
    QCOMPARE(server().calls(u"employee.add"_s).size(), 250 + 3 * busyTimes);
}

void BulkAddTest::aRecordHasItsOwnKey_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QStringList>("keys");
    QTest::newRow("of many, some have none")
        << QByteArray(R"([{"last_name":"a","request_key":"mine"},{"last_name":"b"}])")
        << QStringList{u"mine"_s, u"base-2"_s};
    QTest::newRow("a single one") << QByteArray(R"({"last_name":"a","request_key":"mine"})")
                                  << QStringList{u"mine"_s};
    QTest::newRow("a single one without")
        << QByteArray(R"({"last_name":"a"})") << QStringList{u"base"_s};
}

void BulkAddTest::aRecordHasItsOwnKey()
{
    QFETCH(QByteArray, json);
    QFETCH(QStringList, keys);
    m_world->writeFile(u"many"_s, json);
    server().always(u"employee.add"_s, CliWorld::wrapped(CliWorld::employee()));
    QCOMPARE(run(add({u"--request-key"_s, u"base"_s})).exitCode, 0);
    QStringList sent;
    for (const QJsonObject &params : server().calls(u"employee.add"_s)) {
        sent.append(params.value("request_key"_L1).toString());
        QVERIFY(!params.value("employee"_L1).toObject().contains("request_key"_L1));
    }
    QCOMPARE(sent, keys);
}

void BulkAddTest::aWrongKeySendsNothing_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("twice the same")
        << QByteArray(R"([{"request_key":"k"},{"request_key":"l"},{"request_key":"k"}])")
        << QByteArray("item 3: its request_key is that of item 1");
    QTest::newRow("a number") << QByteArray(R"([{"request_key":7}])") << QByteArray("item 1: ");
    QTest::newRow("empty") << QByteArray(R"({"request_key":""})") << QByteArray("1 to 64");
    QTest::newRow("too long") << QByteArray(
        R"([{}, {"request_key":"0123456789012345678901234567890123456789012345678901234567890123x"}])")
                              << QByteArray("item 2: ");
}

void BulkAddTest::aWrongKeySendsNothing()
{
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, words);
    m_world->writeFile(u"many"_s, json);
    const Run run = this->run(add());
    QCOMPARE(run.exitCode, 6);
    QVERIFY2(run.errors.contains(words), run.errors.constData());
    QVERIFY(server().calls(u"employee.add"_s).isEmpty());
}

void BulkAddTest::aKeyTooLongForItsNumbersIsUsage()
{
    server().always(u"employee.add"_s, CliWorld::wrapped(CliWorld::employee()));
    QCOMPARE(run(add({u"--request-key"_s, QString(61, u'k')})).exitCode, 2);
    QVERIFY(server().calls(u"employee.add"_s).isEmpty());
    QCOMPARE(run(add({u"--request-key"_s, QString(60, u'k')})).exitCode, 0);
}

QTEST_GUILESS_MAIN(BulkAddTest)
#include "tst_bulkadd.moc"
