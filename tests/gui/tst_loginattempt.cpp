#include "gui-client/login/LoginAttempt.h"
#include "tests/client/FakeServer.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace roster;
using namespace roster::gui;
using namespace roster::test;
using namespace std::chrono_literals;
using State = LoginAttempt::State;
using Subject = LoginFailure::Subject;

Q_DECLARE_METATYPE(roster::Error)
Q_DECLARE_METATYPE(roster::gui::LoginAttempt::State)

namespace {

QJsonObject oneTimeLogin()
{
    QJsonObject result = FakeServer::hrLogin();
    result.insert(QStringLiteral("must_change_password"), true);
    return result;
}

Error weak()
{
    return {ErrorCode::WeakPassword, QStringLiteral("weak"),
        {{QStringLiteral("reasons"),
            QJsonArray{QStringLiteral("too_short"), QStringLiteral("too_common")}}}};
}

} // namespace

/// The states of one login against a scripted server, and what it says when it fails.
class LoginAttemptTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void passesThroughItsStates();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void givesUpOnSilence();
    void knowsWhatIsNoRosterServer();
    void saysWhyACertificateIsNotAccepted();
    void saysHowLongToWait();
    void sparesThePasswordThatIsNotToBlame();
    void asksAboutAStrangerBeforeAnythingIsSent();
    void goesOnOnceTheServerIsTrusted();
    void stopsAtAChangedIdentity();
    void changesAOneTimePassword();
    void triesAnotherPasswordAfterARefusal();
    void outlivesALostConnectionAtTheChange();
    void endsWhenThePasswordWasChangedElsewhere();
    void takesUpASession();
    void asksForThePasswordWhenTheSessionIsOver();
    void keepsTheTokenWhenNobodyAnswers();
    void cancels_data();
    void cancels();

private:
    [[nodiscard]] ClientOptions options(const QString &host = QStringLiteral("127.0.0.1")) const
    {
        ClientOptions options;
        options.server = {host, m_server->port()};
        options.authorities = m_identity.authorities();
        options.kind = QStringLiteral("desktop");
        return options;
    }
    [[nodiscard]] ClientOptions strangerOptions() const
    {
        ClientOptions stranger = options();
        stranger.authorities.clear();
        stranger.knownServers = KnownServers(m_folder->filePath(QStringLiteral("known/servers")));
        return stranger;
    }
    static void logIn(LoginAttempt &attempt, const QString &password = QStringLiteral("correct"))
    {
        attempt.logIn(QStringLiteral("alice"), SecretBytes::copyOf(password));
    }

    TestIdentity m_identity;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeServer> m_server;
};

void LoginAttemptTest::initTestCase()
{
    QVERIFY(initialiseCrypto());
    m_identity = makeIdentity();
}

void LoginAttemptTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<FakeServer>(m_identity);
    QVERIFY(m_server->listen());
}

void LoginAttemptTest::cleanup()
{
    m_server.reset();
}

void LoginAttemptTest::passesThroughItsStates()
{
    LoginAttempt attempt(options());
    QList<State> states;
    connect(&attempt, &LoginAttempt::stateChanged, this, [&] { states.append(attempt.state()); });
    logIn(attempt);
    QTRY_COMPARE(attempt.state(), State::Done);
    QCOMPARE(states,
        (QList{State::Connecting, State::CheckingCertificate, State::SigningIn, State::Done}));
    QVERIFY(attempt.takePassword().isEmpty());
    const std::unique_ptr<RosterClient> client = attempt.takeClient();
    QVERIFY(client->session());
    const QJsonObject asked = m_server->calls(QStringLiteral("session.login")).first();
    QCOMPARE(asked[QStringLiteral("client")][QStringLiteral("kind")].toString(),
        QStringLiteral("desktop"));
    // The client does not go with the attempt.
    QVERIFY(client->isConnected());
}

void LoginAttemptTest::saysWhatIsWrong_data()
{
    QTest::addColumn<Error>("refusal");
    QTest::addColumn<QString>("words");
    QTest::addColumn<int>("subject");
    const auto row = [](const char *name, ErrorCode code, const char *words, Subject subject) {
        QTest::newRow(name) << Error{code, QStringLiteral("what the server says"), {}}
                            << QString::fromLatin1(words) << static_cast<int>(subject);
    };
    row("wrong password", ErrorCode::InvalidCredentials, "user name or the password is wrong",
        Subject::Password);
    row("a name that cannot be", ErrorCode::InvalidParams, "what the server says",
        Subject::Username);
    row("a name too long", ErrorCode::TooLarge, "what the server says", Subject::Username);
    row("throttled", ErrorCode::TryLater, "asks to wait", Subject::Nothing);
    row("a full disk", ErrorCode::StorageUnavailable, "what the server says", Subject::Nothing);
    row("a mistake", ErrorCode::InternalError, "what the server says", Subject::Nothing);
}

