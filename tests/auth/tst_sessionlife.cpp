#include "server/auth/Authenticator.h"

#include "tests/auth/AccountsWorld.h"

using namespace roster;
using namespace roster::server;

/// How sessions go on and how they end.
class SessionLifeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void resumes();
    void resumesNothingElse_data();
    void resumesNothingElse();
    void survivesARestart();
    void endsOnLogoutEverywhere();
    void endsAfterIdling();
    void endsAtTheAbsoluteLimit();
    void gainsNothingFromAClockSetBack();
    void gainsNothingFromAClockSetBackOverARestart();
    void tellsOfExpiredSessionsAndForgetsThem();
    void isNotUsedByPeeking();
    void storesUsesOnceAMinute();
    void listsSessions();
    void revokesOwnSessions();
    void revokesOthersOnlyWithPermission();
    void boundsSessionsPerUser();
    void refusesALoginWhenTheAccountChangedMeanwhile();
    void answersWaitingLoginsWhenItStops();
};

void SessionLifeTest::resumes()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    const Result<LoginGrant> grant = world.login(u"alice"_s);
    const Result<LoginGrant> resumed = world.authenticator().resume(grant->token);
    QVERIFY(resumed);
    QCOMPARE(resumed->session, grant->session);
    QVERIFY(resumed->token.isEmpty());
    QCOMPARE(resumed->expiresAt, grant->expiresAt);
}

void SessionLifeTest::resumesNothingElse_data()
{
    QTest::addColumn<QString>("token");
    QTest::newRow("empty") << QString();
    QTest::newRow("no token") << u"rst_"_s;
    QTest::newRow("well-formed") << u"rst_"_s + u"A"_s.repeated(43);
    QTest::newRow("without its prefix") << u"A"_s.repeated(47);
    QTest::newRow("endless") << u"rst_"_s + u"A"_s.repeated(100'000);
    QTest::newRow("not ASCII") << u"rst_"_s + u"é"_s.repeated(43);
}

void SessionLifeTest::resumesNothingElse()
{
    QFETCH(QString, token);
    AccountsWorld world;
    QCOMPARE(codeOf(world.authenticator().resume(token)), ErrorCode::SessionExpired);
}

void SessionLifeTest::survivesARestart()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    const Result<LoginGrant> grant = world.login(u"alice"_s);
    world.restart();
    const Result<LoginGrant> resumed = world.authenticator().resume(grant->token);
    QVERIFY(resumed);
    QCOMPARE(resumed->roleName, u"hr"_s);
    QCOMPARE(*resumed->rights, *grant->rights);
    QCOMPARE(resumed->expiresAt, grant->expiresAt);
    QVERIFY(world.logout(resumed->session));
    world.restart();
    QVERIFY(!world.authenticator().resume(grant->token));
}

void SessionLifeTest::endsOnLogoutEverywhere()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    const Result<LoginGrant> grant = world.login(u"alice"_s);
    const SessionRef elsewhere = world.authenticator().resume(grant->token)->session;
    bool isServedBetween = true;
    QVERIFY(world.run([&](const auto &done) {
        world.authenticator().logout(grant->session, done);
        isServedBetween = world.isServed(elsewhere);
    }));
    QVERIFY(!isServedBetween);
    QVERIFY(!world.isServed(elsewhere));
    QVERIFY(!world.authenticator().rightsOf(elsewhere));
    QCOMPARE(codeOf(world.authenticator().resume(grant->token)), ErrorCode::SessionExpired);
    const std::vector<SessionEvent> events = world.takeEvents();
    QCOMPARE(events.size(), std::size_t{1});
    QCOMPARE(events[0].reason, EndReason::Logout);
}

void SessionLifeTest::endsAfterIdling()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    const SessionRef session = world.login(u"alice"_s)->session;
    world.clock.advance(30min - 1s);
    QVERIFY(world.isServed(session));
    world.clock.advance(30min - 1s);
    QVERIFY(world.isServed(session));
    world.clock.advance(30min + 1s);
    QCOMPARE(codeOf(world.authenticator().admit(session)), ErrorCode::SessionExpired);
}

