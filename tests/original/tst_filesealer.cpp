#include "common/base/SecretBytes.h"
#include "server/crypto/FileSealer.h"

#include <QBuffer>
#include <QTest>

using namespace roster;
using namespace roster::server;

class FileSealerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY(initialiseCrypto()); }

    void givesBackWhatItSealed_data();
    void givesBackWhatItSealed();
    void hidesWhatItSealed();
    void refusesWhatWasTamperedWith_data();
    void refusesWhatWasTamperedWith();
    void refusesAnotherKey();
    void refusesAnotherName();

private:
    static QByteArray sealed(const KeyRing &keys, QByteArray plain)
    {
        QBuffer from(&plain);
        QBuffer to;
        const bool isOpen = from.open(QIODevice::ReadOnly) && to.open(QIODevice::WriteOnly);
        return isOpen && FileSealer(keys).seal(from, to, "user.db") ? to.data() : QByteArray();
    }
    static std::optional<QByteArray> opened(
        const KeyRing &keys, QByteArray content, QByteArrayView name = "user.db")
    {
        QBuffer from(&content);
        QBuffer to;
        if (!from.open(QIODevice::ReadOnly) || !to.open(QIODevice::WriteOnly)
            || !FileSealer(keys).open(from, to, name))
            return std::nullopt;
        return to.data();
    }

    static constexpr qsizetype chunk = 64 * 1024;
};

void FileSealerTest::givesBackWhatItSealed_data()
{
    QTest::addColumn<qsizetype>("size");
    for (const qsizetype size :
        {qsizetype{0}, qsizetype{1}, chunk - 1, chunk, chunk + 1, 3 * chunk})
        QTest::addRow("%lld bytes", static_cast<long long>(size)) << size;
}

void FileSealerTest::givesBackWhatItSealed()
{
    QFETCH(qsizetype, size);
    const KeyRing keys = KeyRing::ephemeral();
    const QByteArray plain = randomBytes(size);
    const auto back = opened(keys, sealed(keys, plain));
    QVERIFY(back);
    QVERIFY(*back == plain);
}

void FileSealerTest::hidesWhatItSealed()
{
    const KeyRing keys = KeyRing::ephemeral();
    const QByteArray plain("a marker that shows");
    QVERIFY(!sealed(keys, plain).contains(plain));
    QVERIFY(sealed(keys, plain) != sealed(keys, plain));
}

void FileSealerTest::refusesWhatWasTamperedWith_data()
{
    QTest::addColumn<int>("how");
    QTest::newRow("a bit in the prefix") << 0;
    QTest::newRow("a bit in the header") << 1;
    QTest::newRow("a bit in the first chunk") << 2;
    QTest::newRow("a bit at the end") << 3;
    QTest::newRow("cut inside a chunk") << 4;
    QTest::newRow("cut between chunks") << 5;
    QTest::newRow("chunks exchanged") << 6;
    QTest::newRow("something appended") << 7;
    QTest::newRow("nothing left") << 8;
}

void FileSealerTest::refusesWhatWasTamperedWith()
{
    QFETCH(int, how);
    const KeyRing keys = KeyRing::ephemeral();
    QByteArray content = sealed(keys, randomBytes(2 * chunk + 10));
    constexpr qsizetype start = 21 + 4 + 24;
    constexpr qsizetype sealedChunk = chunk + 17;
    const auto flip = [&content](qsizetype at) { content[at] = char(content[at] ^ 1); };
    switch (how) {
    case 0:
        flip(3);
        break;
    case 1:
        flip(start - 1);
        break;
    case 2:
        flip(start + 100);
        break;
    case 3:
        flip(content.size() - 1);
        break;
    case 4:
        content.chop(1);
        break;
    case 5:
        content.truncate(start + 2 * sealedChunk);
        break;
    case 6: {
        const QByteArray first = content.mid(start, sealedChunk);
        content.remove(start, sealedChunk).insert(start + sealedChunk, first);
        break;
    }
    case 7:
        content.append('x');
        break;
    default:
        content.clear();
    }
    QVERIFY(!opened(keys, content));
}

void FileSealerTest::refusesAnotherKey()
{
    QVERIFY(!opened(KeyRing::ephemeral(), sealed(KeyRing::ephemeral(), "x")));
}

void FileSealerTest::refusesAnotherName()
{
    const KeyRing keys = KeyRing::ephemeral();
    QVERIFY(!opened(keys, sealed(keys, "x"), "employee.db"));
}

QTEST_GUILESS_MAIN(FileSealerTest)
#include "tst_filesealer.moc"
