#include "certs/CertificateIssuer.h"
#include "common/client/RosterClient.h"
#include "common/net/ClientTls.h"
#include "tests/client/FakeServer.h"

#include <QScopeGuard>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace roster;
using namespace roster::test;
using namespace Qt::StringLiterals;
using Kind = ConnectionError::Kind;

Q_DECLARE_METATYPE(roster::test::TestIdentity)

/// R3 with known servers: who is asked about, who is trusted, and that all others get not one byte.
class FirstUseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_world = std::make_unique<QTemporaryDir>(); }

    void asksAboutAStrangerAndSendsNothing();
    void remembersWhomAPersonAccepted();
    void acceptedIdentityMustBeShownAgain();
    void aRenewedLeafChangesNothing();
    void aKnownServerNeedsNoRoot();
    void neverAsksAboutWhatIsWrong_data();
    void neverAsksAboutWhatIsWrong();
    void refusesAKnownServerThatIsWrong_data();
    void refusesAKnownServerThatIsWrong();
    void aKnownServerGoesBeforeTheAuthorities();
    void authoritiesVouchForAStranger();
    void followsAReplacedAuthority();
    void anOldAuthorityFileStillServes();
    void aDamagedEntryIsRefused();

private:
    [[nodiscard]] KnownServers known() const
    {
        return KnownServers(m_world->filePath(u"roster/known_servers"_s));
    }
    [[nodiscard]] ClientOptions options(const FakeServer &server) const
    {
        ClientOptions options;
        options.server = {u"127.0.0.1"_s, server.port()};
        options.knownServers = known();
        options.kind = u"other"_s;
        return options;
    }
    void pin(const FakeServer &server, const TestIdentity &identity) const
    {
        const ServerIdentity of{{u"127.0.0.1"_s, server.port()}, identity.authorities().first()};
        QVERIFY(known().add({of, QDateTime::currentDateTimeUtc()}));
    }
    [[nodiscard]] KeyFingerprint pinned(const FakeServer &server) const
    {
        const auto found = known().find({u"127.0.0.1"_s, server.port()});
        return found && *found ? (*found)->identity.fingerprint() : KeyFingerprint();
    }
    /// Logs in; the failure, or nothing when it went well.
    static std::optional<ConnectionError> logIn(RosterClient &client)
    {
        std::optional<CallOutcome> done;
        client.login(u"alice"_s, SecretBytes::copyOf(u"correct"_s), &client,
            [&done](const CallOutcome &outcome) { done = outcome; });
        const bool isDone = QTest::qWaitFor([&done] { return done.has_value(); }, 20'000);
        if (!isDone)
            qFatal("no outcome");
        return done->failure() ? std::optional(*done->failure()) : std::nullopt;
    }
    static void verifyNothingWasSent(FakeServer &server)
    {
        QTRY_COMPARE(server.openConnections(), 0);
        QVERIFY(server.acceptedConnections() > 0);
        QCOMPARE(server.applicationBytes(), 0);
    }

    std::unique_ptr<QTemporaryDir> m_world;
    TestIdentity m_good;
};

void FirstUseTest::initTestCase()
{
    QVERIFY(initialiseCrypto());
    m_good = makeIdentity();
}

void FirstUseTest::asksAboutAStrangerAndSendsNothing()
{
    FakeServer server(m_good);
    QVERIFY(server.listen());
    RosterClient client(options(server));
    const auto failure = logIn(client);
    QVERIFY(failure && failure->kind == Kind::UnknownServer && failure->identity);
    QCOMPARE(failure->identity->fingerprint(), KeyFingerprint::of(m_good.authorities().first()));
    verifyNothingWasSent(server);
    QVERIFY(pinned(server).isNull());
}

void FirstUseTest::remembersWhomAPersonAccepted()
{
    FakeServer server(m_good);
    QVERIFY(server.listen());
    {
        RosterClient client(options(server));
        const auto stranger = logIn(client);
        QVERIFY(stranger && stranger->identity);
        QSignalSpy remembered(&client, &RosterClient::serverRemembered);
        client.trust(*stranger->identity);
        QVERIFY(pinned(server).isNull());
        std::optional<CallOutcome> met;
        client.meetServer(this, [&met](const CallOutcome &outcome) { met = outcome; });
        QTRY_VERIFY(met);
        QVERIFY(met->isOk());
        QCOMPARE(remembered.count(), 1);
        verifyNothingWasSent(server);
        QVERIFY(!logIn(client));
    }
    QCOMPARE(pinned(server), KeyFingerprint::of(m_good.authorities().first()));
    RosterClient another(options(server));
    QVERIFY(!logIn(another));
}

