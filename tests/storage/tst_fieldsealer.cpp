#include "server/crypto/FieldSealer.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace roster;
using namespace roster::server;

class FieldSealerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(initialiseCrypto()); }
    void opensWhatItSealed();
    void sealsTheSameValueDifferently();
    void refusesEveryFlippedByte();
    void refusesAValueThatWasMoved();
    void refusesAnotherKey();
    void findsEqualValuesByTheirIndex();
    void writesAPrivateKeyFile();
    void refusesAKeyOthersCanRead();
    void refusesADamagedKey_data();
    void refusesADamagedKey();
};

void FieldSealerTest::opensWhatItSealed()
{
    const KeyRing keys = KeyRing::ephemeral();
    const FieldSealer sealer(keys);
    for (const QByteArray &plain :
        {QByteArray(), QByteArray("123456789"), QByteArray(10'000, 'x')}) {
        const QByteArray sealed = sealer.seal(plain, {"employee", 7, "ssn"});
        QCOMPARE(sealer.open(sealed, {"employee", 7, "ssn"}), plain);
    }
}

void FieldSealerTest::sealsTheSameValueDifferently()
{
    const KeyRing keys = KeyRing::ephemeral();
    const FieldSealer sealer(keys);
    QVERIFY(sealer.seal("123456789", {"employee", 7, "ssn"})
        != sealer.seal("123456789", {"employee", 7, "ssn"}));
}

void FieldSealerTest::refusesEveryFlippedByte()
{
    const KeyRing keys = KeyRing::ephemeral();
    const FieldSealer sealer(keys);
    const QByteArray sealed = sealer.seal("123456789", {"employee", 7, "ssn"});
    for (qsizetype i = 0; i < sealed.size(); ++i) {
        QByteArray flipped = sealed;
        flipped[i] = static_cast<char>(flipped[i] ^ 1);
        QVERIFY(!sealer.open(flipped, {"employee", 7, "ssn"}));
        QVERIFY(!sealer.open(sealed.first(i), {"employee", 7, "ssn"}));
    }
}

void FieldSealerTest::refusesAValueThatWasMoved()
{
    const KeyRing keys = KeyRing::ephemeral();
    const FieldSealer sealer(keys);
    const QByteArray sealed = sealer.seal("123456789", {"employee", 7, "ssn"});
    QVERIFY(!sealer.open(sealed, {"employee", 8, "ssn"}));
    QVERIFY(!sealer.open(sealed, {"employee", 7, "unfit"}));
    QVERIFY(!sealer.open(sealed, {"request_outcome", 7, "ssn"}));
}

void FieldSealerTest::refusesAnotherKey()
{
    const KeyRing keys = KeyRing::ephemeral();
    const KeyRing others = KeyRing::ephemeral();
    const QByteArray sealed = FieldSealer(keys).seal("123456789", {"employee", 7, "ssn"});
    QVERIFY(!FieldSealer(others).open(sealed, {"employee", 7, "ssn"}));
    QVERIFY(FieldSealer(keys).blindIndex("ssn", "1") != FieldSealer(others).blindIndex("ssn", "1"));
}

void FieldSealerTest::findsEqualValuesByTheirIndex()
{
    const KeyRing keys = KeyRing::ephemeral();
    const FieldSealer sealer(keys);
    QCOMPARE(sealer.blindIndex("ssn", "123456789"), sealer.blindIndex("ssn", "123456789"));
    QVERIFY(sealer.blindIndex("ssn", "123456789") != sealer.blindIndex("ssn", "123456788"));
    QVERIFY(sealer.blindIndex("ssn", "123456789") != sealer.blindIndex("other", "123456789"));
}

void FieldSealerTest::writesAPrivateKeyFile()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("data.key"));
    const mode_t before = umask(0);
    const bool isCreated = KeyRing::create(path).isOk();
    umask(before);
    QVERIFY(isCreated);
    struct stat status
    {
    };
    QCOMPARE(stat(QFile::encodeName(path).constData(), &status), 0);
    QCOMPARE(status.st_mode & 0777, 0600U);
    QVERIFY(!KeyRing::create(path));
    const auto first = KeyRing::load(path);
    const auto second = KeyRing::load(path);
    QVERIFY(first);
    QCOMPARE(first->keyId(), second->keyId());
}

void FieldSealerTest::refusesAKeyOthersCanRead()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("data.key"));
    QVERIFY(KeyRing::create(path));
    QCOMPARE(chmod(QFile::encodeName(path).constData(), 0640), 0);
    QVERIFY(!KeyRing::load(path));
}

void FieldSealerTest::refusesADamagedKey_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no header") << QByteArray(32, 'A').toBase64() + '\n';
    QTest::newRow("short") << QByteArray("roster-data-key-1 QUFB\n");
    QTest::newRow("not base64") << QByteArray("roster-data-key-1 ") + QByteArray(44, '!') + '\n';
    QTest::newRow("cut off") << QByteArray("roster-data-key-1 ") + QByteArray(32, 'A').toBase64();
}

void FieldSealerTest::refusesADamagedKey()
{
    QFETCH(QByteArray, content);
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("data.key")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    QVERIFY(!KeyRing::load(file.fileName()));
}

QTEST_GUILESS_MAIN(FieldSealerTest)
#include "tst_fieldsealer.moc"
