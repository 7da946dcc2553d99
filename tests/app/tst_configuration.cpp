#include "tests/app/AppFixtures.h"

#include "server/app/ConfigurationCheck.h"
#include "server/app/ConfigurationOptions.h"
#include "server/app/ConfigurationReader.h"

#include <QCommandLineParser>
#include <QSet>
#include <QTest>

using namespace roster;
using namespace roster::server;
using namespace roster::server::test;
using namespace std::chrono_literals;

namespace {

ReadConfiguration readArguments(const QStringList &arguments)
{
    QCommandLineParser parser;
    ConfigurationReader::addOptions(parser);
    if (!parser.parse(QStringList(u"program"_s) + arguments))
        return {{}, {parser.errorText()}};
    return ConfigurationReader::read(parser);
}

} // namespace

class ConfigurationTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY(initialiseCrypto()); }

    void hasDefaultsWithoutAnything();
    void readsEveryOptionFromAFile();
    void readsEveryOptionFromTheCommandLine();
    void commandLineWinsOverTheFile();
    void takesPathsInAFileFromItsFolder();
    void understandsAddresses_data();
    void understandsAddresses();
    void refusesBadValues_data();
    void refusesBadValues();
    void refusesBadFiles_data();
    void refusesBadFiles();
    void namesEveryProblemWithItsLine();
    void refusesAFileThatOthersMayWrite();
    void exampleListsEveryOptionWithItsDefault();
    void defaultOfEveryOptionReadsBackAsItself();
    void findsProblemsBeforeAStart();
    void findsWhatIsMissingOfItsCertificates_data();
    void findsWhatIsMissingOfItsCertificates();

private:
    [[nodiscard]] ReadConfiguration readFile(QByteArrayView content) const
    {
        const QString path = m_world.path(u"server.ini"_s);
        return writeFile(path, content, 0600) ? readArguments({u"--config"_s, path})
                                              : ReadConfiguration{{}, {u"not written"_s}};
    }

    World m_world;
};

void ConfigurationTest::hasDefaultsWithoutAnything()
{
    const ReadConfiguration read = readArguments({});
    QCOMPARE(read.problems, QStringList());
    QCOMPARE(read.configuration.dataPath, defaultDataPath());
    QCOMPARE(read.configuration.listen.size(), 1);
    QCOMPARE(read.configuration.listen.first().text(), u"127.0.0.1:7433"_s);
    QVERIFY(read.configuration.issuesCertificate());
    QCOMPARE(read.configuration.auth.idleTimeout, 30min);
    QCOMPARE(read.configuration.auth.minimumPasswordLength, 15);
}

void ConfigurationTest::readsEveryOptionFromAFile()
{
    const ReadConfiguration read
        = readFile("; comment\n# comment\n\n[roster-server]\n"
                   "data = /srv/roster\nlisten=127.0.0.1:0\n"
                   "listen = [::1]:7434\r\ncertificate = /c.pem\nkey = /k.pem\n"
                   "name = a.example\nname = B.example\nkey-file = /data.key\n"
                   "currency = JPY\ncurrency-digits = 0\nsession-idle = 90s\n"
                   "session-lifetime = 2d\nminimum-password-length = 8\n"
                   "argon2-memory-mib = 64\nargon2-passes = 3\nworkers = 3\n"
                   "cache-mib = 7\nmax-connections = 99\n");
    QCOMPARE(read.problems, QStringList());
    const ServerConfiguration &set = read.configuration;
    QCOMPARE(set.dataPath, u"/srv/roster"_s);
    QCOMPARE(set.listen.size(), 2);
    QCOMPARE(set.listen.last().text(), u"[::1]:7434"_s);
    QCOMPARE(set.certificatePath, u"/c.pem"_s);
    QCOMPARE(set.certificateKeyPath, u"/k.pem"_s);
    QCOMPARE(set.names, (QStringList{u"a.example"_s, u"b.example"_s}));
    QCOMPARE(set.keyFile, u"/data.key"_s);
    QCOMPARE(set.currency.code, u"JPY"_s);
    QCOMPARE(set.currency.digits, 0);
    QCOMPARE(set.auth.idleTimeout, 90s);
    QCOMPARE(set.auth.absoluteTimeout, 48h);
    QCOMPARE(set.auth.minimumPasswordLength, 8);
    QCOMPARE(set.auth.argon2.memoryBytes, std::size_t{64} * 1024 * 1024);
    QCOMPARE(set.auth.argon2.passes, 3ULL);
    QCOMPARE(set.workers, 3);
    QCOMPARE(set.cacheMiB, 7);
    QCOMPARE(set.maxConnections, 99);
}