void SessionLifeTest::endsAtTheAbsoluteLimit()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    const SessionRef session = world.login(u"alice"_s)->session;
    for (int i = 0; i < 47; ++i) {
        world.clock.advance(15min);
        QVERIFY(world.isServed(session));
    }
    world.clock.advance(15min - 1s);
    QVERIFY(world.isServed(session));
    world.clock.advance(2s);
    QVERIFY(!world.isServed(session));
}

void SessionLifeTest::gainsNothingFromAClockSetBack()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    const SessionRef session = world.login(u"alice"_s)->session;
    world.clock.advance(20min);
    world.clock.setWall(world.clock.utcNow() - 10h);
    world.clock.advance(10min + 1s);
    QVERIFY(!world.isServed(session));
}

void SessionLifeTest::gainsNothingFromAClockSetBackOverARestart()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    const Result<LoginGrant> grant = world.login(u"alice"_s);
    const auto start = world.clock.utcNow();
    for (int i = 0; i < 40; ++i) {
        world.clock.advance(15min);
        QVERIFY(world.isServed(grant->session));
    }
    // A new process knows nothing of the time before.
    ManualClock setBack(start - 24h);
    const Outcome loaded = world.queue().runAndWait<Done>([&](Database &database) -> Outcome {
        const Result<AccountImage> image = readAccounts(database, setBack, 30min);
        return image ? Outcome(Done{}) : Outcome(image.error());
    });
    QVERIFY(loaded);
    // Uses are stored once a minute.
    QVERIFY(setBack.utcNow() >= start);
    world.authenticator().flushActivity();
    const Outcome again = world.queue().runAndWait<Done>([&](Database &database) -> Outcome {
        const Result<AccountImage> image = readAccounts(database, setBack, 30min);
        return image ? Outcome(Done{}) : Outcome(image.error());
    });
    QVERIFY(again);
    QCOMPARE(setBack.utcNow(), start + 10h);
}

void SessionLifeTest::tellsOfExpiredSessionsAndForgetsThem()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    const SessionRef first = world.login(u"alice"_s)->session;
    world.clock.advance(20min);
    const SessionRef second = world.login(u"alice"_s)->session;
    world.clock.advance(10min);
    world.authenticator().expireDue();
    world.settle();
    const std::vector<SessionEvent> events = world.takeEvents();
    QCOMPARE(events.size(), std::size_t{1});
    QCOMPARE(events[0].sessionId, first->record().id);
    QCOMPARE(events[0].reason, EndReason::Expired);
    QCOMPARE(world.values(u"SELECT id FROM session"_s), QVariantList{second->record().id});
    QVERIFY(world.isServed(second));
}

void SessionLifeTest::isNotUsedByPeeking()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    const SessionRef session = world.login(u"alice"_s)->session;
    world.clock.advance(29min);
    QVERIFY(world.authenticator().rightsOf(session));
    world.clock.advance(2min);
    QVERIFY(!world.authenticator().rightsOf(session));
    QVERIFY(!world.isServed(session));
}

