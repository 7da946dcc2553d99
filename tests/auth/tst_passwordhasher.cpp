#include "server/auth/PasswordHasher.h"

#include "tests/auth/AccountsWorld.h"

using namespace roster;
using namespace roster::server;

class PasswordHasherTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void hashesAsRequired();
    void saltsEachHash();
    void verifiesOnlyTheSamePassword();
    void takesComposedAndDecomposedTextAsOne();
    void rehashesWhatIsNotAsConfigured_data();
    void rehashesWhatIsNotAsConfigured();
    void verifiesBcryptOfTypedBytes();
    void verifiesBcryptOfNormalisedText();
    void refusesTextBehindNulForBcrypt();
    void matchesNothingMalformed_data();
    void matchesNothingMalformed();
    void refusesEndlessPasswords();
    void pretendsAtTheCostOfVerifying();

private:
    const bool m_isReady = initialiseCrypto();
    const PasswordHasher m_cheap{cheapSettings().argon2};
};

void PasswordHasherTest::initTestCase()
{
    QVERIFY(m_isReady);
}

void PasswordHasherTest::hashesAsRequired()
{
    const PasswordHasher hasher{AuthSettings().argon2};
    const QString hash = *hasher.hash(secret(u"seven tame walruses hum"_s));
    const QStringList parts = hash.split(u'$');
    QCOMPARE(parts.size(), 6);
    QCOMPARE(parts[1], u"argon2id"_s);
    QCOMPARE(parts[3], u"m=19456,t=2,p=1"_s);
    QCOMPARE(QByteArray::fromBase64(parts[4].toLatin1()).size(), 16);
    QVERIFY(hasher.verify(secret(u"seven tame walruses hum"_s), hash));
}

void PasswordHasherTest::saltsEachHash()
{
    QVERIFY(*m_cheap.hash(secret(u"x"_s)) != *m_cheap.hash(secret(u"x"_s)));
}

void PasswordHasherTest::verifiesOnlyTheSamePassword()
{
    const QString hash = *m_cheap.hash(secret(u"päss wörd"_s));
    QVERIFY(m_cheap.verify(secret(u"päss wörd"_s), hash));
    QVERIFY(!m_cheap.verify(secret(u"päss wörD"_s), hash));
    QVERIFY(!m_cheap.verify(secret(u"päss wörd "_s), hash));
    QVERIFY(!m_cheap.verify(SecretBytes(), hash));
}

void PasswordHasherTest::takesComposedAndDecomposedTextAsOne()
{
    const QString hash = *m_cheap.hash(secret(u"caf\u00e9 \ufb01ne"_s));
    QVERIFY(m_cheap.verify(secret(u"cafe\u0301 fine"_s), hash));
}

void PasswordHasherTest::rehashesWhatIsNotAsConfigured_data()
{
    QTest::addColumn<QString>("stored");
    QTest::addColumn<bool>("needsRehash");
    const QString rest = u"$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g"_s;
    QTest::newRow("as configured") << u"$argon2id$v=19$m=64,t=1,p=1"_s + rest << false;
    QTest::newRow("less memory") << u"$argon2id$v=19$m=32,t=1,p=1"_s + rest << true;
    QTest::newRow("more passes") << u"$argon2id$v=19$m=64,t=3,p=1"_s + rest << true;
    QTest::newRow("bcrypt") << bcryptOf("x") << true;
}

void PasswordHasherTest::rehashesWhatIsNotAsConfigured()
{
    QFETCH(QString, stored);
    QTEST(m_cheap.needsRehash(stored), "needsRehash");
}

void PasswordHasherTest::verifiesBcryptOfTypedBytes()
{
    const QByteArray decomposed = u"cafe\u0301"_s.toUtf8();
    QVERIFY(m_cheap.verify(SecretBytes::copyOf(decomposed), bcryptOf(decomposed)));
    QVERIFY(!m_cheap.verify(secret(u"cafe"_s), bcryptOf(decomposed)));
}

void PasswordHasherTest::verifiesBcryptOfNormalisedText()
{
    const QString stored = bcryptOf(u"caf\u00e9"_s.toUtf8());
    QVERIFY(m_cheap.verify(secret(u"cafe\u0301"_s), stored));
}

void PasswordHasherTest::refusesTextBehindNulForBcrypt()
{
    QVERIFY(!m_cheap.verify(SecretBytes::copyOf("abc\0def"_ba), bcryptOf("abc")));
}

void PasswordHasherTest::matchesNothingMalformed_data()
{
    QTest::addColumn<QString>("stored");
    QTest::newRow("empty") << QString();
    QTest::newRow("plain text") << u"x"_s;
    QTest::newRow("argon2id cut off") << u"$argon2id$v=19$m=64,t=1,p=1$c2FsdA"_s;
    QTest::newRow("bcrypt cut off") << bcryptOf("x").chopped(1);
    QTest::newRow("bcrypt with a bad cost") << u"$2b$99$"_s + bcryptOf("x").mid(7);
    QTest::newRow("DES crypt") << u"abJnggxhB/yWI"_s;
}

void PasswordHasherTest::matchesNothingMalformed()
{
    QFETCH(QString, stored);
    QVERIFY(!m_cheap.verify(secret(u"x"_s), stored));
}

void PasswordHasherTest::refusesEndlessPasswords()
{
    const SecretBytes endless(100'000);
    QVERIFY(!m_cheap.verify(endless, *m_cheap.hash(secret(u"x"_s))));
}

void PasswordHasherTest::pretendsAtTheCostOfVerifying()
{
    const PasswordHasher hasher{Argon2Cost{2, std::size_t{8} * 1024 * 1024}};
    const QString hash = *hasher.hash(secret(u"x"_s));
    const auto best = [](auto call) {
        qint64 shortest = std::numeric_limits<qint64>::max();
        for (int i = 0; i < 5; ++i) {
            QElapsedTimer timer;
            timer.start();
            call();
            shortest = std::min(shortest, timer.nsecsElapsed());
        }
        return shortest;
    };
    const qint64 verifying = best([&] { static_cast<void>(hasher.verify(secret(u"y"_s), hash)); });
    const qint64 pretending = best([&] { hasher.pretendToVerify(secret(u"y"_s)); });
    QVERIFY2(pretending > verifying / 2, "an unknown user costs noticeably less");
}

QTEST_GUILESS_MAIN(PasswordHasherTest)
#include "tst_passwordhasher.moc"
