#include "common/base/SecretBytes.h"

#include <QSet>
#include <QTest>

#include <cstring>
#include <thread>
#include <utility>

using namespace roster;
using namespace Qt::StringLiterals;

static_assert(!std::is_copy_constructible_v<SecretBytes>);
static_assert(!std::is_copy_assignable_v<SecretBytes>);

namespace {

struct Overwritten
{
    const void *place = nullptr;
    std::size_t size = 0;
};
Overwritten overwritten;

} // namespace

/// Stands before libsodium's: notes what was overwritten last.
extern "C" void sodium_memzero(void *const place, const std::size_t size)
{
    overwritten = {place, size};
    std::memset(place, 0, size);
}

class SecretBytesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { overwritten = {}; }
    void emptyHoldsNothing();
    void newOnesAreZero();
    void copiesBytesWithZeros();
    void copiesTextAsUtf8();
    void movingLeavesNothingBehind();
    void assignmentTakesTheNewOne();
    void cloneIsIndependent();
    void randomOnesDiffer();
    void handsOutEachRandomByteOnce();
    void wipeOverwritesWhatNobodyShares();
    void wipeLeavesSharedBytesAlone();
    void wipeOverwritesText();
};

void SecretBytesTest::initTestCase()
{
    QVERIFY(initialiseCrypto());
    QVERIFY(initialiseCrypto());
}

void SecretBytesTest::emptyHoldsNothing()
{
    const SecretBytes none;
    QVERIFY(none.isEmpty());
    QVERIFY(none.view().isEmpty());
    QVERIFY(SecretBytes(0).isEmpty());
    QVERIFY(SecretBytes::copyOf(QByteArrayView()).isEmpty());
    QVERIFY(none.clone().isEmpty());
}

void SecretBytesTest::newOnesAreZero()
{
    const SecretBytes bytes(64);
    QCOMPARE(bytes.size(), std::size_t{64});
    QCOMPARE(bytes.view().toByteArray(), QByteArray(64, '\0'));
}

void SecretBytesTest::copiesBytesWithZeros()
{
    const QByteArray source("a\0b\xff", 4);
    QCOMPARE(SecretBytes::copyOf(QByteArrayView(source)).view().toByteArray(), source);
}

void SecretBytesTest::copiesTextAsUtf8()
{
    QCOMPARE(SecretBytes::copyOf(u"Zoë \U0001F511"_s).view().toByteArray(),
        u"Zoë \U0001F511"_s.toUtf8());
}

void SecretBytesTest::movingLeavesNothingBehind()
{
    SecretBytes from = SecretBytes::copyOf(u"secret"_s);
    const SecretBytes to = std::move(from);
    QCOMPARE(to.view().toByteArray(), "secret"_ba);
    QVERIFY(from.isEmpty()); // NOLINT: the moved-from state is what is tested
}

void SecretBytesTest::assignmentTakesTheNewOne()
{
    SecretBytes bytes = SecretBytes::copyOf(u"old"_s);
    bytes = SecretBytes::copyOf(u"newer"_s);
    QCOMPARE(bytes.view().toByteArray(), "newer"_ba);
    bytes = SecretBytes();
    QVERIFY(bytes.isEmpty());
}

void SecretBytesTest::cloneIsIndependent()
{
    SecretBytes original = SecretBytes::copyOf(u"secret"_s);
    const SecretBytes copy = original.clone();
    original.data()[0] = 'S';
    QCOMPARE(copy.view().toByteArray(), "secret"_ba);
}

void SecretBytesTest::randomOnesDiffer()
{
    const SecretBytes one = SecretBytes::random(32);
    const SecretBytes other = SecretBytes::random(32);
    QCOMPARE(one.size(), std::size_t{32});
    QVERIFY(one.view() != other.view());
}

/// They are fetched for several calls; what was handed out is wiped where it came from.
void SecretBytesTest::handsOutEachRandomByteOnce()
{
    QSet<QByteArray> seen;
    for (int i = 0; i < 500; ++i) {
        const QByteArray bytes = randomBytes(24);
        QVERIFY(overwritten.place != bytes.constData());
        QCOMPARE(overwritten.size, std::size_t{24});
        QVERIFY(!seen.contains(bytes));
        seen.insert(bytes);
    }
    QByteArray fromAnotherThread;
    std::thread([&] { fromAnotherThread = randomBytes(24); }).join();
    QVERIFY(!seen.contains(fromAnotherThread));
    const QByteArray large = randomBytes(100'000);
    QVERIFY(large.first(50'000) != large.last(50'000));
    QVERIFY(large.last(24) != QByteArray(24, '\0'));
    QVERIFY(randomBytes(0).isEmpty());
}

void SecretBytesTest::wipeOverwritesWhatNobodyShares()
{
    QByteArray bytes(64, 'x');
    const void *const place = bytes.constData();
    wipe(bytes);
    QVERIFY(bytes.isEmpty());
    QCOMPARE(overwritten.place, place);
    QCOMPARE(overwritten.size, std::size_t{64});
}

void SecretBytesTest::wipeLeavesSharedBytesAlone()
{
    QByteArray one = QByteArray(16, 'x');
    const QByteArray shared = one;
    wipe(one);
    QVERIFY(one.isEmpty());
    QCOMPARE(overwritten.place, nullptr);
    QCOMPARE(shared, QByteArray(16, 'x'));
}

void SecretBytesTest::wipeOverwritesText()
{
    QString text = u"correct horse"_s + QString::number(17);
    const void *const place = text.constData();
    wipe(text);
    QVERIFY(text.isEmpty());
    QCOMPARE(overwritten.place, place);
    QCOMPARE(overwritten.size, 15 * sizeof(QChar));
}

QTEST_GUILESS_MAIN(SecretBytesTest)
#include "tst_secretbytes.moc"
