#include "server/auth/Authenticator.h"

#include "tests/auth/AccountsWorld.h"

#include <QDir>

#include <latch>

using namespace roster;
using namespace roster::server;

class AuthenticatorTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void logsIn();
    void foldsTheTypedName();
    void grantsWhatTheRoleMay();
    void answersAllFailuresAlike();
    void acceptsAOneTimePasswordForThreeDays();
    void upgradesBcrypt();
    void rehashesWeakerHashes();
    void throttlesGuessing();
    void throttlesGuessesSentTogether();
    void letsTheOwnerInFromAKnownAddress();
    void changesThePassword();
    void refusesWrongOldPasswordsAndThrottlesThem();
    void refusesWeakNewPasswords();
    void leavesTheOwnersLoginAloneWhenASessionGuesses();
    void keepsTokensOutOfEverything();
    void gathersRefusals();
    void recordsNoNameThatIsNoAccount();
    void refusesLoginsWithoutAudit();

private:
    static const QString newPassword;
};

const QString AuthenticatorTest::newPassword = u"nine calm penguins read"_s;

void AuthenticatorTest::logsIn()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    const Result<LoginGrant> grant = world.login(u"alice"_s);
    QVERIFY(grant);
    QVERIFY(grant->token.startsWith(u"rst_"_s));
    QCOMPARE(QByteArray::fromBase64(grant->token.mid(4).toLatin1(), QByteArray::Base64UrlEncoding)
                 .size(),
        32);
    QCOMPARE(grant->username, u"alice"_s);
    QCOMPARE(grant->expiresAt, world.clock.utcNow() + 12h);
    QCOMPARE(grant->idle, 1800s);
    QVERIFY(!grant->mustChangePassword);

    const Result<Session> session = world.authenticator().admit(grant->session);
    QVERIFY(session);
    QCOMPARE(session->username(), u"alice"_s);
    QCOMPARE(session->roleName(), u"hr"_s);
    QCOMPARE(session->clientKind(), u"console"_s);
    QCOMPARE(session->peer(), u"192.0.2.1"_s);
}

void AuthenticatorTest::foldsTheTypedName()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"Alice"_s, u"hr"_s));
    QCOMPARE(world.login(u"ALICE"_s)->username, u"alice"_s);
}

void AuthenticatorTest::grantsWhatTheRoleMay()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"vera"_s, u"viewer"_s));
    const Result<LoginGrant> grant = world.login(u"vera"_s);
    QCOMPARE(*grant->rights,
        Rights({Permission::EmployeeGet}, FieldAccess::Masked, FieldAccess::Masked,
            FieldAccess::None));
}

void AuthenticatorTest::answersAllFailuresAlike()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    QVERIFY(world.addUser(u"dora"_s, u"hr"_s));
    QVERIFY(world.addUser(u"bob"_s, u"hr"_s));
    QVERIFY(world.run(
        [&](const auto &done) { world.administration().setDisabled(u"dora"_s, true, {}, done); }));
    world.importHash(u"bob"_s, bcryptOf("old"));
    const Error wrong = world.login(u"alice"_s, u"wrong"_s).error();
    QCOMPARE(wrong.code, ErrorCode::InvalidCredentials);
    const QList<std::pair<QString, QString>> others{{u"nobody"_s, AccountsWorld::password},
        {u"dora"_s, AccountsWorld::password}, {u"bob"_s, u"wrong"_s}, {QString(), QString()},
        {u"a"_s.repeated(5000), u"x"_s}, {u"alice"_s, u"x"_s.repeated(8000)}};
    for (const auto &[name, password] : others) {
        const Result<LoginGrant> refused = world.login(name, password);
        QCOMPARE(codeOf(refused), wrong.code);
        QCOMPARE(refused.error().message, wrong.message);
        QCOMPARE(refused.error().data, wrong.data);
    }
}

void AuthenticatorTest::acceptsAOneTimePasswordForThreeDays()
{
    AccountsWorld world;
    const IssuedPassword first = world.initialise();
    world.clock.advance(72h);
    QVERIFY(world.login(first.username, first.oneTimePassword)->mustChangePassword);
    world.clock.advance(1s);
    QCOMPARE(
        codeOf(world.login(first.username, first.oneTimePassword)), ErrorCode::InvalidCredentials);
}

