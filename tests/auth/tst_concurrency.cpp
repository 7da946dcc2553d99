#include "server/auth/Authenticator.h"

#include "tests/auth/AccountsWorld.h"

#include <thread>

using namespace roster;
using namespace roster::server;

/// Many threads at the door at once; worth most under TSan.
class ConcurrencyTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void servesManyThreads();
    void refusesWhatWasRevokedFromAnyThread();
};

void ConcurrencyTest::servesManyThreads()
{
    AuthSettings settings = cheapSettings();
    settings.hashQueue = 1000;
    AccountsWorld world(settings);
    world.initialise();
    constexpr int users = 4;
    for (int i = 0; i < users; ++i)
        QVERIFY(world.addUser(u"user%1"_s.arg(i), u"hr"_s));

    std::atomic<int> logins = 0;
    std::atomic<bool> isDone = false;
    const auto work = [&](int number) {
        const QString name = u"user%1"_s.arg(number % users);
        for (int round = 0; round < 15; ++round) {
            const Result<LoginGrant> grant = world.login(name);
            if (!grant)
                continue;
            ++logins;
            for (int i = 0; i < 20; ++i) {
                static_cast<void>(world.isServed(grant->session));
                static_cast<void>(world.authenticator().rightsOf(grant->session));
                static_cast<void>(world.authenticator().resume(grant->token));
                static_cast<void>(world.authenticator().listSessions(name));
            }
            static_cast<void>(world.login(u"nobody%1"_s.arg(number), u"wrong"_s));
            if (round % 3 == 0)
                static_cast<void>(world.logout(grant->session));
            else if (round % 3 == 1 && world.isServed(grant->session))
                static_cast<void>(world.revoke(grant->session->record().id, grant->session));
        }
    };
    std::thread housekeeping([&] {
        while (!isDone) {
            world.clock.advance(10s);
            world.authenticator().flushActivity();
            world.authenticator().expireDue();
            std::this_thread::yield();
        }
    });
    std::thread administrator([&] {
        for (int round = 0; !isDone; ++round) {
            const QString role = round % 2 == 0 ? u"viewer"_s : u"hr"_s;
            static_cast<void>(world.run([&](const auto &done) {
                world.administration().setRole(u"user0"_s, role, {}, done);
            }));
        }
    });
    std::vector<std::thread> workers;
    for (int i = 0; i < 6; ++i)
        workers.emplace_back(work, i);
    for (std::thread &worker : workers)
        worker.join();
    isDone = true;
    housekeeping.join();
    administrator.join();
    QVERIFY(logins.load() > 0);
    QVERIFY(!world.chain().brokenAt);
}

void ConcurrencyTest::refusesWhatWasRevokedFromAnyThread()
{
    AccountsWorld world;
    world.initialise();
    QVERIFY(world.addUser(u"alice"_s, u"hr"_s));
    const SessionRef session = world.login(u"alice"_s)->session;
    std::atomic<bool> isEnded = false;
    std::atomic<int> servedAfterEnd = 0;
    std::vector<std::thread> workers;
    for (int i = 0; i < 4; ++i) {
        workers.emplace_back([&] {
            for (;;) {
                const bool hadEnded = isEnded;
                const bool isServed = world.isServed(session);
                servedAfterEnd += hadEnded && isServed;
                if (hadEnded)
                    return;
            }
        });
    }
    QVERIFY(world.logout(session));
    isEnded = true;
    for (std::thread &worker : workers)
        worker.join();
    QCOMPARE(servedAfterEnd.load(), 0);
}

QTEST_GUILESS_MAIN(ConcurrencyTest)
#include "tst_concurrency.moc"
