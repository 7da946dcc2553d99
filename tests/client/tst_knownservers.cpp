#include "common/base/SecretBytes.h"
#include "common/client/KnownServers.h"
#include "tests/client/TestIdentity.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

#include <thread>
#include <vector>

using namespace roster;
using namespace roster::test;
using namespace Qt::StringLiterals;

namespace {

KnownServer known(const QString &host, const QSslCertificate &certificate)
{
    return {{{host, 7433}, certificate}, QDateTime::currentDateTimeUtc()};
}

mode_t modeOf(const QString &path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777 : 0;
}

} // namespace

class KnownServersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_world = std::make_unique<QTemporaryDir>(); }

    void remembersAndForgets();
    void isPrivate();
    void oneServerHasManySpellings();
    void neverTakesAnotherKeySilently();
    void replacesOnlyTheKeyItIsTold();
    void keepsDamagedLinesAndTrustsNone_data();
    void keepsDamagedLinesAndTrustsNone();
    void refusesAFileThatOthersCanWrite();
    void twoClientsLoseNothing();

private:
    [[nodiscard]] KnownServers servers() const
    {
        return KnownServers(m_world->filePath(u"roster/known_servers"_s));
    }
    std::unique_ptr<QTemporaryDir> m_world;
    QSslCertificate m_one;
    QSslCertificate m_other;
};

void KnownServersTest::initTestCase()
{
    QVERIFY(initialiseCrypto());
    m_one = makeIdentity().authorities().first();
    m_other = makeIdentity().authorities().first();
}

void KnownServersTest::remembersAndForgets()
{
    QVERIFY(!*servers().find({u"a.example"_s, 7433}));
    QVERIFY(servers().add(known(u"a.example"_s, m_one)));
    QVERIFY(servers().add(known(u"b.example"_s, m_other)));
    const auto found = servers().find({u"a.example"_s, 7433});
    QVERIFY(found && *found);
    QCOMPARE((*found)->identity.certificate, m_one);
    QVERIFY(!*servers().find({u"a.example"_s, 7434}));
    QCOMPARE(servers().list()->servers.size(), 2);
    QVERIFY(servers().forget({u"a.example"_s, 7433}));
    QVERIFY(!*servers().find({u"a.example"_s, 7433}));
    QVERIFY(*servers().find({u"b.example"_s, 7433}));
    const Outcome again = servers().forget({u"a.example"_s, 7433});
    QVERIFY(!again && again.error().code == ErrorCode::NotFound);
}

void KnownServersTest::isPrivate()
{
    const mode_t before = ::umask(0);
    const Outcome added = servers().add(known(u"a.example"_s, m_one));
    ::umask(before);
    QVERIFY(added);
    QCOMPARE(modeOf(servers().path()), mode_t{0600});
    QCOMPARE(modeOf(m_world->filePath(u"roster"_s)), mode_t{0700});
}

void KnownServersTest::oneServerHasManySpellings()
{
    QVERIFY(servers().add(known(u"Payroll.Example."_s, m_one)));
    QVERIFY(*servers().find({u"payroll.example"_s, 7433}));
    QVERIFY(servers().add(known(u"0:0::1"_s, m_one)));
    QVERIFY(*servers().find({u"::1"_s, 7433}));
}

void KnownServersTest::neverTakesAnotherKeySilently()
{
    QVERIFY(servers().add(known(u"a.example"_s, m_one)));
    QVERIFY(servers().add(known(u"a.example"_s, m_one)));
    const Outcome added = servers().add(known(u"A.example"_s, m_other));
    QVERIFY(!added && added.error().code == ErrorCode::Conflict);
    QCOMPARE((*servers().find({u"a.example"_s, 7433}))->identity.certificate, m_one);
    QCOMPARE(servers().list()->servers.size(), 1);
}

void KnownServersTest::replacesOnlyTheKeyItIsTold()
{
    QVERIFY(servers().add(known(u"a.example"_s, m_one)));
    QVERIFY(servers().replace(KeyFingerprint::of(m_other), known(u"a.example"_s, m_other)));
    QCOMPARE((*servers().find({u"a.example"_s, 7433}))->identity.certificate, m_one);
    QVERIFY(servers().replace(KeyFingerprint::of(m_one), known(u"a.example"_s, m_other)));
    QCOMPARE((*servers().find({u"a.example"_s, 7433}))->identity.certificate, m_other);
}

void KnownServersTest::keepsDamagedLinesAndTrustsNone_data()
{
    const QByteArray der = m_one.toDer().toBase64();
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("cut short") << "a.example:7433 2026-01-01T00:00:00Z " + der.chopped(20);
    QTest::newRow("no certificate") << QByteArray("a.example:7433 2026-01-01T00:00:00Z");
    QTest::newRow("no date") << "a.example:7433 yesterday " + der;
    QTest::newRow("more than a certificate")
        << "a.example:7433 2026-01-01T00:00:00Z " + (m_one.toDer() + "x").toBase64();
    QTest::newRow("not Base64") << QByteArray("a.example:7433 2026-01-01T00:00:00Z ****");
    QTest::newRow("twice, with two keys") << "a.example:7433 2026-01-01T00:00:00Z " + der
            + "\na.example:7433 2026-01-01T00:00:00Z " + m_other.toDer().toBase64();
}

void KnownServersTest::keepsDamagedLinesAndTrustsNone()
{
    QFETCH(QByteArray, line);
    QVERIFY(servers().add(known(u"b.example"_s, m_other)));
    QFile file(servers().path());
    QVERIFY(file.open(QIODevice::Append));
    file.write(line + '\n');
    file.close();
    const auto found = servers().find({u"a.example"_s, 7433});
    QVERIFY(!found);
    QCOMPARE(found.error().code, ErrorCode::ValidationFailed);
    QVERIFY(*servers().find({u"b.example"_s, 7433}));
    QVERIFY(!servers().list()->damagedLines.isEmpty());
    QCOMPARE(servers().list()->servers.size(), 1);
    QVERIFY(!servers().add(known(u"a.example"_s, m_one)));
    QVERIFY(servers().add(known(u"c.example"_s, m_one)));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains(line));
    QVERIFY(servers().forget({u"a.example"_s, 7433}));
    QVERIFY(servers().list()->damagedLines.isEmpty());
}

void KnownServersTest::refusesAFileThatOthersCanWrite()
{
    QVERIFY(servers().add(known(u"a.example"_s, m_one)));
    QCOMPARE(::chmod(QFile::encodeName(servers().path()).constData(), 0620), 0);
    const auto found = servers().find({u"a.example"_s, 7433});
    QVERIFY(!found);
    QCOMPARE(found.error().code, ErrorCode::PermissionDenied);
}

void KnownServersTest::twoClientsLoseNothing()
{
    constexpr int each = 20;
    const auto fill = [this](const QString &prefix) {
        for (int i = 0; i < each; ++i)
            static_cast<void>(servers().add(known(u"%1%2.example"_s.arg(prefix).arg(i), m_one)));
    };
    std::thread one([&] { fill(u"a"_s); });
    std::thread other([&] { fill(u"b"_s); });
    one.join();
    other.join();
    QCOMPARE(servers().list()->servers.size(), 2 * each);
}

QTEST_GUILESS_MAIN(KnownServersTest)
#include "tst_knownservers.moc"
