#include "server/net/TimerQueue.h"

#include <QTest>

using namespace std::chrono_literals;

namespace roster::server {

class TimerQueueTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void takesTimersInOrderOfTime();
    void takesEqualTimersInOrderOfAge();
    void deliversATimerOncePerRound();
    void keepsATimerInDeliveryOut();
    void skipsWhatItMissed();
    void tellsARemovedTimerFromItsSuccessor();
    void removesAllOfAnObject();
    void tellsRemainingTime();

private:
    using Info = TimerQueue::TimerInfo;
    static QList<int> takeAll(TimerQueue &queue, TimerQueue::TimePoint at);

    const TimerQueue::TimePoint m_start = TimerQueue::TimePoint(1h);
};

QList<int> TimerQueueTest::takeAll(TimerQueue &queue, TimerQueue::TimePoint at)
{
    QList<int> ids;
    const quint64 round = queue.beginRound();
    while (const auto expired = queue.takeExpired(round, at)) {
        ids.append(expired->id);
        queue.finishDelivery(*expired);
    }
    return ids;
}

void TimerQueueTest::takesTimersInOrderOfTime()
{
    TimerQueue queue;
    queue.add(Info(1, 30, Qt::CoarseTimer), this, m_start);
    queue.add(Info(2, 10, Qt::CoarseTimer), this, m_start);
    queue.add(Info(3, 20, Qt::PreciseTimer), this, m_start);
    QCOMPARE(takeAll(queue, m_start + 9ms), QList<int>());
    QCOMPARE(takeAll(queue, m_start + 20ms), QList<int>({2, 3}));
    QCOMPARE(takeAll(queue, m_start + 29ms), QList<int>());
    QCOMPARE(takeAll(queue, m_start + 30ms), QList<int>({1, 2}));
}

void TimerQueueTest::takesEqualTimersInOrderOfAge()
{
    TimerQueue queue;
    for (int id : {5, 1, 3})
        queue.add(Info(id, 10, Qt::CoarseTimer), this, m_start);
    QCOMPARE(takeAll(queue, m_start + 10ms), QList<int>({5, 1, 3}));
}

void TimerQueueTest::deliversATimerOncePerRound()
{
    TimerQueue queue;
    queue.add(Info(1, 0, Qt::CoarseTimer), this, m_start);
    queue.add(Info(2, 0, Qt::CoarseTimer), this, m_start);
    QCOMPARE(takeAll(queue, m_start), QList<int>({1, 2}));
    QCOMPARE(takeAll(queue, m_start), QList<int>({1, 2}));
}

void TimerQueueTest::keepsATimerInDeliveryOut()
{
    TimerQueue queue;
    queue.add(Info(1, 0, Qt::CoarseTimer), this, m_start);
    const auto outer = queue.takeExpired(queue.beginRound(), m_start);
    QVERIFY(outer);
    QCOMPARE(takeAll(queue, m_start + 1s), QList<int>());
    QCOMPARE(queue.untilFirst(m_start), -1);
    queue.finishDelivery(*outer);
    QCOMPARE(takeAll(queue, m_start + 1s), QList<int>({1}));
}

void TimerQueueTest::skipsWhatItMissed()
{
    TimerQueue queue;
    queue.add(Info(1, 10, Qt::CoarseTimer), this, m_start);
    QCOMPARE(takeAll(queue, m_start + 95ms), QList<int>({1}));
    QCOMPARE(takeAll(queue, m_start + 96ms), QList<int>());
    QCOMPARE(queue.remaining(1, m_start + 96ms), 9);
}

void TimerQueueTest::tellsARemovedTimerFromItsSuccessor()
{
    TimerQueue queue;
    queue.add(Info(1, 0, Qt::CoarseTimer), this, m_start);
    const auto first = queue.takeExpired(queue.beginRound(), m_start);
    QVERIFY(queue.remove(1));
    QVERIFY(!queue.remove(1));
    queue.add(Info(1, 50, Qt::CoarseTimer), this, m_start);
    queue.finishDelivery(*first);
    QCOMPARE(takeAll(queue, m_start + 49ms), QList<int>());
    QCOMPARE(takeAll(queue, m_start + 50ms), QList<int>({1}));
}

void TimerQueueTest::removesAllOfAnObject()
{
    TimerQueue queue;
    QObject other;
    queue.add(Info(1, 10, Qt::CoarseTimer), this, m_start);
    queue.add(Info(2, 10, Qt::CoarseTimer), &other, m_start);
    queue.add(Info(3, 10, Qt::VeryCoarseTimer), this, m_start);
    QCOMPARE(queue.timersOf(this).size(), 2);
    QVERIFY(queue.removeAll(this));
    QVERIFY(!queue.removeAll(this));
    QCOMPARE(queue.timersOf(this).size(), 0);
    QCOMPARE(takeAll(queue, m_start + 10ms), QList<int>({2}));
}

void TimerQueueTest::tellsRemainingTime()
{
    TimerQueue queue;
    queue.add(Info(7, 100, Qt::CoarseTimer), this, m_start);
    QCOMPARE(queue.remaining(7, m_start), 100);
    QCOMPARE(queue.remaining(7, m_start + 99'500us), 1);
    QCOMPARE(queue.remaining(7, m_start + 1s), 0);
    QCOMPARE(queue.remaining(8, m_start), -1);
}

} // namespace roster::server

QTEST_APPLESS_MAIN(roster::server::TimerQueueTest)
#include "tst_timerqueue.moc"
