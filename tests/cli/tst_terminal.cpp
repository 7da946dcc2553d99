#include "tests/cli/CliWorld.h"
#include "tests/cli/PtyProgram.h"

#include <QTest>

#include <signal.h>

using namespace roster;
using namespace roster::test;
using namespace Qt::StringLiterals;

/// The built program on a real terminal: echo, signals, the end of the input.
class TerminalTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_world = std::make_unique<CliWorld>(); }
    void cleanup() { m_world.reset(); }

    void thePasswordIsNeverEchoed();
    void theEchoComesBackAfterEveryEnd_data();
    void theEchoComesBackAfterEveryEnd();
    void aSubCommandAsksForThePassword();
    void aWrongPasswordIsAskedThreeTimes();
    void aThrottledLoginSaysHowLong();
    void controlCAtTheMenuLogsOut();
    void controlDAtTheMenuLogsOut();
    void controlCInAFormLeadsToTheMenu();
    void controlCInterruptsACall();
    void stoppingAtThePasswordGivesTheEchoBack();
    void aOneTimePasswordMustBeChanged();
    void refusingToChangeItEndsTheProgram();

private:
    [[nodiscard]] FakeServer &server() { return m_world->server(); }
    [[nodiscard]] std::unique_ptr<PtyProgram> start(const QStringList &rest = {})
    {
        return std::make_unique<PtyProgram>(
            QStringLiteral(ROSTER_CLI), m_world->arguments(rest, false));
    }
    void logIn(PtyProgram &program)
    {
        QVERIFY(program.expect(u"Password of alice: "_s));
        program.enter(u"correct"_s);
        QVERIFY(program.expect(u"Choose: "_s));
    }

    std::unique_ptr<CliWorld> m_world;
};

void TerminalTest::thePasswordIsNeverEchoed()
{
    const auto program = start();
    QVERIFY(program->expect(u"Password of alice: "_s));
    QVERIFY(!program->isEchoOn());
    program->enter(u"correct"_s);
    QVERIFY(program->expect(u"Choose: "_s));
    QVERIFY(program->isEchoOn());
    QVERIFY(!program->screen().contains("correct"));
    program->enter(u"q"_s);
    QVERIFY(program->expect(u"Logged out."_s));
    QCOMPARE(program->exitCode(), 0);
}

void TerminalTest::theEchoComesBackAfterEveryEnd_data()
{
    QTest::addColumn<QByteArray>("keys");
    QTest::addColumn<int>("signalNumber");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("Ctrl-C") << QByteArray("\x03") << 0 << 130;
    QTest::newRow("Ctrl-D") << QByteArray("\x04") << 0 << 4;
    QTest::newRow("Ctrl-backslash") << QByteArray("\x1c") << 0 << 128 + SIGQUIT;
    QTest::newRow("SIGTERM") << QByteArray() << SIGTERM << 128 + SIGTERM;
    QTest::newRow("SIGHUP") << QByteArray() << SIGHUP << 128 + SIGHUP;
}

void TerminalTest::theEchoComesBackAfterEveryEnd()
{
    QFETCH(QByteArray, keys);
    QFETCH(int, signalNumber);
    QFETCH(int, exitCode);
    const auto program = start();
    QVERIFY(program->expect(u"Password of alice: "_s));
    QVERIFY(!program->isEchoOn());
    if (keys.isEmpty())
        program->signal(signalNumber);
    else
        program->type(keys);
    QCOMPARE(program->exitCode(), exitCode);
    QVERIFY(program->isEchoOn());
    QCOMPARE(server().acceptedConnections(), 0);
}

void TerminalTest::aSubCommandAsksForThePassword()
{
    server().always(u"employee.get"_s, CliWorld::wrapped(CliWorld::employee()));
    const auto program = start({u"get"_s, u"17"_s});
    QVERIFY(program->expect(u"Password of alice: "_s));
    QVERIFY(!program->isEchoOn());
    program->enter(u"correct"_s);
    QVERIFY(program->expect(u"O'Brien"_s));
    QCOMPARE(program->exitCode(), 0);
}

void TerminalTest::aWrongPasswordIsAskedThreeTimes()
{
    const auto program = start();
    for (int i = 0; i < 3; ++i) {
        QVERIFY(program->expect(u"Password of alice: "_s));
        program->enter(u"wrong"_s);
        QVERIFY(program->expect(u"password is wrong."_s));
    }
    QCOMPARE(program->exitCode(), 4);
}

void TerminalTest::aThrottledLoginSaysHowLong()
{
    server().once(u"session.login"_s,
        {Error{ErrorCode::TryLater, u"Too many attempts."_s, {{u"retry_after_ms"_s, 7100}}}});
    const auto program = start();
    QVERIFY(program->expect(u"Password of alice: "_s));
    program->enter(u"correct"_s);
    QVERIFY(program->expect(u"Try again in 8 seconds."_s));
    logIn(*program);
}

