#include "server/storage/EmployeeListStore.h"
#include "tests/storage/StorageWorld.h"

#include <QRandomGenerator>
#include <QTest>

using namespace roster;
using namespace roster::server;
using namespace Qt::StringLiterals;
using roster::server::tests::idsOf;
using roster::server::tests::StorageWorld;

/// Compares searches that are answered from memory with those that the database joins and sorts,
/// which tst_employeelist compares with the records.
class WordSearchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void setKnowsItsMembers();
    void setOfFewHighIdsIsSmall();
    void pagesAgree_data();
    void pagesAgree();
    void pagesAgreeWhenTheirRecordsMove();
    void boundsTheTotal();
    void keepsHitsForTheirRevisionOnly();

private:
    [[nodiscard]] bool apply(const EmployeeWrite &write);
    [[nodiscard]] QMap<Field, FieldValue> person();
    void compare(const EmployeeListStore &lists, const EmployeeQuery &query);

    QRandomGenerator m_random{99};
    std::unique_ptr<StorageWorld> m_world;
    std::unique_ptr<RankIndex> m_ranks;
};

namespace {

constexpr int recordCount = 400; // enough hits for orders in memory to be used
constexpr qint64 many = 20'000;

const QList<QList<SortKey>> sorts{{}, {{Field::Id, true}}, {{Field::LastName, false}},
    {{Field::LastName, true}}, {{Field::Department, true}},
    {{Field::Department, false}, {Field::Salary, true}}};

} // namespace

void WordSearchTest::init()
{
    m_world = std::make_unique<StorageWorld>();
    m_ranks = std::make_unique<RankIndex>(DatabaseProfile{m_world->path()}, m_world->sealer);
    QVERIFY(m_world->database->execute(u"BEGIN"_s));
    for (int i = 0; i < recordCount; ++i)
        QVERIFY(apply(m_world->write(ChangeAction::Added, {}, {}, person())));
    for (int i = 0; i < recordCount / 10; ++i)
        QVERIFY(apply(m_world->write(ChangeAction::Deleted, 1 + i * 7)));
    QVERIFY(m_world->database->execute(u"COMMIT"_s));
    for (const QList<SortKey> &sort : sorts)
        m_ranks->prepare(sort);
    m_ranks->settle();
}

void WordSearchTest::cleanup()
{
    m_ranks.reset();
    m_world.reset();
}

bool WordSearchTest::apply(const EmployeeWrite &write)
{
    const auto result = m_world->apply(write);
    if (result && result->revision)
        m_ranks->apply({std::make_shared<const WriteResult>(*result)});
    return result.isOk();
}

