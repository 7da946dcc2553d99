#include "tests/cli/CliWorld.h"
#include "tests/cli/PipedProgram.h"
#include "tests/cli/PtyProgram.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace roster;
using namespace roster::test;
using namespace Qt::StringLiterals;

/// The built program and a server that it does not know: what a person is asked, what a script is
/// told.
class FirstContactTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_world = std::make_unique<CliWorld>(); }
    void cleanup() { m_world.reset(); }

    void asksBeforeThePasswordAndOnlyOnce();
    void takesItsFingerprintForAnAnswer_data();
    void takesItsFingerprintForAnAnswer();
    void everythingElseIsNo_data();
    void everythingElseIsNo();
    void aScriptIsRefusedAndToldHowToGoOn();
    void aScriptAddsByTheFingerprint();
    void aScriptIsRefusedWithAnotherFingerprint();
    void aChangedIdentityIsRefusedBeforeThePassword();
    void listsAndForgets();
    void whatItRemembersIsJsonWhenAsked();
    void refusesWrongLines_data();
    void refusesWrongLines();

private:
    [[nodiscard]] FakeServer &server() { return m_world->server(); }
    [[nodiscard]] std::unique_ptr<PtyProgram> start()
    {
        return std::make_unique<PtyProgram>(
            QStringLiteral(ROSTER_CLI), m_world->argumentsWithoutCa({}, false), 200);
    }
    [[nodiscard]] static Run run(const QStringList &arguments)
    {
        return PipedProgram(QStringLiteral(ROSTER_CLI), arguments).finish();
    }
    [[nodiscard]] QString address() { return u"127.0.0.1:%1"_s.arg(server().port()); }
    [[nodiscard]] Run add(const QString &fingerprint)
    {
        return run({u"known-servers"_s, u"add"_s, address(), u"--fingerprint"_s, fingerprint});
    }

    std::unique_ptr<CliWorld> m_world;
};

void FirstContactTest::asksBeforeThePasswordAndOnlyOnce()
{
    {
        const auto program = start();
        QVERIFY(program->expect(m_world->fingerprint().text()));
        QVERIFY(program->expect(m_world->fingerprint().words()));
        QVERIFY(program->expect(u"[no]: "_s));
        QVERIFY(!program->screen().contains("Password"));
        program->enter(u"y"_s);
        QVERIFY(program->expect(u"whole word"_s));
        QTRY_COMPARE(server().openConnections(), 0);
        program->enter(u"yes"_s);
        QVERIFY(program->expect(u"is now known by"_s));
        QVERIFY(program->expect(u"Password of alice: "_s));
        QCOMPARE(server().applicationBytes(), 0);
        program->enter(u"correct"_s);
        QVERIFY(program->expect(u"Choose: "_s));
        program->enter(u"q"_s);
        QCOMPARE(program->exitCode(), 0);
    }
    const auto program = start();
    QVERIFY(program->expect(u"Password of alice: "_s));
    QVERIFY(!program->screen().contains("Fingerprint"));
}

void FirstContactTest::takesItsFingerprintForAnAnswer_data()
{
    QTest::addColumn<bool>("isWords");
    QTest::newRow("the fingerprint") << false;
    QTest::newRow("the words") << true;
}

void FirstContactTest::takesItsFingerprintForAnAnswer()
{
    QFETCH(bool, isWords);
    const auto program = start();
    QVERIFY(program->expect(u"[no]: "_s));
    program->enter(isWords ? m_world->fingerprint().words() : m_world->fingerprint().text());
    QVERIFY(program->expect(u"Password of alice: "_s));
}

void FirstContactTest::everythingElseIsNo_data()
{
    QTest::addColumn<QByteArray>("keys");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("Enter") << QByteArray("\n") << 3;
    QTest::newRow("no") << QByteArray("no\n") << 3;
    QTest::newRow("the end") << QByteArray("\x04") << 3;
    QTest::newRow("another fingerprint") << QByteArray("SHA256:AAAA\n") << 3;
    QTest::newRow("other words") << QByteArray("zoo zoo zoo zoo zoo zoo\n") << 3;
    QTest::newRow("Ctrl-C") << QByteArray("\x03") << 130;
}

void FirstContactTest::everythingElseIsNo()
{
    QFETCH(QByteArray, keys);
    QFETCH(int, exitCode);
    const auto program = start();
    QVERIFY(program->expect(u"[no]: "_s));
    program->type(keys);
    QCOMPARE(program->exitCode(), exitCode);
    QVERIFY(!program->screen().contains("Password"));
    QCOMPARE(server().applicationBytes(), 0);
    QVERIFY(!QFile::exists(m_world->file(u"config/roster/known_servers"_s)));
}

