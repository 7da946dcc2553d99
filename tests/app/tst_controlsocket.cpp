#include "tests/app/AppFixtures.h"

#include "server/app/ControlAddress.h"
#include "server/app/ControlClient.h"
#include "server/app/ControlSocket.h"
#include "server/app/OfflineAccounts.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QTest>

#include <memory>
#include <sys/wait.h>
#include <thread>

using namespace roster;
using namespace roster::server;
using namespace roster::server::test;

class ControlSocketTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY(initialiseCrypto()); }
    void init();
    void cleanup();

    void isForItsOwnerAloneWhateverTheUmask();
    void carriesCommandsAndResults();
    void carriesRefusals();
    void refusesWhatIsNoCommand_data();
    void refusesWhatIsNoCommand();
    void dropsALineWithoutAnEnd();
    void survivesClientsThatLeave();
    void replacesTheSocketOfADeadServer();
    void leavesAnotherFileAlone();
    void takesAFolderWithALongName();
    void refusesAnotherUser();
    void tellsThatNobodyListens();
    void givesUpOnAServerThatDoesNotAnswer();
    void removesItselfWhenClosed();

private:
    [[nodiscard]] QByteArray exchange(const QByteArray &bytes);

    std::unique_ptr<World> m_world;
    std::unique_ptr<OfflineAccounts> m_accounts;
    std::unique_ptr<ControlSocket> m_control;
};

void ControlSocketTest::init()
{
    m_world = std::make_unique<World>();
    QVERIFY(m_world->setUp());
    m_accounts = std::make_unique<OfflineAccounts>(m_world->folder(), m_world->configuration.auth);
    QVERIFY(m_accounts->start());
    AdminBackend backend = backendFor(m_world->configuration, m_world->folder());
    backend.accounts = [this]() -> AccountServices & { return m_accounts->services(); };
    backend.status = [] { return QJsonObject{{u"running"_s, true}}; };
    m_control = std::make_unique<ControlSocket>(std::move(backend));
}

void ControlSocketTest::cleanup()
{
    m_accounts.reset();
    m_control.reset();
    m_world.reset();
}

