#include "server/storage/EmployeeListStore.h"
#include "server/storage/EmployeeSql.h"
#include "server/storage/OrderKey.h"
#include "server/storage/Query.h"
#include "server/storage/RankIndex.h"
#include "server/storage/RankedList.h"
#include "tests/storage/StorageWorld.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <thread>

using namespace roster;
using namespace roster::server;
using namespace Qt::StringLiterals;
using roster::server::tests::StorageWorld;

/// Lists by ranks against the same lists read from the database.
class RankIndexTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void comparesKeysAsTheDatabaseDoes();
    void dividesAndSorts();
    void givesUpWhatGrowsInOnePlace();
    void listsAndLocates_data();
    void listsAndLocates();
    void knowsTheOppositeOrderToo_data();
    void knowsTheOppositeOrderToo();
    void followsEveryChange();
    void isExactWhileOthersWrite();
    void forgetsAnOrderWhenACommitIsMissing();
    void forgetsTheOrderUsedLeast();

private:
    [[nodiscard]] QMap<Field, FieldValue> person();
    /// Writes, and tells the index.
    [[nodiscard]] bool apply(const EmployeeWrite &write);
    void addPeople(int count);
    void prepare(const QList<SortKey> &sort);
    [[nodiscard]] RankIndex::Standing standing(const QList<SortKey> &sort);
    [[nodiscard]] static QList<EmployeeId> ids(
        const Result<EmployeePage> &page, const QList<EmployeeId> &otherwise);
    void compareWithDatabase(const QList<SortKey> &sort);

    std::unique_ptr<StorageWorld> m_world;
    std::unique_ptr<RankIndex> m_ranks;
    std::unique_ptr<EmployeeListStore> m_walked;
    std::unique_ptr<EmployeeListStore> m_ranked;
    QRandomGenerator m_random{1936};
    EmployeeId m_last = 0;
};

namespace {

const QList<SortKey> byId;
const QList<SortKey> byName{{Field::LastName, false}};
const QList<SortKey> byDepartment{{Field::Department, true}};
const QList<SortKey> byThree{{Field::Department, false}, {Field::Salary, true}, {Field::Id, true}};
const QList<SortKey> bySalary{{Field::Salary, true}};
const QList<QList<SortKey>> sorts{byId, byName, byDepartment, byThree, bySalary};

ChangeNotice changeOf(const WriteResult &result)
{
    return std::make_shared<const WriteResult>(result);
}

} // namespace

void RankIndexTest::init()
{
    m_ranked.reset();
    m_ranks.reset();
    m_world = std::make_unique<StorageWorld>();
    m_ranks = std::make_unique<RankIndex>(DatabaseProfile{m_world->path()}, m_world->sealer);
    m_walked = std::make_unique<EmployeeListStore>(m_world->sealer);
    constexpr qint64 manyHits = 20'000;
    m_ranked = std::make_unique<EmployeeListStore>(m_world->sealer, m_ranks.get(), manyHits, 1);
    m_last = 0;
}

