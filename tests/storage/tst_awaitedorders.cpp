#include "server/storage/EmployeeListStore.h"
#include "server/storage/RankIndex.h"
#include "tests/storage/StorageWorld.h"

#include <QTest>

#include <atomic>

using namespace roster;
using namespace roster::server;
using namespace Qt::StringLiterals;
using roster::server::tests::StorageWorld;

/// Orders that are read before anybody asks for them, and those who wait for one.
class AwaitedOrdersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void readsAheadOfAnyRequest_data();
    void readsAheadOfAnyRequest();
    void callsThoseWhoWait();
    void callsNobodyWhoWasDismissed();
    void knowsWhatIsBestAwaited();

private:
    void makeRanks(qint64 maxIds = RankIndex::mostIds);

    std::unique_ptr<StorageWorld> m_world;
    std::unique_ptr<RankIndex> m_ranks;
};

namespace {

constexpr int recordCount = 300;
const QList<SortKey> byId;
const QList<SortKey> byName{{Field::LastName, false}};
const QList<SortKey> bySalary{{Field::Salary, true}};
const QList<SortKey> bySalaryUpwards{{Field::Salary, false}};
const QList<SortKey> byTwo{{Field::Department, false}, {Field::Salary, true}};

} // namespace

void AwaitedOrdersTest::init()
{
    m_ranks.reset();
    m_world = std::make_unique<StorageWorld>();
    for (int i = 0; i < recordCount; ++i) {
        QMap<Field, FieldValue> values = StorageWorld::person();
        values.insert(Field::LastName, u"Name %1"_s.arg(i % 7));
        QVERIFY(m_world->apply(m_world->write(ChangeAction::Added, {}, {}, values)));
    }
    makeRanks();
}

void AwaitedOrdersTest::makeRanks(qint64 maxIds)
{
    m_ranks
        = std::make_unique<RankIndex>(DatabaseProfile{m_world->path()}, m_world->sealer, maxIds);
}

void AwaitedOrdersTest::readsAheadOfAnyRequest_data()
{
    QTest::addColumn<qint64>("longList");
    QTest::addColumn<qint64>("maxIds");
    QTest::addColumn<bool>("isByIdRead");
    QTest::addColumn<bool>("areAllRead");
    constexpr qint64 orders = 12; // both ways by the id and by five texts
    QTest::newRow("a long list") << qint64{recordCount} << recordCount * orders << true << true;
    QTest::newRow("a short list") << qint64{recordCount + 1} << recordCount * orders << false
                                  << false;
    QTest::newRow("too little room")
        << qint64{recordCount} << recordCount * orders - 1 << true << false;
    QTest::newRow("no room") << qint64{recordCount} << qint64{recordCount * 2 - 1} << false
                             << false;
}

void AwaitedOrdersTest::readsAheadOfAnyRequest()
{
    QFETCH(qint64, longList);
    QFETCH(qint64, maxIds);
    makeRanks(maxIds);
    m_ranks->prepareAhead(longList);
    m_ranks->settle();
    QVERIFY(m_ranks->knows(bySalary));
    QTEST(m_ranks->knows(byId), "isByIdRead");
    bool areAllRead = true;
    for (const FieldDescription &row : editableFields()) {
        for (const bool isDescending : {false, true}) {
            if (row.type != FieldType::Ssn)
                areAllRead = areAllRead && m_ranks->knows({{row.field, isDescending}});
        }
    }
    QTEST(areAllRead, "areAllRead");
}

void AwaitedOrdersTest::callsThoseWhoWait()
{
    std::atomic<int> calls = 0;
    const auto note = [&calls] { ++calls; };
    m_ranks->whenRead(byTwo, note);
    QCOMPARE(calls, 1); // at once, as nobody has asked for the order
    m_ranks->prepare(byTwo);
    m_ranks->whenRead(byTwo, note);
    m_ranks->prepare(bySalary);
    m_ranks->whenRead(bySalaryUpwards, note); // the same order the other way round
    QTRY_COMPARE(calls, 3);
    QVERIFY(m_ranks->knows(byTwo));
    QVERIFY(m_ranks->knows(bySalaryUpwards));
    m_ranks->whenRead(byTwo, note);
    QCOMPARE(calls, 4);
}

void AwaitedOrdersTest::callsNobodyWhoWasDismissed()
{
    std::atomic<int> calls = 0;
    const auto note = [&calls] { ++calls; };
    m_ranks->prepare(byName);
    m_ranks->prepare(byTwo);
    m_ranks->whenRead(byTwo, note);
    m_ranks->dismissWaiting();
    const int sofar = calls;
    m_ranks->settle();
    QCOMPARE(calls, sofar);
    m_ranks->prepare({{Field::Email, false}});
    m_ranks->whenRead({{Field::Email, false}}, note);
    QCOMPARE(calls, sofar + 1); // at once: by nobody else later
    m_ranks->settle();
    QCOMPARE(calls, sofar + 1);
}

void AwaitedOrdersTest::knowsWhatIsBestAwaited()
{
    constexpr qint64 manyHits = 20'000;
    const EmployeeListStore walked(m_world->sealer);
    const EmployeeListStore few(m_world->sealer, m_ranks.get(), manyHits, recordCount + 1);
    const EmployeeListStore ranked(m_world->sealer, m_ranks.get(), manyHits, recordCount);
    const auto awaited = [this](const EmployeeListStore &lists, const EmployeeQuery &query) {
        return lists.orderToAwait(*m_world->database, query);
    };
    const auto sorted = [](const QList<SortKey> &sort) {
        EmployeeQuery query;
        query.sort = sort;
        return query;
    };
    EmployeeQuery filtered = sorted(byTwo);
    filtered.words = {u"zoe"_s};
    EmployeeQuery deleted = sorted(byTwo);
    deleted.isDeleted = true;
    const QList<SortKey> byIdDownwards{{Field::Id, true}};
    const QList<SortKey> byNothingElse{{Field::LastName, false}, {Field::Id, false}};
    for (const EmployeeQuery &query : {sorted(byId), sorted(byName), sorted(byIdDownwards),
             sorted(byNothingElse), filtered, deleted})
        QVERIFY(!awaited(ranked, query));
    QVERIFY(!awaited(walked, sorted(byTwo)));
    QVERIFY(!awaited(few, sorted(byTwo)));
    for (const QList<SortKey> &sort : {byTwo, bySalary}) {
        const auto order = awaited(ranked, sorted(sort));
        QVERIFY(order);
        std::atomic<bool> isRead = false;
        QVERIFY(!order->isNeeded);
        m_ranks->whenRead(order->sort, [&isRead] { isRead = true; });
        QTRY_VERIFY(isRead);
        QVERIFY(m_ranks->knows(sort));
        QVERIFY(!awaited(ranked, sorted(sort)));
    }
}

QTEST_GUILESS_MAIN(AwaitedOrdersTest)
#include "tst_awaitedorders.moc"
