#include "common/model/FoldKey.h"
#include "server/storage/EmployeeListStore.h"
#include "tests/storage/StorageWorld.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace roster;
using namespace roster::server;
using namespace Qt::StringLiterals;
using roster::server::tests::StorageWorld;

/// Compares every list with the same records sorted and filtered in memory.
class EmployeeListTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void sortsByEveryField_data();
    void sortsByEveryField();
    void sortsByThreeFields();
    void pagesWithinLongTies();
    void locatesEveryRecord();
    void filters_data();
    void filters();
    void searchesWords_data();
    void searchesWords();
    void listsDeletedRecordsApart();
    void forgetsTheWordsOfAChangedRecord();
    void walksTheOrderForManyHits();
    void offersDistinctValues();

private:
    using World = roster::server::tests::StorageWorld;

    [[nodiscard]] QList<EmployeeId> expected(
        const QList<SortKey> &sort, const std::function<bool(const Employee &)> &holds) const;
    [[nodiscard]] QList<EmployeeId> byAfter(const EmployeeQuery &query, int limit) const;
    [[nodiscard]] QList<EmployeeId> byOffset(
        const EmployeeListStore &lists, const EmployeeQuery &query, int limit) const;
    void compareSort(const QList<SortKey> &sort);

    std::unique_ptr<World> m_world;
    std::unique_ptr<EmployeeListStore> m_lists;
    std::unique_ptr<EmployeeListStore> m_farLists; ///< as if every list were long
    QList<Employee> m_live;
};

namespace {

constexpr int recordCount = 400;

bool all(const Employee &)
{
    return true;
}

QByteArray sortable(const FieldValue &value, Field field)
{
    if (const auto *money = std::get_if<Money>(&value))
        return QByteArray::number(money->minorUnits).rightJustified(20, '0');
    const QString text = textOf(value, 0);
    return isText(describe(field).type) ? foldKey(text).toUtf8() : text.toUtf8();
}

/// -1, 0, 1 by one sort key; empty first ascending.
int compare(const Employee &a, const Employee &b, const SortKey &key)
{
    int order = 0;
    if (key.field == Field::Id) {
        order = a.id < b.id ? -1 : (a.id > b.id ? 1 : 0);
    } else {
        const FieldValue &x = a.value(key.field);
        const FieldValue &y = b.value(key.field);
        if (isEmpty(x) || isEmpty(y))
            order = int(isEmpty(y)) - int(isEmpty(x));
        else
            order = sortable(x, key.field).compare(sortable(y, key.field));
    }
    return key.isDescending ? -order : order;
}

QMap<Field, FieldValue> randomPerson(QRandomGenerator &random)
{
    static const QStringList firstNames{
        u"Zoë"_s, u"zoe"_s, u"Ann"_s, u"ÁNN"_s, u"Bob"_s, u"Łukasz"_s, u"李"_s};
    static const QStringList departments{u"Finance"_s, u"Legal"_s, u"R & D"_s};
    const auto pick = [&random](const QStringList &list) {
        return list.at(random.bounded(static_cast<int>(list.size())));
    };
    QMap<Field, FieldValue> values
        = StorageWorld::person(pick(firstNames), QString::number(100'000'000 + random.bounded(50)));
    values.insert(Field::LastName, u"Name%1"_s.arg(QChar(u'a' + random.bounded(26))));
    values.insert(Field::DateOfBirth, QDate(1960, 1, 1).addDays(random.bounded(30)));
    values.insert(Field::Salary, Money{random.bounded(5) * 99'999'999LL});
    if (random.bounded(2) == 0)
        values.insert(Field::Department, pick(departments));
    if (random.bounded(3) == 0)
        values.insert(Field::Email, u"mail%1@example.com"_s.arg(random.bounded(9)));
    if (random.bounded(10) == 0)
        values.insert(Field::LeftOn, QDate(2020, 1, 1 + random.bounded(3)));
    return values;
}

} // namespace

