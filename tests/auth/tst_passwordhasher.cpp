#include "server/auth/PasswordHasher.h"

#include "tests/auth/AccountsWorld.h"

#include <sodium.h>

#include <array>

using namespace roster;
using namespace roster::server;

class PasswordHasherTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void hashesAsRequired();
    void agreesWithLibsodium();
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

/// Which made the hashes of every account before argon2's own library did.
void PasswordHasherTest::agreesWithLibsodium()
{
    const SecretBytes password = secret(u"seven tame walruses hum"_s);
    const auto *chars = reinterpret_cast<const char *>(password.data());
    const PasswordHasher hasher{AuthSettings().argon2};
    const QByteArray ours = hasher.hash(password)->toLatin1();
    QCOMPARE(crypto_pwhash_str_verify(ours.constData(), chars, password.size()), 0);
    std::array<char, crypto_pwhash_STRBYTES> theirs{};
    QCOMPARE(crypto_pwhash_str_alg(theirs.data(), chars, password.size(), 2, 19'456ULL * 1024,
                 crypto_pwhash_ALG_ARGON2ID13),
        0);
    const QString stored = QString::fromLatin1(theirs.data());
    QVERIFY(hasher.verify(password, stored));
    QVERIFY(!hasher.verify(secret(u"seven tame walruses hun"_s), stored));
    QVERIFY(!hasher.needsRehash(stored));
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
    const auto argon2 = [](const char *name, const QString &figures, const QString &salt) {
        QTest::newRow(name) << u"$argon2id$"_s + figures + u'$' + salt
                + u"$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g"_s;
    };
    const QString salt = u"c2FsdHNhbHRzYWx0c2FsdA"_s;
    argon2("another version", u"v=16$m=64,t=1,p=1"_s, salt);
    argon2("no memory", u"v=19$m=0,t=1,p=1"_s, salt);
    argon2("no pass", u"v=19$m=64,t=0,p=1"_s, salt);
    argon2("no lane", u"v=19$m=64,t=1,p=0"_s, salt);
    argon2("a figure too many", u"v=19$m=64,t=1,p=1,q=1"_s, salt);
    argon2("a sign", u"v=19$m=+64,t=1,p=1"_s, salt);
    argon2("more than 32 bits", u"v=19$m=4294967360,t=1,p=1"_s, salt);
    argon2("short salt", u"v=19$m=64,t=1,p=1"_s, u"c2E"_s);
    argon2("padded salt", u"v=19$m=64,t=1,p=1"_s, salt + u"=="_s);
    argon2("no base64", u"v=19$m=64,t=1,p=1"_s, u"c2FsdHNhbHRzYW*0c2FsdA"_s);
    QTest::newRow("no hash") << u"$argon2id$v=19$m=64,t=1,p=1$"_s + salt + u'$';
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
