#include "server/net/PreLoginQueue.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace roster::server {

class PreLoginQueueTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void countsByAddressBlock_data();
    void countsByAddressBlock();
    void findsTheOldestOfABlock();
    void findsTheOldestOfTheLargestBlock();
    void findsTheOldestOfAllOnceItIsOldEnough();
    void putsAReturningOneAtTheEnd();
    void forgetsTheUnknownWithoutHarm();

private:
    const PreLoginQueue::TimePoint m_start = PreLoginQueue::TimePoint(1h);
};

void PreLoginQueueTest::countsByAddressBlock_data()
{
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::addColumn<bool>("isSameBlock");
    QTest::newRow("one IPv4 address") << u"192.0.2.1"_s << u"192.0.2.1"_s << true;
    QTest::newRow("neighbours in IPv4") << u"192.0.2.1"_s << u"192.0.2.2"_s << false;
    QTest::newRow("IPv4 mapped to IPv6") << u"192.0.2.1"_s << u"::ffff:192.0.2.1"_s << true;
    QTest::newRow("one IPv6 /64") << u"2001:db8:1:2::1"_s << u"2001:db8:1:2:ffff::9"_s << true;
    QTest::newRow("neighbouring /64s") << u"2001:db8:1:2::1"_s << u"2001:db8:1:3::1"_s << false;
}

void PreLoginQueueTest::countsByAddressBlock()
{
    QFETCH(QString, first);
    QFETCH(QString, second);
    QFETCH(bool, isSameBlock);
    PreLoginQueue queue;
    queue.add(1, QHostAddress(first), m_start);
    QCOMPARE(queue.count(QHostAddress(second)), isSameBlock ? 1 : 0);
    QCOMPARE(queue.oldestOf(QHostAddress(second)).has_value(), isSameBlock);
}

void PreLoginQueueTest::findsTheOldestOfABlock()
{
    const QHostAddress mine(u"192.0.2.1"_s);
    const QHostAddress others(u"192.0.2.2"_s);
    PreLoginQueue queue;
    queue.add(9, others, m_start);
    queue.add(4, mine, m_start);
    queue.add(2, mine, m_start + 1ms);
    QCOMPARE(queue.oldestOf(mine), std::optional<ConnectionId>(4));
    queue.remove(4);
    QCOMPARE(queue.oldestOf(mine), std::optional<ConnectionId>(2));
    queue.remove(2);
    QVERIFY(!queue.oldestOf(mine));
    QCOMPARE(queue.count(mine), 0);
}

void PreLoginQueueTest::findsTheOldestOfTheLargestBlock()
{
    const QHostAddress few(u"192.0.2.1"_s);
    const QHostAddress many(u"192.0.2.2"_s);
    PreLoginQueue queue;
    QVERIFY(!queue.oldestOfBlockAbove(0));
    queue.add(1, few, m_start);
    queue.add(2, many, m_start);
    queue.add(3, many, m_start);
    QCOMPARE(queue.oldestOfBlockAbove(1), std::optional<ConnectionId>(2));
    QVERIFY(!queue.oldestOfBlockAbove(2));
}

void PreLoginQueueTest::findsTheOldestOfAllOnceItIsOldEnough()
{
    PreLoginQueue queue;
    QVERIFY(!queue.oldestBefore(m_start));
    queue.add(1, QHostAddress(u"192.0.2.1"_s), m_start);
    queue.add(2, QHostAddress(u"192.0.2.2"_s), m_start + 1s);
    QVERIFY(!queue.oldestBefore(m_start));
    QCOMPARE(queue.oldestBefore(m_start + 1ms), std::optional<ConnectionId>(1));
}

void PreLoginQueueTest::putsAReturningOneAtTheEnd()
{
    const QHostAddress peer(u"2001:db8::1"_s);
    PreLoginQueue queue;
    queue.add(1, peer, m_start);
    queue.add(2, peer, m_start);
    queue.add(1, peer, m_start + 1s);
    QCOMPARE(queue.count(peer), 2);
    QCOMPARE(queue.oldestOf(peer), std::optional<ConnectionId>(2));
}

void PreLoginQueueTest::forgetsTheUnknownWithoutHarm()
{
    PreLoginQueue queue;
    queue.remove(77);
    QVERIFY(!queue.contains(77));
}

} // namespace roster::server

QTEST_APPLESS_MAIN(roster::server::PreLoginQueueTest)
#include "tst_preloginqueue.moc"
