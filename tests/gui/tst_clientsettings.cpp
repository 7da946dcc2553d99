#include "gui-client/app/ClientSettings.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace roster;
using namespace roster::gui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What the desktop client keeps between two runs.
class ClientSettingsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void startsWithDefaults();
    void liesBesideTheKnownServers();
    void keepsTheLatestServersFirst();
    void forgetsTheOldestServerWithAllOfIt();
    void forgetsOneServer();
    void keepsTheTableOfEachServer();
    void keepsGeometryAndSizes();
    void keepsPreferencesAndTells();
    void readsDamageAsDefaults_data();
    void readsDamageAsDefaults();
    void passesOverDamagedServersAndColumns();
    void survivesGarbage();

private:
    void write(const QByteArray &contents);
    [[nodiscard]] QString path() const { return m_folder->filePath(u"roster/roster-gui.conf"_s); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

const ServerAddress first{u"payroll.example"_s, 7433};
const ServerAddress second{u"::1"_s, 17433};

} // namespace

void ClientSettingsTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void ClientSettingsTest::write(const QByteArray &contents)
{
    QVERIFY(QDir().mkpath(QFileInfo(path()).path()));
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(contents);
}

void ClientSettingsTest::startsWithDefaults()
{
    const ClientSettings settings(path());
    QVERIFY(settings.servers() == QList<ServerAddress>());
    QCOMPARE(settings.lastUser(first), QString());
    QVERIFY(settings.tableState(first) == TableState());
    QCOMPARE(settings.windowGeometry(), QByteArray());
    QVERIFY(!settings.dialogSize(u"aboutDialog"_s).isValid());
    const Preferences preferences = settings.preferences();
    QVERIFY(preferences.idleLock == 10min);
    QVERIFY(preferences.secretsOnClipboard == 30s);
    QCOMPARE(preferences.theme, Theme::Desktop);
    QCOMPARE(preferences.language, Language::Desktop);
    QVERIFY(!QFile::exists(path()));
}

void ClientSettingsTest::liesBesideTheKnownServers()
{
    const QByteArray before = qgetenv("XDG_CONFIG_HOME");
    qputenv("XDG_CONFIG_HOME", m_folder->path().toUtf8());
    const QString found = ClientSettings::defaultPath();
    qputenv("XDG_CONFIG_HOME", before);
    QCOMPARE(found, path());
}

void ClientSettingsTest::keepsTheLatestServersFirst()
{
    {
        ClientSettings settings(path());
        settings.rememberServer(first, u"hrm"_s);
        settings.rememberServer(second, u"alice"_s);
        settings.rememberServer(first, u"bob"_s);
    }
    const ClientSettings settings(path());
    QVERIFY(settings.servers() == (QList<ServerAddress>{first, second}));
    QCOMPARE(settings.lastUser(first), u"bob"_s);
    QCOMPARE(settings.lastUser(second), u"alice"_s);
}

void ClientSettingsTest::forgetsTheOldestServerWithAllOfIt()
{
    ClientSettings settings(path());
    settings.rememberServer(first, u"hrm"_s);
    settings.setTableState(first, {"columns", {}});
    for (quint16 port = 1; port <= ClientSettings::mostServers; ++port)
        settings.rememberServer({u"other.example"_s, port}, u"hrm"_s);
    QCOMPARE(settings.servers().size(), ClientSettings::mostServers);
    QVERIFY(!settings.servers().contains(first));
    QCOMPARE(settings.lastUser(first), QString());
    QVERIFY(settings.tableState(first) == TableState());
}

void ClientSettingsTest::forgetsOneServer()
{
    ClientSettings settings(path());
    settings.rememberServer(first, u"hrm"_s);
    settings.rememberServer(second, u"hrm"_s);
    settings.forgetServer(first);
    QVERIFY(settings.servers() == QList<ServerAddress>{second});
    QCOMPARE(settings.lastUser(first), QString());
    QCOMPARE(settings.lastUser(second), u"hrm"_s);
}

