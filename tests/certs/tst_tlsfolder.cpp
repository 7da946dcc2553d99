#include "certs/TlsFolder.h"
#include "tests/certs/Fixtures.h"

#include <QDir>
#include <QMap>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace roster;
using namespace roster::certs;
using namespace roster::certs::test;

namespace {

constexpr int diedOnPurpose = 42;
/// The durable steps (rename, fsync) that remain until the process dies; negative: it
/// lives.
int stepsToLive = -1;

void maybeDie()
{
    if (stepsToLive == 0)
        ::_exit(diedOnPurpose);
    if (stepsToLive > 0)
        --stepsToLive;
}

} // namespace

// They stand before libc's: the process can die just before any durable step.
extern "C" int rename(const char *from, const char *to) noexcept
{
    maybeDie();
    return static_cast<int>(::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}

extern "C" int fsync(int descriptor)
{
    maybeDie();
    return static_cast<int>(::syscall(SYS_fsync, descriptor));
}

class TlsFolderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void firstStartMakesAWorkingSet();
    void filesArePrivateUnderOpenUmask();
    void secondStartChangesNothing();
    void renewsInTheLastThird();
    void renewsForNames_data();
    void renewsForNames();
    void renewalKeepsTheCa();
    void leafThatEndsWithItsCaIsLeftAlone();
    void servesWithoutTheCaKeyUntilRenewal();
    void incompleteSetIsAnError_data();
    void incompleteSetIsAnError();
    void adviceAgainstALostCaHelps_data();
    void adviceAgainstALostCaHelps();
    void lostCaIsReplacedBesideAnImportedPair();
    void loadRefuses_data();
    void loadRefuses();
    void dyingAtAnyStepOfTheFirstStartIsHarmless();
    void dyingAtAnyStepOfARenewalIsHarmless();
    void replacedCaIsBridgedUntilTheOverlapEnds();
    void replacedCaWithoutOverlapHasNoBridge();
    void noSecondReplacementWithinTheOverlap();
    void dyingAtAnyStepOfAReplacementIsHarmless();
    void importedPairIsServedAndNeverRenewedOver();
    void importRefusesWhatCouldNotServe();
    void dyingAtAnyStepOfAnImportIsHarmless();

private:
    /// In a child that dies before its nth durable step; false: it came to its end.
    template <typename Work> static bool diesAtStep(int step, Work work);

    QDateTime m_now = QDateTime::currentDateTimeUtc();
    QStringList m_names{u"localhost"_s, u"127.0.0.1"_s, u"::1"_s, u"host.example"_s};
};

namespace {

const QStringList allFiles{u"ca.key"_s, u"ca.pem"_s, u"server.key"_s, u"server.pem"_s};

QStringList filesIn(const QString &path)
{
    return QDir(path).entryList(QDir::Files | QDir::Hidden, QDir::Name);
}

QMap<QString, QByteArray> contentsOf(const QString &path)
{
    QMap<QString, QByteArray> contents;
    for (const QString &name : filesIn(path))
        contents.insert(name, contentOf(path + u'/' + name));
    return contents;
}

uint modeOf(const QString &path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777 : 0;
}

} // namespace

void TlsFolderTest::initTestCase()
{
    QVERIFY(initialiseCrypto());
}

void TlsFolderTest::firstStartMakesAWorkingSet()
{
    const QTemporaryDir world;
    const TlsFolder folder(world.filePath(u"tls"_s), m_names);
    QVERIFY(folder.ensure(m_now));
    QCOMPARE(filesIn(world.filePath(u"tls"_s)), allFiles);
    const auto pair = folder.load(m_now);
    QVERIFY2(pair, pair ? "" : qPrintable(pair.error().message));
    QCOMPARE(pair->facts.names, m_names);
    QVERIFY(pair->certificateChainPem.endsWith(contentOf(folder.caPath())));
    QVERIFY(checkServerPair(pair->certificateChainPem, pair->keyPem.view(), m_now));
    QCOMPARE(*folder.renewIfDue(m_now), false);
}

