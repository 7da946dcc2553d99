#include "tests/app/AppFixtures.h"

#include "certs/TlsFolder.h"

#include <QTest>

using namespace roster;
using namespace roster::server;
using namespace roster::server::test;

class FirstStartTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY(initialiseCrypto()); }

    void makesAFolderThatIsWhole();
    void showsTheOneTimePasswordOnce();
    void makesAnotherPasswordWhenTheFirstWasNotSeen();
    void keepsAPasswordThatWasChangedMeanwhile();
    void issuesNoCertificateBesideYourOwn();
    void repairsAnInterruptedIssue();
};

void FirstStartTest::makesAFolderThatIsWhole()
{
    const World world;
    const auto password = world.setUp();
    QVERIFY(password);
    QVERIFY(world.isPassword(u"administrator"_s, *password));
    QVERIFY(world.folder().requireExisting());
    QVERIFY(certs::TlsFolder(world.folder().tlsPath(), {}).load(QDateTime::currentDateTimeUtc()));
}

void FirstStartTest::showsTheOneTimePasswordOnce()
{
    const World world;
    const auto first = world.setUp();
    QVERIFY(first && !first->isEmpty());
    const auto second = world.setUp();
    QVERIFY(second && second->isEmpty());
    QVERIFY(world.isPassword(u"administrator"_s, *first));
}

void FirstStartTest::makesAnotherPasswordWhenTheFirstWasNotSeen()
{
    const World world;
    QVERIFY(world.folder().ensure());
    QString lost;
    const Outcome cut = FirstStart(world.configuration, world.folder())
                            .run([&lost, &world](const IssuedPassword &issued) {
                                lost = issued.oneTimePassword;
                                // It is durable before it is shown.
                                return !world.isPassword(issued.username, lost);
                            });
    QVERIFY(!cut);
    QVERIFY(world.isPassword(u"administrator"_s, lost));
    QVERIFY(!world.folder().requireExisting());

    const auto again = world.setUp();
    QVERIFY(again && !again->isEmpty());
    QVERIFY(*again != lost);
    QVERIFY(world.isPassword(u"administrator"_s, *again));
    QVERIFY(!world.isPassword(u"administrator"_s, lost));
    QVERIFY(world.folder().requireExisting());
}

void FirstStartTest::keepsAPasswordThatWasChangedMeanwhile()
{
    const World world;
    const auto first = world.setUp();
    QVERIFY(first);
    {
        const auto database = Database::open({world.folder().userDatabase()});
        auto user = UserStore(**database).find(u"administrator"_s);
        QVERIFY(user && *user);
        (*user)->mustChangePassword = false;
        QVERIFY(UserStore(**database).update(**user));
    }
    // Cut off between showing the password and noting that it was shown.
    QVERIFY(writeFile(world.folder().path() + u"/setup-pending"_s, "", 0600));
    const auto second = world.setUp();
    QVERIFY(second && second->isEmpty());
    QVERIFY(world.isPassword(u"administrator"_s, *first));
}

void FirstStartTest::issuesNoCertificateBesideYourOwn()
{
    World world;
    world.configuration.certificatePath = world.path(u"own.pem"_s);
    world.configuration.certificateKeyPath = world.path(u"own.key"_s);
    QVERIFY(world.setUp());
    QVERIFY(!QFile::exists(world.folder().tlsPath()));
}

void FirstStartTest::repairsAnInterruptedIssue()
{
    const World world;
    QVERIFY(world.setUp());
    QVERIFY(QFile::remove(world.folder().tlsPath() + u"/server.pem"_s));
    QVERIFY(QFile::remove(world.folder().tlsPath() + u"/server.key"_s));
    QVERIFY(world.setUp());
    QVERIFY(certs::TlsFolder(world.folder().tlsPath(), {}).load(QDateTime::currentDateTimeUtc()));
}

QTEST_GUILESS_MAIN(FirstStartTest)
#include "tst_firststart.moc"
