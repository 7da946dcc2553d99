#include "server/auth/LoginThrottle.h"

#include <QtTest>

using namespace roster;
using namespace roster::server;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class LoginThrottleTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void closesAfterFiveFailuresAndDoubles();
    void closesNoLongerThanItsLimit();
    void opensWhenTheTimeIsOver();
    void forgetsFailuresOnSuccess();
    void forgivesWithTime();
    void countsAccountsAndAddressesApart();
    void closesAnAddressMuchLater();
    void keepsAnAddressClosedDespiteSuccess();
    void slowsStrangersOnManyAddresses();
    void neverLocksOutAKnownAddress();
    void countsAccountsThatDoNotExistAlike();
    void boundsWhatItRemembers();
};

namespace {

LoginSource from(const QString &block, const QString &account = u"alice"_s, bool isKnown = false)
{
    return {account, block, isKnown};
}

void fail(LoginThrottle &throttle, const LoginSource &source, int times)
{
    for (int i = 0; i < times; ++i)
        throttle.noteFailure(source);
}

} // namespace

void LoginThrottleTest::closesAfterFiveFailuresAndDoubles()
{
    ManualClock clock;
    LoginThrottle throttle({}, clock);
    const LoginSource source = from(u"192.0.2.1"_s);
    fail(throttle, source, 4);
    QCOMPARE(throttle.waitBefore(source), 0ms);
    for (const auto expected : {1000ms, 2000ms, 4000ms, 8000ms}) {
        throttle.noteFailure(source);
        QCOMPARE(throttle.waitBefore(source), expected);
    }
}

void LoginThrottleTest::closesNoLongerThanItsLimit()
{
    ManualClock clock;
    LoginThrottle throttle({}, clock);
    fail(throttle, from(u"192.0.2.1"_s), 1000);
    QCOMPARE(throttle.waitBefore(from(u"192.0.2.1"_s)), std::chrono::milliseconds(15min));
}

void LoginThrottleTest::opensWhenTheTimeIsOver()
{
    ManualClock clock;
    LoginThrottle throttle({}, clock);
    const LoginSource source = from(u"192.0.2.1"_s);
    fail(throttle, source, 5);
    clock.advance(999ms);
    QCOMPARE(throttle.waitBefore(source), 1ms);
    clock.advance(1ms);
    QCOMPARE(throttle.waitBefore(source), 0ms);
    throttle.noteFailure(source);
    QCOMPARE(throttle.waitBefore(source), 2000ms);
}

void LoginThrottleTest::forgetsFailuresOnSuccess()
{
    ManualClock clock;
    LoginThrottle throttle({}, clock);
    const LoginSource source = from(u"192.0.2.1"_s);
    fail(throttle, source, 4);
    throttle.noteSuccess(source);
    fail(throttle, source, 4);
    QCOMPARE(throttle.waitBefore(source), 0ms);
}

void LoginThrottleTest::forgivesWithTime()
{
    ManualClock clock;
    LoginThrottle throttle({}, clock);
    const LoginSource source = from(u"192.0.2.1"_s);
    fail(throttle, source, 4);
    clock.advance(2h);
    fail(throttle, source, 2);
    QCOMPARE(throttle.waitBefore(source), 0ms);
    fail(throttle, source, 1);
    QVERIFY(throttle.waitBefore(source) > 0ms);
}

void LoginThrottleTest::countsAccountsAndAddressesApart()
{
    ManualClock clock;
    LoginThrottle throttle({}, clock);
    fail(throttle, from(u"192.0.2.1"_s, u"alice"_s), 10);
    QCOMPARE(throttle.waitBefore(from(u"192.0.2.1"_s, u"bob"_s)), 0ms);
    QCOMPARE(throttle.waitBefore(from(u"192.0.2.2"_s, u"alice"_s)), 0ms);
}

void LoginThrottleTest::closesAnAddressMuchLater()
{
    ManualClock clock;
    LoginThrottle throttle({}, clock);
    for (int i = 0; i < 99; ++i)
        throttle.noteFailure(from(u"192.0.2.1"_s, u"user%1"_s.arg(i)));
    QCOMPARE(throttle.waitBefore(from(u"192.0.2.1"_s)), 0ms);
    throttle.noteFailure(from(u"192.0.2.1"_s, u"zoe"_s));
    QCOMPARE(throttle.waitBefore(from(u"192.0.2.1"_s)), 1000ms);
}

void LoginThrottleTest::keepsAnAddressClosedDespiteSuccess()
{
    ManualClock clock;
    LoginThrottle throttle({}, clock);
    for (int i = 0; i < 100; ++i)
        throttle.noteFailure(from(u"192.0.2.1"_s, u"user%1"_s.arg(i)));
    throttle.noteSuccess(from(u"192.0.2.1"_s, u"mallory"_s));
    QVERIFY(throttle.waitBefore(from(u"192.0.2.1"_s)) > 0ms);
}

void LoginThrottleTest::slowsStrangersOnManyAddresses()
{
    ManualClock clock;
    LoginThrottle throttle({}, clock);
    for (int i = 0; i < 20; ++i)
        throttle.noteFailure(from(u"198.51.100.%1"_s.arg(i)));
    QVERIFY(throttle.waitBefore(from(u"203.0.113.1"_s)) >= 1s);
}

void LoginThrottleTest::neverLocksOutAKnownAddress()
{
    ManualClock clock;
    LoginThrottle throttle({}, clock);
    for (int i = 0; i < 5000; ++i)
        throttle.noteFailure(from(u"198.51.100.%1"_s.arg(i)));
    QCOMPARE(throttle.waitBefore(from(u"192.0.2.1"_s, u"alice"_s, true)), 0ms);
}

void LoginThrottleTest::countsAccountsThatDoNotExistAlike()
{
    ManualClock clock;
    LoginThrottle throttle({}, clock);
    fail(throttle, from(u"192.0.2.1"_s, u"nobody"_s), 6);
    fail(throttle, from(u"192.0.2.1"_s, u"alice"_s), 6);
    QCOMPARE(throttle.waitBefore(from(u"192.0.2.1"_s, u"nobody"_s)),
        throttle.waitBefore(from(u"192.0.2.1"_s, u"alice"_s)));
}

void LoginThrottleTest::boundsWhatItRemembers()
{
    FailureTable table({5, 1s, 15min, 1h, 100});
    for (int i = 0; i < 10'000; ++i)
        table.add(QString::number(i), 0ms);
    QCOMPARE(table.size(), std::size_t{100});
    // What is forgiven goes by itself.
    table.add(u"new"_s, 3h);
    QCOMPARE(table.size(), std::size_t{1});
}

QTEST_GUILESS_MAIN(LoginThrottleTest)
#include "tst_loginthrottle.moc"
