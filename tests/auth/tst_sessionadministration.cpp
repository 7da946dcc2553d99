#include "server/auth/SessionAdministration.h"

#include "tests/auth/AccountsWorld.h"

using namespace roster;
using namespace roster::server;

class SessionAdministrationTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();

    void listsTheLivingSessions();
    void listsWithoutARunningServer();
    void endsOne();
    void endsThoseOfOneUser();
    void endsAll();
    void saysWhatIsMissing();
    void doesNothingWithoutAudit();
    void recordsEachEnd();

private:
    Result<QList<SessionInfo>> list(const SessionChoice &choice = {})
    {
        return waitFor<QList<SessionInfo>>(
            [&](const auto &done) { m_world->services().sessions().listSessions(choice, done); });
    }
    Result<qint64> end(const SessionChoice &choice, const Actor &by = {})
    {
        return waitFor<qint64>([&](const auto &done) {
            m_world->services().sessions().endSessions(choice, by, done);
        });
    }

    std::unique_ptr<AccountsWorld> m_world;
    SessionRef m_alice;
    SessionRef m_bob;
    SessionRef m_bobsOther;
};

void SessionAdministrationTest::init()
{
    m_world = std::make_unique<AccountsWorld>();
    m_world->initialise();
    QVERIFY(m_world->addUser(u"alice"_s, u"hr"_s));
    QVERIFY(m_world->addUser(u"bob"_s, u"viewer"_s));
    m_alice = m_world->login(u"alice"_s)->session;
    m_world->clock.advance(1s);
    m_bob = m_world->login(u"bob"_s)->session;
    m_world->clock.advance(1s);
    m_bobsOther = m_world->login(u"bob"_s, AccountsWorld::password, AccountsWorld::abroad)->session;
}

void SessionAdministrationTest::listsTheLivingSessions()
{
    m_world->clock.advance(20min);
    QVERIFY(m_world->isServed(m_bob));
    const auto all = list();
    QCOMPARE(all->size(), 3);
    QCOMPARE(all->at(0).username, u"alice"_s);
    QCOMPARE(all->at(1).lastUsedAt, m_world->clock.utcNow()); // not in the database yet
    QCOMPARE(all->at(2).peer, AccountsWorld::abroad.toString());
    QCOMPARE(list({{}, u"BOB"_s})->size(), 2);
    m_world->clock.advance(15min);
    QCOMPARE(list()->size(), 1); // the others have been idle for too long
    QCOMPARE(list({m_bob->record().id, {}})->size(), 1);
}

void SessionAdministrationTest::listsWithoutARunningServer()
{
    AccountServices notStarted(m_world->settings, m_world->clock, m_world->queue());
    const auto stored = waitFor<QList<SessionInfo>>(
        [&](const auto &done) { notStarted.sessions().listSessions({}, done); });
    QCOMPARE(stored->size(), 3);
    m_world->clock.advance(31min);
    const auto late = waitFor<QList<SessionInfo>>(
        [&](const auto &done) { notStarted.sessions().listSessions({}, done); });
    QVERIFY(late->isEmpty());
}

void SessionAdministrationTest::endsOne()
{
    QCOMPARE(*end({m_bob->record().id, {}}), 1);
    QVERIFY(!m_world->isServed(m_bob));
    QVERIFY(m_world->isServed(m_bobsOther));
    const std::vector<SessionEvent> events = m_world->takeEvents();
    QCOMPARE(events.size(), std::size_t{1});
    QCOMPARE(events[0].sessionId, m_bob->record().id);
    QCOMPARE(events[0].kind, SessionEvent::Kind::Ended);
    QCOMPARE(events[0].reason, EndReason::Revoked);
}

void SessionAdministrationTest::endsThoseOfOneUser()
{
    QCOMPARE(*end({{}, u"bob"_s}), 2);
    QVERIFY(!m_world->isServed(m_bob));
    QVERIFY(!m_world->isServed(m_bobsOther));
    QVERIFY(m_world->isServed(m_alice));
    QCOMPARE(*end({{}, u"bob"_s}), 0);
    m_world->restart();
    QCOMPARE(list()->size(), 1);
}

void SessionAdministrationTest::endsAll()
{
    QCOMPARE(*end({}), 3);
    QVERIFY(list()->isEmpty());
    QCOMPARE(m_world->takeEvents().size(), std::size_t{3});
    QVERIFY(m_world->login(u"alice"_s));
}

void SessionAdministrationTest::saysWhatIsMissing()
{
    QCOMPARE(codeOf(end({u"nothing"_s, {}})), ErrorCode::NotFound);
    QCOMPARE(codeOf(end({{}, u"nobody"_s})), ErrorCode::NotFound);
    QCOMPARE(codeOf(list({{}, u"nobody"_s})), ErrorCode::NotFound);
    QVERIFY(m_world->isServed(m_alice));
}

void SessionAdministrationTest::doesNothingWithoutAudit()
{
    m_world->execute(u"CREATE TRIGGER broken BEFORE INSERT ON security_event"
                     " BEGIN SELECT raise(ABORT, 'broken'); END"_s);
    QCOMPARE(codeOf(end({})), ErrorCode::StorageUnavailable);
    QVERIFY(m_world->isServed(m_alice));
    QCOMPARE(m_world->value(u"SELECT count(*) FROM session"_s).toInt(), 3);
}

void SessionAdministrationTest::recordsEachEnd()
{
    const int before = m_world->value(u"SELECT max(seq) FROM security_event"_s).toInt();
    QVERIFY(end({{}, u"bob"_s}, {{}, u"local uid 0"_s}));
    const QVariantList events
        = m_world->values(u"SELECT kind || ' ' || username || ' ' || peer || ' ' || detail"
                          " FROM security_event WHERE seq > %1 ORDER BY seq"_s.arg(before));
    QCOMPARE(events,
        (QVariantList{uR"(session_revoked  local uid 0 {"session":"%1","user":"bob"})"_s.arg(
                          m_bob->record().id),
            uR"(session_revoked  local uid 0 {"session":"%1","user":"bob"})"_s.arg(
                m_bobsOther->record().id)}));
    QVERIFY(!m_world->chain().brokenAt);
}

QTEST_GUILESS_MAIN(SessionAdministrationTest)
#include "tst_sessionadministration.moc"