void TlsFolderTest::filesArePrivateUnderOpenUmask()
{
    const QTemporaryDir world;
    const QString path = world.filePath(u"tls"_s);
    const TlsFolder folder(path, m_names);
    const mode_t before = ::umask(0);
    QVERIFY(folder.ensure(m_now));
    QVERIFY(folder.renew(m_now));
    ::umask(before);
    QCOMPARE(modeOf(path), 0700U);
    QCOMPARE(modeOf(path + u"/ca.key"_s), 0600U);
    QCOMPARE(modeOf(path + u"/server.key"_s), 0600U);
    QCOMPARE(modeOf(path + u"/ca.pem"_s), 0644U);
    QCOMPARE(modeOf(path + u"/server.pem"_s), 0644U);
}

void TlsFolderTest::secondStartChangesNothing()
{
    const QTemporaryDir world;
    const TlsFolder folder(world.path(), m_names);
    QVERIFY(folder.ensure(m_now));
    const auto before = contentsOf(world.path());
    QVERIFY(folder.ensure(m_now.addDays(500)));
    QCOMPARE(contentsOf(world.path()), before);
}

void TlsFolderTest::renewsInTheLastThird()
{
    const QTemporaryDir world;
    const TlsFolder folder(world.path(), m_names, std::chrono::days{90});
    QVERIFY(folder.ensure(m_now));
    QCOMPARE(*folder.renewIfDue(m_now.addDays(59)), false);
    QCOMPARE(*folder.renewIfDue(m_now.addDays(61)), true);
    QCOMPARE(*folder.renewIfDue(m_now.addDays(61)), false);
    QVERIFY(folder.load(m_now.addDays(150)));
    QCOMPARE(*folder.renewIfDue(m_now.addDays(400)), true);
    QVERIFY(folder.load(m_now.addDays(400)));
}

void TlsFolderTest::renewsForNames_data()
{
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<bool>("isDue");
    const QStringList basic{u"localhost"_s, u"127.0.0.1"_s, u"::1"_s};
    QTest::newRow("the same in another order")
        << QStringList{u"host.example"_s, u"::1"_s, u"localhost"_s, u"127.0.0.1"_s} << false;
    QTest::newRow("a new name") << m_names + QStringList{u"new.example"_s} << true;
    QTest::newRow("a new address") << m_names + QStringList{u"192.0.2.1"_s} << true;
    QTest::newRow("a name no longer wanted") << basic << true;
    QTest::newRow("an address that is gone")
        << QStringList{u"localhost"_s, u"127.0.0.1"_s, u"host.example"_s} << false;
}

void TlsFolderTest::renewsForNames()
{
    QFETCH(QStringList, names);
    QFETCH(bool, isDue);
    const QTemporaryDir world;
    QVERIFY(TlsFolder(world.path(), m_names).ensure(m_now));
    const TlsFolder folder(world.path(), names);
    QCOMPARE(*folder.renewIfDue(m_now), isDue);
    QCOMPARE(folder.load(m_now)->facts.names, isDue ? names : m_names);
    QCOMPARE(*folder.renewIfDue(m_now), false);
}

void TlsFolderTest::renewalKeepsTheCa()
{
    const QTemporaryDir world;
    const TlsFolder folder(world.path(), m_names);
    QVERIFY(folder.ensure(m_now));
    const auto before = contentsOf(world.path());
    QVERIFY(folder.renew(m_now));
    const auto after = contentsOf(world.path());
    QCOMPARE(after.keys(), before.keys());
    QCOMPARE(after[u"ca.pem"_s], before[u"ca.pem"_s]);
    QCOMPARE(after[u"ca.key"_s], before[u"ca.key"_s]);
    QVERIFY(after[u"server.pem"_s] != before[u"server.pem"_s]);
    QVERIFY(after[u"server.key"_s] != before[u"server.key"_s]);
    QVERIFY(folder.load(m_now));
}

void TlsFolderTest::leafThatEndsWithItsCaIsLeftAlone()
{
    const QTemporaryDir world;
    const TlsFolder folder(world.path(), m_names);
    QVERIFY(folder.ensure(m_now));
    const QDateTime end = inspect(contentOf(folder.caPath()))->notAfter;
    QCOMPARE(*folder.renewIfDue(end.addDays(-100)), true);
    QCOMPARE(*folder.renewIfDue(end.addDays(-1)), false);
    QVERIFY(folder.load(end.addDays(-1)));
    QVERIFY(!folder.load(end.addDays(1)));
    QVERIFY(!folder.renew(end.addDays(1)));
}