QMap<Field, FieldValue> WordSearchTest::person()
{
    static const QStringList departments{u"Finance"_s, u"Legal"_s, u"R & D"_s};
    QMap<Field, FieldValue> values
        = StorageWorld::person(u"Na"_s + QChar(u'a' + m_random.bounded(9)));
    values.insert(Field::LastName, u"Name%1"_s.arg(QChar(u'a' + m_random.bounded(26))));
    values.insert(Field::Salary, Money{m_random.bounded(50) * 1'000LL});
    if (m_random.bounded(4) != 0)
        values.insert(Field::Department, departments.at(m_random.bounded(int(departments.size()))));
    return values;
}

/// All pages by the next of each, and some by offset.
void WordSearchTest::compare(const EmployeeListStore &lists, const EmployeeQuery &query)
{
    const EmployeeListStore plain(m_world->sealer, nullptr, many);
    PageRequest page;
    for (const int limit : {30, 100}) {
        page = {};
        page.limit = limit;
        do {
            const auto got = lists.list(*m_world->database, query, page);
            const auto wanted = plain.list(*m_world->database, query, page);
            QVERIFY(got && wanted);
            QCOMPARE(idsOf(got->employees), idsOf(wanted->employees));
            QCOMPARE(got->next.has_value(), wanted->next.has_value());
            page.after = got->next;
        } while (page.after);
        for (const qint64 offset : {1, 99, 333, 5000}) {
            page.offset = offset;
            const auto got = lists.list(*m_world->database, query, page);
            QVERIFY(got);
            QCOMPARE(idsOf(got->employees),
                idsOf(plain.list(*m_world->database, query, page)->employees));
        }
    }
}

void WordSearchTest::setKnowsItsMembers()
{
    EmployeeSet set;
    QVERIFY(!set.contains(1));
    const QList<EmployeeId> ids{
        1, 63, 64, 65, 1000, (1 << 26) - 1, 1 << 26, (1 << 26) + 5, maxSafeInteger};
    for (const EmployeeId id : ids)
        set.append(id);
    QCOMPARE(set.size(), ids.size());
    for (const EmployeeId id : ids) {
        for (const EmployeeId near : {id - 1, id, id + 1})
            QCOMPARE(set.contains(near), ids.contains(near));
    }
}

void WordSearchTest::setOfFewHighIdsIsSmall()
{
    EmployeeSet set;
    for (const EmployeeId id : {1, 4095, 4096, 1 << 25, (1 << 25) + 1})
        set.append(id);
    QVERIFY(set.cost() < 2048);
    for (const EmployeeId id : {1, 4095, 4096, 1 << 25, (1 << 25) + 1})
        QVERIFY(set.contains(id));
    for (const EmployeeId id : {2, 4094, 4097, (1 << 25) - 1, (1 << 25) + 2})
        QVERIFY(!set.contains(id));
}

void WordSearchTest::pagesAgree_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<qint64>("maxHits");
    for (const qint64 maxHits : {many, qint64{300}, qint64{1}}) {
        QTest::addRow("all, %lld", maxHits) << QStringList{u"na"_s} << maxHits;
        QTest::addRow("two words, %lld", maxHits) << QStringList{u"name"_s, u"l"_s} << maxHits;
        QTest::addRow("few, %lld", maxHits) << QStringList{u"namec"_s} << maxHits;
        QTest::addRow("none, %lld", maxHits) << QStringList{u"zz"_s} << maxHits;
    }
}

void WordSearchTest::pagesAgree()
{
    QFETCH(QStringList, words);
    QFETCH(qint64, maxHits);
    const EmployeeListStore ranked(m_world->sealer, m_ranks.get(), maxHits, 1);
    const EmployeeListStore unranked(m_world->sealer, nullptr, maxHits, 1);
    for (const QList<SortKey> &sort : sorts) {
        compare(ranked, {words, {}, false, sort});
        compare(unranked, {words, {}, false, sort});
        compare(ranked, {words, {}, true, sort});
        compare(ranked, {{}, {}, false, sort});
    }
}

/// Between two pages the record that the first one ends with is changed, deleted or brought back.
void WordSearchTest::pagesAgreeWhenTheirRecordsMove()
{
    const EmployeeListStore ranked(m_world->sealer, m_ranks.get(), many, 1);
    const EmployeeListStore plain(m_world->sealer, nullptr, many);
    for (const QStringList &words : {QStringList{}, {u"na"_s}}) {
        for (const QList<SortKey> &sort : sorts) {
            const EmployeeQuery query{words, {}, false, sort};
            PageRequest page;
            page.limit = 20;
            for (int step = 0; step < 12; ++step) {
                const auto got = ranked.list(*m_world->database, query, page);
                const auto wanted = plain.list(*m_world->database, query, page);
                QVERIFY(got && wanted && got->next);
                QCOMPARE(idsOf(got->employees), idsOf(wanted->employees));
                page.after = got->next;
                const Employee &last = got->employees.last();
                const auto write = step % 4 == 3
                    ? m_world->write(ChangeAction::Deleted, last.id)
                    : m_world->write(ChangeAction::Updated, last.id, last.version, person());
                QVERIFY(apply(write));
            }
        }
    }
}

void WordSearchTest::boundsTheTotal()
{
    const qint64 all = recordCount - recordCount / 10;
    PageRequest page;
    page.limit = 7;
    page.wantsTotal = true;
    for (const QList<SortKey> &sort : sorts) {
        for (const qint64 most : {qint64{10}, all - 1, all, all + 1}) {
            const EmployeeListStore lists(m_world->sealer, m_ranks.get(), most, 1);
            const auto result = lists.list(*m_world->database, {{u"na"_s}, {}, false, sort}, page);
            QVERIFY(result);
            QCOMPARE(result->isTotalLeast, most < all);
            QCOMPARE(result->total, most < all ? most + 1 : all);
        }
        const EmployeeListStore few(m_world->sealer, m_ranks.get(), 10, 1);
        const auto filtered = few.list(*m_world->database,
            {{u"na"_s}, {{Field::Department, IsOneOf{{u"Legal"_s}}}}, false, sort}, page);
        QVERIFY(filtered && !filtered->isTotalLeast);
        QVERIFY(*filtered->total > 11);
    }
}

void WordSearchTest::keepsHitsForTheirRevisionOnly()
{
    const EmployeeListStore lists(m_world->sealer, m_ranks.get());
    PageRequest page;
    page.wantsTotal = true;
    const auto total = [&](bool isDeleted) {
        return lists.list(*m_world->database, {{u"zoe"_s}, {}, isDeleted, {}}, page)->total;
    };
    for (qint64 count = 0; count < 3; ++count) {
        QCOMPARE(total(false), count);
        QCOMPARE(total(true), 0);
        QCOMPARE(total(false), count);
        QVERIFY(apply(m_world->write(ChangeAction::Added, {}, {}, StorageWorld::person())));
    }
}

QTEST_GUILESS_MAIN(WordSearchTest)
#include "tst_wordsearch.moc"