void FirstContactTest::aScriptIsRefusedAndToldHowToGoOn()
{
    const Run refused
        = run(m_world->argumentsWithoutCa({u"get"_s, u"17"_s, u"--output"_s, u"json"_s}));
    QCOMPARE(refused.exitCode, 3);
    QVERIFY(refused.output.isEmpty());
    const QJsonObject error
        = QJsonDocument::fromJson(refused.errors).object().value("error"_L1).toObject();
    QCOMPARE(error.value("reason"_L1).toString(), u"unknown_server"_s);
    const QJsonObject data = error.value("data"_L1).toObject();
    QCOMPARE(data.value("fingerprint"_L1).toString(), m_world->fingerprint().text());
    QCOMPARE(data.value("words"_L1).toString(), m_world->fingerprint().words());
    QVERIFY(error.value("hint"_L1).toString().contains(u"known-servers add "_s + address()));
    QCOMPARE(server().applicationBytes(), 0);
}

void FirstContactTest::aScriptAddsByTheFingerprint()
{
    QCOMPARE(add(m_world->fingerprint().text()).exitCode, 0);
    QCOMPARE(server().applicationBytes(), 0);
    QCOMPARE(add(m_world->fingerprint().words()).exitCode, 0);
    server().always(u"employee.get"_s, CliWorld::wrapped(CliWorld::employee()));
    QCOMPARE(run(m_world->argumentsWithoutCa({u"get"_s, u"17"_s})).exitCode, 0);
}

void FirstContactTest::aScriptIsRefusedWithAnotherFingerprint()
{
    const Run added = add(u"SHA256:AAAA"_s);
    QCOMPARE(added.exitCode, 3);
    QVERIFY(added.errors.contains("another fingerprint"));
    QCOMPARE(run(m_world->argumentsWithoutCa({u"get"_s, u"17"_s})).exitCode, 3);
}

void FirstContactTest::aChangedIdentityIsRefusedBeforeThePassword()
{
    QCOMPARE(add(m_world->fingerprint().text()).exitCode, 0);
    const quint16 port = server().port();
    server().stopListening();
    FakeServer forged(makeIdentity());
    forged.takePort(port);
    QVERIFY(forged.listen());
    const auto program = start();
    QVERIFY(program->expect(u"HAS CHANGED"_s));
    QVERIFY(program->expect(u"known-servers forget "_s + address()));
    QCOMPARE(program->exitCode(), 3);
    QVERIFY(!program->screen().contains("Password"));
    QCOMPARE(forged.applicationBytes(), 0);
}

void FirstContactTest::listsAndForgets()
{
    const QStringList list{u"known-servers"_s, u"list"_s, u"--output"_s};
    QCOMPARE(run(list + QStringList{u"json"_s}).output, "[]\n"_ba);
    QCOMPARE(add(m_world->fingerprint().text()).exitCode, 0);
    const QJsonObject known = QJsonDocument::fromJson(run(list + QStringList{u"json"_s}).output)
                                  .array()
                                  .at(0)
                                  .toObject();
    QCOMPARE(known.value("server"_L1).toString(), address());
    QCOMPARE(known.value("words"_L1).toString(), m_world->fingerprint().words());
    QVERIFY(run(list + QStringList{u"csv"_s}).output.contains(address().toUtf8() + ','));
    QVERIFY(run(list + QStringList{u"table"_s})
                .output.contains(m_world->fingerprint().text().toUtf8()));
    const QStringList forget{u"known-servers"_s, u"forget"_s, address()};
    QCOMPARE(run(forget).exitCode, 0);
    QCOMPARE(run(forget).exitCode, 7);
    QCOMPARE(run(list + QStringList{u"json"_s}).output, "[]\n"_ba);
    QCOMPARE(add(m_world->fingerprint().text()).exitCode, 0);
    const Run told = run(forget + QStringList{u"--output"_s, u"json"_s});
    QCOMPARE(told.output, "{\"forgotten\":\"" + address().toUtf8() + "\"}\n");
}

void FirstContactTest::whatItRemembersIsJsonWhenAsked()
{
    const Run run = this->run({u"known-servers"_s, u"add"_s, address(), u"--fingerprint"_s,
        m_world->fingerprint().text(), u"--output"_s, u"json"_s});
    QCOMPARE(run.exitCode, 0);
    const QJsonValue notice = QJsonDocument::fromJson(run.errors).object().value("notice"_L1);
    QCOMPARE(notice["reason"_L1].toString(), u"server_remembered"_s);
    QVERIFY(notice["message"_L1].toString().contains(address()));
}

void FirstContactTest::refusesWrongLines_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("nothing") << QStringList{};
    QTest::newRow("another word") << QStringList{u"drop"_s};
    QTest::newRow("forget nobody") << QStringList{u"forget"_s};
    QTest::newRow("no address") << QStringList{u"forget"_s, u"a:b"_s};
    QTest::newRow("add without a fingerprint") << QStringList{u"add"_s, u"a"_s};
    QTest::newRow("forget with one")
        << QStringList{u"forget"_s, u"a"_s, u"--fingerprint"_s, u"x"_s};
    QTest::newRow("a server besides") << QStringList{u"list"_s, u"--server"_s, u"a"_s};
    QTest::newRow("another format") << QStringList{u"list"_s, u"--output"_s, u"xml"_s};
}

void FirstContactTest::refusesWrongLines()
{
    QFETCH(QStringList, words);
    QCOMPARE(run(QStringList{u"known-servers"_s} + words).exitCode, 2);
}

QTEST_GUILESS_MAIN(FirstContactTest)
#include "tst_firstcontact.moc"
