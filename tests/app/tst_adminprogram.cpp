#include "tests/app/AppFixtures.h"
#include "tests/app/ServerProgram.h"
#include "tests/cli/PtyProgram.h"

#include "certs/CertificateIssuer.h"
#include "common/net/ClientTls.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSslSocket>
#include <QTest>

#include <memory>

using namespace roster;
using namespace roster::server;
using namespace roster::server::test;

/// The built program as an administrator uses it, beside a running server and without one.
class AdminProgramTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY(initialiseCrypto()); }
    void init() { m_world = std::make_unique<World>(); }

    void editsRolesInTheServer();
    void letsALostAdministratorIn();
    void asksBeforeItRemoves();
    void leadsClientsToANewCa();
    void servesAnImportedCertificateAtOnce();
    void tellsWhichNamesAnImportedCertificateLacks();
    void examinesItself();

private:
    [[nodiscard]] QStringList onFolder(const QStringList &words) const
    {
        return words + QStringList{u"--data"_s, m_world->configuration.dataPath};
    }
    [[nodiscard]] QStringList serveArguments() const
    {
        return onFolder({u"--listen"_s, u"127.0.0.1:0"_s});
    }
    [[nodiscard]] ProgramRun run(const QStringList &words) const
    {
        return ServerProgram::run(onFolder(words));
    }

    /// Whether a client that trusts @p ca alone accepts the server on @p port.
    [[nodiscard]] static bool isAccepted(const QByteArray &ca, quint16 port);

    std::unique_ptr<World> m_world;
};