void ConfigurationTest::readsEveryOptionFromTheCommandLine()
{
    for (const ConfigurationOption &option : configurationOptions()) {
        QCommandLineParser parser;
        ConfigurationReader::addOptions(parser);
        QVERIFY2(parser.parse({u"program"_s, u"--%1=x"_s.arg(option.name)}), option.name.data());
        QVERIFY2(parser.isSet(option.name), option.name.data());
    }
    const ReadConfiguration read = readArguments(
        {u"--listen"_s, u"127.0.0.1:1"_s, u"--listen"_s, u"127.0.0.1:2"_s, u"--workers"_s, u"5"_s});
    QCOMPARE(read.problems, QStringList());
    QCOMPARE(read.configuration.listen.size(), 2);
    QCOMPARE(read.configuration.workers, 5);
}

void ConfigurationTest::commandLineWinsOverTheFile()
{
    const QString path = m_world.path(u"server.ini"_s);
    QVERIFY(writeFile(path, "listen = 127.0.0.1:1\nlisten = 127.0.0.1:2\nworkers = 2\n", 0600));
    const ReadConfiguration read
        = readArguments({u"--config"_s, path, u"--listen"_s, u"127.0.0.1:3"_s});
    QCOMPARE(read.problems, QStringList());
    QCOMPARE(read.configuration.listen.size(), 1);
    QCOMPARE(read.configuration.listen.first().port, 3);
    QCOMPARE(read.configuration.workers, 2);
}

void ConfigurationTest::takesPathsInAFileFromItsFolder()
{
    const ReadConfiguration read = readFile("data = here/data\nkey-file = ../data.key\n");
    QCOMPARE(read.problems, QStringList());
    QCOMPARE(read.configuration.dataPath, m_world.path(u"here/data"_s));
    QVERIFY(QDir::isAbsolutePath(read.configuration.keyFile));
    const ReadConfiguration relative = readArguments({u"--data"_s, u"x"_s});
    QCOMPARE(relative.configuration.dataPath, QDir::currentPath() + u"/x"_s);
}

void ConfigurationTest::understandsAddresses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isAddress");
    QTest::newRow("IPv4") << u"127.0.0.1:7433"_s << true;
    QTest::newRow("all of IPv4") << u"0.0.0.0:1"_s << true;
    QTest::newRow("any port") << u"127.0.0.1:0"_s << true;
    QTest::newRow("IPv6") << u"[::1]:7433"_s << true;
    QTest::newRow("IPv6 without brackets") << u"::1:7433"_s << false;
    QTest::newRow("IPv4 in brackets") << u"[127.0.0.1]:7433"_s << false;
    QTest::newRow("host name") << u"localhost:7433"_s << false;
    QTest::newRow("no port") << u"127.0.0.1"_s << false;
    QTest::newRow("empty port") << u"127.0.0.1:"_s << false;
    QTest::newRow("port too large") << u"127.0.0.1:65536"_s << false;
    QTest::newRow("negative port") << u"127.0.0.1:-1"_s << false;
    QTest::newRow("signed port") << u"127.0.0.1:+1"_s << false;
    QTest::newRow("no address") << u":7433"_s << false;
    QTest::newRow("nothing") << u""_s << false;
}

void ConfigurationTest::understandsAddresses()
{
    QFETCH(QString, text);
    QFETCH(bool, isAddress);
    const std::optional<ListenAddress> address = ListenAddress::parse(text);
    QCOMPARE(address.has_value(), isAddress);
    if (address)
        QCOMPARE(address->text(), text);
}

