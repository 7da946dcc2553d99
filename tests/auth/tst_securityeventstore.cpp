#include "server/storage/SecurityEventStore.h"

#include "tests/auth/AccountsWorld.h"

using namespace roster;
using namespace roster::server;

class SecurityEventStoreTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void chainsWhatHappens();
    void refusesChangesOfTheTable_data();
    void refusesChangesOfTheTable();
    void findsTampering_data();
    void findsTampering();
    void givesNoPlaceToWhatWasRolledBack();
};

namespace {

void addEvents(AccountsWorld &world)
{
    world.initialise();
    static_cast<void>(world.addUser(u"alice"_s, u"hr"_s));
    const auto grant = world.login(u"alice"_s);
    static_cast<void>(world.logout(grant->session));
}

} // namespace

void SecurityEventStoreTest::chainsWhatHappens()
{
    AccountsWorld world;
    addEvents(world);
    QCOMPARE(world.values(u"SELECT kind FROM security_event ORDER BY seq"_s),
        (QVariantList{u"user_added"_s, u"user_added"_s, u"login"_s, u"logout"_s}));
    const ChainVerdict verdict = world.chain();
    QCOMPARE(verdict.events, 4);
    QVERIFY(!verdict.brokenAt);
}

void SecurityEventStoreTest::refusesChangesOfTheTable_data()
{
    QTest::addColumn<QString>("statement");
    QTest::newRow("update") << u"UPDATE security_event SET username = 'bob' WHERE seq = 2"_s;
    QTest::newRow("delete") << u"DELETE FROM security_event WHERE seq = 4"_s;
}

void SecurityEventStoreTest::refusesChangesOfTheTable()
{
    QFETCH(QString, statement);
    AccountsWorld world;
    addEvents(world);
    const auto database = Database::open({world.path()});
    QVERIFY(!(*database)->execute(statement));
    QVERIFY(!world.chain().brokenAt);
}

void SecurityEventStoreTest::findsTampering_data()
{
    QTest::addColumn<QStringList>("statements");
    QTest::addColumn<qint64>("brokenAt");
    QTest::newRow("altered name")
        << QStringList{u"UPDATE security_event SET username = 'bob' WHERE seq = 3"_s} << qint64{3};
    QTest::newRow("altered time")
        << QStringList{u"UPDATE security_event SET at = at + 1 WHERE seq = 1"_s} << qint64{1};
    QTest::newRow("altered detail")
        << QStringList{u"UPDATE security_event SET detail = '{}' WHERE seq = 2"_s} << qint64{2};
    QTest::newRow("text moved between fields")
        << QStringList{u"UPDATE security_event SET kind = 'log', username = 'in' || username WHERE seq = 3"_s}
        << qint64{3};
    QTest::newRow("removed from the middle")
        << QStringList{u"DELETE FROM security_event WHERE seq = 2"_s} << qint64{2};
    QTest::newRow("removed and renumbered")
        << QStringList{u"DELETE FROM security_event WHERE seq = 2"_s,
               u"UPDATE security_event SET seq = seq - 1 WHERE seq > 2"_s}
        << qint64{2};
    QTest::newRow("cut off at the end")
        << QStringList{u"DELETE FROM security_event WHERE seq = 4"_s} << qint64{4};
    QTest::newRow("exchanged") << QStringList{u"UPDATE security_event SET seq = 9 WHERE seq = 2"_s,
        u"UPDATE security_event SET seq = 2 WHERE seq = 3"_s,
        u"UPDATE security_event SET seq = 3 WHERE seq = 9"_s}
                               << qint64{2};
}

void SecurityEventStoreTest::findsTampering()
{
    QFETCH(QStringList, statements);
    QFETCH(qint64, brokenAt);
    AccountsWorld world;
    addEvents(world);
    world.execute(u"DROP TRIGGER security_event_keeps_rows"_s);
    world.execute(u"DROP TRIGGER security_event_keeps_values"_s);
    for (const QString &statement : statements)
        world.execute(statement);
    QCOMPARE(world.chain().brokenAt, std::optional(brokenAt));
}

void SecurityEventStoreTest::givesNoPlaceToWhatWasRolledBack()
{
    AccountsWorld world;
    addEvents(world);
    const Outcome failed = world.queue().runAndWait<Done>([](Database &database) -> Outcome {
        const Outcome told = SecurityEventStore(database).append({1ms, u"lost"_s, {}, {}, {}});
        return told ? Outcome(storageError()) : told;
    });
    QVERIFY(!failed);
    QVERIFY(world.login(u"alice"_s));
    QCOMPARE(world.chain().events, 5);
    QVERIFY(!world.chain().brokenAt);
}

QTEST_GUILESS_MAIN(SecurityEventStoreTest)
#include "tst_securityeventstore.moc"