void LoginAttemptTest::saysWhatIsWrong()
{
    QFETCH(Error, refusal);
    QFETCH(QString, words);
    QFETCH(int, subject);
    m_server->always(QStringLiteral("session.login"), refusal);
    LoginAttempt attempt(options());
    logIn(attempt);
    QTRY_COMPARE(attempt.state(), State::Failed);
    QVERIFY2(attempt.failure()->message.contains(words), qPrintable(attempt.failure()->message));
    QCOMPARE(static_cast<int>(attempt.failure()->subject), subject);
}

void LoginAttemptTest::givesUpOnSilence()
{
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    ClientOptions impatient = options();
    impatient.server.port = silent.serverPort();
    impatient.connectTimeout = 200ms;
    LoginAttempt attempt(impatient);
    logIn(attempt);
    QTRY_COMPARE(attempt.state(), State::Failed);
    QVERIFY(attempt.failure()->message.contains(QStringLiteral("did not answer in time")));
    QCOMPARE(attempt.failure()->subject, Subject::Server);
}

void LoginAttemptTest::knowsWhatIsNoRosterServer()
{
    QTcpServer echo;
    QVERIFY(echo.listen(QHostAddress::LocalHost));
    connect(&echo, &QTcpServer::newConnection, this, [&echo] {
        QTcpSocket *socket = echo.nextPendingConnection();
        connect(
            socket, &QTcpSocket::readyRead, socket, [socket] { socket->write(socket->readAll()); });
    });
    ClientOptions elsewhere = options();
    elsewhere.server.port = echo.serverPort();
    LoginAttempt attempt(elsewhere);
    logIn(attempt);
    QTRY_COMPARE_WITH_TIMEOUT(attempt.state(), State::Failed, 15'000);
    QVERIFY2(attempt.failure()->message.contains(QStringLiteral("is not a Roster server")),
        qPrintable(attempt.failure()->message));
    QCOMPARE(attempt.takePassword().view(), QByteArrayView("correct"));
}

void LoginAttemptTest::saysWhyACertificateIsNotAccepted()
{
    ClientOptions others = options();
    others.authorities = makeIdentity().authorities();
    LoginAttempt attempt(others);
    logIn(attempt);
    QTRY_COMPARE(attempt.state(), State::Failed);
    QVERIFY2(attempt.failure()->message.contains(QStringLiteral("is not trusted"))
            && attempt.failure()->message.contains(QStringLiteral("trusted authorities")),
        qPrintable(attempt.failure()->message));
    QCOMPARE(m_server->applicationBytes(), 0);
}

void LoginAttemptTest::saysHowLongToWait()
{
    m_server->always(QStringLiteral("session.login"),
        Error{ErrorCode::TryLater, QStringLiteral("Too many attempts."),
            {{QStringLiteral("retry_after_ms"), 64'500}}});
    LoginAttempt attempt(options());
    logIn(attempt);
    QTRY_COMPARE(attempt.state(), State::Failed);
    QCOMPARE(attempt.failure()->retryAfter, 64'500ms);
    QCOMPARE(waitingTime(attempt.failure()->retryAfter), QStringLiteral("1:05 min"));
    QCOMPARE(waitingTime(1ms), QStringLiteral("1 s"));
}

void LoginAttemptTest::sparesThePasswordThatIsNotToBlame()
{
    m_server->stopListening();
    LoginAttempt unheard(options());
    logIn(unheard);
    QTRY_COMPARE(unheard.state(), State::Failed);
    QVERIFY(unheard.failure()->message.contains(QStringLiteral("Nothing answers")));
    QCOMPARE(unheard.takePassword().view(), QByteArrayView("correct"));
    QVERIFY(unheard.takePassword().isEmpty());

    QVERIFY(m_server->listen());
    LoginAttempt wrong(options());
    logIn(wrong, QStringLiteral("false"));
    QTRY_COMPARE(wrong.state(), State::Failed);
    QVERIFY(wrong.takePassword().isEmpty());
}

void LoginAttemptTest::asksAboutAStrangerBeforeAnythingIsSent()
{
    LoginAttempt attempt(strangerOptions());
    logIn(attempt);
    QTRY_COMPARE(attempt.state(), State::TrustNeeded);
    QCOMPARE(
        attempt.identity()->fingerprint(), KeyFingerprint::of(m_identity.authorities().first()));
    QCOMPARE(m_server->applicationBytes(), 0);
}

void LoginAttemptTest::goesOnOnceTheServerIsTrusted()
{
    const ClientOptions stranger = strangerOptions();
    LoginAttempt attempt(stranger);
    logIn(attempt);
    QTRY_COMPARE(attempt.state(), State::TrustNeeded);
    attempt.trust();
    QTRY_COMPARE(attempt.state(), State::Done);
    QVERIFY(attempt.notice().isEmpty());
    const auto known = stranger.knownServers->find(stranger.server);
    QVERIFY(known && *known);
}

void LoginAttemptTest::stopsAtAChangedIdentity()
{
    const ClientOptions stranger = strangerOptions();
    const ServerIdentity other{stranger.server, makeIdentity().authorities().first()};
    QVERIFY(stranger.knownServers->add({other, QDateTime::currentDateTimeUtc()}));
    LoginAttempt attempt(stranger);
    logIn(attempt);
    QTRY_COMPARE(attempt.state(), State::IdentityChanged);
    QVERIFY(attempt.isOver());
    attempt.trust();
    QCOMPARE(attempt.state(), State::IdentityChanged);
    QVERIFY(attempt.takePassword().isEmpty());
    QCOMPARE(m_server->applicationBytes(), 0);
}

void LoginAttemptTest::changesAOneTimePassword()
{
    m_server->always(QStringLiteral("session.login"), oneTimeLogin());
    m_server->always(QStringLiteral("session.change_password"), QJsonObject());
    LoginAttempt attempt(options());
    logIn(attempt);
    QTRY_COMPARE(attempt.state(), State::MustChangePassword);
    QVERIFY(!attempt.failure());
    attempt.changePassword(SecretBytes::copyOf(u"a much better one"));
    QCOMPARE(attempt.state(), State::ChangingPassword);
    QTRY_COMPARE(attempt.state(), State::Done);
    const QJsonObject asked = m_server->calls(QStringLiteral("session.change_password")).first();
    QCOMPARE(asked[QStringLiteral("old_password")].toString(), QStringLiteral("correct"));
    QCOMPARE(asked[QStringLiteral("new_password")].toString(), QStringLiteral("a much better one"));
}

void LoginAttemptTest::triesAnotherPasswordAfterARefusal()
{
    m_server->always(QStringLiteral("session.login"), oneTimeLogin());
    m_server->always(QStringLiteral("session.change_password"), QJsonObject());
    m_server->once(QStringLiteral("session.change_password"), {weak()});
    LoginAttempt attempt(options());
    logIn(attempt);
    QTRY_COMPARE(attempt.state(), State::MustChangePassword);
    attempt.changePassword(SecretBytes::copyOf(u"password"));
    QTRY_COMPARE(attempt.state(), State::MustChangePassword);
    QCOMPARE(attempt.failure()->suggestions,
        (QStringList{QStringLiteral("It is too short."),
            QStringLiteral("It is a word that is tried first.")}));
    attempt.changePassword(SecretBytes::copyOf(u"a much better one"));
    QVERIFY(!attempt.failure());
    QTRY_COMPARE(attempt.state(), State::Done);
}

void LoginAttemptTest::outlivesALostConnectionAtTheChange()
{
    m_server->always(QStringLiteral("session.login"), oneTimeLogin());
    m_server->always(QStringLiteral("session.change_password"), QJsonObject());
    m_server->once(QStringLiteral("session.change_password"), {HangUp{}});
    LoginAttempt attempt(options());
    logIn(attempt);
    QTRY_COMPARE(attempt.state(), State::MustChangePassword);
    attempt.changePassword(SecretBytes::copyOf(u"a much better one"));
    QTRY_COMPARE(attempt.state(), State::MustChangePassword);
    QVERIFY(attempt.failure());
    attempt.changePassword(SecretBytes::copyOf(u"a much better one"));
    QTRY_COMPARE(attempt.state(), State::Done);
    QCOMPARE(m_server->calls(QStringLiteral("session.resume")).size(), 1);
}

void LoginAttemptTest::endsWhenThePasswordWasChangedElsewhere()
{
    m_server->always(QStringLiteral("session.login"), oneTimeLogin());
    m_server->always(QStringLiteral("session.change_password"),
        Error{ErrorCode::InvalidCredentials, QStringLiteral("wrong"), {}});
    LoginAttempt attempt(options());
    logIn(attempt);
    QTRY_COMPARE(attempt.state(), State::MustChangePassword);
    attempt.changePassword(SecretBytes::copyOf(u"a much better one"));
    QTRY_COMPARE(attempt.state(), State::Failed);
    QVERIFY(attempt.failure()->message.contains(QStringLiteral("changed meanwhile")));
    QVERIFY(attempt.takePassword().isEmpty());
    QTRY_COMPARE(m_server->calls(QStringLiteral("session.logout")).size(), 1);
}

void LoginAttemptTest::takesUpASession()
{
    LoginAttempt attempt(options());
    attempt.resume(SecretBytes::copyOf(u"kept token"));
    QTRY_COMPARE(attempt.state(), State::Done);
    QCOMPARE(m_server->calls(QStringLiteral("session.resume"))
                 .first()[QStringLiteral("token")]
                 .toString(),
        QStringLiteral("kept token"));
    QVERIFY(m_server->calls(QStringLiteral("session.login")).isEmpty());
    QCOMPARE(attempt.takeClient()->token().view(), QByteArrayView("kept token"));
}

void LoginAttemptTest::asksForThePasswordWhenTheSessionIsOver()
{
    m_server->always(QStringLiteral("session.resume"),
        Error{ErrorCode::SessionExpired, QStringLiteral("expired"), {}});
    LoginAttempt attempt(options());
    attempt.resume(SecretBytes::copyOf(u"kept token"));
    QTRY_COMPARE(attempt.state(), State::PasswordNeeded);
    QVERIFY(attempt.isOver());
    QVERIFY(!attempt.failure());

    // One that was begun with a one-time password cannot go on without it.
    QJsonObject unfinished = oneTimeLogin();
    unfinished.remove(QStringLiteral("token"));
    m_server->always(QStringLiteral("session.resume"), unfinished);
    LoginAttempt another(options());
    another.resume(SecretBytes::copyOf(u"kept token"));
    QTRY_COMPARE(another.state(), State::PasswordNeeded);
    QTRY_COMPARE(m_server->calls(QStringLiteral("session.logout")).size(), 1);
}

void LoginAttemptTest::keepsTheTokenWhenNobodyAnswers()
{
    m_server->stopListening();
    LoginAttempt attempt(options());
    attempt.resume(SecretBytes::copyOf(u"kept token"));
    QTRY_COMPARE(attempt.state(), State::Failed);
    QCOMPARE(attempt.failure()->subject, Subject::Server);
}

void LoginAttemptTest::cancels_data()
{
    QTest::addColumn<State>("at");
    QTest::addColumn<int>("logouts");
    QTest::newRow("while connecting") << State::Connecting << 0;
    QTest::newRow("while the certificate is checked") << State::CheckingCertificate << 0;
    QTest::newRow("when asked about a stranger") << State::TrustNeeded << 0;
    QTest::newRow("while signing in") << State::SigningIn << 0;
    QTest::newRow("when a new password is due") << State::MustChangePassword << 1;
    QTest::newRow("while the password is changed") << State::ChangingPassword << 1;
}

void LoginAttemptTest::cancels()
{
    QFETCH(State, at);
    QFETCH(int, logouts);
    const bool isLate = at == State::MustChangePassword || at == State::ChangingPassword;
    m_server->always(
        QStringLiteral("session.login"), isLate ? Answer(oneTimeLogin()) : Answer(Silence{}));
    m_server->on(QStringLiteral("session.change_password"),
        [](const QJsonObject &) -> Answer { return QJsonObject(); });
    LoginAttempt attempt(at == State::TrustNeeded ? strangerOptions() : options());
    QList<State> after;
    connect(&attempt, &LoginAttempt::stateChanged, this, [&] {
        if (attempt.state() == at)
            attempt.cancel();
        else if (attempt.state() == State::MustChangePassword)
            attempt.changePassword(SecretBytes::copyOf(u"a much better one"));
        else if (attempt.isOver())
            after.append(attempt.state());
    });
    logIn(attempt);
    QTRY_COMPARE(attempt.state(), State::Cancelled);
    QTRY_COMPARE(m_server->calls(QStringLiteral("session.logout")).size(), logouts);
    QTRY_COMPARE(m_server->openConnections(), 0);
    QCOMPARE(after, QList{State::Cancelled});
}

QTEST_GUILESS_MAIN(LoginAttemptTest)
#include "tst_loginattempt.moc"
