#include "cli-client/session/SessionStore.h"
#include "tests/cli/CliWorld.h"
#include "tests/cli/PipedProgram.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonObject>
#include <QTest>

#include <sys/stat.h>

using namespace roster;
using namespace roster::cli;
using namespace roster::test;
using namespace Qt::StringLiterals;

/// The session that `login` leaves for the commands after it.
class StoredSessionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_world.reset(); }

    void laterCommandsUseIt();
    void nobodyElseMayReadIt();
    void theTokenIsNeverShown();
    void aWiderFileIsRefused_data();
    void aWiderFileIsRefused();
    void aDeadSessionKeepsServerAndUser();
    void aWatchedSessionThatEndsDoesToo();
    void anEndedSessionIsNoneOfTheServers();
    void theWayBackIsWrittenForAShell();
    void logoutEndsIt();
    void logoutForgetsWhatTheServerForgot();
    void logoutForgetsWhenTheServerIsAway();
    void aPasswordFileMeansASessionOfItsOwn();
    void aFailedLoginKeepsTheOldSession();
    void anotherLoginIsNotRemoved();

private:
    [[nodiscard]] Run run(const QStringList &arguments)
    {
        return PipedProgram(QStringLiteral(ROSTER_CLI), arguments).finish();
    }
    void logIn() { QCOMPARE(run(m_world->arguments({u"login"_s})).exitCode, 0); }
    [[nodiscard]] QString folder() const { return m_world->file(u"state/roster"_s); }
    [[nodiscard]] QStringList files() const
    {
        return QDir(folder()).entryList(QDir::Files | QDir::Hidden);
    }
    [[nodiscard]] FakeServer &server() { return m_world->server(); }

    std::unique_ptr<CliWorld> m_world;
};

void StoredSessionTest::init()
{
    m_world = std::make_unique<CliWorld>();
    server().always(u"employee.get"_s, CliWorld::wrapped(CliWorld::employee()));
}

void StoredSessionTest::laterCommandsUseIt()
{
    logIn();
    QCOMPARE(run({u"get"_s, u"17"_s}).exitCode, 0);
    QCOMPARE(run({u"get"_s, u"17"_s}).exitCode, 0);
    QCOMPARE(server().calls(u"session.login"_s).size(), 1);
    QCOMPARE(server().calls(u"session.resume"_s).size(), 2);
    QCOMPARE(
        server().calls(u"session.resume"_s).value(0).value("token"_L1).toString(), u"dG9rZW4"_s);
    QVERIFY(server().calls(u"session.logout"_s).isEmpty());
}

void StoredSessionTest::nobodyElseMayReadIt()
{
    const mode_t before = umask(0);
    logIn();
    umask(before);
    const auto modeOf = [](const QString &path) {
        struct stat status
        {
        };
        return stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777 : 0;
    };
    QCOMPARE(modeOf(folder()), 0700u);
    QCOMPARE(files().size(), 2);
    for (const QString &name : files())
        QCOMPARE(modeOf(folder() + u'/' + name), 0600u);
}

void StoredSessionTest::theTokenIsNeverShown()
{
    for (const QString &format : {u"table"_s, u"json"_s}) {
        const Run run = this->run(m_world->arguments({u"login"_s, u"--output"_s, format}));
        QCOMPARE(run.exitCode, 0);
        QVERIFY(run.output.contains("alice"));
        QVERIFY(!run.output.contains("dG9rZW4"));
        QVERIFY(!run.errors.contains("dG9rZW4"));
    }
}

void StoredSessionTest::aWiderFileIsRefused_data()
{
    QTest::addColumn<bool>("isFolder");
    QTest::addColumn<int>("mode");
    QTest::newRow("file read by the group") << false << 0640;
    QTest::newRow("file written by others") << false << 0602;
    QTest::newRow("folder read by others") << true << 0755;
}

void StoredSessionTest::aWiderFileIsRefused()
{
    QFETCH(bool, isFolder);
    QFETCH(int, mode);
    logIn();
    const QString name = QDir(folder()).entryList({u"*.session"_s}).value(0);
    const QString path = isFolder ? folder() : folder() + u'/' + name;
    QCOMPARE(chmod(QFile::encodeName(path).constData(), static_cast<mode_t>(mode)), 0);
    const Run run = this->run({u"get"_s, u"17"_s});
    QCOMPARE(run.exitCode, 4);
    QVERIFY(run.errors.contains("open to others"));
    QVERIFY(server().calls(u"session.resume"_s).isEmpty());
}

void StoredSessionTest::aDeadSessionKeepsServerAndUser()
{
    logIn();
    server().always(u"session.resume"_s, Error{ErrorCode::SessionExpired, u"It has ended."_s, {}});
    for (int i = 0; i < 3; ++i) {
        const Run run = this->run({u"get"_s, u"17"_s});
        QCOMPARE(run.exitCode, 4);
        const QString way
            = u"Log in again: roster-cli login --server 127.0.0.1:%1 --user alice --ca %2\n"_s
                  .arg(server().port())
                  .arg(m_world->file(u"ca.pem"_s));
        QVERIFY2(run.errors.endsWith(way.toUtf8()), run.errors.constData());
    }
    // The dead token is gone and not tried again.
    QCOMPARE(server().calls(u"session.resume"_s).size(), 1);
    for (const QString &name : files()) {
        QFile file(folder() + u'/' + name);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("dG9rZW4"));
    }
    const QStringList login{u"login"_s, u"--password-file"_s, m_world->file(u"password"_s)};
    QCOMPARE(run(login).exitCode, 0);
    QCOMPARE(server().calls(u"session.login"_s).size(), 2);
}