void FirstUseTest::acceptedIdentityMustBeShownAgain()
{
    FakeServer server(makeIdentity());
    QVERIFY(server.listen());
    RosterClient client(options(server));
    client.trust({{u"127.0.0.1"_s, server.port()}, m_good.authorities().first()});
    const auto failure = logIn(client);
    QVERIFY(failure && failure->kind == Kind::IdentityChanged);
    verifyNothingWasSent(server);
    QVERIFY(pinned(server).isNull());
}

void FirstUseTest::aRenewedLeafChangesNothing()
{
    const auto renewed = certs::issueServer(m_good.authorityPem, m_good.authorityKeyPem,
        {u"127.0.0.1"_s}, QDateTime::currentDateTimeUtc());
    QVERIFY(renewed);
    TestIdentity identity = m_good;
    identity.certificatePem = renewed->certificatePem;
    identity.keyPem = renewed->keyPem.view().toByteArray();
    FakeServer server(identity);
    QVERIFY(server.listen());
    pin(server, m_good);
    RosterClient client(options(server));
    QVERIFY(!logIn(client));
}

void FirstUseTest::aKnownServerNeedsNoRoot()
{
    TestIdentity leafAlone = m_good;
    leafAlone.authorityPem.clear();
    FakeServer server(leafAlone);
    QVERIFY(server.listen());
    RosterClient client(options(server));
    const auto stranger = logIn(client);
    QVERIFY(stranger && stranger->identity);
    client.trust(*stranger->identity);
    QVERIFY(!logIn(client));
    RosterClient another(options(server));
    QVERIFY(!logIn(another));
}

void FirstUseTest::neverAsksAboutWhatIsWrong_data()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    TestIdentity mixed = m_good;
    mixed.authorityPem = makeIdentity().authorityPem;
    QTest::addColumn<TestIdentity>("identity");
    QTest::addColumn<QString>("words");
    QTest::newRow("wrong host") << makeIdentity({u"payroll.example"_s}) << u"payroll.example"_s;
    QTest::newRow("a common name alone") << makeCommonNameOnly() << u"no host at all"_s;
    QTest::newRow("expired") << makeIdentity({u"127.0.0.1"_s}, now.addDays(-500)) << u"expired"_s;
    QTest::newRow("not yet valid")
        << makeIdentity({u"127.0.0.1"_s}, now.addDays(2)) << u"valid only from"_s;
    QTest::newRow("for clients only") << makeWrongUsage() << u"use by a server"_s;
    QTest::newRow("beside another's root") << mixed << u"not issued by the authority"_s;
}

void FirstUseTest::neverAsksAboutWhatIsWrong()
{
    QFETCH(TestIdentity, identity);
    QFETCH(QString, words);
    FakeServer server(identity);
    QVERIFY(server.listen());
    RosterClient client(options(server));
    const auto failure = logIn(client);
    QVERIFY(failure);
    QCOMPARE(failure->kind, Kind::Untrusted);
    QVERIFY2(failure->message.contains(words), qPrintable(failure->message));
    verifyNothingWasSent(server);
}