void EmployeeListTest::initTestCase()
{
    m_world = std::make_unique<World>();
    m_lists = std::make_unique<EmployeeListStore>(m_world->sealer);
    constexpr qint64 manyHits = 20'000;
    m_farLists = std::make_unique<EmployeeListStore>(m_world->sealer, nullptr, manyHits, 1);
    QRandomGenerator random(4711);
    QVERIFY(m_world->database->execute(u"BEGIN"_s));
    for (int i = 0; i < recordCount; ++i) {
        const auto added
            = m_world->apply(m_world->write(ChangeAction::Added, {}, {}, randomPerson(random)));
        QVERIFY(added);
        m_live.append(added->outcome.employee);
    }
    for (int i = 0; i < recordCount / 10; ++i) {
        const Employee gone = m_live.takeAt(random.bounded(static_cast<int>(m_live.size())));
        QVERIFY(m_world->apply(m_world->write(ChangeAction::Deleted, gone.id)));
    }
    QVERIFY(m_world->database->execute(u"COMMIT"_s));
}

QList<EmployeeId> EmployeeListTest::expected(
    const QList<SortKey> &sort, const std::function<bool(const Employee &)> &holds) const
{
    QList<Employee> rows;
    std::copy_if(m_live.begin(), m_live.end(), std::back_inserter(rows), holds);
    std::stable_sort(rows.begin(), rows.end(), [&sort](const Employee &a, const Employee &b) {
        for (const SortKey &key : sort) {
            if (const int order = compare(a, b, key); order != 0)
                return order < 0;
        }
        return a.id < b.id;
    });
    QList<EmployeeId> ids;
    for (const Employee &row : rows)
        ids.append(row.id);
    return ids;
}

QList<EmployeeId> EmployeeListTest::byAfter(const EmployeeQuery &query, int limit) const
{
    QList<EmployeeId> ids;
    PageRequest page;
    page.limit = limit;
    do {
        const auto result = m_lists->list(*m_world->database, query, page);
        if (!result || result->employees.size() > limit)
            return {};
        for (const Employee &employee : result->employees)
            ids.append(employee.id);
        page.after = result->next;
    } while (page.after && ids.size() <= recordCount);
    return ids;
}

QList<EmployeeId> EmployeeListTest::byOffset(
    const EmployeeListStore &lists, const EmployeeQuery &query, int limit) const
{
    QList<EmployeeId> ids;
    PageRequest page;
    page.limit = limit;
    for (;;) {
        page.offset = ids.size();
        const auto result = lists.list(*m_world->database, query, page);
        if (!result || result->employees.isEmpty() || ids.size() > recordCount)
            return ids;
        for (const Employee &employee : result->employees)
            ids.append(employee.id);
    }
}

void EmployeeListTest::compareSort(const QList<SortKey> &sort)
{
    const QList<EmployeeId> wanted = expected(sort, all);
    for (const int limit : {1, 7, 50, 1000}) {
        QCOMPARE(byAfter({{}, {}, false, sort}, limit), wanted);
        QCOMPARE(byOffset(*m_lists, {{}, {}, false, sort}, limit), wanted);
    }
    for (const int limit : {3, 50})
        QCOMPARE(byOffset(*m_farLists, {{}, {}, false, sort}, limit), wanted);
}

void EmployeeListTest::sortsByEveryField_data()
{
    QTest::addColumn<int>("field");
    QTest::addColumn<bool>("isDescending");
    for (const FieldDescription &row : employeeFields()) {
        if (row.type == FieldType::Ssn)
            continue;
        for (const bool isDescending : {false, true}) {
            QTest::addRow("%s%s", row.name.data(), isDescending ? " descending" : "")
                << static_cast<int>(row.field) << isDescending;
        }
    }
}

void EmployeeListTest::sortsByEveryField()
{
    QFETCH(int, field);
    QFETCH(bool, isDescending);
    compareSort({{static_cast<Field>(field), isDescending}});
}

void EmployeeListTest::sortsByThreeFields()
{
    for (int directions = 0; directions < 8; ++directions) {
        compareSort({{Field::Department, (directions & 1) != 0},
            {Field::LeftOn, (directions & 2) != 0}, {Field::FirstName, (directions & 4) != 0}});
    }
    compareSort({{Field::Salary, true}, {Field::Id, true}, {Field::LastName, false}});
}