void StoredSessionTest::aWatchedSessionThatEndsDoesToo()
{
    logIn();
    server().always(u"employee.subscribe"_s, QJsonObject{{u"revision"_s, 5}});
    PipedProgram watch(QStringLiteral(ROSTER_CLI), {u"watch"_s});
    QTRY_COMPARE(server().calls(u"employee.subscribe"_s).size(), 1);
    server().notifyAll(u"session.ended"_s, QJsonObject{{u"reason"_s, u"expired"_s}});
    const Run ended = watch.finish();
    QCOMPARE(ended.exitCode, 4);
    QVERIFY(ended.errors.contains("Log in again: "));
    QCOMPARE(run({u"get"_s, u"17"_s}).exitCode, 4);
}

void StoredSessionTest::anEndedSessionIsNoneOfTheServers()
{
    logIn();
    server().always(u"session.resume"_s, Error{ErrorCode::SessionExpired, u"It has ended."_s, {}});
    server().always(u"server.info"_s, QJsonObject{{u"name"_s, u"Payroll"_s}});
    server().always(u"session.change_password"_s, QJsonObject());
    QCOMPARE(run({u"get"_s, u"17"_s}).exitCode, 4);
    const Run info = run({u"info"_s});
    QCOMPARE(info.exitCode, 0);
    QVERIFY(info.output.contains("Logged in    no"));
    const QString password = m_world->file(u"password"_s);
    QCOMPARE(run({u"passwd"_s, u"--password-file"_s, password, u"--new-password-file"_s, password})
                 .exitCode,
        0);
    const Run out = run({u"logout"_s});
    QCOMPARE(out.exitCode, 0);
    QVERIFY(out.output.contains("had ended before"));
    QCOMPARE(files(), QStringList());
    QCOMPARE(server().calls(u"session.resume"_s).size(), 1);
}

void StoredSessionTest::theWayBackIsWrittenForAShell()
{
    const SessionStore store(folder());
    QVERIFY(store.save({{u"::1"_s, 7000}, u"o'neil; ls"_s, {}, SecretBytes(), true}));
    const Run run = this->run({u"get"_s, u"17"_s});
    QCOMPARE(run.exitCode, 4);
    QVERIFY2(run.errors.contains(R"(--server '[::1]:7000' --user 'o'\''neil; ls')"),
        run.errors.constData());
}

void StoredSessionTest::logoutEndsIt()
{
    logIn();
    QCOMPARE(run({u"logout"_s}).exitCode, 0);
    QCOMPARE(server().calls(u"session.logout"_s).size(), 1);
    QCOMPARE(files(), QStringList());
    QCOMPARE(run({u"get"_s, u"17"_s}).exitCode, 2);
    QCOMPARE(run(m_world->arguments({u"logout"_s}, false)).exitCode, 4);
}

void StoredSessionTest::logoutForgetsWhatTheServerForgot()
{
    logIn();
    server().always(u"session.resume"_s, Error{ErrorCode::SessionExpired, u"It has ended."_s, {}});
    const Run run = this->run({u"logout"_s});
    QCOMPARE(run.exitCode, 0);
    QVERIFY(run.output.contains("had ended before"));
    QCOMPARE(files(), QStringList());
}

void StoredSessionTest::logoutForgetsWhenTheServerIsAway()
{
    logIn();
    server().stopListening();
    const Run run = this->run({u"logout"_s});
    QCOMPARE(run.exitCode, 3);
    QVERIFY(run.errors.contains("forgotten here"));
    QCOMPARE(files(), QStringList());
}

void StoredSessionTest::aPasswordFileMeansASessionOfItsOwn()
{
    logIn();
    QCOMPARE(run(m_world->arguments({u"get"_s, u"17"_s})).exitCode, 0);
    QCOMPARE(server().calls(u"session.login"_s).size(), 2);
    QVERIFY(server().calls(u"session.resume"_s).isEmpty());
    QCOMPARE(server().calls(u"session.logout"_s).size(), 1);
    QCOMPARE(files().size(), 2);
}

void StoredSessionTest::aFailedLoginKeepsTheOldSession()
{
    logIn();
    m_world->writeFile(u"password"_s, "wrong\n");
    QCOMPARE(run(m_world->arguments({u"login"_s})).exitCode, 4);
    QCOMPARE(run({u"get"_s, u"17"_s}).exitCode, 0);
}

void StoredSessionTest::anotherLoginIsNotRemoved()
{
    const SessionStore store(folder());
    const auto session = [](const char *token) {
        return StoredSession{
            {u"a"_s, 1}, u"b"_s, {}, SecretBytes::copyOf(QByteArrayView(token)), false};
    };
    QVERIFY(store.save(session("old")));
    QVERIFY(store.save(session("new")));
    QVERIFY(store.remove(session("old")));
    QVERIFY(store.retire(session("old")));
    QCOMPARE(store.sessions()->size(), 1u);
    QVERIFY(store.sessions()->front().isCurrent);
    QCOMPARE(store.sessions()->front().token.view().toByteArray(), QByteArray("new"));
    QVERIFY(store.remove(session("new")));
    QVERIFY(store.sessions()->empty());
}

QTEST_GUILESS_MAIN(StoredSessionTest)
#include "tst_storedsession.moc"