void TlsFolderTest::servesWithoutTheCaKeyUntilRenewal()
{
    const QTemporaryDir world;
    const TlsFolder folder(world.path(), m_names);
    QVERIFY(folder.ensure(m_now));
    QVERIFY(QFile::remove(world.filePath(u"ca.key"_s)));
    QVERIFY(folder.ensure(m_now));
    QCOMPARE(*folder.renewIfDue(m_now), false);
    QVERIFY(folder.load(m_now));
    const auto renewed = folder.renewIfDue(m_now.addDays(390));
    QVERIFY(!renewed);
    QVERIFY(renewed.error().message.contains(u"ca.key"_s));
    QVERIFY(folder.load(m_now.addDays(390)));
}

void TlsFolderTest::incompleteSetIsAnError_data()
{
    QTest::addColumn<QStringList>("missing");
    QTest::addColumn<QString>("named");
    QTest::newRow("no CA") << QStringList{u"ca.pem"_s} << u"ca.pem"_s;
    QTest::newRow("no CA at all") << QStringList{u"ca.pem"_s, u"ca.key"_s} << u"ca.pem"_s;
    QTest::newRow("only the CA's key")
        << QStringList{u"ca.pem"_s, u"server.pem"_s, u"server.key"_s} << u"ca.pem"_s;
    QTest::newRow("no certificate") << QStringList{u"server.pem"_s} << u"server.pem"_s;
    QTest::newRow("no key") << QStringList{u"server.key"_s} << u"server.key"_s;
    QTest::newRow("only the CA's certificate")
        << QStringList{u"ca.key"_s, u"server.pem"_s, u"server.key"_s} << u"ca.key"_s;
}

void TlsFolderTest::incompleteSetIsAnError()
{
    QFETCH(QStringList, missing);
    QFETCH(QString, named);
    const QTemporaryDir world;
    const TlsFolder folder(world.path(), m_names);
    QVERIFY(folder.ensure(m_now));
    for (const QString &name : missing)
        QVERIFY(QFile::remove(world.filePath(name)));
    const auto before = contentsOf(world.path());
    const Outcome ensured = folder.ensure(m_now);
    QVERIFY(!ensured);
    QCOMPARE(ensured.error().code, ErrorCode::NotFound);
    QVERIFY2(ensured.error().message.contains(world.filePath(named)),
        qPrintable(ensured.error().message));
    QCOMPARE(folder.check(m_now).error().message, ensured.error().message);
    QCOMPARE(contentsOf(world.path()), before);
}

void TlsFolderTest::adviceAgainstALostCaHelps_data()
{
    QTest::addColumn<QStringList>("lost");
    QTest::newRow("certificate") << QStringList{u"ca.pem"_s};
    QTest::newRow("key") << QStringList{u"ca.key"_s};
    QTest::newRow("both") << QStringList{u"ca.pem"_s, u"ca.key"_s};
    QTest::newRow("all but its certificate")
        << QStringList{u"ca.key"_s, u"server.pem"_s, u"server.key"_s};
}

void TlsFolderTest::adviceAgainstALostCaHelps()
{
    QFETCH(QStringList, lost);
    const QTemporaryDir world;
    const TlsFolder folder(world.path(), m_names);
    QVERIFY(folder.ensure(m_now));
    for (const QString &name : lost)
        QVERIFY(QFile::remove(world.filePath(name)));
    for (const Outcome &outcome :
        {folder.renew(m_now), folder.replaceCa(m_now, std::chrono::days(90))}) {
        QVERIFY(!outcome);
        QVERIFY2(outcome.error().message.contains(u"replace-ca --overlap 0"_s),
            qPrintable(outcome.error().message));
    }
    QVERIFY(folder.replaceCa(m_now, std::chrono::days(0)));
    QVERIFY(folder.ensure(m_now));
    QVERIFY(folder.load(m_now));
    QCOMPARE(filesIn(world.path()), allFiles);
}

