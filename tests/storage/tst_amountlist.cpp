#include "server/storage/Amount.h"
#include "server/storage/AmountList.h"
#include "server/storage/EmployeeRow.h"
#include "tests/storage/StorageWorld.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace roster;
using namespace roster::server;
using roster::server::tests::StorageWorld;

/// The order by a number, against a sorted list; and the numbers that stand for values.
class AmountListTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsAmountsInOrder();
    void keepsManyAlikeInOrder();
    void numbersValues();

private:
    void compareAmounts(const AmountList &list, const QList<AmountList::Entry> &ascending);

    QRandomGenerator m_random{1789};
};

void AmountListTest::compareAmounts(
    const AmountList &list, const QList<AmountList::Entry> &ascending)
{
    QList<AmountList::Entry> downwards = ascending;
    std::ranges::sort(downwards, [](const auto &a, const auto &b) {
        return a.amount != b.amount ? a.amount > b.amount : a.id < b.id;
    });
    EmployeeSet wanted;
    for (EmployeeId id = 0; id < 10'000; id += 1 + m_random.bounded(5))
        wanted.append(id);
    QCOMPARE(list.size(), ascending.size());
    for (const bool isDescending : {false, true}) {
        const QList<AmountList::Entry> &order = isDescending ? downwards : ascending;
        QList<EmployeeId> all;
        for (const AmountList::Entry &entry : order)
            all.append(entry.id);
        for (qsizetype rank = 0; rank <= order.size(); rank += 37) {
            QCOMPARE(list.ids(isDescending, rank, 50), all.mid(rank, 50));
            QList<EmployeeId> some;
            for (const EmployeeId id : all.mid(rank)) {
                if (wanted.contains(id))
                    some.append(id);
            }
            QCOMPARE(list.idsAmong(wanted, isDescending, rank, 5, 20), some.mid(5, 20));
        }
        for (qsizetype rank = 0; rank < order.size(); rank += 11) {
            const auto [amount, id] = order[rank];
            QCOMPARE(list.rankOf({amount, id}, isDescending), rank);
            QCOMPARE(list.rankOf({amount, id + 1}, isDescending), rank + 1);
        }
    }
}

/// Both ways, from every so many a rank, while records come and go until none is left.
void AmountListTest::keepsAmountsInOrder()
{
    QList<AmountList::Entry> entries;
    for (EmployeeId id = 1; id <= 700; ++id)
        entries.append({m_random.bounded(90) * 1'000LL, id});
    std::ranges::sort(entries);
    AmountList list({entries.begin(), entries.end()});
    compareAmounts(list, entries);
    for (EmployeeId id = 701; id <= 3'000; ++id) {
        const qint64 amount
            = m_random.bounded(5) == 0 ? AmountList::nothing : m_random.bounded(2'000) - 1'000;
        list.insert({amount, id});
        entries.append({amount, id});
        if (id % 3 == 0)
            QVERIFY(list.remove(entries.takeAt(m_random.bounded(int(entries.size())))));
    }
    std::ranges::sort(entries);
    compareAmounts(list, entries);
    QVERIFY(!list.remove({entries.first().amount, 5'000}));
    while (!entries.isEmpty()) {
        QVERIFY(list.remove(entries.takeAt(m_random.bounded(int(entries.size())))));
        if (entries.size() % 500 == 0)
            compareAmounts(list, entries);
    }
    QVERIFY(!list.remove({0, 1}));
    list.insert({7, 7});
    QCOMPARE(list.ids(true, 0, 9), QList<EmployeeId>{7});
}

/// More than fit on a shelf, with others on either side.
void AmountListTest::keepsManyAlikeInOrder()
{
    QList<AmountList::Entry> entries{{1, 9'000}, {1, 9'001}, {3, 9'002}};
    AmountList list({entries.begin(), entries.end()});
    for (EmployeeId id = 1'000; id > 0; --id) {
        list.insert({2, id});
        entries.append({2, id});
    }
    std::ranges::sort(entries);
    compareAmounts(list, entries);
}

/// In the order of the values, and back to what the database compares.
void AmountListTest::numbersValues()
{
    const QList<FieldValue> dates{QDate(1, 1, 1), QDate(1999, 12, 31), QDate(2000, 1, 1),
        QDate(2000, 1, 2), QDate(2000, 2, 1), QDate(9999, 12, 31)};
    const QList<FieldValue> amounts{Money{-5}, Money{0}, Money{7}};
    const StorageWorld world;
    const EmployeeRow row(world.sealer);
    for (const auto &[field, values] :
        {std::pair(Field::HiredOn, dates), {Field::Salary, amounts}}) {
        qint64 last = amountOf(FieldValue{});
        QCOMPARE(last, AmountList::nothing);
        for (const FieldValue &value : values) {
            const QVariant compared = row.comparedValue(field, value);
            QVERIFY(amountOf(value) > last);
            last = amountOf(value);
            QCOMPARE(amountOf(compared), last);
            QCOMPARE(comparedOf(field, last), compared);
        }
        QCOMPARE(amountOf(QVariant()), AmountList::nothing);
        QVERIFY(comparedOf(field, AmountList::nothing).isNull());
    }
    QCOMPARE(amountOfDate("1999-12-31"), 19'991'231);
}

QTEST_GUILESS_MAIN(AmountListTest)
#include "tst_amountlist.moc"