/// What comes back for @p bytes until the server closes.
QByteArray ControlSocketTest::exchange(const QByteArray &bytes)
{
    QLocalSocket client;
    client.connectToServer(m_world->folder().controlSocket());
    client.write(bytes);
    if (!QTest::qWaitFor([&] { return client.state() == QLocalSocket::UnconnectedState; }, 10'000))
        return "not closed";
    return client.readAll();
}

void ControlSocketTest::isForItsOwnerAloneWhateverTheUmask()
{
    const Umask open(0);
    QVERIFY(m_control->listen(m_world->folder().controlSocket()));
    QCOMPARE(modeOf(m_world->folder().controlSocket()), mode_t{0600});
}

void ControlSocketTest::carriesCommandsAndResults()
{
    QVERIFY(m_control->listen(m_world->folder().controlSocket()));
    std::optional<Result<QJsonObject>> result;
    std::atomic<bool> isDone = false;
    std::thread caller([&] {
        auto client = ControlClient::connectTo(m_world->folder().controlSocket());
        if (client && *client)
            result = (*client)->call(u"user.add"_s, {{u"name"_s, u"zoe"_s}, {u"role"_s, u"hr"_s}});
        isDone = true;
    });
    const bool isAnswered = QTest::qWaitFor([&] { return isDone.load(); }, 20'000);
    caller.join();
    QVERIFY(isAnswered && result && *result);
    const QString password = (**result).value("one_time_password"_L1).toString();
    QVERIFY(m_world->isPassword(u"zoe"_s, password));
}

void ControlSocketTest::carriesRefusals()
{
    QVERIFY(m_control->listen(m_world->folder().controlSocket()));
    const QJsonObject reply = QJsonDocument::fromJson(
        exchange("{\"command\":\"user.disable\",\"params\":{\"name\":\"nobody\"}}\n"))
                                  .object();
    QCOMPARE(reply.value("error"_L1).toObject().value("reason"_L1).toString(), u"not_found"_s);
}

void ControlSocketTest::refusesWhatIsNoCommand_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("no JSON") << "hello\n"_ba;
    QTest::newRow("an empty line") << "\n"_ba;
    QTest::newRow("an array") << "[1]\n"_ba;
    QTest::newRow("a number for a command") << "{\"command\":1}\n"_ba;
    QTest::newRow("an unknown command") << "{\"command\":\"user.promote\"}\n"_ba;
    QTest::newRow("binary") << "\x00\xff\xfe\n"_ba;
}

void ControlSocketTest::refusesWhatIsNoCommand()
{
    QFETCH(QByteArray, line);
    QVERIFY(m_control->listen(m_world->folder().controlSocket()));
    const QJsonObject reply = QJsonDocument::fromJson(exchange(line)).object();
    QCOMPARE(reply.value("error"_L1).toObject().value("reason"_L1).toString(), u"unknown_method"_s);
}

void ControlSocketTest::dropsALineWithoutAnEnd()
{
    QVERIFY(m_control->listen(m_world->folder().controlSocket()));
    QCOMPARE(exchange(QByteArray(1 << 20, 'x')), QByteArray());
}

void ControlSocketTest::survivesClientsThatLeave()
{
    QVERIFY(m_control->listen(m_world->folder().controlSocket()));
    for (int i = 0; i < 20; ++i) {
        QLocalSocket client;
        client.connectToServer(m_world->folder().controlSocket());
        client.write("{\"command\":\"user.list\"}\n");
        client.flush();
        client.abort();
    }
    QVERIFY(exchange("{\"command\":\"status\"}\n").contains("\"running\":true"));
}

void ControlSocketTest::replacesTheSocketOfADeadServer()
{
    const auto address = ControlAddress::of(m_world->folder().controlSocket());
    QVERIFY(address);
    {
        const FileDescriptor dead(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        QCOMPARE(::bind(dead.get(), address->data(), address->size()), 0);
    }
    const auto before = ControlClient::connectTo(m_world->folder().controlSocket());
    QVERIFY(before && !*before);
    QVERIFY(m_control->listen(m_world->folder().controlSocket()));
    QVERIFY(exchange("{\"command\":\"status\"}\n").contains("running"));
}

void ControlSocketTest::leavesAnotherFileAlone()
{
    QVERIFY(writeFile(m_world->folder().controlSocket(), "precious", 0600));
    QVERIFY(!m_control->listen(m_world->folder().controlSocket()));
    QCOMPARE(contentOf(m_world->folder().controlSocket()), "precious"_ba);
}

void ControlSocketTest::takesAFolderWithALongName()
{
    const QString folder = m_world->path(QString(150, u'x'));
    QVERIFY(QDir().mkdir(folder));
    const QString path = folder + u"/control.sock"_s;
    QVERIFY(m_control->listen(path));
    QCOMPARE(modeOf(path), mode_t{0600});
    const auto client = ControlClient::connectTo(path);
    QVERIFY(client && *client);
}

/// The folder keeps others out; should it ever be open, the socket itself still asks who comes.
void ControlSocketTest::refusesAnotherUser()
{
    if (::geteuid() != 0)
        QSKIP("only root can become another user");
    const QString path = m_world->folder().controlSocket();
    QVERIFY(m_control->listen(path));
    for (const QString &open : {m_world->root.path(), m_world->folder().path(), path})
        QCOMPARE(::chmod(QFile::encodeName(open).constData(), 0777), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        constexpr uid_t nobody = 65534;
        if (::setuid(nobody) != 0)
            ::_exit(2);
        const auto client = ControlClient::connectTo(path);
        if (!client || !*client)
            ::_exit(3);
        ::_exit((*client)->call(u"status"_s, {}) ? 1 : 0);
    }
    int status = -1;
    QVERIFY(QTest::qWaitFor([&] { return ::waitpid(child, &status, WNOHANG) == child; }, 20'000));
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 0);
}

void ControlSocketTest::tellsThatNobodyListens()
{
    const auto client = ControlClient::connectTo(m_world->folder().controlSocket());
    QVERIFY(client && !*client);
}

/// A stopped process still has the system accept for it.
void ControlSocketTest::givesUpOnAServerThatDoesNotAnswer()
{
    const QString path = m_world->folder().controlSocket();
    const auto address = ControlAddress::of(path);
    QVERIFY(address);
    const FileDescriptor stopped(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    QCOMPARE(::bind(stopped.get(), address->data(), address->size()), 0);
    QCOMPARE(::listen(stopped.get(), 1), 0);
    const auto client = ControlClient::connectTo(path);
    QVERIFY(client && *client);
    const Result<QJsonObject> status = (*client)->status(std::chrono::seconds(1));
    QVERIFY(!status);
    QCOMPARE(status.error().code, ErrorCode::TryLater);
    QVERIFY(status.error().message.contains(m_world->folder().path()));
    QVERIFY(status.error().message.contains(QString::number(::getpid())));
}

void ControlSocketTest::removesItselfWhenClosed()
{
    QVERIFY(m_control->listen(m_world->folder().controlSocket()));
    m_control->close();
    QVERIFY(!QFile::exists(m_world->folder().controlSocket()));
}

QTEST_GUILESS_MAIN(ControlSocketTest)
#include "tst_controlsocket.moc"