void TlsFolderTest::lostCaIsReplacedBesideAnImportedPair()
{
    const QTemporaryDir world;
    const TlsFolder folder(world.path(), m_names);
    QVERIFY(folder.ensure(m_now));
    const Issued other = issueBoth(m_now);
    QVERIFY(folder.importPair(other.chain(), other.leaf.keyPem, m_now));
    QVERIFY(!folder.replaceCa(m_now, std::chrono::days(0)));
    QVERIFY(QFile::remove(folder.caPath()));
    QVERIFY(folder.ensure(m_now));
    QVERIFY(folder.check(m_now));
    QVERIFY(!folder.returnToOwnCa(m_now));
    QVERIFY(folder.replaceCa(m_now, std::chrono::days(0)));
    QCOMPARE(folder.load(m_now)->certificateChainPem, other.chain());
    QVERIFY(folder.returnToOwnCa(m_now));
    QVERIFY(folder.load(m_now)->certificateChainPem.endsWith(contentOf(folder.caPath())));
}

void TlsFolderTest::loadRefuses_data()
{
    const Issued other = issueBoth(m_now);
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<uint>("mode");
    QTest::newRow("key open to all") << u"server.key"_s << QByteArray() << 0644U;
    QTest::newRow("key open to the group") << u"server.key"_s << QByteArray() << 0640U;
    QTest::newRow("another's key")
        << u"server.key"_s << other.leaf.keyPem.view().toByteArray() << 0600U;
    QTest::newRow("another's certificate") << u"server.pem"_s << other.chain() << 0644U;
    QTest::newRow("broken certificate") << u"server.pem"_s << QByteArray("broken") << 0644U;
    QTest::newRow("another's CA") << u"ca.pem"_s << other.ca.certificatePem << 0644U;
    QTest::newRow("broken CA") << u"ca.pem"_s << QByteArray("broken") << 0644U;
}

void TlsFolderTest::loadRefuses()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, content);
    QFETCH(uint, mode);
    const QTemporaryDir world;
    const TlsFolder folder(world.path(), m_names);
    QVERIFY(folder.ensure(m_now));
    if (!content.isEmpty())
        QVERIFY(writeFile(world.filePath(file), content, ownerOnly));
    QCOMPARE(::chmod(QFile::encodeName(world.filePath(file)).constData(), mode), 0);
    const auto pair = folder.load(m_now);
    QVERIFY(!pair);
    QVERIFY2(pair.error().message.contains(world.path()), qPrintable(pair.error().message));
}