void ConfigurationTest::refusesBadValues_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("value");
    const auto row = [](const char *option, const char *value) {
        QTest::addRow("%s = %s", option, value)
            << QString::fromLatin1(option) << QString::fromLatin1(value);
    };
    row("listen", "localhost:7433");
    row("listen", "7433");
    row("name", "*.example.com");
    row("name", "two words");
    row("currency", "usd");
    row("currency", "EURO");
    row("currency-digits", "5");
    row("currency-digits", "-1");
    row("session-idle", "30");
    row("session-idle", "0m");
    row("session-idle", "59s");
    row("session-idle", "13h");
    row("session-idle", "1.5h");
    row("session-lifetime", "31d");
    row("session-lifetime", "99999999999999999999d");
    row("minimum-password-length", "7");
    row("minimum-password-length", "257");
    row("argon2-memory-mib", "18");
    row("argon2-memory-mib", "99999999999999999999");
    row("argon2-passes", "1");
    row("workers", "257");
    row("workers", "two");
    row("cache-mib", "-1");
    row("max-connections", "1 000");
    row("max-connections", "");
    row("metrics-interval", "0s");
    row("metrics-interval", "3601s");
    row("metrics-interval", "2h");
    row("data", "");
    row("certificate", "/only/the/certificate.pem");
    row("key", "/only/the/key.pem");
}

void ConfigurationTest::refusesBadValues()
{
    QFETCH(QString, option);
    QFETCH(QString, value);
    QCOMPARE(readArguments({u"--"_s + option + u"="_s + value}).problems.size(), 1);
    QCOMPARE(readFile((option + u" = "_s + value + u'\n').toUtf8()).problems.size(), 1);
}

void ConfigurationTest::refusesBadFiles_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("unknown key") << "lisen = 127.0.0.1:1\n"_ba;
    QTest::newRow("key in capitals") << "Listen = 127.0.0.1:1\n"_ba;
    QTest::newRow("unknown section") << "[server]\n"_ba;
    QTest::newRow("no value") << "workers\n"_ba;
    QTest::newRow("twice") << "workers = 1\nworkers = 1\n"_ba;
    QTest::newRow("comment behind the value") << "workers = 1 ; one\n"_ba;
    QTest::newRow("not UTF-8") << "data = /\xff\n"_ba;
}

void ConfigurationTest::refusesBadFiles()
{
    QFETCH(QByteArray, content);
    QCOMPARE(readFile(content).problems.size(), 1);
}

void ConfigurationTest::namesEveryProblemWithItsLine()
{
    const QStringList problems
        = readFile("workers = 1\nlisen = 1\n\nlisten = nowhere\ncache-mib = -1\n").problems;
    QCOMPARE(problems.size(), 3);
    QVERIFY(problems[0].contains(u"server.ini:2: there is no key \"lisen\""_s));
    QVERIFY(problems[1].contains(u"server.ini:4: listen: "_s));
    QVERIFY(problems[2].contains(u"server.ini:5: cache-mib: "_s));
    const QStringList missing
        = readArguments({u"--config"_s, m_world.path(u"none.ini"_s)}).problems;
    QCOMPARE(missing.size(), 1);
    QVERIFY(missing.first().contains(u"none.ini"_s));
}

void ConfigurationTest::refusesAFileThatOthersMayWrite()
{
    const QString path = m_world.path(u"open.ini"_s);
    for (const mode_t mode : {0620U, 0602U, 0666U}) {
        QVERIFY(writeFile(path, "workers = 1\n", mode));
        const QStringList problems = readArguments({u"--config"_s, path}).problems;
        QCOMPARE(problems.size(), 1);
        QVERIFY(problems.first().contains(u"chmod"_s));
    }
    QVERIFY(writeFile(path, "workers = 1\n", 0644));
    QCOMPARE(readArguments({u"--config"_s, path}).problems, QStringList());
    QCOMPARE(readArguments({u"--config"_s, m_world.root.path()}).problems.size(), 1);
}

