#include "server/auth/PasswordPolicy.h"

#include "server/auth/OneTimePassword.h"
#include "tests/auth/AccountsWorld.h"

#include <QJsonArray>

using namespace roster;
using namespace roster::server;

class PasswordPolicyTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void judgesPasswords_data();
    void judgesPasswords();
    void refusesTheOldPassword();
    void followsTheConfiguredMinimum();
    void countsCharactersAndNotBytes();
    void makesOneTimePasswords();
};

void PasswordPolicyTest::initTestCase()
{
    QVERIFY(initialiseCrypto());
}

void PasswordPolicyTest::judgesPasswords_data()
{
    QTest::addColumn<QString>("password");
    QTest::addColumn<QStringList>("reasons");
    const QStringList none;
    QTest::newRow("passphrase") << u"seven tame walruses hum"_s << none;
    QTest::newRow("lower case only") << u"gradient oyster memo"_s << none;
    QTest::newRow("unicode") << u"свечи под зелёным мостом"_s << none;
    QTest::newRow("random") << u"k3!Vq0-zLw8;Tb7"_s << none;
    QTest::newRow("256 characters")
        << (u"seven tame walruses hum "_s.repeated(11)).left(256) << none;
    QTest::newRow("14 characters") << u"k3!Vq0-zLw8;Tb"_s << QStringList{u"too_short"_s};
    QTest::newRow("257 characters")
        << u"walrus hum "_s.repeated(30).left(257) << QStringList{u"too_long"_s};
    QTest::newRow("one letter") << u"aaaaaaaaaaaaaaaaaaaa"_s << QStringList{u"too_common"_s};
    QTest::newRow("common word repeated") << u"passwordpassword"_s << QStringList{u"too_common"_s};
    QTest::newRow("common word and digits") << u"password123456789"_s << QStringList{u"too_easy"_s};
    QTest::newRow("keyboard row") << u"qwertyuiopasdfgh"_s << QStringList{u"too_easy"_s};
    QTest::newRow("sequence") << u"abcdefghijklmnop"_s << QStringList{u"too_easy"_s};
    QTest::newRow("user name") << u"tame walruses like Alice"_s
                               << QStringList{u"contains_context"_s};
    QTest::newRow("product") << u"tame walruses on a ROSTER"_s
                             << QStringList{u"contains_context"_s};
}

void PasswordPolicyTest::judgesPasswords()
{
    QFETCH(QString, password);
    QFETCH(QStringList, reasons);
    const Outcome outcome = PasswordPolicy(AuthSettings()).check(secret(password), u"alice");
    QCOMPARE(outcome.isOk(), reasons.isEmpty());
    if (outcome)
        return;
    QCOMPARE(outcome.error().code, ErrorCode::WeakPassword);
    QCOMPARE(outcome.error().data[u"reasons"_s].toArray(), QJsonArray::fromStringList(reasons));
}

void PasswordPolicyTest::refusesTheOldPassword()
{
    const SecretBytes old = secret(u"seven tame caf\u00e9 walruses"_s);
    const Outcome outcome = PasswordPolicy(AuthSettings())
                                .check(secret(u"seven tame cafe\u0301 walruses"_s), u"alice", &old);
    QCOMPARE(codeOf(outcome), ErrorCode::WeakPassword);
    QCOMPARE(outcome.error().data[u"reasons"_s].toArray(), QJsonArray{u"same_as_old"_s});
}

void PasswordPolicyTest::followsTheConfiguredMinimum()
{
    AuthSettings settings;
    settings.minimumPasswordLength = 8;
    QVERIFY(PasswordPolicy(settings).check(secret(u"k3!Vq0-z"_s), u"alice"));
    QVERIFY(!PasswordPolicy(settings).check(secret(u"k3!Vq0-"_s), u"alice"));
}

void PasswordPolicyTest::countsCharactersAndNotBytes()
{
    const QString fourteen
        = u"\U0001F98A\U0001F33B\U0001F680\U0001F9C0\U0001F3BB\U0001F6B2\U0001F95D"
          "\U0001F9ED\U0001F40C\U0001F4A1\U0001F56F\U0001F9F6\U0001F988\U0001F30B"_s;
    const Outcome outcome = PasswordPolicy(AuthSettings()).check(secret(fourteen), u"alice");
    QCOMPARE(codeOf(outcome), ErrorCode::WeakPassword);
    QVERIFY(PasswordPolicy(AuthSettings()).check(secret(fourteen + u"\U0001F9C3"_s), u"alice"));
}

void PasswordPolicyTest::makesOneTimePasswords()
{
    QSet<QString> made;
    static const QRegularExpression form(u"^([a-hjkmnp-z2-9]{4}-){5}[a-hjkmnp-z2-9]{4}$"_s);
    for (int i = 0; i < 100; ++i) {
        const QString password = makeOneTimePassword();
        QVERIFY2(form.match(password).hasMatch(), qPrintable(password));
        made.insert(password);
    }
    QCOMPARE(made.size(), 100);
}

QTEST_GUILESS_MAIN(PasswordPolicyTest)
#include "tst_passwordpolicy.moc"