void SessionLifeTest::storesUsesOnceAMinute()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    const SessionRef session = world.login(u"alice"_s)->session;
    const qint64 start = world.clock.utcNow().count();
    const auto storedAfter = [&](std::chrono::milliseconds pause) {
        world.clock.advance(pause);
        if (!world.isServed(session))
            return qint64{-1};
        world.authenticator().flushActivity();
        world.settle();
        return world.value(u"SELECT last_used_at FROM session"_s).toLongLong() - start;
    };
    QCOMPARE(storedAfter(59s), qint64{0});
    QCOMPARE(storedAfter(1s), qint64{60'000});
    QCOMPARE(storedAfter(30s), qint64{60'000});
    QCOMPARE(storedAfter(45s), qint64{135'000});
}

void SessionLifeTest::listsSessions()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    QVERIFY(world.login(u"alice"_s));
    world.clock.advance(1s);
    QVERIFY(world.login(u"alice"_s, AccountsWorld::password, AccountsWorld::abroad));
    const Result<QList<SessionInfo>> sessions = world.authenticator().listSessions(u"alice"_s);
    QVERIFY(sessions);
    QCOMPARE(sessions->size(), 2);
    QCOMPARE(sessions->at(0).peer, u"192.0.2.1"_s);
    QCOMPARE(sessions->at(1).peer, u"198.51.100.7"_s);
    QCOMPARE(sessions->at(1).createdAt, world.clock.utcNow());
    QCOMPARE(sessions->at(1).clientVersion, u"1.0"_s);
    QCOMPARE(codeOf(world.authenticator().listSessions(u"nobody"_s)), ErrorCode::NotFound);
}

void SessionLifeTest::revokesOwnSessions()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    const SessionRef lost = world.login(u"alice"_s)->session;
    const SessionRef mine = world.login(u"alice"_s)->session;
    QVERIFY(world.revoke(lost->record().id, mine));
    QVERIFY(!world.isServed(lost));
    QVERIFY(world.isServed(mine));
    QCOMPARE(codeOf(world.revoke(lost->record().id, mine)), ErrorCode::NotFound);
}

void SessionLifeTest::revokesOthersOnlyWithPermission()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    QVERIFY(world.addUser(u"bob"_s, u"hr"_s));
    QVERIFY(world.addUser(u"ada"_s, u"administrator"_s));
    const SessionRef alice = world.login(u"alice"_s)->session;
    const SessionRef bob = world.login(u"bob"_s)->session;
    const SessionRef ada = world.login(u"ada"_s)->session;
    const Outcome foreign = world.revoke(alice->record().id, bob);
    const Outcome missing = world.revoke(u"ffffffffffffffffffff"_s, bob);
    QCOMPARE(codeOf(foreign), ErrorCode::NotFound);
    QCOMPARE(foreign.error().message, missing.error().message);
    QVERIFY(world.isServed(alice));
    QVERIFY(world.revoke(alice->record().id, ada));
    QVERIFY(!world.isServed(alice));
    QCOMPARE(world.takeEvents().back().reason, EndReason::Revoked);
}

void SessionLifeTest::boundsSessionsPerUser()
{
    AuthSettings settings = cheapSettings();
    settings.sessionsPerUser = 3;
    AccountsWorld world(settings);
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    std::vector<SessionRef> sessions;
    for (int i = 0; i < 5; ++i) {
        world.clock.advance(1s);
        sessions.push_back(world.login(u"alice"_s)->session);
    }
    QVERIFY(!world.isServed(sessions[0]) && !world.isServed(sessions[1]));
    QVERIFY(world.isServed(sessions[2]) && world.isServed(sessions[4]));
    QCOMPARE(world.value(u"SELECT count(*) FROM session"_s).toInt(), 3);
}

void SessionLifeTest::refusesALoginWhenTheAccountChangedMeanwhile()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    // Behind the server's back, as a change would that commits between verifying and storing.
    world.execute(u"UPDATE \"user\" SET is_disabled = 1 WHERE username = 'alice'"_s);
    QCOMPARE(codeOf(world.login(u"alice"_s)), ErrorCode::InvalidCredentials);
    QCOMPARE(world.value(u"SELECT count(*) FROM session"_s).toInt(), 0);
}

void SessionLifeTest::answersWaitingLoginsWhenItStops()
{
    AuthSettings settings = cheapSettings();
    settings.failedLoginTime = std::chrono::hours(1);
    AccountsWorld world(settings);
    std::atomic<int> answered = 0;
    for (int i = 0; i < 20; ++i) {
        world.authenticator().login({u"nobody"_s, secret(u"x"_s), {}, {}, AccountsWorld::home},
            [&](const Result<LoginGrant> &) { ++answered; });
    }
    world.services().stop();
    QCOMPARE(answered.load(), 20);
    world.authenticator().login({u"nobody"_s, secret(u"x"_s), {}, {}, AccountsWorld::home},
        [&](const Result<LoginGrant> &) { ++answered; });
    QCOMPARE(answered.load(), 21);
}

QTEST_GUILESS_MAIN(SessionLifeTest)
#include "tst_sessionlife.moc"
