#include "server/storage/EmployeeListStore.h"
#include "server/storage/Query.h"
#include "tests/storage/StorageWorld.h"

#include <QRandomGenerator>
#include <QTest>

#include <memory>

using namespace roster;
using namespace roster::server;
using namespace Qt::StringLiterals;
using roster::server::tests::idsOf;
using roster::server::tests::StorageWorld;

/// Lists by salary and by dates, which no index has the order of: from the orders in memory against
/// the same lists as the database sorts and filters them.
class UnindexedTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void hasNoIndex();
    void readsTheOrderAtOnce_data();
    void readsTheOrderAtOnce();
    void filters_data();
    void filters();
    void goesOnBehindARecordThatMoved_data();
    void goesOnBehindARecordThatMoved();
    void doesWithoutAnOrder();

private:
    [[nodiscard]] QMap<Field, FieldValue> person();
    [[nodiscard]] bool apply(const EmployeeWrite &write);
    void changeSome(int count);
    void compare(const EmployeeQuery &query);
    void comparePage(const EmployeeQuery &query, const PageRequest &page);
    void prepare();

    std::unique_ptr<StorageWorld> m_world;
    std::unique_ptr<RankIndex> m_ranks;
    std::unique_ptr<EmployeeListStore> m_sorted; ///< by the database
    std::unique_ptr<EmployeeListStore> m_ranked;
    std::unique_ptr<EmployeeListStore> m_rankedForFew; ///< few records are looked at one by one
    QRandomGenerator m_random{1789};
};

namespace {

constexpr int recordCount = 600;
const QList<SortKey> ascending{{Field::Salary, false}};
const QList<SortKey> descending{{Field::Salary, true}};
const QDate firstDay(2019, 12, 1);

} // namespace

void UnindexedTest::init()
{
    m_ranked.reset();
    m_rankedForFew.reset();
    m_ranks.reset();
    m_world = std::make_unique<StorageWorld>();
    m_ranks = std::make_unique<RankIndex>(DatabaseProfile{m_world->path()}, m_world->sealer);
    m_sorted = std::make_unique<EmployeeListStore>(m_world->sealer);
    constexpr qint64 manyHits = 20'000;
    constexpr qint64 fewHits = 20;
    m_ranked = std::make_unique<EmployeeListStore>(m_world->sealer, m_ranks.get(), manyHits, 1);
    m_rankedForFew
        = std::make_unique<EmployeeListStore>(m_world->sealer, m_ranks.get(), fewHits, 1);
    QVERIFY(m_world->database->execute(u"BEGIN"_s));
    for (int i = 0; i < recordCount; ++i)
        QVERIFY(m_world->apply(m_world->write(ChangeAction::Added, {}, {}, person())));
    QVERIFY(m_world->database->execute(u"COMMIT"_s));
}

