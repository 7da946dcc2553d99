#include "tests/cli/CliWorld.h"
#include "tests/cli/PipedProgram.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTest>

#include <signal.h>

using namespace roster;
using namespace roster::test;
using namespace Qt::StringLiterals;

namespace {

Error failure(ErrorCode code, const QJsonObject &data = {})
{
    return {code, u"Said by the server."_s, data};
}

} // namespace

/// How the sub-commands of the built program end when something is in the way.
class ExitCodesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_world = std::make_unique<CliWorld>(); }
    void cleanup() { m_world.reset(); }

    void theExitCodeTellsTheRefusal_data();
    void theExitCodeTellsTheRefusal();
    void anErrorIsSaidOnce_data();
    void anErrorIsSaidOnce();
    void errorsAreJsonWhenAsked();
    void serverTextCannotDriveTheTerminal();
    void aWrongPasswordIsCredentials();
    void aPasswordToBeChangedIsCredentials();
    void withoutTerminalOrFileItSaysSo();
    void theMenuWithoutTerminalSaysSo();
    void noConnectionIsThree();
    void anUnknownAuthorityIsThreeAndNothingIsSent();
    void theWorkingFolderIsNotTrusted();
    void aMissingCaFileIsThree();
    void aLostServerIsThree();
    void usageIsTwo();
    void controlCIs130();
    void aClosedPipeIsAnError();

private:
    [[nodiscard]] Run run(const QStringList &rest)
    {
        return PipedProgram(QStringLiteral(ROSTER_CLI), m_world->arguments(rest)).finish();
    }
    [[nodiscard]] FakeServer &server() { return m_world->server(); }

    std::unique_ptr<CliWorld> m_world;
};

void ExitCodesTest::theExitCodeTellsTheRefusal_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("internal_error") << ErrorCode::InternalError << 1;
    QTest::newRow("unknown_method") << ErrorCode::UnknownMethod << 1;
    QTest::newRow("session_expired") << ErrorCode::SessionExpired << 4;
    QTest::newRow("password_change_required") << ErrorCode::PasswordChangeRequired << 4;
    QTest::newRow("permission_denied") << ErrorCode::PermissionDenied << 5;
    QTest::newRow("validation_failed") << ErrorCode::ValidationFailed << 6;
    QTest::newRow("invalid_params") << ErrorCode::InvalidParams << 6;
    QTest::newRow("not_found") << ErrorCode::NotFound << 7;
    QTest::newRow("conflict") << ErrorCode::Conflict << 8;
    QTest::newRow("already_exists") << ErrorCode::AlreadyExists << 8;
    QTest::newRow("try_later") << ErrorCode::TryLater << 9;
    QTest::newRow("storage_unavailable") << ErrorCode::StorageUnavailable << 9;
    QTest::newRow("outcome_unknown") << ErrorCode::OutcomeUnknown << 9;
}

void ExitCodesTest::theExitCodeTellsTheRefusal()
{
    QFETCH(ErrorCode, code);
    QFETCH(int, exitCode);
    server().always(u"employee.get"_s, failure(code));
    const Run run = this->run({u"get"_s, u"17"_s});
    QCOMPARE(run.exitCode, exitCode);
    QCOMPARE(run.output, QByteArray());
    QCOMPARE(run.errors, QByteArray("roster-cli: Said by the server.\n"));
}

void ExitCodesTest::anErrorIsSaidOnce_data()
{
    QTest::addColumn<QString>("message");
    QTest::addColumn<QByteArray>("told");
    QTest::newRow("the sentences of the fields")
        << u"SSN is short. Salary is high."_s << QByteArray("SSN is short. Salary is high.\n");
    QTest::newRow("one sentence for all")
        << u"Not so."_s << QByteArray("Not so.\n  SSN is short.\n  Salary is high.\n");
}