void FirstUseTest::refusesAKnownServerThatIsWrong_data()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const auto leafOf = [this](const QStringList &names, const QDateTime &at) {
        TestIdentity identity = m_good;
        const auto leaf = certs::issueServer(
            m_good.authorityPem, m_good.authorityKeyPem, names, at, std::chrono::days(1));
        identity.certificatePem = leaf->certificatePem;
        identity.keyPem = leaf->keyPem.view().toByteArray();
        return identity;
    };
    // Issued within the life of its authority, and over now.
    m_good = makeIdentity({u"127.0.0.1"_s}, now.addDays(-30));
    TestIdentity strangersRoot = makeIdentity();
    strangersRoot.authorityPem += m_good.authorityPem;
    QTest::addColumn<TestIdentity>("identity");
    QTest::addColumn<TestIdentity>("pinned");
    QTest::addColumn<Kind>("kind");
    QTest::newRow("changed identity") << makeIdentity() << m_good << Kind::IdentityChanged;
    QTest::newRow("of the same name") << makeNamesake(m_good) << m_good << Kind::IdentityChanged;
    QTest::newRow("self-signed") << makeSelfSigned() << m_good << Kind::IdentityChanged;
    QTest::newRow("with the known root beside") << strangersRoot << m_good << Kind::IdentityChanged;
    QTest::newRow("wrong host") << leafOf({u"payroll.example"_s}, now) << m_good << Kind::Untrusted;
    QTest::newRow("expired") << leafOf({u"127.0.0.1"_s}, now.addDays(-20)) << m_good
                             << Kind::Untrusted;
    QTest::newRow("bridge signed by a stranger")
        << makeSuccessor(m_good, BridgeDefect::Stranger) << m_good << Kind::IdentityChanged;
    QTest::newRow("expired bridge")
        << makeSuccessor(m_good, BridgeDefect::Expired) << m_good << Kind::IdentityChanged;
    QTest::newRow("bridge that may not issue")
        << makeSuccessor(m_good, BridgeDefect::NoCa) << m_good << Kind::IdentityChanged;
}

void FirstUseTest::refusesAKnownServerThatIsWrong()
{
    QFETCH(TestIdentity, identity);
    QFETCH(TestIdentity, pinned);
    QFETCH(Kind, kind);
    FakeServer server(identity);
    QVERIFY(server.listen());
    pin(server, pinned);
    RosterClient client(options(server));
    const auto failure = logIn(client);
    QVERIFY(failure);
    QVERIFY2(failure->kind == kind, qPrintable(failure->message));
    verifyNothingWasSent(server);
    QCOMPARE(this->pinned(server), KeyFingerprint::of(pinned.authorities().first()));
}

void FirstUseTest::aKnownServerGoesBeforeTheAuthorities()
{
    const TestIdentity vouchedFor = makeIdentity();
    FakeServer server(vouchedFor);
    QVERIFY(server.listen());
    pin(server, m_good);
    ClientOptions trusting = options(server);
    trusting.authorities = vouchedFor.authorities();
    RosterClient client(trusting);
    const auto failure = logIn(client);
    QVERIFY(failure && failure->kind == Kind::IdentityChanged);
    verifyNothingWasSent(server);
}

void FirstUseTest::authoritiesVouchForAStranger()
{
    FakeServer server(m_good);
    QVERIFY(server.listen());
    ClientOptions trusting = options(server);
    trusting.authorities = m_good.authorities();
    RosterClient client(trusting);
    QVERIFY(!logIn(client));
    QVERIFY(pinned(server).isNull());
}

void FirstUseTest::followsAReplacedAuthority()
{
    const TestIdentity next = makeSuccessor(m_good);
    FakeServer server(next);
    QVERIFY(server.listen());
    pin(server, m_good);
    RosterClient client(options(server));
    QSignalSpy remembered(&client, &RosterClient::serverRemembered);
    QVERIFY(!logIn(client));
    QCOMPARE(remembered.count(), 1);
    QCOMPARE(pinned(server), KeyFingerprint::of(next.authorities().first()));
    // Once it has followed, the bridge is not needed any more.
    RosterClient another(options(server));
    QVERIFY(!logIn(another));
}

void FirstUseTest::anOldAuthorityFileStillServes()
{
    FakeServer server(makeSuccessor(m_good));
    QVERIFY(server.listen());
    ClientOptions old = options(server);
    old.knownServers.reset();
    old.authorities = m_good.authorities();
    RosterClient client(old);
    QVERIFY(!logIn(client));
}

void FirstUseTest::aDamagedEntryIsRefused()
{
    FakeServer server(m_good);
    QVERIFY(server.listen());
    pin(server, m_good);
    QFile file(known().path());
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.resize(file.size() - 40));
    file.close();
    ClientOptions trusting = options(server);
    trusting.authorities = m_good.authorities();
    RosterClient client(trusting);
    const auto failure = logIn(client);
    QVERIFY(failure && failure->kind == Kind::Untrusted);
    QCOMPARE(server.acceptedConnections(), 0);
}

QTEST_GUILESS_MAIN(FirstUseTest)
#include "tst_firstuse.moc"