void ConfigurationTest::exampleListsEveryOptionWithItsDefault()
{
    const ServerConfiguration defaults;
    QHash<QString, QStringList> listed;
    for (const QString &line :
        QString::fromUtf8(contentOf(QStringLiteral(ROSTER_EXAMPLE_INI))).split(u'\n')) {
        if (line.isEmpty() || line.startsWith("# "_L1) || line == "#"_L1
            || line == "[roster-server]"_L1)
            continue;
        QVERIFY2(line.startsWith(u'#') && line.contains(" = "_L1), qPrintable(line));
        listed[line.sliced(1).section(" = "_L1, 0, 0)].append(line.section(" = "_L1, 1));
    }
    QCOMPARE(listed.size(), qsizetype(configurationOptions().size()));
    for (const ConfigurationOption &option : configurationOptions()) {
        QVERIFY2(listed.contains(option.name), option.name.data());
        ServerConfiguration example;
        QVERIFY(!option.set(example, listed.value(option.name)));
        if (const QStringList standard = option.get(defaults); !standard.isEmpty())
            QCOMPARE(listed.value(option.name), standard);
    }
}

void ConfigurationTest::defaultOfEveryOptionReadsBackAsItself()
{
    const ServerConfiguration defaults;
    for (const ConfigurationOption &option : configurationOptions()) {
        const QStringList values = option.get(defaults);
        ServerConfiguration set;
        if (!values.isEmpty()) {
            QVERIFY2(!option.set(set, values), option.name.data());
            QCOMPARE(option.get(set), values);
        }
    }
}

void ConfigurationTest::findsProblemsBeforeAStart()
{
    World world;
    QCOMPARE(problemsOf(world.configuration), QStringList());
    QVERIFY(world.setUp());
    QCOMPARE(problemsOf(world.configuration), QStringList());
    QCOMPARE(::chmod(QFile::encodeName(world.folder().keyFile()).constData(), 0644), 0);
    QCOMPARE(problemsOf(world.configuration).size(), 1);
    world.configuration.certificatePath = world.path(u"none.pem"_s);
    world.configuration.certificateKeyPath = world.path(u"none.key"_s);
    QCOMPARE(problemsOf(world.configuration).size(), 2);
}

void ConfigurationTest::findsWhatIsMissingOfItsCertificates_data()
{
    QTest::addColumn<QStringList>("missing");
    QTest::addColumn<QString>("advice");
    const QString replacement = u"replace-ca --overlap 0"_s;
    QTest::newRow("certificate") << QStringList{u"server.pem"_s} << u"certificate renew"_s;
    QTest::newRow("key") << QStringList{u"server.key"_s} << u"certificate renew"_s;
    QTest::newRow("CA") << QStringList{u"ca.pem"_s} << replacement;
    QTest::newRow("all but the CA's certificate")
        << QStringList{u"server.pem"_s, u"server.key"_s, u"ca.key"_s} << replacement;
    QTest::newRow("all but the CA, as after a first start cut off")
        << QStringList{u"server.pem"_s, u"server.key"_s} << QString();
}

void ConfigurationTest::findsWhatIsMissingOfItsCertificates()
{
    QFETCH(QStringList, missing);
    QFETCH(QString, advice);
    const World world;
    QVERIFY(world.setUp());
    for (const QString &name : missing)
        QVERIFY(QFile::remove(world.folder().tlsPath() + u'/' + name));
    const QStringList problems = problemsOf(world.configuration);
    // It says what a start says.
    const Result<QString> started = world.setUp();
    QCOMPARE(problems.isEmpty(), started.isOk());
    QCOMPARE(problems, started ? QStringList() : QStringList(started.error().message));
    QVERIFY2(problems.join(u' ').contains(advice), qPrintable(problems.join(u' ')));
    QCOMPARE(problems.isEmpty(), advice.isEmpty());
}

QTEST_GUILESS_MAIN(ConfigurationTest)
#include "tst_configuration.moc"
