#include "tests/app/AppFixtures.h"
#include "tests/app/ServerProgram.h"

#include "certs/CertificateIssuer.h"
#include "server/app/DemoData.h"
#include "server/crypto/KeyRing.h"

#include <QElapsedTimer>
#include <QSslCertificate>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <csignal>
#include <functional>
#include <memory>

using namespace roster;
using namespace roster::server;
using namespace roster::server::test;

using Spoil = std::function<bool()>;
Q_DECLARE_METATYPE(Spoil)

namespace {

/// R2 asks for 2 s of the release build; sanitizers take their time.
#ifdef ROSTER_SANITIZED
constexpr qint64 longestRefusal = 20'000;
#else
constexpr qint64 longestRefusal = 2'000;
#endif

bool setMode(const QString &path, mode_t mode)
{
    return ::chmod(QFile::encodeName(path).constData(), mode) == 0;
}

bool replaceByFolder(const QString &path)
{
    return QFile::remove(path) && QDir().mkdir(path);
}

/// A port that was just given up.
quint16 freePort()
{
    QTcpServer placeholder;
    return placeholder.listen(QHostAddress::LocalHost) ? placeholder.serverPort() : 0;
}

} // namespace

/// The built program with certificates and keys, sound ones and others (R2).
class SafeStartTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { m_world = std::make_unique<World>(); }

    void neverStartsHalfSafe_data();
    void neverStartsHalfSafe();
    void startsWithASoundCertificate();
    void reloadsItsCertificate();

private:
    [[nodiscard]] QString data() const { return m_world->configuration.dataPath; }
    [[nodiscard]] QStringList onFolder(const QStringList &words) const
    {
        return words + QStringList{u"--data"_s, data()};
    }
    [[nodiscard]] QStringList serveArguments() const
    {
        return onFolder({u"--listen"_s, u"127.0.0.1:0"_s});
    }
    /// A leaf of the test's CA, valid for ten days from @p days after now.
    [[nodiscard]] certs::IssuedPair issue(int days) const;
    [[nodiscard]] bool writeOwnPair(const certs::IssuedPair &leaf) const;
    [[nodiscard]] QString certificate() const { return m_world->path(u"own.pem"_s); }
    [[nodiscard]] QString key() const { return m_world->path(u"own.key"_s); }
    [[nodiscard]] QString dataKey() const { return m_world->folder().keyFile(); }
    [[nodiscard]] QStringList ownCertificate() const
    {
        return {u"--certificate"_s, certificate(), u"--key"_s, key()};
    }

    std::unique_ptr<World> m_world;
    certs::IssuedPair m_ca;
};

void SafeStartTest::initTestCase()
{
    QVERIFY(initialiseCrypto());
    auto ca = certs::issueCa(u"test"_s, QDateTime::currentDateTimeUtc().addDays(-100));
    QVERIFY(ca);
    m_ca = *std::move(ca);
}

certs::IssuedPair SafeStartTest::issue(int days) const
{
    auto leaf = certs::issueServer(m_ca.certificatePem, m_ca.keyPem.view(), {u"localhost"_s},
        QDateTime::currentDateTimeUtc().addDays(days), std::chrono::days(10));
    return leaf ? *std::move(leaf) : certs::IssuedPair{};
}

bool SafeStartTest::writeOwnPair(const certs::IssuedPair &leaf) const
{
    return writeFile(certificate(), leaf.certificatePem + m_ca.certificatePem, 0644)
        && writeFile(key(), leaf.keyPem.view(), 0600);
}