QMap<Field, FieldValue> RankIndexTest::person()
{
    static const QStringList names{
        u"Zoë"_s, u"zoe"_s, u"Ab"_s, u"Abc"_s, u"Łukasz"_s, u"李"_s, u"𝒵"_s, u"ﬀ"_s};
    static const QStringList departments{u"Finance"_s, u"Legal"_s, u"R & D"_s};
    QMap<Field, FieldValue> values = StorageWorld::person();
    values.insert(Field::LastName, names.at(m_random.bounded(int(names.size()))));
    values.insert(Field::Salary, Money{m_random.bounded(50) * 1'000LL});
    if (m_random.bounded(4) != 0)
        values.insert(Field::Department, departments.at(m_random.bounded(int(departments.size()))));
    return values;
}

bool RankIndexTest::apply(const EmployeeWrite &write)
{
    const auto result = m_world->apply(write);
    if (!result)
        return false;
    m_last = std::max(m_last, result->outcome.employee.id);
    if (result->revision)
        m_ranks->apply({changeOf(*result)});
    return true;
}

void RankIndexTest::addPeople(int count)
{
    QVERIFY(m_world->database->execute(u"BEGIN"_s));
    for (int i = 0; i < count; ++i)
        QVERIFY(apply(m_world->write(ChangeAction::Added, {}, {}, person())));
    QVERIFY(m_world->database->execute(u"COMMIT"_s));
}

void RankIndexTest::prepare(const QList<SortKey> &sort)
{
    m_ranks->prepare(sort);
    m_ranks->settle();
}

RankIndex::Standing RankIndexTest::standing(const QList<SortKey> &sort)
{
    const auto revision = ChangeStore::revision(*m_world->database);
    if (!revision)
        return RankIndex::Standing::Unknown;
    const auto ids = m_ranks->idsAt(*m_world->database, *revision, sort, 0, 1);
    return ids ? ids->standing : RankIndex::Standing::Unknown;
}

QList<EmployeeId> RankIndexTest::ids(
    const Result<EmployeePage> &page, const QList<EmployeeId> &otherwise)
{
    if (!page)
        return otherwise;
    QList<EmployeeId> ids;
    for (const Employee &employee : page->employees)
        ids.append(employee.id);
    return ids;
}

/// From every rank, and every record's rank.
void RankIndexTest::compareWithDatabase(const QList<SortKey> &sort)
{
    const EmployeeQuery query{{}, {}, false, sort};
    PageRequest everything;
    everything.limit = 100'000;
    const QList<EmployeeId> wanted = ids(m_walked->list(*m_world->database, query, everything), {});
    QVERIFY(!wanted.isEmpty());
    PageRequest page;
    page.limit = 97;
    for (page.offset = 0; page.offset <= wanted.size(); page.offset += 89) {
        const auto listed = m_ranked->list(*m_world->database, query, page);
        QCOMPARE(ids(listed, {-1}),
            wanted.sliced(page.offset)
                .first(std::min(wanted.size() - page.offset, qsizetype{page.limit})));
        QCOMPARE(listed->next.has_value(), wanted.size() - page.offset > page.limit);
        if (!listed->next)
            continue;
        PageRequest behind;
        behind.after = listed->next;
        behind.limit = 3;
        QCOMPARE(ids(m_ranked->list(*m_world->database, query, behind), {-1}),
            wanted.sliced(page.offset + page.limit)
                .first(std::min(wanted.size() - page.offset - page.limit, qsizetype{3})));
    }
    for (qsizetype rank = 0; rank < wanted.size(); rank += 31) {
        const auto located = m_ranked->locate(*m_world->database, wanted[rank], query);
        QVERIFY(located && *located);
        QCOMPARE(**located, rank);
    }
    QCOMPARE(standing(sort), RankIndex::Standing::Known);
}

void RankIndexTest::comparesKeysAsTheDatabaseDoes()
{
    Database &database = *m_world->database;
    QVERIFY(database.execute(u"CREATE TEMP TABLE mixed (id INTEGER PRIMARY KEY, value)"_s));
    const QVariantList texts{QVariant(), u""_s, u"a"_s, u"ab"_s, u"a\u0001"_s, u"b"_s, u"\uffff"_s,
        u"\ue000"_s, u"😀"_s, u"𝒵"_s, u"é"_s, u"z"_s};
    const QVariantList numbers{QVariant(), qint64{0}, qint64{-1}, qint64{1}, qint64{255},
        qint64{256}, -maxSafeInteger, maxSafeInteger};
    const QVariantList bytes{QVariant(), QByteArray("a"), QByteArray("a\0", 2),
        QByteArray("a\0b", 3), QByteArray("\xff")};
    for (const QVariantList &values : {texts, numbers, bytes}) {
        for (const bool isDescending : {false, true}) {
            QVERIFY(database.execute(u"DELETE FROM mixed"_s));
            std::vector<std::pair<QByteArray, qint64>> keys;
            const QList<SortKey> sort{{Field::LastName, isDescending}};
            for (qint64 id = 1; id <= 2 * values.size(); ++id) {
                const QVariant &value = values[id % values.size()];
                Query insert(database, u"INSERT INTO mixed VALUES (?, ?)"_s);
                QVERIFY(insert.bind(id).bind(value).run());
                keys.emplace_back(orderKey({{value}, id}, sort), id);
            }
            std::ranges::sort(keys);
            Query rows(database,
                u"SELECT id FROM mixed ORDER BY value %1, id"_s.arg(
                    isDescending ? u"DESC NULLS LAST"_s : u"ASC NULLS FIRST"_s));
            QVERIFY(rows.run());
            for (const auto &[key, id] : keys) {
                QVERIFY(rows.next());
                QCOMPARE(id, rows.integer(0));
            }
        }
    }
}

/// Records come at random into a list that begins empty; buckets are divided as they are sorted.
void RankIndexTest::dividesAndSorts()
{
    RankedList list;
    std::vector<RankedList::Keyed> wanted;
    const auto sortAll = [&](const std::optional<RankedList::Bucket> &bucket) {
        std::vector<RankedList::Keyed> records;
        for (const EmployeeId id : bucket->ids)
            records.push_back(*std::ranges::find(wanted, id, &RankedList::Keyed::id));
        std::ranges::sort(records, {}, &RankedList::Keyed::key);
        list.setSorted(*bucket, records);
    };
    constexpr int count = 3'000;
    for (EmployeeId id = 1; id <= count; ++id) {
        const QByteArray key = orderKey({{m_random.bounded(1'000)}, id}, byName);
        wanted.push_back({key, id});
        QVERIFY(list.insert(key, id));
        if (id % 7 == 0) {
            const auto gone = wanted.begin() + m_random.bounded(int(wanted.size()));
            QVERIFY(list.remove(gone->key, gone->id));
            QVERIFY(!list.remove(gone->key, gone->id));
            wanted.erase(gone);
        }
        if (id % 500 == 0) {
            while (const auto bucket = list.unsortedAt(0, list.size()))
                sortAll(bucket);
        }
    }
    while (const auto bucket = list.unsortedAt(0, list.size()))
        sortAll(bucket);
    std::ranges::sort(wanted, {}, &RankedList::Keyed::key);
    QCOMPARE(list.size(), qint64(wanted.size()));
    for (qint64 offset = 0; offset < list.size(); offset += 61) {
        const QList<EmployeeId> ids = list.ids(offset, 100);
        QCOMPARE(ids.size(), std::min(qint64{100}, list.size() - offset));
        for (qsizetype i = 0; i < ids.size(); ++i) {
            const RankedList::Keyed &record = wanted[std::size_t(offset + i)];
            QCOMPARE(ids[i], record.id);
            QCOMPARE(list.rankOf(record.key, record.id), offset + i);
        }
    }
    QVERIFY(list.ids(list.size(), 10).isEmpty());
    QVERIFY(list.ids(maxSafeInteger, 10).isEmpty());
}

void RankIndexTest::givesUpWhatGrowsInOnePlace()
{
    RankedList list;
    EmployeeId id = 1;
    for (; list.insert(orderKey({{}, id}, byId), id); ++id)
        QVERIFY(id <= EmployeeId(RankedList::maxUnsorted));
    QCOMPARE(id, EmployeeId(RankedList::maxUnsorted) + 1);
}

void RankIndexTest::listsAndLocates_data()
{
    QTest::addColumn<QList<SortKey>>("sort");
    QTest::newRow("by id") << byId;
    QTest::newRow("by id, descending") << QList<SortKey>{{Field::Id, true}};
    QTest::newRow("by name") << byName;
    QTest::newRow("by name, descending") << QList<SortKey>{{Field::LastName, true}};
    QTest::newRow("by department, descending") << byDepartment;
    QTest::newRow("by a field that nobody has") << QList<SortKey>{{Field::Email, false}};
    QTest::newRow("by name and salary, descending")
        << QList<SortKey>{{Field::LastName, false}, {Field::Salary, true}};
    QTest::newRow("by three") << byThree;
}

void RankIndexTest::listsAndLocates()
{
    QFETCH(const QList<SortKey>, sort);
    addPeople(1'500);
    for (int i = 0; i < 100; ++i) {
        const EmployeeId id = 1 + m_random.bounded(int(m_last));
        static_cast<void>(apply(m_world->write(ChangeAction::Deleted, id)));
    }
    QCOMPARE(standing(sort), RankIndex::Standing::Unknown);
    prepare(sort);
    compareWithDatabase(sort);
}

void RankIndexTest::knowsTheOppositeOrderToo_data()
{
    QTest::addColumn<Field>("field");
    QTest::newRow("text") << Field::LastName;
    QTest::newRow("text that some lack") << Field::Department;
    QTest::newRow("number") << Field::Salary;
    QTest::newRow("date that nobody has") << Field::LeftOn;
}

void RankIndexTest::knowsTheOppositeOrderToo()
{
    QFETCH(Field, field);
    for (const bool isDescending : {false, true}) {
        init();
        addPeople(600);
        QVERIFY(!m_ranks->knows({{field, isDescending}}));
        prepare({{field, isDescending}});
        QVERIFY(m_ranks->knows({{field, isDescending}}));
        QVERIFY(m_ranks->knows({{field, !isDescending}}));
        compareWithDatabase({{field, !isDescending}});
    }
}

void RankIndexTest::followsEveryChange()
{
    addPeople(600);
    for (const QList<SortKey> &sort : sorts)
        prepare(sort);
    for (int round = 0; round < 12; ++round) {
        for (int i = 0; i < 40; ++i) {
            const EmployeeId id = 1 + m_random.bounded(int(m_last));
            const int what = m_random.bounded(5);
            if (what == 0)
                QVERIFY(apply(m_world->write(ChangeAction::Added, {}, {}, person())));
            else if (what == 1)
                static_cast<void>(apply(m_world->write(ChangeAction::Deleted, id)));
            else if (what == 2)
                static_cast<void>(apply(m_world->write(ChangeAction::Restored, id)));
            else
                static_cast<void>(apply(m_world->write(ChangeAction::Updated, id, {}, person())));
        }
        for (const QList<SortKey> &sort : sorts)
            compareWithDatabase(sort);
    }
}

/// One thread writes and tells; another lists, with orders that come and go meanwhile.
void RankIndexTest::isExactWhileOthersWrite()
{
    addPeople(400);
    std::atomic<bool> isOver = false;
    std::atomic<bool> hasFailed = false;
    std::jthread writer([&] {
        const auto database = Database::open({m_world->path()});
        for (int i = 0; database && i < 400; ++i) {
            const EmployeeId id = 1 + i % 400;
            static_cast<void>((*database)->execute(u"BEGIN"_s));
            const auto result = m_world->writer.apply(
                **database, m_world->write(ChangeAction::Updated, id, {}, person()));
            static_cast<void>((*database)->execute(u"COMMIT"_s));
            hasFailed = hasFailed || !result;
            if (result && result->revision)
                m_ranks->apply({changeOf(*result)});
        }
        isOver = true;
    });
    const auto database = Database::open({m_world->path(), true});
    QVERIFY(database);
    int known = 0;
    while (!isOver) {
        for (const QList<SortKey> &sort : sorts) {
            m_ranks->prepare(sort);
            // The same list from one state of the database, both ways.
            QVERIFY((*database)->execute(u"BEGIN"_s));
            const auto revision = ChangeStore::revision(**database);
            QVERIFY(revision);
            const auto ranked = m_ranks->idsAt(**database, *revision, sort, 100, 50);
            QVERIFY(ranked);
            Query rows(**database,
                u"SELECT id FROM employee WHERE deleted_at IS NULL"_s + orderClause(sort)
                    + u" LIMIT 50 OFFSET 100"_s);
            QVERIFY(rows.run());
            QList<EmployeeId> wanted;
            while (rows.next())
                wanted.append(rows.integer(0));
            QVERIFY((*database)->execute(u"COMMIT"_s));
            if (ranked->standing != RankIndex::Standing::Known)
                continue;
            ++known;
            QCOMPARE(ranked->ids, wanted);
        }
    }
    writer.join();
    QVERIFY(!hasFailed);
    qInfo() << known << "lists were known";
    for (const QList<SortKey> &sort : sorts) {
        prepare(sort);
        QCOMPARE(standing(sort), RankIndex::Standing::Known);
        compareWithDatabase(sort);
    }
}

/// A commit that the writer could not tell of: the list is walked, and then read anew.
void RankIndexTest::forgetsAnOrderWhenACommitIsMissing()
{
    addPeople(300);
    prepare(byName);
    QCOMPARE(standing(byName), RankIndex::Standing::Known);
    QVERIFY(m_world->apply(m_world->write(ChangeAction::Updated, 1, {}, person())));
    QCOMPARE(standing(byName), RankIndex::Standing::Unknown);

    init();
    addPeople(300);
    prepare(byName);
    QVERIFY(m_world->apply(m_world->write(ChangeAction::Updated, 1, {}, person())));
    QVERIFY(apply(m_world->write(ChangeAction::Updated, 2, {}, person())));
    QCOMPARE(standing(byName), RankIndex::Standing::Unknown);
    const auto page = m_ranked->list(*m_world->database, {{}, {}, false, byName}, {10, {}, 10});
    QCOMPARE(ids(page, {}),
        ids(m_walked->list(*m_world->database, {{}, {}, false, byName}, {10, {}, 10}), {-1}));
}

void RankIndexTest::forgetsTheOrderUsedLeast()
{
    addPeople(300);
    prepare(byName);
    const auto fields = editableFields();
    std::size_t count = 0;
    for (const FieldDescription &first : fields) {
        for (const FieldDescription &second : fields) {
            if (first.type == FieldType::Ssn || second.type == FieldType::Ssn
                || count > RankIndex::maxOrders)
                continue;
            ++count;
            prepare({{first.field, false}, {second.field, true}});
        }
    }
    QVERIFY(count > RankIndex::maxOrders);
    QCOMPARE(standing(byName), RankIndex::Standing::Unknown);
    QCOMPARE(standing({{Field::FirstName, false}, {Field::FirstName, true}}),
        RankIndex::Standing::Unknown);
}

QTEST_GUILESS_MAIN(RankIndexTest)
#include "tst_rankindex.moc"