bool AdminProgramTest::isAccepted(const QByteArray &ca, quint16 port)
{
    QSslSocket socket;
    socket.setSslConfiguration(clientTlsConfiguration(QSslCertificate::fromData(ca, QSsl::Pem)));
    socket.connectToHostEncrypted(u"127.0.0.1"_s, port);
    return QTest::qWaitFor([&socket] { return socket.isEncrypted(); }, 10'000);
}

void AdminProgramTest::editsRolesInTheServer()
{
    ServerProgram server;
    QVERIFY(server.serve(serveArguments()));
    QCOMPARE(run({u"role"_s, u"add"_s, u"clerk"_s, u"--permission"_s, u"employee.get"_s,
                     u"--permission"_s, u"employee.add"_s, u"--field"_s, u"ssn=masked"_s})
                 .exitCode,
        0);
    const ProgramRun changed = run({u"role"_s, u"set"_s, u"clerk"_s, u"--permission"_s,
        u"-employee.add"_s, u"--field"_s, u"salary=read"_s});
    QCOMPARE(changed.exitCode, 0);
    QVERIFY(changed.output.contains(u"Permissions: employee.get\n"_s));
    QVERIFY(changed.output.contains(u"salary=read ssn=masked"_s));
    QCOMPARE(run({u"role"_s, u"set"_s, u"clerk"_s, u"--field"_s, u"ssn=all"_s}).exitCode, 6);
    QCOMPARE(run({u"role"_s, u"remove"_s, u"clerk"_s}).exitCode, 0);
    QCOMPARE(run({u"role"_s, u"remove"_s, u"clerk"_s}).exitCode, 7);
    QCOMPARE(run({u"user"_s, u"add"_s, u"bob"_s, u"--role"_s, u"clerk"_s}).exitCode, 7);
    QCOMPARE(run({u"user"_s, u"set-role"_s, u"administrator"_s, u"clerk"_s}).exitCode, 7);
    QCOMPARE(run({u"session"_s, u"revoke"_s, u"--all"_s}).output, u"0 sessions have ended.\n"_s);
    QCOMPARE(run({u"session"_s, u"revoke"_s, u"nothing"_s}).exitCode, 7);
    QCOMPARE(server.stop(), 0);
}

void AdminProgramTest::letsALostAdministratorIn()
{
    static const QRegularExpression oneTime(
        u"^One-time password: (\\S+)$"_s, QRegularExpression::MultilineOption);
    QVERIFY(m_world->setUp());
    const QStringList reset{u"user"_s, u"reset-password"_s, u"administrator"_s};
    const ProgramRun offline = run(reset);
    QCOMPARE(offline.exitCode, 0);
    QVERIFY(m_world->isPassword(u"administrator"_s, oneTime.match(offline.output).captured(1)));
    ServerProgram server;
    QVERIFY(
        server.serve(serveArguments() + QStringList{u"--one-time-password-lifetime"_s, u"2h"_s}));
    const ProgramRun online = run(reset);
    QCOMPARE(online.exitCode, 0);
    QVERIFY(online.output.contains(u"\nValid until: 20"_s));
    QVERIFY(m_world->isPassword(u"administrator"_s, oneTime.match(online.output).captured(1)));
    QVERIFY(!m_world->isPassword(u"administrator"_s, oneTime.match(offline.output).captured(1)));
}

void AdminProgramTest::asksBeforeItRemoves()
{
    QVERIFY(m_world->setUp());
    QCOMPARE(run({u"user"_s, u"add"_s, u"alice"_s, u"--role"_s, u"hr"_s}).exitCode, 0);
    const QStringList remove = onFolder({u"user"_s, u"remove"_s, u"alice"_s});
    for (const QString &answer : {u"n"_s, u""_s, u"yesterday"_s}) {
        roster::test::PtyProgram terminal(QStringLiteral(ROSTER_SERVER), remove);
        QVERIFY(terminal.expect(u"Remove the user alice and end their sessions? [y/N]"_s));
        terminal.enter(answer);
        QCOMPARE(terminal.exitCode(), 1);
        QVERIFY(terminal.screen().contains("Nothing was changed."));
    }
    QVERIFY(run({u"user"_s, u"list"_s}).output.contains(u"alice"_s));
    roster::test::PtyProgram terminal(QStringLiteral(ROSTER_SERVER), remove);
    QVERIFY(terminal.expect(u"[y/N]"_s));
    terminal.enter(u"y"_s);
    QCOMPARE(terminal.exitCode(), 0);
    QCOMPARE(run({u"user"_s, u"add"_s, u"alice"_s, u"--role"_s, u"hr"_s}).exitCode, 0);
    roster::test::PtyProgram unasked(
        QStringLiteral(ROSTER_SERVER), remove + QStringList{u"--yes"_s});
    QCOMPARE(unasked.exitCode(), 0);
    QVERIFY(!unasked.screen().contains("[y/N]"));
    QVERIFY(!run({u"user"_s, u"list"_s}).output.contains(u"alice"_s));
}

void AdminProgramTest::leadsClientsToANewCa()
{
    ServerProgram server;
    QVERIFY(server.serve(serveArguments()));
    const auto ca = [this] {
        QFile file(m_world->configuration.dataPath + u"/tls/ca.pem"_s);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    const QByteArray oldCa = ca();
    const QByteArray oldCertificate = server.shownCertificate();
    const QStringList replace{u"certificate"_s, u"replace-ca"_s, u"--overlap"_s, u"30"_s};
    const ProgramRun replaced = run(replace);
    QVERIFY2(replaced.exitCode == 0, qPrintable(replaced.errors));
    const QByteArray newCa = ca();
    QVERIFY(newCa != oldCa);
    QVERIFY(server.shownCertificate() != oldCertificate);
    QVERIFY(isAccepted(newCa, server.port()));
    QVERIFY(isAccepted(oldCa, server.port()));

    // A third CA could not be reached from the first.
    const ProgramRun again = run(replace);
    QVERIFY(again.exitCode != 0);
    QVERIFY(!again.errors.isEmpty());
    QCOMPARE(ca(), newCa);
    QCOMPARE(run({u"certificate"_s, u"replace-ca"_s, u"--overlap"_s, u"0"_s}).exitCode, 0);
    QVERIFY(isAccepted(ca(), server.port()));
    QVERIFY(!isAccepted(newCa, server.port()));
}

void AdminProgramTest::servesAnImportedCertificateAtOnce()
{
    ServerProgram server;
    QVERIFY(server.serve(serveArguments()));
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const auto issued = certs::issueCa(u"test"_s, now);
    QVERIFY(issued);
    const auto leaf = certs::issueServer(issued->certificatePem, issued->keyPem.view(),
        {u"127.0.0.1"_s}, now, std::chrono::days(10));
    QVERIFY(leaf);
    const QString chain = m_world->path(u"chain.pem"_s);
    const QString key = m_world->path(u"chain.key"_s);
    const QString otherKey = m_world->path(u"other.key"_s);
    QVERIFY(writeFile(chain, leaf->certificatePem + issued->certificatePem, 0644));
    QVERIFY(writeFile(key, leaf->keyPem.view(), 0600));
    QVERIFY(writeFile(otherKey, issued->keyPem.view(), 0600));
    const auto import = [&](const QString &keyPath) {
        return run({u"certificate"_s, u"import"_s, u"--chain"_s, chain, u"--chain-key"_s, keyPath});
    };
    const QByteArray own = server.shownCertificate();
    QVERIFY(import(otherKey).exitCode != 0);
    QCOMPARE(server.shownCertificate(), own);
    const ProgramRun imported = import(key);
    QVERIFY2(imported.exitCode == 0, qPrintable(imported.errors));
    QVERIFY(server.shownCertificate() != own);
    QVERIFY(isAccepted(issued->certificatePem, server.port()));
    QCOMPARE(server.stop(), 0);
    ServerProgram restarted;
    QVERIFY(restarted.serve(serveArguments()));
    QVERIFY(isAccepted(issued->certificatePem, restarted.port()));
}

void AdminProgramTest::tellsWhichNamesAnImportedCertificateLacks()
{
    QVERIFY(m_world->setUp());
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const auto ca = certs::issueCa(u"test"_s, now);
    QVERIFY(ca);
    const auto leaf = certs::issueServer(ca->certificatePem, ca->keyPem.view(),
        {u"localhost"_s, u"roster.example.com"_s}, now, std::chrono::days(10));
    QVERIFY(leaf);
    const QString chain = m_world->path(u"chain.pem"_s);
    const QString key = m_world->path(u"chain.key"_s);
    QVERIFY(writeFile(chain, leaf->certificatePem + ca->certificatePem, 0644));
    QVERIFY(writeFile(key, leaf->keyPem.view(), 0600));
    const ProgramRun imported = run({u"certificate"_s, u"import"_s, u"--chain"_s, chain,
        u"--chain-key"_s, key, u"--name"_s, u"payroll.example.com"_s, u"--json"_s});
    QCOMPARE(imported.exitCode, 0);
    const QJsonArray missing = QJsonDocument::fromJson(imported.output.toUtf8())
                                   .object()
                                   .value("not_covered"_L1)
                                   .toArray();
    QVERIFY(missing.contains(u"payroll.example.com"_s));
    QVERIFY(missing.contains(u"127.0.0.1"_s));
    QVERIFY(!missing.contains(u"localhost"_s));
    const ProgramRun again
        = run({u"certificate"_s, u"import"_s, u"--chain"_s, chain, u"--chain-key"_s, key});
    QVERIFY(again.output.contains(u"Not covered, so refused"_s));
}

void AdminProgramTest::examinesItself()
{
    QVERIFY(m_world->setUp());
    const QStringList doctor{u"doctor"_s, u"--json"_s, u"--listen"_s, u"127.0.0.1:0"_s};
    const auto findingOf = [](const ProgramRun &run, const QString &subject) {
        const QJsonObject report = QJsonDocument::fromJson(run.output.toUtf8()).object();
        for (const QJsonValue &finding : report.value("findings"_L1).toArray()) {
            if (finding["subject"_L1].toString() == subject)
                return finding.toObject();
        }
        return QJsonObject();
    };
    ServerProgram server;
    QVERIFY(server.serve(serveArguments()));
    const ProgramRun running = run(doctor);
    QCOMPARE(findingOf(running, u"server"_s).value("severity"_L1).toString(), u"ok"_s);
    QVERIFY(findingOf(running, u"server"_s)
                .value("message"_L1)
                .toString()
                .contains(u"process %1 "_s.arg(server.pid())));
    QCOMPARE(findingOf(running, u"core dumps"_s).value("severity"_L1).toString(), u"ok"_s);
    const QString port = QString::number(server.port());
    QCOMPARE(server.stop(), 0);

    QVERIFY(QFile::remove(m_world->folder().keyFile()));
    const ProgramRun broken = run({u"doctor"_s});
    QCOMPARE(broken.exitCode, 1);
    QVERIFY(broken.output.contains(u"error   data key: "_s));
    QVERIFY(broken.output.contains(u"\n        -> "_s));
    QCOMPARE(broken.errors, QString());
    QVERIFY(QFile::resize(m_world->folder().employeeDatabase(), 5000));
    const ProgramRun truncated = run({u"doctor"_s, u"--full"_s});
    QVERIFY(truncated.output.contains(u"error   employee.db: "_s));
    QCOMPARE(truncated.errors, QString());
    QCOMPARE(ServerProgram::run({u"doctor"_s, u"--data"_s, m_world->path(u"none"_s)}).exitCode, 1);

    ServerProgram other;
    World earnest;
    QVERIFY(earnest.setUp());
    QVERIFY(other.serve(
        {u"--data"_s, earnest.configuration.dataPath, u"--listen"_s, u"127.0.0.1:"_s + port}));
    const ProgramRun taken = run({u"doctor"_s, u"--json"_s, u"--listen"_s, u"127.0.0.1:"_s + port});
    QCOMPARE(findingOf(taken, u"port"_s).value("severity"_L1).toString(), u"error"_s);
}

QTEST_GUILESS_MAIN(AdminProgramTest)
#include "tst_adminprogram.moc"