template <typename Work> bool TlsFolderTest::diesAtStep(int step, Work work)
{
    const pid_t child = ::fork();
    if (child == 0) {
        stepsToLive = step;
        ::_exit(work() ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == diedOnPurpose;
}

void TlsFolderTest::dyingAtAnyStepOfTheFirstStartIsHarmless()
{
    int step = 0;
    bool isDead = true;
    for (; isDead; ++step) {
        const QTemporaryDir world;
        const TlsFolder folder(world.filePath(u"tls"_s), m_names);
        isDead = diesAtStep(step, [&] { return folder.ensure(m_now).isOk(); });
        const QByteArray caBefore = contentOf(folder.caPath());
        const Outcome ensured = folder.ensure(m_now);
        QVERIFY2(ensured, ensured ? "" : qPrintable(ensured.error().message));
        const auto pair = folder.load(m_now);
        QVERIFY2(pair, pair ? "" : qPrintable(pair.error().message));
        QVERIFY(folder.renew(m_now));
        QCOMPARE(filesIn(world.filePath(u"tls"_s)), allFiles);
        if (!caBefore.isEmpty())
            QCOMPARE(contentOf(folder.caPath()), caBefore);
    }
    QVERIFY2(step > 12, "the steps were not seen");
}

void TlsFolderTest::dyingAtAnyStepOfARenewalIsHarmless()
{
    int step = 0;
    bool isDead = true;
    for (; isDead; ++step) {
        const QTemporaryDir world;
        const TlsFolder folder(world.path(), m_names);
        QVERIFY(folder.ensure(m_now));
        const QByteArray caBefore = contentOf(folder.caPath());
        isDead = diesAtStep(step, [&] { return folder.renew(m_now).isOk(); });
        const Outcome ensured = folder.ensure(m_now);
        QVERIFY2(ensured, ensured ? "" : qPrintable(ensured.error().message));
        const auto pair = folder.load(m_now);
        QVERIFY2(pair, pair ? "" : qPrintable(pair.error().message));
        QCOMPARE(filesIn(world.path()), allFiles);
        QCOMPARE(contentOf(folder.caPath()), caBefore);
    }
    QVERIFY2(step > 6, "the steps were not seen");
}

void TlsFolderTest::replacedCaIsBridgedUntilTheOverlapEnds()
{
    const QTemporaryDir world;
    const TlsFolder folder(world.path(), m_names);
    QVERIFY(folder.ensure(m_now));
    const auto before = contentsOf(world.path());
    QVERIFY(folder.replaceCa(m_now, std::chrono::days(30)));
    const auto after = contentsOf(world.path());
    QCOMPARE(after.keys(), (QStringList{u"bridge.pem"_s} + allFiles));
    for (const QString &name : allFiles)
        QVERIFY2(after[name] != before[name], qPrintable(name));
    QCOMPARE(modeOf(world.filePath(u"ca.key"_s)), 0600U);

    // Another program's opinion: both the old and the new CA's clients accept what is served.
    const auto pair = folder.load(m_now);
    QVERIFY(pair);
    QVERIFY(pair->certificateChainPem.endsWith(after[u"bridge.pem"_s] + after[u"ca.pem"_s]));
    QVERIFY(writeFile(world.filePath(u"chain.txt"_s), pair->certificateChainPem, ownerOnly));
    QVERIFY(writeFile(world.filePath(u"old.txt"_s), before[u"ca.pem"_s], ownerOnly));
    for (const QString &trusted : {u"old.txt"_s, u"ca.pem"_s}) {
        const Run run = runOpenSsl(world.path(),
            {u"verify"_s, u"-CAfile"_s, trusted, u"-no-CApath"_s, u"-untrusted"_s, u"chain.txt"_s,
                u"-purpose"_s, u"sslserver"_s, u"-x509_strict"_s, u"chain.txt"_s});
        QVERIFY2(run.exitCode == 0, qPrintable(run.output));
    }
    QVERIFY(folder.renew(m_now));
    QVERIFY(folder.load(m_now)->certificateChainPem.contains(after[u"bridge.pem"_s]));
    QVERIFY(!folder.load(m_now.addDays(31))->certificateChainPem.contains(after[u"bridge.pem"_s]));
    QCOMPARE(*folder.renewIfDue(m_now.addDays(31)), false);
    QVERIFY(!QFile::exists(folder.bridgePath()));
}

void TlsFolderTest::replacedCaWithoutOverlapHasNoBridge()
{
    const QTemporaryDir world;
    const TlsFolder folder(world.path(), m_names);
    QVERIFY(folder.ensure(m_now));
    const QByteArray old = contentOf(folder.caPath());
    QVERIFY(folder.replaceCa(m_now, std::chrono::days(30)));
    QVERIFY(QFile::remove(world.filePath(u"ca.key"_s)));
    QVERIFY(!folder.replaceCa(m_now, std::chrono::days(30)));
    QVERIFY(folder.replaceCa(m_now, std::chrono::days(0)));
    QCOMPARE(filesIn(world.path()), allFiles);
    QVERIFY(inspect(contentOf(folder.caPath()))->subject != inspect(old)->subject);
    QVERIFY(folder.load(m_now));
}

void TlsFolderTest::noSecondReplacementWithinTheOverlap()
{
    const QTemporaryDir world;
    const TlsFolder folder(world.path(), m_names);
    QVERIFY(folder.ensure(m_now));
    QVERIFY(folder.replaceCa(m_now, std::chrono::days(30)));
    const auto before = contentsOf(world.path());
    const Outcome again = folder.replaceCa(m_now.addDays(29), std::chrono::days(30));
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::InvalidRequest);
    QCOMPARE(contentsOf(world.path()), before);
    QVERIFY(folder.replaceCa(m_now.addDays(31), std::chrono::days(30)));
    QVERIFY(folder.load(m_now.addDays(31)));
}

void TlsFolderTest::dyingAtAnyStepOfAReplacementIsHarmless()
{
    int step = 0;
    int replacedCount = 0;
    bool isDead = true;
    for (; isDead; ++step) {
        const QTemporaryDir world;
        const TlsFolder folder(world.path(), m_names);
        QVERIFY(folder.ensure(m_now));
        const auto before = contentsOf(world.path());
        isDead = diesAtStep(
            step, [&] { return folder.replaceCa(m_now, std::chrono::days(30)).isOk(); });
        const Outcome ensured = folder.ensure(m_now);
        QVERIFY2(ensured, ensured ? "" : qPrintable(ensured.error().message));
        const auto pair = folder.load(m_now);
        QVERIFY2(pair, pair ? "" : qPrintable(pair.error().message));
        const auto after = contentsOf(world.path());
        QVERIFY(after == before || after.keys() == (QStringList{u"bridge.pem"_s} + allFiles));
        replacedCount += after == before ? 0 : 1;
        QVERIFY(folder.renew(m_now));
        QVERIFY(QDir(world.path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot).isEmpty());
    }
    QVERIFY2(replacedCount > 1 && replacedCount < step, "the steps were not seen");
}

void TlsFolderTest::importedPairIsServedAndNeverRenewedOver()
{
    const QTemporaryDir world;
    const TlsFolder folder(world.path(), m_names);
    QVERIFY(folder.ensure(m_now));
    const Issued other = issueBoth(m_now);
    QVERIFY(folder.importPair(other.chain(), other.leaf.keyPem, m_now));
    QCOMPARE(modeOf(world.filePath(u"imported.key"_s)), 0600U);
    QCOMPARE(folder.load(m_now)->certificateChainPem, other.chain());
    QCOMPARE(*folder.renewIfDue(m_now.addDays(390)), false);
    QCOMPARE(folder.renew(m_now).error().code, ErrorCode::InvalidRequest);
    QCOMPARE(folder.replaceCa(m_now, std::chrono::days(1)).error().code, ErrorCode::InvalidRequest);
    QCOMPARE(folder.load(m_now)->certificateChainPem, other.chain());
    QVERIFY(folder.returnToOwnCa(m_now));
    QCOMPARE(filesIn(world.path()), allFiles);
    QVERIFY(folder.load(m_now)->certificateChainPem.endsWith(contentOf(folder.caPath())));
}

void TlsFolderTest::importRefusesWhatCouldNotServe()
{
    const QTemporaryDir world;
    const TlsFolder folder(world.path(), m_names);
    QVERIFY(folder.ensure(m_now));
    const auto before = contentsOf(world.path());
    const Issued one = issueBoth(m_now);
    const Issued other = issueBoth(m_now);
    QVERIFY(!folder.importPair(one.chain(), other.leaf.keyPem, m_now));
    QVERIFY(!folder.importPair(one.chain(), one.leaf.keyPem, m_now.addDays(500)));
    QVERIFY(!folder.importPair(one.ca.certificatePem, one.ca.keyPem, m_now));
    QVERIFY(!folder.importPair("nothing", one.leaf.keyPem, m_now));
    QCOMPARE(contentsOf(world.path()), before);
}

void TlsFolderTest::dyingAtAnyStepOfAnImportIsHarmless()
{
    const Issued other = issueBoth(m_now);
    int step = 0;
    bool isDead = true;
    for (; isDead; ++step) {
        const QTemporaryDir world;
        const TlsFolder folder(world.path(), m_names);
        QVERIFY(folder.ensure(m_now));
        isDead = diesAtStep(step, [&] {
            return folder.importPair(other.chain(), other.leaf.keyPem, m_now).isOk()
                && folder.returnToOwnCa(m_now).isOk();
        });
        QVERIFY(folder.ensure(m_now));
        const auto pair = folder.load(m_now);
        QVERIFY2(pair, pair ? "" : qPrintable(pair.error().message));
    }
    QVERIFY2(step > 12, "the steps were not seen");
}

QTEST_GUILESS_MAIN(TlsFolderTest)
#include "tst_tlsfolder.moc"