void EmployeeListTest::pagesWithinLongTies()
{
    for (const bool isDescending : {false, true}) {
        for (const Field field : {Field::LeftOn, Field::Salary}) {
            const QList<SortKey> sort{{field, isDescending}};
            for (const int limit : {2, 3, 13, 100})
                QCOMPARE(byAfter({{}, {}, false, sort}, limit), expected(sort, all));
        }
    }
}

void EmployeeListTest::locatesEveryRecord()
{
    for (const QList<SortKey> &sort : {QList<SortKey>{}, {{Field::LeftOn, true}},
             {{Field::Department, false}, {Field::Salary, true}}, {{Field::Id, true}}}) {
        const QList<EmployeeId> wanted = expected(sort, all);
        for (qsizetype rank = 0; rank < wanted.size(); rank += 17) {
            const auto located
                = m_lists->locate(*m_world->database, wanted[rank], {{}, {}, false, sort});
            QVERIFY(located && *located);
            QCOMPARE(**located, rank);
        }
    }
    const auto missing = m_lists->locate(*m_world->database, 9999, {});
    QVERIFY(missing && !*missing);
}

void EmployeeListTest::filters_data()
{
    QTest::addColumn<QList<FieldCondition>>("conditions");
    QTest::addColumn<std::function<bool(const Employee &)>>("holds");
    using Holds = std::function<bool(const Employee &)>;
    const auto row = [](const char *name, QList<FieldCondition> conditions, Holds holds) {
        QTest::newRow(name) << conditions << holds;
    };
    row("whole value, folded", {{Field::FirstName, IsOneOf{{u"ZOE"_s}}}},
        [](const Employee &e) { return foldKey(e.text(Field::FirstName)) == "zoe"_L1; });
    row("one of", {{Field::FirstName, IsOneOf{{u"Bob"_s, u"李"_s}}}}, [](const Employee &e) {
        return e.text(Field::FirstName) == u"Bob"_s || e.text(Field::FirstName) == u"李"_s;
    });
    row("starts", {{Field::FirstName, StartsWithText{u"Á"_s}}},
        [](const Employee &e) { return foldKey(e.text(Field::FirstName)).startsWith(u'a'); });
    row("contains", {{Field::Department, ContainsText{u"& d"_s}}},
        [](const Employee &e) { return e.text(Field::Department) == u"R & D"_s; });
    row("contains a wildcard", {{Field::Department, ContainsText{u"%"_s}}},
        [](const Employee &) { return false; });
    row("empty", {{Field::Email, IsEmpty{}}},
        [](const Employee &e) { return isEmpty(e.value(Field::Email)); });
    row("dates between", {{Field::DateOfBirth, IsBetween{QDate(1960, 1, 5), QDate(1960, 1, 9)}}},
        [](const Employee &e) {
            return e.date(Field::DateOfBirth) >= QDate(1960, 1, 5)
                && e.date(Field::DateOfBirth) <= QDate(1960, 1, 9);
        });
    row("money from", {{Field::Salary, IsBetween{Money{99'999'999}, {}}}},
        [](const Employee &e) { return std::get<Money>(e.value(Field::Salary)).minorUnits > 0; });
    row("ssn", {{Field::Ssn, IsOneOf{{u"100000007"_s}}}},
        [](const Employee &e) { return e.text(Field::Ssn) == u"100000007"_s; });
    row("ids", {{Field::Id, IsBetween{Money{10}, Money{20}}}},
        [](const Employee &e) { return e.id >= 10 && e.id <= 20; });
    row("two", {{Field::Department, IsOneOf{{u"Legal"_s}}}, {Field::LeftOn, IsEmpty{}}},
        [](const Employee &e) {
            return e.text(Field::Department) == u"Legal"_s && isEmpty(e.value(Field::LeftOn));
        });
}

void EmployeeListTest::filters()
{
    using Conditions = QList<FieldCondition>;
    using Holds = std::function<bool(const Employee &)>;
    QFETCH(Conditions, conditions);
    QFETCH(Holds, holds);
    for (const QList<SortKey> &sort :
        {QList<SortKey>{}, {{Field::LastName, true}}, {{Field::Department, false}}}) {
        const EmployeeQuery query{{}, conditions, false, sort};
        QCOMPARE(byAfter(query, 5), expected(sort, holds));
        PageRequest page;
        page.wantsTotal = true;
        QCOMPARE(
            m_lists->list(*m_world->database, query, page)->total, expected(sort, holds).size());
    }
}