void AuthenticatorTest::upgradesBcrypt()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"bob"_s, u"hr"_s));
    world.importHash(u"bob"_s, bcryptOf("hunter2"));
    QVERIFY(world.login(u"bob"_s, u"hunter2"_s));
    const QString hash
        = world.value(u"SELECT password_hash FROM \"user\" WHERE username = 'bob'"_s).toString();
    QVERIFY2(hash.startsWith(u"$argon2id$"_s), qPrintable(hash));
    QVERIFY(world.login(u"bob"_s, u"hunter2"_s));
    world.restart();
    QVERIFY(world.login(u"bob"_s, u"hunter2"_s));
    QVERIFY(!world.login(u"bob"_s, u"hunter3"_s));
}

void AuthenticatorTest::rehashesWeakerHashes()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    world.settings.argon2 = {2, std::size_t{128} * 1024};
    world.restart();
    QVERIFY(world.login(u"alice"_s));
    QVERIFY(world.value(u"SELECT password_hash FROM \"user\" WHERE username = 'alice'"_s)
                .toString()
                .contains(u"$m=128,t=2,p=1$"_s));
}

void AuthenticatorTest::throttlesGuessing()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    for (int i = 0; i < 5; ++i)
        QCOMPARE(codeOf(world.login(u"alice"_s, u"wrong"_s)), ErrorCode::InvalidCredentials);
    const Result<LoginGrant> throttled = world.login(u"alice"_s);
    QCOMPARE(codeOf(throttled), ErrorCode::TryLater);
    QCOMPARE(throttled.error().data[u"retry_after_ms"_s].toInteger(), 1000);
    world.clock.advance(1s);
    QVERIFY(world.login(u"alice"_s));
}

void AuthenticatorTest::throttlesGuessesSentTogether()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    constexpr int attempts = 40;
    std::latch answered(attempts);
    std::atomic<int> verified = 0;
    for (int i = 0; i < attempts; ++i) {
        world.authenticator().login({u"alice"_s, secret(u"wrong"_s), {}, {}, AccountsWorld::home},
            [&](const Result<LoginGrant> &grant) {
                verified += grant.error().code == ErrorCode::InvalidCredentials;
                answered.count_down();
            });
    }
    answered.wait();
    // One too many for each thread that was verifying when the fifth failed.
    QVERIFY2(verified.load() <= 5 + 2, qPrintable(QString::number(verified.load())));
}

void AuthenticatorTest::letsTheOwnerInFromAKnownAddress()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    QVERIFY(world.login(u"alice"_s));
    world.restart();
    for (int i = 0; i < 60; ++i) {
        const QHostAddress stranger(u"198.51.100.%1"_s.arg(i));
        QVERIFY(!world.login(u"alice"_s, u"wrong"_s, stranger));
    }
    QCOMPARE(codeOf(world.login(u"alice"_s, AccountsWorld::password, AccountsWorld::abroad)),
        ErrorCode::TryLater);
    QVERIFY(world.login(u"alice"_s));
}

void AuthenticatorTest::changesThePassword()
{
    AccountsWorld world;
    const IssuedPassword first = world.initialise();
    const SessionRef other = world.login(first.username, first.oneTimePassword)->session;
    const SessionRef session = world.login(first.username, first.oneTimePassword)->session;
    QVERIFY(world.authenticator().admit(session)->mustChangePassword());
    QVERIFY(world.changePassword(session, first.oneTimePassword, newPassword));

    QVERIFY(!world.authenticator().admit(session)->mustChangePassword());
    QVERIFY(!world.isServed(other));
    const std::vector<SessionEvent> events = world.takeEvents();
    QCOMPARE(events.size(), std::size_t{1});
    QCOMPARE(events[0].sessionId, other->record().id);
    QCOMPARE(events[0].reason, EndReason::PasswordChanged);
    QCOMPARE(
        codeOf(world.login(first.username, first.oneTimePassword)), ErrorCode::InvalidCredentials);
    world.clock.advance(8 * 24h);
    QVERIFY(!world.login(first.username, newPassword)->mustChangePassword);
}

void AuthenticatorTest::refusesWrongOldPasswordsAndThrottlesThem()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    const SessionRef session = world.login(u"alice"_s)->session;
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(codeOf(world.changePassword(session, u"guess"_s, newPassword)),
            ErrorCode::InvalidCredentials);
    }
    QCOMPARE(codeOf(world.changePassword(session, AccountsWorld::password, newPassword)),
        ErrorCode::TryLater);
    world.clock.advance(1s);
    QVERIFY(world.changePassword(session, AccountsWorld::password, newPassword));
}

