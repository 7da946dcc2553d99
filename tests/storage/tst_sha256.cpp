#include "server/crypto/Sha256.h"

#include <QTest>

using namespace roster::server;
using namespace Qt::StringLiterals;

class Sha256Test : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hashesWhatIsAdded_data();
    void hashesWhatIsAdded();
    void authenticatesContent_data();
    void authenticatesContent();
};

/// FIPS 180-4's examples and the empty message.
void Sha256Test::hashesWhatIsAdded_data()
{
    QTest::addColumn<QByteArrayList>("parts");
    QTest::addColumn<QByteArray>("hash");
    const QByteArray abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"_ba;
    QTest::newRow("nothing")
        << QByteArrayList()
        << "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"_ba;
    QTest::newRow("abc") << QByteArrayList{"abc"} << abc;
    QTest::newRow("in pieces") << QByteArrayList{"a", "", "bc"} << abc;
    QTest::newRow("two blocks")
        << QByteArrayList{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"}
        << "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"_ba;
}

void Sha256Test::hashesWhatIsAdded()
{
    QFETCH(QByteArrayList, parts);
    Sha256 hash;
    for (const QByteArray &part : parts)
        hash.add(part);
    QTEST(hash.result().toHex(), "hash");
}

/// RFC 4231, 4.2, 4.3 and 4.7: a short key, a text for a key, one longer than a block.
void Sha256Test::authenticatesContent_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("short key")
        << QByteArray(20, '\x0b') << "Hi There"_ba
        << "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"_ba;
    QTest::newRow("text") << "Jefe"_ba
                          << "what do ya want for nothing?"_ba
                          << "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"_ba;
    QTest::newRow("long key")
        << QByteArray(131, '\xaa') << "Test Using Larger Than Block-Size Key - Hash Key First"_ba
        << "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"_ba;
}

void Sha256Test::authenticatesContent()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, content);
    QTEST(hmacSha256(key, content).toHex(), "code");
    QTEST(hmacSha256(key, content).toHex(), "code"); // nothing is left of the first
}

QTEST_GUILESS_MAIN(Sha256Test)
#include "tst_sha256.moc"
