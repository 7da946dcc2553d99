#include "server/net/ConnectionLimits.h"
#include "server/net/DescriptorLimit.h"

#include <QTest>

#include <sys/resource.h>

#include <thread>
#include <vector>

namespace roster::server {

class ConnectionLimitsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void givesNoMoreThanTheMaximum();
    void countsAcrossThreads();
    void leavesMostPlacesToOtherAddresses();
    void raisesTheSoftLimit();
    void keepsDescriptorsForTheRestOfTheServer();
};

void ConnectionLimitsTest::givesNoMoreThanTheMaximum()
{
    ConnectionLimits limits(2, 1);
    auto first = limits.tryTake();
    auto second = limits.tryTake();
    QVERIFY(first && second);
    QVERIFY(!limits.tryTake());
    std::vector<ConnectionPlace> moved;
    moved.push_back(std::move(*first));
    first.reset();
    QCOMPARE(limits.open(), 2);
    moved.clear();
    QCOMPARE(limits.open(), 1);
    QVERIFY(limits.tryTake());
}

void ConnectionLimitsTest::countsAcrossThreads()
{
    constexpr int rounds = 20'000;
    ConnectionLimits limits(3, 2);
    std::atomic<bool> wasExceeded = false;
    std::atomic<int> inside = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < rounds; ++n) {
                const auto place = limits.tryTake();
                if (!place)
                    continue;
                if (inside.fetch_add(1) >= limits.maximum())
                    wasExceeded = true;
                inside.fetch_sub(1);
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QVERIFY(!wasExceeded);
    QCOMPARE(limits.open(), 0);
}

void ConnectionLimitsTest::leavesMostPlacesToOtherAddresses()
{
    QCOMPARE(ConnectionLimits(160, 2).sharePerAddressBlock(), 20);
    QCOMPARE(ConnectionLimits(16, 4).sharePerAddressBlock(), 8);
    QCOMPARE(ConnectionLimits(16'384, 2).sharePerAddressBlock(), 256);
}

void ConnectionLimitsTest::raisesTheSoftLimit()
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = 64;
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &limit), 0);
    const Result<DescriptorLimit> raised = DescriptorLimit::raise();
    QVERIFY(raised);
    ::getrlimit(RLIMIT_NOFILE, &limit);
    QCOMPARE(limit.rlim_cur, limit.rlim_max);
    QCOMPARE(static_cast<rlim_t>(raised->descriptors()), limit.rlim_cur);
}

void ConnectionLimitsTest::keepsDescriptorsForTheRestOfTheServer()
{
    QCOMPARE(DescriptorLimit(256).connectionCap(2), 160);
    QCOMPARE(DescriptorLimit(64).connectionCap(2), 16);
    QCOMPARE(DescriptorLimit(1'048'576).connectionCap(2), 16'384);
}

} // namespace roster::server

QTEST_APPLESS_MAIN(roster::server::ConnectionLimitsTest)
#include "tst_connectionlimits.moc"
