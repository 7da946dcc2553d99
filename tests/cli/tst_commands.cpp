#include "tests/cli/CliWorld.h"

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

struct Run {
    int exitCode = -1;
    QByteArray output;
    QByteArray errors;
};

/// Runs roster-cli without a controlling terminal, as a script under cron would.
class Cli
{
public:
    explicit Cli(const QStringList &arguments, const QByteArray &input = {})
    {
        m_process.setChildProcessModifier([] { ::setsid(); });
        m_process.start(QStringLiteral(ROSTER_CLI), arguments);
        m_process.write(input);
        m_process.closeWriteChannel();
    }
    [[nodiscard]] Run finish()
    {
        const bool isDone = QTest::qWaitFor(
            [this] { return m_process.state() == QProcess::NotRunning; }, 20'000);
        return {isDone ? m_process.exitCode() : -1, m_process.readAllStandardOutput(),
            m_process.readAllStandardError()};
    }
    [[nodiscard]] QProcess &process() { return m_process; }

private:
    QProcess m_process;
};

Error failure(ErrorCode code, const QJsonObject &data = {})
{
    return {code, u"Said by the server."_s, data};
}

} // namespace

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
    void listStopsAtItsLimit();
    void listSendsFiltersAndOrder();
    void listAsTableAlignsAndShowsEscapes();
    void anEmptyListIsStillADocument_data();
    void anEmptyListIsStillADocument();
    void theExitCodeTellsTheRefusal_data();
    void theExitCodeTellsTheRefusal();
    void errorsAreJsonWhenAsked();
    void serverTextCannotDriveTheTerminal();
    void aWrongPasswordIsCredentials();
    void aPasswordToBeChangedIsCredentials();
    void thePasswordComesFromStandardInput();
    void withoutTerminalOrFileItSaysSo();
    void noConnectionIsThree();
    void anUnknownAuthorityIsThreeAndNothingIsSent();
    void theWorkingFolderIsNotTrusted();
    void aMissingCaFileIsThree();
    void aLostServerIsThree();
    void usageIsTwo();
    void controlCIs130();
    void aClosedPipeIsAnError();
    void endsItsSession();
    void worksInALocaleWithoutUtf8();

private:
    [[nodiscard]] Run run(const QStringList &rest) { return Cli(m_world->arguments(rest)).finish(); }
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
    const QJsonObject record = CliWorld::employee(17, 3, {{u"unheard_of"_s, qint64 {9007199254740991}}});
    server().always(u"employee.get"_s, CliWorld::wrapped(record));
    const Run run = this->run({u"get"_s, u"17"_s, u"--output"_s, u"json"_s});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(QJsonDocument::fromJson(run.output).object(), record);
    QVERIFY(run.output.contains("9007199254740991"));
}