void ExitCodesTest::anErrorIsSaidOnce()
{
    QFETCH(QString, message);
    QFETCH(QByteArray, told);
    const auto field = [](const QString &name, const QString &sentence) {
        return QJsonObject{{u"field"_s, name}, {u"message"_s, sentence}};
    };
    server().always(u"employee.get"_s,
        Error{ErrorCode::ValidationFailed, message,
            {{u"fields"_s,
                QJsonArray{field(u"ssn"_s, u"SSN is short."_s),
                    field(u"salary"_s, u"Salary is high."_s)}}}});
    QCOMPARE(run({u"get"_s, u"17"_s}).errors, "roster-cli: " + told);
}

void ExitCodesTest::errorsAreJsonWhenAsked()
{
    server().always(u"employee.list"_s,
        failure(ErrorCode::PermissionDenied, {{u"permission"_s, u"salary:read"_s}}));
    const Run run = this->run({u"list"_s, u"--output"_s, u"json"_s});
    QCOMPARE(run.exitCode, 5);
    QCOMPARE(run.output, QByteArray());
    const QJsonObject error
        = QJsonDocument::fromJson(run.errors).object().value("error"_L1).toObject();
    QCOMPARE(error.value("reason"_L1).toString(), u"permission_denied"_s);
    QCOMPARE(error.value("exit_code"_L1).toInt(), 5);
    QCOMPARE(error.value("data"_L1).toObject().value("permission"_L1).toString(), u"salary:read"_s);

    const Run usage
        = PipedProgram(QStringLiteral(ROSTER_CLI), {u"list"_s, u"--output"_s, u"json"_s}).finish();
    QCOMPARE(usage.exitCode, 2);
    QVERIFY(QJsonDocument::fromJson(usage.errors).isObject());
}

void ExitCodesTest::serverTextCannotDriveTheTerminal()
{
    server().always(u"employee.get"_s,
        Error{ErrorCode::ValidationFailed, u"\x1b]0;owned\x07\u009b2J\n\u202eabc"_s,
            {{u"fields"_s,
                QJsonArray{
                    QJsonObject{{u"field"_s, u"ssn\x1b"_s}, {u"message"_s, u"\x1b[1m"_s}}}}}});
    const Run run = this->run({u"get"_s, u"17"_s});
    QCOMPARE(run.exitCode, 6);
    QVERIFY(!run.errors.contains('\x1b'));
    QVERIFY(!run.errors.contains("\u009b"));
    QVERIFY(!run.errors.contains("\u202e"));
    QVERIFY(run.errors.contains("\\x1b]0;owned\\x07\\x9b2J\\x0a\\u202eabc"));
}

void ExitCodesTest::aWrongPasswordIsCredentials()
{
    m_world->writeFile(u"password"_s, "wrong\n");
    const Run run = this->run({u"get"_s, u"17"_s});
    QCOMPARE(run.exitCode, 4);
    QVERIFY(server().calls(u"employee.get"_s).isEmpty());
}

void ExitCodesTest::aPasswordToBeChangedIsCredentials()
{
    QJsonObject login = FakeServer::hrLogin();
    login.insert("must_change_password"_L1, true);
    server().always(u"session.login"_s, login);
    const Run run = this->run({u"get"_s, u"17"_s});
    QCOMPARE(run.exitCode, 4);
    QVERIFY(run.errors.contains("must be changed"));
}

void ExitCodesTest::withoutTerminalOrFileItSaysSo()
{
    const Run run
        = PipedProgram(QStringLiteral(ROSTER_CLI), m_world->arguments({u"get"_s, u"17"_s}, false))
              .finish();
    QCOMPARE(run.exitCode, 2);
    QVERIFY(run.errors.contains("--password-file"));
    QCOMPARE(server().acceptedConnections(), 0);
}

void ExitCodesTest::theMenuWithoutTerminalSaysSo()
{
    const Run run
        = PipedProgram(QStringLiteral(ROSTER_CLI), m_world->arguments({}, false)).finish();
    QCOMPARE(run.exitCode, 2);
    QCOMPARE(run.output, QByteArray());
    QVERIFY(run.errors.startsWith("roster-cli: There is no terminal to ask for the password"));
    QCOMPARE(server().acceptedConnections(), 0);
}