void TerminalTest::controlCAtTheMenuLogsOut()
{
    const auto program = start();
    logIn(*program);
    program->type("\x03");
    QVERIFY(program->expect(u"Logged out."_s));
    QCOMPARE(program->exitCode(), 130);
    QCOMPARE(server().calls(u"session.logout"_s).size(), 1);
}

void TerminalTest::controlDAtTheMenuLogsOut()
{
    const auto program = start();
    logIn(*program);
    program->type("\x04");
    QVERIFY(program->expect(u"Logged out."_s));
    QCOMPARE(program->exitCode(), 0);
    QCOMPARE(server().calls(u"session.logout"_s).size(), 1);
}

void TerminalTest::controlCInAFormLeadsToTheMenu()
{
    const auto program = start();
    logIn(*program);
    program->enter(u"2"_s);
    QVERIFY(program->expect(u"First name"_s));
    program->enter(u"Ann"_s);
    QVERIFY(program->expect(u"Last name"_s));
    program->type("half\x03");
    QVERIFY(program->expect(u"What you entered is kept"_s));
    QVERIFY(program->expect(u"Choose: "_s));
    program->enter(u"2"_s);
    QVERIFY(program->expect(u"First name [Ann]: "_s));
    program->type("\x04");
    QVERIFY(program->expect(u"Choose: "_s));
    program->type("\x04");
    QVERIFY(program->expect(u"Not saved, a new employee:"_s));
    QVERIFY(program->expect(u"First name  Ann"_s));
    QCOMPARE(program->exitCode(), 0);
}

void TerminalTest::controlCInterruptsACall()
{
    server().always(u"employee.get"_s, Silence{});
    const auto program = start();
    logIn(*program);
    program->enter(u"1"_s);
    QVERIFY(program->expect(u"ID of the record: "_s));
    program->enter(u"17"_s);
    QTRY_COMPARE(server().calls(u"employee.get"_s).size(), 1);
    program->type("\x03");
    QVERIFY(program->expect(u"Interrupted"_s));
    QVERIFY(program->expect(u"Choose: "_s));
}

void TerminalTest::stoppingAtThePasswordGivesTheEchoBack()
{
    const auto program = start();
    QVERIFY(program->expect(u"Password of alice: "_s));
    QTRY_VERIFY(!program->isEchoOn());
    program->signal(SIGTSTP);
    QTRY_VERIFY(program->isEchoOn());
    program->signal(SIGCONT);
    QTRY_VERIFY(!program->isEchoOn());
    logIn(*program);
}

void TerminalTest::aOneTimePasswordMustBeChanged()
{
    QJsonObject login = FakeServer::hrLogin();
    login.insert("must_change_password"_L1, true);
    server().always(u"session.login"_s, login);
    server().once(u"session.change_password"_s,
        {Error{ErrorCode::WeakPassword, u"This password is too easy to guess."_s, {}},
            QJsonObject()});
    const auto program = start();
    QVERIFY(program->expect(u"Password of alice: "_s));
    program->enter(u"correct"_s);
    QVERIFY(program->expect(u"Choose your own now."_s));
    QVERIFY(program->expect(u"Present password: "_s));
    program->enter(u"correct"_s);
    const auto choose = [&](const QString &first, const QString &second) {
        QVERIFY(program->expect(u"New password: "_s));
        QVERIFY(!program->isEchoOn());
        program->enter(first);
        QVERIFY(program->expect(u"New password again: "_s));
        program->enter(second);
    };
    choose(u"one thing"_s, u"another thing"_s);
    QVERIFY(program->expect(u"not the same"_s));
    choose(u"password1"_s, u"password1"_s);
    QVERIFY(program->expect(u"too easy to guess"_s));
    choose(u"staple battery horse"_s, u"staple battery horse"_s);
    QVERIFY(program->expect(u"Your password was changed"_s));
    QVERIFY(program->expect(u"Choose: "_s));
    const QJsonObject params = server().calls(u"session.change_password"_s).last();
    QCOMPARE(params.value("old_password"_L1).toString(), u"correct"_s);
    QCOMPARE(params.value("new_password"_L1).toString(), u"staple battery horse"_s);
    QVERIFY(!program->screen().contains("staple"));
}

void TerminalTest::refusingToChangeItEndsTheProgram()
{
    QJsonObject login = FakeServer::hrLogin();
    login.insert("must_change_password"_L1, true);
    server().always(u"session.login"_s, login);
    const auto program = start();
    QVERIFY(program->expect(u"Password of alice: "_s));
    program->enter(u"correct"_s);
    QVERIFY(program->expect(u"Present password: "_s));
    program->type("\x04");
    QCOMPARE(program->exitCode(), 4);
    QVERIFY(program->isEchoOn());
}

QTEST_GUILESS_MAIN(TerminalTest)
#include "tst_terminal.moc"
