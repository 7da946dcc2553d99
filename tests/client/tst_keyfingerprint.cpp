#include "common/net/KeyFingerprint.h"

#include <QCryptographicHash>
#include <QFile>
#include <QSet>
#include <QTest>

#include <algorithm>

using namespace roster;
using namespace Qt::StringLiterals;

class KeyFingerprintTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theListIsThatOfBip39();
    void saysTheSameInEachForm();
    void knowsItsOwnForms_data();
    void knowsItsOwnForms();
    void nothingIsNoFingerprint();

private:
    QByteArray m_hash
        = QByteArray::fromHex("00000000200400c0801ffffffffffffffffffffffffffffffffffffffffffffe");
};

void KeyFingerprintTest::theListIsThatOfBip39()
{
    const QStringList &words = fingerprintWords();
    QCOMPARE(words.size(), 2048);
    QVERIFY(std::ranges::is_sorted(words));
    QCOMPARE(QSet<QString>(words.begin(), words.end()).size(), words.size());
    const QByteArray text = words.join(u'\n').toLatin1() + '\n';
    QCOMPARE(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex(),
        "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda"_ba);
}

void KeyFingerprintTest::saysTheSameInEachForm()
{
    const KeyFingerprint key(m_hash);
    QCOMPARE(key.text(), u"SHA256:"_s + QString::fromLatin1(m_hash.toBase64()).remove(u'='));
    const QStringList &list = fingerprintWords();
    // 66 bits in groups of 11, in another way than the class has.
    QStringList expected;
    QString bits;
    for (const char byte : m_hash.first(9))
        bits += u"%1"_s.arg(static_cast<quint8>(byte), 8, 2, QChar(u'0'));
    for (int i = 0; i < 6; ++i)
        expected.append(list.at(bits.mid(i * 11, 11).toInt(nullptr, 2)));
    QCOMPARE(key.words(), expected.join(u' '));
}

void KeyFingerprintTest::knowsItsOwnForms_data()
{
    const KeyFingerprint key(m_hash);
    const QString hexadecimal = QString::fromLatin1(m_hash.toHex());
    QTest::addColumn<QString>("given");
    QTest::addColumn<bool>("isIt");
    QTest::newRow("as shown") << key.text() << true;
    QTest::newRow("padded") << key.text() + u'=' << true;
    QTest::newRow("without the prefix") << key.text().sliced(7) << true;
    QTest::newRow("hexadecimal") << hexadecimal << true;
    QTest::newRow("hexadecimal with colons, large")
        << QString::fromLatin1(m_hash.toHex(':')).toUpper() << true;
    QTest::newRow("words") << u"  "_s + key.words().toUpper().replace(u" "_s, u"  "_s) << true;
    QTest::newRow("nothing") << QString() << false;
    QTest::newRow("the prefix alone") << u"SHA256:"_s << false;
    QTest::newRow("five words") << key.words().section(u' ', 0, 4) << false;
    QTest::newRow("a part") << key.text().chopped(1) << false;
    QTest::newRow("another case") << key.text().toLower() << false;
    QTest::newRow("another one") << KeyFingerprint(QByteArray(32, 'x')).text() << false;
}

void KeyFingerprintTest::knowsItsOwnForms()
{
    QFETCH(QString, given);
    QFETCH(bool, isIt);
    QCOMPARE(KeyFingerprint(m_hash).isWrittenAs(given), isIt);
}

void KeyFingerprintTest::nothingIsNoFingerprint()
{
    QVERIFY(KeyFingerprint().isNull());
    QVERIFY(KeyFingerprint("short").isNull());
    QVERIFY(KeyFingerprint::of(QSslCertificate()).isNull());
    QVERIFY(!KeyFingerprint().isWrittenAs(u"SHA256:"_s));
    QVERIFY(KeyFingerprint().words().isEmpty());
}

QTEST_GUILESS_MAIN(KeyFingerprintTest)
#include "tst_keyfingerprint.moc"