void AuthenticatorTest::refusesWeakNewPasswords()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    const SessionRef session = world.login(u"alice"_s)->session;
    for (const QString &weak : {u"short"_s, AccountsWorld::password}) {
        QCOMPARE(codeOf(world.changePassword(session, AccountsWorld::password, weak)),
            ErrorCode::WeakPassword);
    }
    QVERIFY(world.login(u"alice"_s));
}

void AuthenticatorTest::leavesTheOwnersLoginAloneWhenASessionGuesses()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    const SessionRef stolen = world.login(u"alice"_s)->session;
    for (int i = 0; i < 6; ++i)
        QVERIFY(!world.changePassword(stolen, u"guess"_s, newPassword));
    QVERIFY(world.login(u"alice"_s));
}

void AuthenticatorTest::keepsTokensOutOfEverything()
{
    static QByteArray logged;
    static const auto previous
        = qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &text) {
              logged += text.toUtf8();
          });
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    const QString token = world.login(u"alice"_s)->token;
    QVERIFY(world.authenticator().resume(token));
    world.clock.advance(2min);
    QVERIFY(world.authenticator().resume(token));
    world.authenticator().flushActivity();
    world.settle();
    qInstallMessageHandler(previous);

    QByteArray stored = logged;
    const QDir folder = QFileInfo(world.path()).dir();
    for (const QString &name : folder.entryList(QDir::Files)) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        stored += file.readAll();
    }
    QVERIFY(QFile::exists(world.path() + u"-wal"_s));
    const QByteArray text = token.toLatin1();
    const QByteArray encoded = text.mid(4);
    const QByteArray raw = QByteArray::fromBase64(encoded, QByteArray::Base64UrlEncoding);
    const QList<QByteArray> forms{text, encoded, raw, raw.toHex(), raw.toHex().toUpper(),
        raw.toBase64(QByteArray::OmitTrailingEquals), text.toHex(), text.toBase64().left(60),
        encoded.toBase64().left(54)};
    for (const QByteArray &form : forms)
        QVERIFY2(!stored.contains(form), form.toHex());
    // The search would find it: its hash is there.
    QVERIFY(stored.contains(QCryptographicHash::hash(text, QCryptographicHash::Sha256)));
}

void AuthenticatorTest::gathersRefusals()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    for (int i = 0; i < 7; ++i)
        QVERIFY(!world.login(u"alice"_s, u"wrong"_s));
    world.clock.advance(1min);
    world.authenticator().flushActivity();
    world.settle();
    QCOMPARE(world.values(u"SELECT detail FROM security_event WHERE kind = 'login_refused'"
                          " AND username = 'alice' AND peer = '192.0.2.1' ORDER BY detail"_s),
        (QVariantList{uR"({"count":2,"reason":"throttled"})"_s,
            uR"({"count":5,"reason":"invalid_credentials"})"_s}));
}

void AuthenticatorTest::recordsNoNameThatIsNoAccount()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(!world.login(u"my secret password"_s, u"x"_s));
    world.restart();
    QCOMPARE(world.values(u"SELECT username FROM security_event WHERE kind = 'login_refused'"_s),
        QVariantList{u""_s});
}

void AuthenticatorTest::refusesLoginsWithoutAudit()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    const SessionRef session = world.login(u"alice"_s)->session;
    world.execute(u"CREATE TRIGGER broken BEFORE INSERT ON security_event"
                  " BEGIN SELECT raise(ABORT, 'broken'); END"_s);
    QCOMPARE(codeOf(world.login(u"alice"_s)), ErrorCode::StorageUnavailable);
    QCOMPARE(codeOf(world.logout(session)), ErrorCode::StorageUnavailable);
    QVERIFY(world.isServed(session));
    QCOMPARE(world.value(u"SELECT count(*) FROM session"_s).toInt(), 1);
    world.execute(u"DROP TRIGGER broken"_s);
    QVERIFY(world.login(u"alice"_s));
    QVERIFY(world.logout(session));
}

QTEST_GUILESS_MAIN(AuthenticatorTest)
#include "tst_authenticator.moc"
