#include "tests/cli/CliWorld.h"
#include "tests/cli/PipedProgram.h"
#include "tests/cli/PtyProgram.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <signal.h>

using namespace roster;
using namespace roster::test;
using namespace Qt::StringLiterals;

/// `watch`, and what the commands show on a terminal.
class ChangeWatchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_world = std::make_unique<CliWorld>(); }
    void cleanup() { m_world.reset(); }

    void tellsChangesUntilControlC();
    void reconnectsAndTellsWhatItMissed();
    void oneMissedChangeIsOne();
    void endsWithItsSession();
    void aLongListGoesThroughThePager();
    void aShortListDoesNot();
    void coloursOnlyWhereTheyAreWanted();
    void infoTellsTheCertificate();

private:
    [[nodiscard]] QStringList arguments(const QStringList &rest) const
    {
        return m_world->arguments(rest);
    }
    [[nodiscard]] FakeServer &server() { return m_world->server(); }
    [[nodiscard]] static QJsonObject change(qint64 revision)
    {
        return {{u"action"_s, u"updated"_s}, {u"employee"_s, CliWorld::employee()},
            {u"by"_s, u"bob"_s}, {u"revision"_s, revision}};
    }
    void serveRecords(int count)
    {
        QJsonArray records;
        for (int i = 1; i <= count; ++i)
            records.append(CliWorld::employee(i));
        server().always(u"employee.list"_s, QJsonObject{{u"employees"_s, records}});
    }

    std::unique_ptr<CliWorld> m_world;
};

void ChangeWatchTest::tellsChangesUntilControlC()
{
    server().always(u"employee.subscribe"_s, QJsonObject{{u"revision"_s, 5}});
    PtyProgram program(QStringLiteral(ROSTER_CLI), arguments({u"watch"_s}));
    QTRY_COMPARE(server().calls(u"employee.subscribe"_s).size(), 1);
    server().notifyAll(u"employee.changed"_s, change(6));
    QVERIFY(program.expect(u"updated   Zoë O'Brien (ID 17), version 3, by bob"_s));
    server().notifyAll(
        u"employee.changed"_s, QJsonObject{{u"action"_s, u"many"_s}, {u"revision"_s, 2000}});
    QVERIFY(program.expect(u"too many at once"_s));
    program.type("\x03");
    QCOMPARE(program.exitCode(), 0);
}

void ChangeWatchTest::reconnectsAndTellsWhatItMissed()
{
    server().once(u"employee.subscribe"_s, {QJsonObject{{u"revision"_s, 5}}});
    server().always(u"employee.subscribe"_s, QJsonObject{{u"revision"_s, 9}});
    PipedProgram program(
        QStringLiteral(ROSTER_CLI), arguments({u"watch"_s, u"--output"_s, u"jsonl"_s}));
    QTRY_COMPARE(server().calls(u"employee.subscribe"_s).size(), 1);
    server().notifyAll(u"employee.changed"_s, change(6));
    server().dropConnections();
    QTRY_COMPARE(server().calls(u"employee.subscribe"_s).size(), 2);
    server().notifyAll(u"employee.changed"_s, change(10));
    server().notifyAll(u"session.ended"_s, QJsonObject{{u"reason"_s, u"revoked"_s}});
    const Run run = program.finish();
    QCOMPARE(run.exitCode, 4);
    const QJsonValue lost
        = QJsonDocument::fromJson(run.errors.split('\n').value(0)).object().value("notice"_L1);
    QCOMPARE(lost["reason"_L1].toString(), u"connection_lost"_s);
    QCOMPARE(lost["retry_seconds"_L1].toInt(), 1);
    for (const QByteArray &line : run.errors.trimmed().split('\n'))
        QVERIFY2(QJsonDocument::fromJson(line).isObject(), line.constData());
    const QByteArrayList lines = run.output.trimmed().split('\n');
    const auto member = [&](int line, const QString &name) {
        return QJsonDocument::fromJson(lines.value(line)).object().value(name);
    };
    const int last = static_cast<int>(lines.size()) - 1;
    QCOMPARE(member(last - 1, u"action"_s).toString(), u"missed"_s);
    QCOMPARE(member(last - 1, u"revision"_s).toInt(), 9);
    QCOMPARE(member(last, u"revision"_s).toInt(), 10);
}

