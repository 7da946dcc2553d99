#include "server/storage/ReadBudget.h"
#include "server/storage/EmployeeListStore.h"
#include "server/storage/Query.h"
#include "tests/storage/StorageWorld.h"

#include <QElapsedTimer>
#include <QTest>

#include <thread>

using namespace roster;
using namespace roster::server;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Statements that would run for ever, and what breaks them off.
class ReadBudgetTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void breaksOffALongStatement_data();
    void breaksOffALongStatement();
    void readsAgainWithTheNextBudget();
    void endsAReadTransactionThatItBroke();
    void breaksOffFromAnotherThread();
    void sparesAConnectionWithoutBudget();

private:
    using World = roster::server::tests::StorageWorld;

    std::unique_ptr<World> m_world;
    /// Not the world's own: the budget has to outlive the connection.
    std::unique_ptr<ReadBudget> m_budget;
    std::unique_ptr<Database> m_reading;
};

namespace {

QString counting(const QString &columns)
{
    return u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT %1 FROM n"_s
        .arg(columns);
}

/// Runs it to its end or its failure.
Result<Done> exhaust(Database &database, const QString &sql)
{
    Query query(database, sql);
    if (const Outcome ran = query.run(); !ran)
        return ran;
    while (query.next()) { }
    return query.failed() ? Outcome(query.error()) : Outcome(Done{});
}

} // namespace

void ReadBudgetTest::init()
{
    m_world = std::make_unique<World>();
    static_cast<void>(m_world->add());
    m_budget = std::make_unique<ReadBudget>();
    m_reading = *Database::open({m_world->path(), true});
    m_reading->keepWithin(*m_budget);
}

void ReadBudgetTest::cleanup()
{
    m_reading.reset();
    m_world.reset();
}

void ReadBudgetTest::breaksOffALongStatement_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("before its first row") << counting(u"count(*)"_s);
    QTest::newRow("among its rows") << counting(u"i"_s);
}

void ReadBudgetTest::breaksOffALongStatement()
{
    QFETCH(QString, sql);
    QElapsedTimer timer;
    timer.start();
    m_budget->start(50ms);
    const Outcome outcome = exhaust(*m_reading, sql);
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::TryLater);
    QVERIFY(outcome.error().data.contains("retry_after_ms"_L1));
    QVERIFY(timer.elapsed() >= 50);
    QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
}

void ReadBudgetTest::readsAgainWithTheNextBudget()
{
    m_budget->start(1ms);
    QVERIFY(!exhaust(*m_reading, counting(u"count(*)"_s)));
    m_budget->start();
    QVERIFY(exhaust(*m_reading, u"SELECT count(*) FROM employee"_s));
}

void ReadBudgetTest::endsAReadTransactionThatItBroke()
{
    const EmployeeListStore lists(m_world->sealer);
    for (int i = 0; i < 2000; ++i) {
        // Whichever statement is the one that the clock is looked at in, none stays open.
        m_budget->start(0ms);
        const auto page = lists.list(*m_reading, {}, {});
        QVERIFY(page || page.error().code == ErrorCode::TryLater);
        QVERIFY(!m_reading->isTransactionOpen());
    }
    m_budget->start();
    QVERIFY(lists.list(*m_reading, {}, {}));
}

void ReadBudgetTest::breaksOffFromAnotherThread()
{
    m_budget->start(1h);
    std::thread other([this] { m_budget->cancel(); });
    const Outcome outcome = exhaust(*m_reading, counting(u"count(*)"_s));
    other.join();
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::TryLater);
    m_budget->start();
    QVERIFY(!exhaust(*m_reading, counting(u"count(*)"_s)));
}

void ReadBudgetTest::sparesAConnectionWithoutBudget()
{
    m_budget->start(0ms);
    QVERIFY(exhaust(*m_world->database, counting(u"i"_s) + u" LIMIT 100000"_s));
}

QTEST_GUILESS_MAIN(ReadBudgetTest)
#include "tst_readbudget.moc"
