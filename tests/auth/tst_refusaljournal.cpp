#include "server/auth/RefusalJournal.h"

#include <QtTest>

#include <numeric>

using namespace roster;
using namespace roster::server;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class RefusalJournalTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void gathersPerAddressAccountAndMinute();
    void keepsTheMinuteThatRuns();
    void boundsMemoryAndRows();
    void losesNoCountWhenStoringFailed();
    void tellsReasonAndCount();
};

namespace {

qint64 total(const QList<RefusalCount> &refusals)
{
    return std::accumulate(refusals.begin(), refusals.end(), qint64{0},
        [](qint64 sum, const RefusalCount &refusal) { return sum + refusal.count; });
}

} // namespace

void RefusalJournalTest::gathersPerAddressAccountAndMinute()
{
    ManualClock clock;
    RefusalJournal journal(clock);
    for (int i = 0; i < 7; ++i)
        journal.note(u"alice"_s, u"192.0.2.1"_s, Refusal::Credentials);
    journal.note(u"alice"_s, u"192.0.2.2"_s, Refusal::Credentials);
    clock.advance(1min);
    journal.note(u"alice"_s, u"192.0.2.1"_s, Refusal::Credentials);
    clock.advance(1min);
    const QList<RefusalCount> refusals = journal.takeDue();
    QCOMPARE(refusals.size(), 3);
    QCOMPARE(total(refusals), 9);
    QVERIFY(journal.takeDue().isEmpty());
}

void RefusalJournalTest::keepsTheMinuteThatRuns()
{
    ManualClock clock;
    RefusalJournal journal(clock);
    journal.note({}, u"192.0.2.1"_s, Refusal::Throttled);
    QVERIFY(journal.takeDue().isEmpty());
    QCOMPARE(journal.takeAll().size(), 1);
}

void RefusalJournalTest::boundsMemoryAndRows()
{
    ManualClock clock;
    RefusalJournal journal(clock);
    qint64 rows = 0;
    qint64 counted = 0;
    constexpr int minutes = 100;
    constexpr int eachMinute = 2000;
    for (int minute = 0; minute < minutes; ++minute) {
        for (int i = 0; i < eachMinute; ++i)
            journal.note({}, u"2001:db8:%1:%2::/64"_s.arg(minute).arg(i), Refusal::Credentials);
        clock.advance(1min);
        const QList<RefusalCount> refusals = journal.takeDue();
        rows += refusals.size();
        counted += total(refusals);
    }
    QCOMPARE(counted, qint64{minutes} * eachMinute);
    QVERIFY2(rows <= 500 + 2 * minutes, qPrintable(QString::number(rows)));
}

void RefusalJournalTest::losesNoCountWhenStoringFailed()
{
    ManualClock clock;
    RefusalJournal journal(clock);
    journal.note(u"alice"_s, u"192.0.2.1"_s, Refusal::Credentials);
    journal.note(u"bob"_s, u"192.0.2.1"_s, Refusal::Throttled);
    clock.advance(1min);
    journal.giveBack(journal.takeDue());
    const QList<RefusalCount> refusals = journal.takeDue();
    QCOMPARE(refusals.size(), 2);
    QCOMPARE(total(refusals), 2);
}

void RefusalJournalTest::tellsReasonAndCount()
{
    const SecurityEvent event
        = refusalEvent({u"alice"_s, u"192.0.2.1"_s, Refusal::Throttled, 100, 5});
    QCOMPARE(event.kind, u"login_refused"_s);
    QCOMPARE(event.username, u"alice"_s);
    QCOMPARE(event.peer, u"192.0.2.1"_s);
    QCOMPARE(event.at, std::chrono::milliseconds(100min));
    QCOMPARE(event.detail, (QJsonObject{{u"reason"_s, u"throttled"_s}, {u"count"_s, 5}}));
}

QTEST_GUILESS_MAIN(RefusalJournalTest)
#include "tst_refusaljournal.moc"