void EmployeeListTest::searchesWords_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"zoe", "ZO", "name", "name a", "legal zoe", "mail3 example", "com",
             "nobody", "r d", "李"}) {
        QTest::newRow(text) << QString::fromUtf8(text);
    }
}

void EmployeeListTest::searchesWords()
{
    QFETCH(QString, text);
    const QStringList words = wordsOf(foldKey(text));
    const auto holds = [&words](const Employee &employee) {
        const QStringList all = EmployeeRow::searchedWords(employee).split(u' ');
        return std::ranges::all_of(words, [&all](const QString &word) {
            return std::ranges::any_of(all, [&](const QString &s) { return s.startsWith(word); });
        });
    };
    for (const QList<SortKey> &sort : {QList<SortKey>{}, {{Field::Salary, true}}}) {
        QCOMPARE(byAfter({words, {}, false, sort}, 7), expected(sort, holds));
        QCOMPARE(byOffset(*m_lists, {words, {}, false, sort}, 7), expected(sort, holds));
    }
}

void EmployeeListTest::listsDeletedRecordsApart()
{
    EmployeeQuery query;
    query.isDeleted = true;
    query.words = QStringList{u"name"_s};
    PageRequest page;
    page.limit = 1000;
    page.wantsTotal = true;
    const auto deleted = m_lists->list(*m_world->database, query, page);
    QVERIFY(deleted);
    QVERIFY(std::ranges::all_of(
        deleted->employees, [](const Employee &e) { return e.deletedAt.has_value(); }));
    query.words.clear();
    QCOMPARE(m_lists->list(*m_world->database, query, page)->total, recordCount / 10);
    query.isDeleted = false;
    QCOMPARE(m_lists->list(*m_world->database, query, page)->total, recordCount - recordCount / 10);
}

void EmployeeListTest::forgetsTheWordsOfAChangedRecord()
{
    World world;
    const EmployeeListStore lists(world.sealer);
    const Employee employee = world.add(u"Xerxes"_s);
    const auto hits = [&](const QString &word) {
        return lists.list(*world.database, {{word}, {}, false, {}}, {})->employees.size();
    };
    QCOMPARE(hits(u"xer"_s), 1);
    QVERIFY(world.apply(
        world.write(ChangeAction::Updated, employee.id, 1, {{Field::FirstName, u"Yorick"_s}})));
    QCOMPARE(hits(u"xer"_s), 0);
    QCOMPARE(hits(u"yor"_s), 1);
    QVERIFY(world.apply(world.write(ChangeAction::Deleted, employee.id)));
    QCOMPARE(hits(u"yor"_s), 0);
    QVERIFY(world.apply(world.write(ChangeAction::Restored, employee.id, 3)));
    QCOMPARE(hits(u"yor"_s), 1);
}

void EmployeeListTest::walksTheOrderForManyHits()
{
    EmployeeListStore few(m_world->sealer, nullptr, 10);
    const QList<SortKey> sort{{Field::LastName, true}};
    const EmployeeQuery query{{u"name"_s.left(2)}, {}, false, sort};
    PageRequest page;
    page.limit = 1000;
    const auto walked = few.list(*m_world->database, query, page);
    const auto fetched = m_lists->list(*m_world->database, query, page);
    QVERIFY(walked && fetched);
    QCOMPARE(walked->employees.size(), fetched->employees.size());
    for (qsizetype i = 0; i < walked->employees.size(); ++i)
        QCOMPARE(walked->employees[i].id, fetched->employees[i].id);
}

void EmployeeListTest::offersDistinctValues()
{
    const auto values
        = m_world->employees.distinctValues(*m_world->database, Field::Department, {}, 10);
    QCOMPARE(*values, (QStringList{u"Finance"_s, u"Legal"_s, u"R & D"_s}));
    QCOMPARE(*m_world->employees.distinctValues(*m_world->database, Field::Department, u"LE"_s, 10),
        QStringList{u"Legal"_s});
    QCOMPARE(
        m_world->employees.distinctValues(*m_world->database, Field::Department, {}, 2)->size(), 2);
}

QTEST_GUILESS_MAIN(EmployeeListTest)
#include "tst_employeelist.moc"