void ChangeWatchTest::oneMissedChangeIsOne()
{
    server().once(u"employee.subscribe"_s, {QJsonObject{{u"revision"_s, 5}}});
    server().always(u"employee.subscribe"_s, QJsonObject{{u"revision"_s, 6}});
    PtyProgram program(QStringLiteral(ROSTER_CLI), arguments({u"watch"_s}));
    QTRY_COMPARE(server().calls(u"employee.subscribe"_s).size(), 1);
    server().dropConnections();
    QVERIFY(program.expect(u"The connection was lost; trying again in 1 s."_s));
    QVERIFY(program.expect(u"the change 6, while there was no connection"_s));
}

void ChangeWatchTest::endsWithItsSession()
{
    server().always(
        u"employee.subscribe"_s, Error{ErrorCode::PermissionDenied, u"Not for you."_s, {}});
    const Run run = PipedProgram(QStringLiteral(ROSTER_CLI), arguments({u"watch"_s})).finish();
    QCOMPARE(run.exitCode, 5);
}

void ChangeWatchTest::aLongListGoesThroughThePager()
{
    serveRecords(40);
    qputenv("PAGER", "sed 's/^/paged: /'; cat >/dev/null");
    PtyProgram program(QStringLiteral(ROSTER_CLI), arguments({u"list"_s}));
    QVERIFY(program.expect(u"paged: 40  Zoë"_s));
    QCOMPARE(program.exitCode(), 0);
    PtyProgram plain(QStringLiteral(ROSTER_CLI), arguments({u"list"_s, u"--no-pager"_s}));
    QVERIFY(plain.expect(u"40  Zoë"_s));
    QCOMPARE(plain.exitCode(), 0);
    QVERIFY(!plain.screen().contains("paged"));
    // One that is left at once is no error.
    qputenv("PAGER", "true");
    PtyProgram left(QStringLiteral(ROSTER_CLI), arguments({u"list"_s}));
    QCOMPARE(left.exitCode(), 0);
    qunsetenv("PAGER");
}

void ChangeWatchTest::aShortListDoesNot()
{
    serveRecords(3);
    qputenv("PAGER", "sed 's/^/paged: /'");
    PtyProgram program(
        QStringLiteral(ROSTER_CLI), arguments({u"list"_s, u"--fields"_s, u"id,last_name"_s}));
    QVERIFY(program.expect(u"O'Brien"_s));
    QCOMPARE(program.exitCode(), 0);
    QVERIFY(!program.screen().contains("paged"));
    qunsetenv("PAGER");
}

void ChangeWatchTest::coloursOnlyWhereTheyAreWanted()
{
    serveRecords(1);
    const QStringList list = arguments({u"list"_s, u"--fields"_s, u"id,last_name"_s});
    const auto screenOf = [&] {
        PtyProgram program(QStringLiteral(ROSTER_CLI), list);
        return program.exitCode() == 0 ? program.screen() : QByteArray();
    };
    qputenv("TERM", "xterm");
    QVERIFY(screenOf().contains("\x1b[1m"));
    qputenv("NO_COLOR", "1");
    QVERIFY(screenOf().contains("O'Brien"));
    QVERIFY(!screenOf().contains('\x1b'));
    qunsetenv("NO_COLOR");
    qputenv("TERM", "dumb");
    QVERIFY(!screenOf().contains('\x1b'));
    qputenv("TERM", "xterm");
    QVERIFY(!PipedProgram(QStringLiteral(ROSTER_CLI), list).finish().output.contains('\x1b'));
}

void ChangeWatchTest::infoTellsTheCertificate()
{
    server().always(u"server.info"_s,
        QJsonObject{{u"name"_s, u"Payroll"_s}, {u"version"_s, u"9"_s}, {u"protocol"_s, 1}});
    const Run run = PipedProgram(QStringLiteral(ROSTER_CLI),
        m_world->arguments({u"info"_s, u"--output"_s, u"json"_s}, false))
                        .finish();
    QCOMPARE(run.exitCode, 0);
    const QJsonObject info = QJsonDocument::fromJson(run.output).object();
    QCOMPARE(info.value("tls"_L1)["protocol"_L1].toString(), u"TLSv1.3"_s);
    QCOMPARE(info.value("tls"_L1)["key_sha256"_L1].toString().size(), 95);
    QVERIFY(!info.contains("session"_L1));
    QVERIFY(server().calls(u"session.login"_s).isEmpty());
}

QTEST_GUILESS_MAIN(ChangeWatchTest)
#include "tst_changewatch.moc"