void ClientSettingsTest::keepsTheTableOfEachServer()
{
    const TableState state{QByteArray("\0\xff\x01;=\n", 6),
        {{Field::LastName, false}, {Field::Salary, true}, {Field::Id, false}}};
    {
        ClientSettings settings(path());
        settings.setTableState(second, state);
    }
    const ClientSettings settings(path());
    QVERIFY(settings.tableState(second) == state);
    QVERIFY(settings.tableState(first) == TableState());
}

void ClientSettingsTest::keepsGeometryAndSizes()
{
    {
        ClientSettings settings(path());
        settings.setWindowGeometry(QByteArray("\1\0\2", 3));
        settings.setDialogSize(u"aboutDialog"_s, {640, 480});
    }
    const ClientSettings settings(path());
    QCOMPARE(settings.windowGeometry(), QByteArray("\1\0\2", 3));
    QCOMPARE(settings.dialogSize(u"aboutDialog"_s), QSize(640, 480));
    QVERIFY(!settings.dialogSize(u"settingsDialog"_s).isValid());
}

void ClientSettingsTest::keepsPreferencesAndTells()
{
    const Preferences chosen{0min, 60s, Theme::Dark, Language::German};
    {
        ClientSettings settings(path());
        QSignalSpy changed(&settings, &ClientSettings::preferencesChanged);
        settings.setPreferences(chosen);
        QCOMPARE(changed.size(), 1);
        settings.setPreferences(chosen);
        QCOMPARE(changed.size(), 1);
    }
    QVERIFY(ClientSettings(path()).preferences() == chosen);
}

void ClientSettingsTest::readsDamageAsDefaults_data()
{
    QTest::addColumn<QByteArray>("preferences");
    QTest::newRow("no number") << QByteArray("idle_lock_minutes=soon\nclipboard_seconds=\n");
    QTest::newRow("too small") << QByteArray("idle_lock_minutes=-1\nclipboard_seconds=0\n");
    QTest::newRow("too large") << QByteArray("idle_lock_minutes=241\nclipboard_seconds=601\n");
    QTest::newRow("beyond 32 bits")
        << QByteArray("idle_lock_minutes=99999999999\nclipboard_seconds=99999999999\n");
    QTest::newRow("unknown words") << QByteArray("theme=pink\nlanguage=tlh\n");
    QTest::newRow("lists") << QByteArray("theme=dark, light\nidle_lock_minutes=1, 2\n");
}

void ClientSettingsTest::readsDamageAsDefaults()
{
    QFETCH(QByteArray, preferences);
    write("[preferences]\n" + preferences);
    QVERIFY(ClientSettings(path()).preferences() == Preferences());
}

void ClientSettingsTest::passesOverDamagedServersAndColumns()
{
    write("[General]\nservers=payroll.example:7433, no server, payroll.example, [::1]:17433, :0\n"
          "[server-payroll.example%3A7433]\ncolumns=17\n"
          "sort=last_name, -password, -last_name, -salary, , id, email\n"
          "[dialogs]\naboutDialog=@Size(-5 99999999)\nsettingsDialog=wide\n");
    const ClientSettings settings(path());
    QVERIFY(settings.servers() == (QList<ServerAddress>{first, second}));
    const TableState state = settings.tableState(first);
    QCOMPARE(state.columns, QByteArray());
    QVERIFY(state.sort
        == (QList<SortKey>{{Field::LastName, false}, {Field::Salary, true}, {Field::Id, false}}));
    QVERIFY(!settings.dialogSize(u"aboutDialog"_s).isValid());
    QVERIFY(!settings.dialogSize(u"settingsDialog"_s).isValid());
}

void ClientSettingsTest::survivesGarbage()
{
    write(QByteArray("\0\xff[[[=;\n@Variant(\\0\\0\\0)\n", 24).repeated(50));
    ClientSettings settings(path());
    QVERIFY(settings.servers().isEmpty());
    QVERIFY(settings.preferences() == Preferences());
    settings.rememberServer(first, u"hrm"_s);
    QCOMPARE(settings.lastUser(first), u"hrm"_s);
}

QTEST_GUILESS_MAIN(ClientSettingsTest)
#include "tst_clientsettings.moc"