void CommandsTest::getAsCsvNeutralisesFormulas()
{
    server().always(u"employee.get"_s,
        CliWorld::wrapped(CliWorld::employee(17, 3,
            {{u"department"_s, u"=cmd|'/C calc'!A0"_s}, {u"job_title"_s, u"a, \"b\""_s}})));
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
        for (qint64 id = first; id <= 2500 && page.size() < params.value("limit"_L1).toInteger(); ++id)
            page.append(CliWorld::employee(id));
        QJsonObject result {{u"employees"_s, page}};
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

void CommandsTest::listStopsAtItsLimit()
{
    server().on(u"employee.list"_s, [](const QJsonObject &params) -> Answer {
        QJsonArray page;
        for (qint64 i = 0; i < params.value("limit"_L1).toInteger(); ++i)
            page.append(CliWorld::employee(i + 1));
        return QJsonObject {{u"employees"_s, page}, {u"next"_s, u"more"_s}};
    });
    const Run run = this->run({u"list"_s, u"--limit"_s, u"1200"_s, u"--output"_s, u"csv"_s});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(run.output.count("\r\n"), 1201);
    QCOMPARE(server().calls(u"employee.list"_s).last().value("limit"_L1).toInteger(), 200);
}

void CommandsTest::listSendsFiltersAndOrder()
{
    server().always(u"employee.list"_s, QJsonObject {{u"employees"_s, QJsonArray()}});
    const Run run = this->run({u"list"_s, u"--filter"_s, u"salary=50,000.."_s, u"--filter"_s,
        u"last_name~o"_s, u"--text"_s, u"zoe fin"_s, u"--sort"_s, u"salary:desc"_s, u"--deleted"_s});
    QCOMPARE(run.exitCode, 0);
    const QJsonObject params = server().calls(u"employee.list"_s).value(0);
    QCOMPARE(QJsonDocument(params.value("filter"_L1).toObject()).toJson(QJsonDocument::Compact),
        QByteArray(R"({"deleted":true,"last_name":{"contains":"o"},"salary":{"from":"50000.00"},"text":"zoe fin"})"));
    QCOMPARE(params.value("sort"_L1).toArray().size(), 1);
    QVERIFY(!params.contains("after"_L1));
}

void CommandsTest::listAsTableAlignsAndShowsEscapes()
{
    server().always(u"employee.list"_s,
        QJsonObject {{u"employees"_s,
            QJsonArray {CliWorld::employee(1, 1, {{u"last_name"_s, u"\u5c71\u7530"_s}}),
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
    QTest::newRow("csv") << QByteArray("id,first_name,last_name,ssn,date_of_birth,salary,department,job_"
                                       "title,email,hired_on,left_on,version,updated_at,updated_by,"
                                       "deleted_at\r\n");
}

void CommandsTest::anEmptyListIsStillADocument()
{
    QFETCH(QByteArray, output);
    server().always(u"employee.list"_s, QJsonObject {{u"employees"_s, QJsonArray()}});
    const Run run
        = this->run({u"list"_s, u"--output"_s, QString::fromLatin1(QTest::currentDataTag())});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(run.output, output);
}

void CommandsTest::theExitCodeTellsTheRefusal_data()
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

void CommandsTest::theExitCodeTellsTheRefusal()
{
    QFETCH(ErrorCode, code);
    QFETCH(int, exitCode);
    server().always(u"employee.get"_s, failure(code));
    const Run run = this->run({u"get"_s, u"17"_s});
    QCOMPARE(run.exitCode, exitCode);
    QCOMPARE(run.output, QByteArray());
    QCOMPARE(run.errors, QByteArray("roster-cli: Said by the server.\n"));
}

void CommandsTest::errorsAreJsonWhenAsked()
{
    server().always(u"employee.list"_s,
        failure(ErrorCode::PermissionDenied, {{u"permission"_s, u"salary:read"_s}}));
    const Run run = this->run({u"list"_s, u"--output"_s, u"json"_s});
    QCOMPARE(run.exitCode, 5);
    QCOMPARE(run.output, QByteArray());
    const QJsonObject error = QJsonDocument::fromJson(run.errors).object().value("error"_L1).toObject();
    QCOMPARE(error.value("reason"_L1).toString(), u"permission_denied"_s);
    QCOMPARE(error.value("exit_code"_L1).toInt(), 5);
    QCOMPARE(error.value("data"_L1).toObject().value("permission"_L1).toString(), u"salary:read"_s);

    const Run usage = Cli({u"list"_s, u"--output"_s, u"json"_s}).finish();
    QCOMPARE(usage.exitCode, 2);
    QVERIFY(QJsonDocument::fromJson(usage.errors).isObject());
}

void CommandsTest::serverTextCannotDriveTheTerminal()
{
    server().always(u"employee.get"_s,
        Error {ErrorCode::ValidationFailed, u"\x1b]0;owned\x07\u009b2J\n\u202eabc"_s,
            {{u"fields"_s,
                QJsonArray {QJsonObject {{u"field"_s, u"ssn\x1b"_s}, {u"message"_s, u"\x1b[1m"_s}}}}}});
    const Run run = this->run({u"get"_s, u"17"_s});
    QCOMPARE(run.exitCode, 6);
    QVERIFY(!run.errors.contains('\x1b'));
    QVERIFY(!run.errors.contains("\u009b"));
    QVERIFY(!run.errors.contains("\u202e"));
    QVERIFY(run.errors.contains("\\x1b]0;owned\\x07\\x9b2J\\x0a\\u202eabc"));
}

void CommandsTest::aWrongPasswordIsCredentials()
{
    m_world->writeFile(u"password"_s, "wrong\n");
    const Run run = this->run({u"get"_s, u"17"_s});
    QCOMPARE(run.exitCode, 4);
    QVERIFY(server().calls(u"employee.get"_s).isEmpty());
}

void CommandsTest::aPasswordToBeChangedIsCredentials()
{
    QJsonObject login = FakeServer::hrLogin();
    login.insert("must_change_password"_L1, true);
    server().always(u"session.login"_s, login);
    const Run run = this->run({u"get"_s, u"17"_s});
    QCOMPARE(run.exitCode, 4);
    QVERIFY(run.errors.contains("must be changed"));
}

void CommandsTest::thePasswordComesFromStandardInput()
{
    server().always(u"employee.get"_s, CliWorld::wrapped(CliWorld::employee()));
    const QStringList arguments
        = m_world->arguments({u"--password-file"_s, u"-"_s, u"get"_s, u"17"_s}, false);
    QCOMPARE(Cli(arguments, "correct\r\nnot this\n").finish().exitCode, 0);
    QCOMPARE(server().calls(u"session.login"_s).value(0).value("password"_L1).toString(), u"correct"_s);
    QCOMPARE(Cli(arguments, "").finish().exitCode, 4);
}

void CommandsTest::withoutTerminalOrFileItSaysSo()
{
    const Run run = Cli(m_world->arguments({u"get"_s, u"17"_s}, false)).finish();
    QCOMPARE(run.exitCode, 2);
    QVERIFY(run.errors.contains("--password-file"));
    QCOMPARE(server().acceptedConnections(), 0);
}

void CommandsTest::noConnectionIsThree()
{
    server().stopListening();
    const Run run = this->run({u"get"_s, u"17"_s});
    QCOMPARE(run.exitCode, 3);
    QVERIFY(run.errors.contains("connection refused"));
}

void CommandsTest::anUnknownAuthorityIsThreeAndNothingIsSent()
{
    m_world->writeFile(u"ca.pem"_s, makeIdentity().authorityPem);
    const Run run = this->run({u"get"_s, u"17"_s});
    QCOMPARE(run.exitCode, 3);
    QVERIFY(run.errors.contains("not among the trusted authorities"));
    QTRY_COMPARE(server().openConnections(), 0);
    QCOMPARE(server().applicationBytes(), 0);
}

void CommandsTest::theWorkingFolderIsNotTrusted()
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
    QVERIFY2(errors.contains("not among the trusted authorities"), errors.constData());
    QCOMPARE(process.exitCode(), 3);
    QTRY_COMPARE(server().openConnections(), 0);
    QCOMPARE(server().acceptedConnections(), 1);
    QCOMPARE(server().applicationBytes(), 0);
}

void CommandsTest::aMissingCaFileIsThree()
{
    QVERIFY(QFile::remove(m_world->file(u"ca.pem"_s)));
    QCOMPARE(run({u"list"_s}).exitCode, 3);
    m_world->writeFile(u"ca.pem"_s, "no certificate");
    QCOMPARE(run({u"list"_s}).exitCode, 3);
    QCOMPARE(server().acceptedConnections(), 0);
}

void CommandsTest::aLostServerIsThree()
{
    server().always(u"employee.get"_s, HangUp {});
    const Run run = this->run({u"get"_s, u"17"_s});
    QCOMPARE(run.exitCode, 3);
    QVERIFY(run.errors.contains("was lost"));
}

void CommandsTest::usageIsTwo()
{
    const Run run = this->run({u"get"_s});
    QCOMPARE(run.exitCode, 2);
    QVERIFY(run.errors.startsWith("roster-cli: "));
}

void CommandsTest::controlCIs130()
{
    server().always(u"employee.get"_s, Silence {});
    Cli cli(m_world->arguments({u"get"_s, u"17"_s}));
    QTRY_COMPARE(server().calls(u"employee.get"_s).size(), 1);
    ::kill(static_cast<pid_t>(cli.process().processId()), SIGINT);
    QCOMPARE(cli.finish().exitCode, 130);
}

void CommandsTest::aClosedPipeIsAnError()
{
    server().always(u"employee.get"_s, CliWorld::wrapped(CliWorld::employee()));
    QProcess process;
    process.setStandardOutputFile(u"/dev/full"_s);
    process.start(QStringLiteral(ROSTER_CLI), m_world->arguments({u"get"_s, u"17"_s}));
    QTRY_COMPARE(process.state(), QProcess::NotRunning);
    QCOMPARE(process.exitCode(), 1);
    QVERIFY(process.readAllStandardError().contains("could not be written"));
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