/// Salaries and dates of which many are alike and some lack; most have not left.
QMap<Field, FieldValue> UnindexedTest::person()
{
    QMap<Field, FieldValue> values = StorageWorld::person();
    values.insert(Field::LastName, u"Name%1"_s.arg(m_random.bounded(40)));
    if (m_random.bounded(9) == 0)
        values.insert(Field::Salary, FieldValue{});
    else
        values.insert(Field::Salary, Money{m_random.bounded(200) * 1'000LL});
    values.insert(Field::DateOfBirth, QDate(1960, 1, 1).addDays(m_random.bounded(9'000)));
    const QDate hiredOn = firstDay.addDays(m_random.bounded(120));
    values.insert(Field::HiredOn, m_random.bounded(9) == 0 ? FieldValue{} : FieldValue{hiredOn});
    const bool hasLeft = m_random.bounded(4) == 0;
    values.insert(Field::LeftOn, hasLeft ? hiredOn.addDays(m_random.bounded(90)) : FieldValue{});
    if (m_random.bounded(3) == 0)
        values.insert(Field::Department, u"Legal"_s);
    return values;
}

bool UnindexedTest::apply(const EmployeeWrite &write)
{
    const auto result = m_world->apply(write);
    if (result && result->revision)
        m_ranks->apply({std::make_shared<const WriteResult>(*result)});
    return result.isOk();
}

void UnindexedTest::changeSome(int count)
{
    for (int i = 0; i < count; ++i) {
        const EmployeeId id = 1 + m_random.bounded(recordCount);
        const auto action
            = m_random.bounded(4) == 0 ? ChangeAction::Deleted : ChangeAction::Updated;
        static_cast<void>(apply(m_world->write(action, id, {},
            action == ChangeAction::Updated ? person() : QMap<Field, FieldValue>())));
    }
}

void UnindexedTest::prepare()
{
    m_ranks->prepareUnindexed();
    m_ranks->settle();
    for (const Field field : {Field::Salary, Field::DateOfBirth, Field::HiredOn, Field::LeftOn}) {
        QVERIFY(m_ranks->knows({{field, false}}));
        QVERIFY(m_ranks->knows({{field, true}}));
    }
}

void UnindexedTest::comparePage(const EmployeeQuery &query, const PageRequest &page)
{
    const auto wanted = m_sorted->list(*m_world->database, query, page);
    QVERIFY(wanted);
    for (const auto &lists : {m_ranked.get(), m_rankedForFew.get()}) {
        const auto found = lists->list(*m_world->database, query, page);
        QVERIFY(found);
        QCOMPARE(idsOf(found->employees), idsOf(wanted->employees));
        QCOMPARE(found->total, wanted->total);
        QCOMPARE(found->next.has_value(), wanted->next.has_value());
        if (found->next) {
            QCOMPARE(found->next->id, wanted->next->id);
            QCOMPARE(found->next->keys, wanted->next->keys);
        }
    }
}

/// From the beginning to the end page by page, and from some places on.
void UnindexedTest::compare(const EmployeeQuery &query)
{
    PageRequest page;
    page.limit = 90;
    page.wantsTotal = true;
    for (bool hasNext = true; hasNext;) {
        comparePage(query, page);
        if (QTest::currentTestFailed())
            return;
        page.after = m_sorted->list(*m_world->database, query, page)->next;
        hasNext = page.after.has_value();
    }
    page.after.reset();
    for (page.offset = 0; page.offset < recordCount + 100; page.offset += 241)
        comparePage(query, page);
}

void UnindexedTest::hasNoIndex()
{
    for (const FieldDescription &row : employeeFields()) {
        if (row.field == Field::Id)
            continue;
        Query indices(*m_world->database,
            u"SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'employee' "
            "AND sql LIKE '%(' || ? || ')%'"_s);
        QVERIFY(indices.bind(EmployeeRow::comparedColumn(row.field)).run() && indices.next());
        QCOMPARE(indices.integer(0) == 1, EmployeeRow::isIndexed(row.field));
    }
}

void UnindexedTest::readsTheOrderAtOnce_data()
{
    QTest::addColumn<Field>("field");
    for (const FieldDescription &row : editableFields()) {
        if (!EmployeeRow::isIndexed(row.field))
            QTest::newRow(row.name.data()) << row.field;
    }
}

void UnindexedTest::readsTheOrderAtOnce()
{
    QFETCH(const Field, field);
    const QList<SortKey> upwards{{field, false}};
    QVERIFY(!m_ranks->knows(upwards));
    comparePage({{}, {}, false, upwards}, {}); // which asks for it
    m_ranks->settle();
    QVERIFY(m_ranks->knows(upwards));
    for (int round = 0; round < 4; ++round) {
        for (const QList<SortKey> &sort : {upwards, {{field, true}}})
            compare({{}, {}, false, sort});
        compare({{}, {}, false, {{Field::Department, false}, {field, true}}});
        changeSome(60);
    }
}

void UnindexedTest::filters_data()
{
    QTest::addColumn<QList<FieldCondition>>("conditions");
    const auto row
        = [](const char *name, const Condition &condition, const QList<FieldCondition> &more = {}) {
              QTest::newRow(name) << QList<FieldCondition>{{Field::Salary, condition}} + more;
          };
    const FieldCondition legal{Field::Department, IsOneOf{{u"Legal"_s}}};
    row("a few", IsBetween{Money{50'000}, Money{53'000}});
    row("many", IsBetween{Money{30'000}, Money{150'000}});
    row("all that have one", IsBetween{Money{0}, std::nullopt});
    row("up to", IsBetween{std::nullopt, Money{20'500}});
    row("none", IsBetween{Money{60'001}, Money{60'999}});
    row("one", IsOneOf{{Money{70'000}}});
    row("some, one of them twice", IsOneOf{{Money{70'000}, Money{3}, Money{9'000}, Money{70'000}}});
    QList<FieldValue> dozen;
    for (int i = 0; i < 12; ++i)
        dozen.append(Money{i * 5'000});
    row("a dozen", IsOneOf{dozen});
    row("empty", IsEmpty{});
    row("a few, of a department", IsBetween{Money{50'000}, Money{53'000}}, {legal});
    row("many, of a department", IsBetween{Money{30'000}, Money{150'000}}, {legal});
    row("two ranges", IsBetween{Money{30'000}, Money{150'000}},
        {{Field::Salary, IsBetween{Money{149'000}, std::nullopt}}});
    const FieldCondition december{Field::HiredOn, IsBetween{std::nullopt, firstDay.addDays(30)}};
    const FieldCondition oneDay{Field::HiredOn, IsOneOf{{firstDay.addDays(7)}}};
    row("many, hired on a day", IsBetween{Money{30'000}, Money{150'000}}, {oneDay});
    row("a few, hired in a month", IsBetween{Money{50'000}, Money{53'000}}, {december});
    QTest::newRow("days") << QList<FieldCondition>{december};
    QTest::newRow("a day") << QList<FieldCondition>{oneDay};
    QTest::newRow("days, of a department") << QList<FieldCondition>{legal, december};
    QTest::newRow("not left") << QList<FieldCondition>{{Field::LeftOn, IsEmpty{}}};
    QTest::newRow("left, hired in a month")
        << QList<FieldCondition>{{Field::LeftOn, IsBetween{firstDay, std::nullopt}}, december};
    QTest::newRow("born since") << QList<FieldCondition>{
        {Field::DateOfBirth, IsBetween{QDate(1983, 1, 1), std::nullopt}}};
}

void UnindexedTest::filters()
{
    QFETCH(const QList<FieldCondition>, conditions);
    prepare();
    const QList<QList<SortKey>> sorts{{}, ascending, descending, {{Field::LastName, true}},
        {{Field::HiredOn, true}}, {{Field::Salary, true}, {Field::LastName, false}}};
    for (int round = 0; round < 2; ++round) {
        for (const QList<SortKey> &sort : sorts) {
            for (const QStringList &words : {QStringList(), QStringList{u"name1"_s}}) {
                compare({words, conditions, false, sort});
                if (QTest::currentTestFailed())
                    return;
            }
        }
        changeSome(80);
    }
    compare({{}, conditions, true, ascending});
}

void UnindexedTest::goesOnBehindARecordThatMoved_data()
{
    QTest::addColumn<QList<SortKey>>("sort");
    QTest::newRow("ascending") << ascending;
    QTest::newRow("descending") << descending;
}

void UnindexedTest::goesOnBehindARecordThatMoved()
{
    QFETCH(const QList<SortKey>, sort);
    prepare();
    for (const QList<FieldCondition> &conditions : {QList<FieldCondition>(),
             QList<FieldCondition>{{Field::Salary, IsBetween{Money{20'000}, Money{180'000}}}}}) {
        const EmployeeQuery query{{}, conditions, false, sort};
        for (const qint64 offset : {0, 41, 200, 330}) {
            PageRequest page;
            page.limit = 30;
            page.offset = offset;
            const auto first = m_ranked->list(*m_world->database, query, page);
            QVERIFY(first && first->next);
            const EmployeeId last = first->next->id;
            page.offset = 0;
            page.after = first->next;
            comparePage(query, page);
            QVERIFY(apply(m_world->write(
                ChangeAction::Updated, last, {}, {{Field::Salary, Money{199'999 - offset}}})));
            comparePage(query, page);
            QVERIFY(apply(m_world->write(ChangeAction::Deleted, last)));
            comparePage(query, page);
        }
    }
}

/// Deleted records have none, and until it is read live ones have none either.
void UnindexedTest::doesWithoutAnOrder()
{
    changeSome(200);
    m_ranks.reset();
    m_ranked = std::make_unique<EmployeeListStore>(m_world->sealer);
    m_rankedForFew = std::make_unique<EmployeeListStore>(m_world->sealer, nullptr, 20, 1);
    for (const QList<SortKey> &sort : {ascending, descending}) {
        compare({{}, {}, false, sort});
        compare({{}, {}, true, sort});
    }
}

QTEST_GUILESS_MAIN(UnindexedTest)
#include "tst_unindexed.moc"