void SafeStartTest::neverStartsHalfSafe_data()
{
    QTest::addColumn<bool>("isOwn");
    QTest::addColumn<Spoil>("spoil");
    const auto own
        = [](const char *name, const Spoil &spoil) { QTest::newRow(name) << true << spoil; };
    own("certificate missing", [this] { return QFile::remove(certificate()); });
    own("key missing", [this] { return QFile::remove(key()); });
    own("certificate unreadable", [this] { return replaceByFolder(certificate()); });
    own("key unreadable", [this] { return replaceByFolder(key()); });
    own("certificate damaged", [this] { return writeFile(certificate(), "-----BEGIN", 0644); });
    own("key damaged", [this] { return writeFile(key(), "no key", 0600); });
    own("certificate expired", [this] { return writeOwnPair(issue(-50)); });
    own("certificate not yet valid", [this] { return writeOwnPair(issue(50)); });
    own("key of another", [this] { return writeFile(key(), issue(0).keyPem.view(), 0600); });
    own("key readable by others", [this] { return setMode(key(), 0644); });
    own("key readable by the group", [this] { return setMode(key(), 0640); });
    const auto issued
        = [](const char *name, const Spoil &spoil) { QTest::newRow(name) << false << spoil; };
    issued("issued key readable by others",
        [this] { return setMode(data() + u"/tls/server.key"_s, 0644); });
    issued("issued key missing", [this] { return QFile::remove(data() + u"/tls/server.key"_s); });
    issued("data key readable by others", [this] { return setMode(dataKey(), 0644); });
    issued("data key missing", [this] { return QFile::remove(dataKey()); });
    issued(
        "data key damaged", [this] { return writeFile(dataKey(), "roster-data-key-1 x\n", 0600); });
    issued("data key of another", [this] {
        return DemoData(m_world->configuration, m_world->folder())
                   .addEmployees(1, [](EmployeeId) {})
            && QFile::remove(dataKey()) && KeyRing::create(dataKey());
    });
    issued("database readable by others", [this] { return setMode(data() + u"/user.db"_s, 0644); });
}

/// R2: it ends within 2 s and the port never opens.
void SafeStartTest::neverStartsHalfSafe()
{
    QFETCH(bool, isOwn);
    QFETCH(Spoil, spoil);
    QVERIFY(m_world->setUp());
    QVERIFY(writeOwnPair(issue(0)));
    QVERIFY(spoil());
    const quint16 port = freePort();
    QProcess process;
    QElapsedTimer time;
    time.start();
    process.start(QStringLiteral(ROSTER_SERVER),
        QStringList(u"serve"_s) + onFolder({u"--listen"_s, u"127.0.0.1:%1"_s.arg(port)})
            + (isOwn ? ownCertificate() : QStringList()));
    bool wasOpen = false;
    const auto hasEnded = [&process, &wasOpen, port] {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
        wasOpen = wasOpen || socket.waitForConnected(100);
        return process.state() == QProcess::NotRunning;
    };
    QVERIFY(QTest::qWaitFor(hasEnded, 30'000));
    const qint64 took = time.elapsed();
    QVERIFY(!wasOpen);
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 1);
    QVERIFY(process.readAllStandardOutput().isEmpty());
    QVERIFY(process.readAllStandardError().startsWith("roster-server: "));
    QVERIFY2(took < longestRefusal, qPrintable(QString::number(took)));
}

void SafeStartTest::startsWithASoundCertificate()
{
    QVERIFY(writeOwnPair(issue(0)));
    ServerProgram server;
    QVERIFY(server.serve(serveArguments() + ownCertificate()));
    QCOMPARE(server.stop(), 0);
}

void SafeStartTest::reloadsItsCertificate()
{
    const certs::IssuedPair first = issue(0);
    const certs::IssuedPair second = issue(0);
    const auto digestOf = [](const certs::IssuedPair &pair) {
        return QSslCertificate(pair.certificatePem).digest(QCryptographicHash::Sha256);
    };
    QVERIFY(writeOwnPair(first));
    ServerProgram server;
    QVERIFY(server.serve(serveArguments() + ownCertificate()));
    QCOMPARE(server.shownCertificate(), digestOf(first));

    // A pair that does not belong together changes nothing.
    QVERIFY(writeFile(m_world->path(u"own.pem"_s), second.certificatePem, 0644));
    ::kill(static_cast<pid_t>(server.pid()), SIGHUP);
    QTRY_VERIFY(server.errors().contains(u"the old certificates serve on"_s));
    QCOMPARE(server.shownCertificate(), digestOf(first));

    QVERIFY(writeOwnPair(second));
    ::kill(static_cast<pid_t>(server.pid()), SIGHUP);
    QTRY_COMPARE(server.shownCertificate(), digestOf(second));
}

QTEST_GUILESS_MAIN(SafeStartTest)
#include "tst_safestart.moc"