void ExitCodesTest::noConnectionIsThree()
{
    server().stopListening();
    const Run run = this->run({u"get"_s, u"17"_s});
    QCOMPARE(run.exitCode, 3);
    QVERIFY(run.errors.contains("connection refused"));
}

void ExitCodesTest::anUnknownAuthorityIsThreeAndNothingIsSent()
{
    m_world->writeFile(u"ca.pem"_s, makeIdentity().authorityPem);
    const Run run = this->run({u"get"_s, u"17"_s});
    QCOMPARE(run.exitCode, 3);
    QVERIFY(run.errors.contains("not among the trusted authorities"));
    QTRY_COMPARE(server().openConnections(), 0);
    QCOMPARE(server().applicationBytes(), 0);
}

void ExitCodesTest::theWorkingFolderIsNotTrusted()
{
    // Without --ca, started in a folder that holds the server's authority in every way that OpenSSL
    // and Qt would look for it.
    QCOMPARE(QProcess::execute(u"openssl"_s, {u"rehash"_s, m_world->file(u"."_s)}), 0);
    QProcess process;
    process.setWorkingDirectory(m_world->file(u"."_s));
    process.start(QStringLiteral(ROSTER_CLI),
        {u"--server"_s, u"127.0.0.1:%1"_s.arg(server().port()), u"--user"_s, u"alice"_s,
            u"--password-file"_s, u"password"_s, u"list"_s});
    QTRY_COMPARE(process.state(), QProcess::NotRunning);
    const QByteArray errors = process.readAllStandardError();
    QVERIFY2(errors.contains("it is not known here yet"), errors.constData());
    QCOMPARE(process.exitCode(), 3);
    QTRY_COMPARE(server().openConnections(), 0);
    QCOMPARE(server().acceptedConnections(), 1);
    QCOMPARE(server().applicationBytes(), 0);
}

void ExitCodesTest::aMissingCaFileIsThree()
{
    QVERIFY(QFile::remove(m_world->file(u"ca.pem"_s)));
    QCOMPARE(run({u"list"_s}).exitCode, 3);
    m_world->writeFile(u"ca.pem"_s, "no certificate");
    QCOMPARE(run({u"list"_s}).exitCode, 3);
    QCOMPARE(server().acceptedConnections(), 0);
}

void ExitCodesTest::aLostServerIsThree()
{
    server().always(u"employee.get"_s, HangUp{});
    const Run run = this->run({u"get"_s, u"17"_s});
    QCOMPARE(run.exitCode, 3);
    QVERIFY(run.errors.contains("was lost"));
}

void ExitCodesTest::usageIsTwo()
{
    const Run run = this->run({u"get"_s});
    QCOMPARE(run.exitCode, 2);
    QVERIFY(run.errors.startsWith("roster-cli: "));
}

void ExitCodesTest::controlCIs130()
{
    server().always(u"employee.get"_s, Silence{});
    PipedProgram cli(QStringLiteral(ROSTER_CLI), m_world->arguments({u"get"_s, u"17"_s}));
    QTRY_COMPARE(server().calls(u"employee.get"_s).size(), 1);
    cli.signal(SIGINT);
    QCOMPARE(cli.finish().exitCode, 130);
}

void ExitCodesTest::aClosedPipeIsAnError()
{
    server().always(u"employee.get"_s, CliWorld::wrapped(CliWorld::employee()));
    QProcess process;
    process.setStandardOutputFile(u"/dev/full"_s);
    process.start(QStringLiteral(ROSTER_CLI), m_world->arguments({u"get"_s, u"17"_s}));
    QTRY_COMPARE(process.state(), QProcess::NotRunning);
    QCOMPARE(process.exitCode(), 1);
    QVERIFY(process.readAllStandardError().contains("could not be written"));
}

QTEST_GUILESS_MAIN(ExitCodesTest)
#include "tst_exitcodes.moc"
