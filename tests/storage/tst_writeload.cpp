#include "server/storage/WriteLoad.h"

#include <QTest>

using namespace roster;
using namespace roster::server;
using namespace std::chrono_literals;

class WriteLoadTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isBoundedInJobs();
    void isBoundedInBytes();
    void takesOneJobOfAnySize();
    void keepsPlacesForModestSenders_data();
    void keepsPlacesForModestSenders();
    void isBusyFromHalfOn();
    void tellsHowLongToWait_data();
    void tellsHowLongToWait();
    void counts();
};

namespace {

void fill(WriteLoad &load, std::size_t jobs, std::size_t bytes = 0)
{
    for (std::size_t i = 0; i < jobs; ++i)
        QVERIFY(!load.take({bytes, 0}));
}

qint64 retryAfter(const std::optional<Error> &refusal)
{
    return refusal ? refusal->data.value(QLatin1StringView("retry_after_ms")).toInteger() : -1;
}

} // namespace

void WriteLoadTest::isBoundedInJobs()
{
    WriteLoad load;
    fill(load, WriteLoad::maxJobs);
    const std::optional<Error> refusal = load.take({});
    QVERIFY(refusal);
    QCOMPARE(refusal->code, ErrorCode::TryLater);
    load.giveBack({});
    QVERIFY(!load.take({}));
}

void WriteLoadTest::isBoundedInBytes()
{
    WriteLoad load;
    constexpr std::size_t mebibyte = std::size_t{1024} * 1024;
    fill(load, 64, mebibyte);
    QCOMPARE(load.bytes(), static_cast<qint64>(WriteLoad::maxBytes));
    QVERIFY(load.take({1, 0}));
    load.giveBack({mebibyte, 0});
    QVERIFY(!load.take({1, 0}));
}

void WriteLoadTest::takesOneJobOfAnySize()
{
    WriteLoad load;
    QVERIFY(!load.take({WriteLoad::maxBytes * 2, 0}));
    QVERIFY(load.take({1, 0}));
}

void WriteLoadTest::keepsPlacesForModestSenders_data()
{
    QTest::addColumn<std::size_t>("waiting");
    QTest::addColumn<std::size_t>("ofSender");
    QTest::addColumn<bool>("isTaken");
    constexpr std::size_t much = WriteLoad::maxJobs / 4 * 3;
    QTest::newRow("many, little waits") << much - 1 << std::size_t{1000} << true;
    QTest::newRow("many, much waits") << much << WriteLoad::modestSender << false;
    QTest::newRow("few, much waits") << much << WriteLoad::modestSender - 1 << true;
    QTest::newRow("few, almost full") << WriteLoad::maxJobs - 1 << std::size_t{0} << true;
    QTest::newRow("none, full") << WriteLoad::maxJobs << std::size_t{0} << false;
}

void WriteLoadTest::keepsPlacesForModestSenders()
{
    QFETCH(std::size_t, waiting);
    QFETCH(std::size_t, ofSender);
    WriteLoad load;
    fill(load, waiting);
    QTEST(!load.take({0, ofSender}), "isTaken");
}

void WriteLoadTest::isBusyFromHalfOn()
{
    WriteLoad inJobs;
    fill(inJobs, WriteLoad::maxJobs / 2 - 1);
    QVERIFY(!inJobs.isBusy());
    fill(inJobs, 1);
    QVERIFY(inJobs.isBusy());
    WriteLoad inBytes;
    fill(inBytes, 1, WriteLoad::maxBytes / 2);
    QVERIFY(inBytes.isBusy());
}

void WriteLoadTest::tellsHowLongToWait_data()
{
    QTest::addColumn<std::chrono::nanoseconds>("commit");
    QTest::addColumn<qint64>("pause");
    using std::chrono::nanoseconds;
    // Commits of 500, and 10,000 to be stored until then.
    QTest::newRow("nothing known") << nanoseconds(0) << qint64{100};
    QTest::newRow("quick disk") << nanoseconds(20ms) << qint64{400};
    QTest::newRow("slow disk") << nanoseconds(500ms) << qint64{10'000};
    QTest::newRow("stuck disk") << nanoseconds(5s) << qint64{30'000};
}

void WriteLoadTest::tellsHowLongToWait()
{
    QFETCH(std::chrono::nanoseconds, commit);
    WriteLoad load;
    for (int i = 0; i < 40; ++i)
        load.noteCommit(500, commit, true);
    fill(load, WriteLoad::maxJobs);
    QTEST(retryAfter(load.take({})), "pause");
}

void WriteLoadTest::counts()
{
    WriteLoad load;
    load.noteCommit(3, 2ms, true);
    load.noteCommit(5, 4ms, true);
    load.noteCommit(7, 1ms, false);
    fill(load, WriteLoad::maxJobs);
    QVERIFY(load.take({}));
    const WriteFigures figures = load.figures();
    QCOMPARE(figures.sizes.count(), 2);
    QCOMPARE(figures.sizes.sum(), 8);
    QCOMPARE(figures.durations.sum(), 6000);
    QCOMPARE(figures.failedCommits, 1);
    QCOMPARE(figures.refused, 1);
}

QTEST_GUILESS_MAIN(WriteLoadTest)
#include "tst_writeload.moc"
