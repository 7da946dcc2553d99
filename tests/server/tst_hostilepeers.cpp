#include "tests/server/ServerWorld.h"

#include <QElapsedTimer>
#include <QTcpSocket>
#include <QTest>

#include <sys/socket.h>

using namespace roster::server::tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What the server does with peers that do not keep to the protocol.
class HostilePeersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_world = std::make_unique<ServerWorld>(); }
    void refusesLines_data();
    void refusesLines();
    void goesOnAfterARefusedLine();
    void closesOnOversizeLines_data();
    void closesOnOversizeLines();
    void boundsTextsBeforeItFoldsThem_data();
    void boundsTextsBeforeItFoldsThem();
    void refusesASecondLogin();
    void keepsLinesWhileALoginIsVerified();
    void servesARequestInPieces();
    void ignoresEmptyLinesAndCarriageReturns();
    void servesOthersAfterJunkConnections();
    void holdsAUserToAShareOfTheConnections();

private:
    std::unique_ptr<ServerWorld> m_world;
};

namespace {

QByteArray nested(int depth)
{
    return QByteArray(depth, '[') + QByteArray(depth, ']');
}

QByteArray batch(int count)
{
    QByteArray line("[");
    for (int i = 0; i < count; ++i) {
        line += i > 0 ? "," : "";
        line += R"({"jsonrpc":"2.0","id":)" + QByteArray::number(i) + R"(,"method":"server.info"})";
    }
    return line + ']';
}

} // namespace

void HostilePeersTest::refusesLines_data()
{
    QTest::addColumn<bool>("isLoggedIn");
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("id");
    const auto row
        = [](const char *name, const QByteArray &line, const char *reason, const char *id) {
              QTest::addRow("before login: %s", name)
                  << false << line << QString::fromLatin1(reason) << QString::fromLatin1(id);
              QTest::addRow("after login: %s", name)
                  << true << line << QString::fromLatin1(reason) << QString::fromLatin1(id);
          };
    row("no JSON", "hello", "parse_error", "null");
    row("half a value", R"({"jsonrpc":"2.0")", "parse_error", "null");
    row("two values", "{}{}", "parse_error", "null");
    row("HTTP", "GET / HTTP/1.1", "parse_error", "null");
    row("byte order mark", "\xEF\xBB\xBF{}", "parse_error", "null");
    row("invalid UTF-8", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\xfe\"}", "parse_error",
        "null");
    row("overlong UTF-8", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xc0\xaf\"}", "parse_error",
        "null");
    row("lone surrogate", R"({"jsonrpc":"2.0","id":1,"method":"\ud800"})", "parse_error", "null");
    row("U+0000 escaped", R"({"jsonrpc":"2.0","id":1,"method":"a\u0000b"})", "parse_error", "null");
    row("U+0000 raw", QByteArray("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\0b\"}", 40),
        "parse_error", "null");
    row("duplicate names", R"({"jsonrpc":"2.0","id":1,"id":2,"method":"server.info"})",
        "parse_error", "null");
    row("duplicate names escaped", R"({"jsonrpc":"2.0","id":1,"\u0069d":2,"method":"server.info"})",
        "parse_error", "null");
    row("too deep", nested(33), "parse_error", "null");
    row("a number", "7", "invalid_request", "null");
    row("an empty object", "{}", "invalid_request", "null");
    row("empty batch", "[]", "invalid_request", "null");
    row("no id", R"({"jsonrpc":"2.0","method":"server.info"})", "invalid_request", "null");
    row("null id", R"({"jsonrpc":"2.0","id":null,"method":"server.info"})", "invalid_request",
        "null");
    row("fractional id", R"({"jsonrpc":"2.0","id":1.5,"method":"server.info"})", "invalid_request",
        "null");
    row("too large id", R"({"jsonrpc":"2.0","id":9007199254740992,"method":"server.info"})",
        "invalid_request", "null");
    row("too long id",
        R"({"jsonrpc":"2.0","id":")" + QByteArray(129, 'x') + R"(","method":"server.info"})",
        "invalid_request", "null");
    row("wrong version", R"({"jsonrpc":"1.0","id":5,"method":"server.info"})", "invalid_request",
        "5");
    row("no method", R"({"jsonrpc":"2.0","id":5})", "invalid_request", "5");
    row("method of a wrong type", R"({"jsonrpc":"2.0","id":5,"method":5})", "invalid_request", "5");
    row("params of a wrong type", R"({"jsonrpc":"2.0","id":5,"method":"server.info","params":5})",
        "invalid_request", "5");
    row("unknown member", R"({"jsonrpc":"2.0","id":5,"method":"server.info","auth":"x"})",
        "invalid_request", "5");
    row("unknown parameter", R"({"jsonrpc":"2.0","id":5,"method":"server.info","params":{"x":1}})",
        "invalid_params", "5");
    row("parameters by position", R"({"jsonrpc":"2.0","id":5,"method":"server.info","params":[1]})",
        "invalid_params", "5");

    const auto before = [](const char *name, const QByteArray &line, const char *reason) {
        QTest::addRow("before login: %s", name)
            << false << line << QString::fromLatin1(reason) << u"5"_s;
    };
    before("a request", R"({"jsonrpc":"2.0","id":5,"method":"employee.get","params":{"id":1}})",
        "login_required");
    before("an unknown method", R"({"jsonrpc":"2.0","id":5,"method":"no.such"})", "login_required");
    before("logout", R"({"jsonrpc":"2.0","id":5,"method":"session.logout"})", "login_required");
    before("login without a password",
        R"({"jsonrpc":"2.0","id":5,"method":"session.login","params":{"username":"hr"}})",
        "invalid_params");
    before("login with a number",
        R"({"jsonrpc":"2.0","id":5,"method":"session.login","params":{"username":"hr","password":5}})",
        "invalid_params");
    before("login with more",
        R"({"jsonrpc":"2.0","id":5,"method":"session.login","params":{"username":"hr","password":"x","role":"hr"}})",
        "invalid_params");
    before("a wrong password",
        R"({"jsonrpc":"2.0","id":5,"method":"session.login","params":{"username":"viewer","password":"x"}})",
        "invalid_credentials");
    before("an unknown user",
        R"({"jsonrpc":"2.0","id":5,"method":"session.login","params":{"username":"nobody","password":"x"}})",
        "invalid_credentials");
    before("a foreign token",
        R"({"jsonrpc":"2.0","id":5,"method":"session.resume","params":{"token":"rst_AAAA"}})",
        "session_expired");
    QTest::newRow("before login: a batch") << false << batch(1) << u"login_required"_s << u"null"_s;
    QTest::newRow("after login: too long a batch")
        << true << batch(1001) << u"invalid_request"_s << u"null"_s;
    QTest::newRow("after login: an unknown method")
        << true << QByteArray(R"({"jsonrpc":"2.0","id":5,"method":"no.such"})")
        << u"unknown_method"_s << u"5"_s;
}

void HostilePeersTest::refusesLines()
{
    QFETCH(bool, isLoggedIn);
    QFETCH(QByteArray, line);
    QFETCH(QString, reason);
    QFETCH(QString, id);
    LineClient client(*m_world);
    if (isLoggedIn)
        QCOMPARE(reasonOf(client.login(u"hr"_s)), u"ok"_s);
    client.sendLine(line);
    const QJsonObject reply = client.json();
    QCOMPARE(reasonOf(reply), reason);
    const QJsonValue got = reply["id"_L1];
    QCOMPARE(got.isNull() ? u"null"_s : QString::number(got.toInteger()), id);
    // The connection stays open.
    QCOMPARE(reasonOf(client.call(u"server.info"_s)), u"ok"_s);
}

void HostilePeersTest::goesOnAfterARefusedLine()
{
    LineClient client(*m_world);
    client.send(
        "nonsense\n" + client.request(u"server.info"_s) + "\n[]\n" + client.request(u"x"_s) + '\n');
    QCOMPARE(reasonOf(client.json()), u"parse_error"_s);
    QCOMPARE(reasonOf(client.json()), u"ok"_s);
    QCOMPARE(reasonOf(client.json()), u"invalid_request"_s);
    QCOMPARE(reasonOf(client.json()), u"login_required"_s);
}

void HostilePeersTest::closesOnOversizeLines_data()
{
    QTest::addColumn<bool>("isLoggedIn");
    QTest::addColumn<int>("length");
    QTest::addColumn<bool>("hasEnd");
    QTest::newRow("before login, ended") << false << 8 * 1024 + 1 << true;
    QTest::newRow("before login, without end") << false << 64 * 1024 << false;
    QTest::newRow("after login, ended") << true << 1024 * 1024 + 1 << true;
    QTest::newRow("after login, without end") << true << 2 * 1024 * 1024 << false;
}

void HostilePeersTest::closesOnOversizeLines()
{
    QFETCH(bool, isLoggedIn);
    QFETCH(int, length);
    QFETCH(bool, hasEnd);
    LineClient client(*m_world);
    if (isLoggedIn)
        QCOMPARE(reasonOf(client.login(u"hr"_s)), u"ok"_s);
    client.send(QByteArray(length, 'x') + (hasEnd ? "\n" : ""));
    const QJsonObject reply = client.json();
    QCOMPARE(reasonOf(reply), u"too_large"_s);
    QVERIFY(reply["id"_L1].isNull());
    QVERIFY(client.isClosedWithin(3s));
}

void HostilePeersTest::boundsTextsBeforeItFoldsThem_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QJsonObject>("params");
    QTest::addColumn<QString>("reason");
    const auto filter = [](const char *name, const QJsonObject &conditions, const char *reason) {
        QTest::newRow(name) << u"employee.list"_s << QJsonObject{{u"filter"_s, conditions}}
                            << QString::fromLatin1(reason);
    };
    const QString marks = u'a' + u"\u0301\u0323"_s.repeated(120'000);
    const QString name = u"last_name"_s;
    filter("marks as a value", {{name, marks}}, "invalid_params");
    filter("marks contained", {{name, QJsonObject{{u"contains"_s, marks}}}}, "invalid_params");
    filter("marks to start with", {{name, QJsonObject{{u"starts"_s, marks}}}}, "invalid_params");
    filter(
        "marks in a list", {{name, QJsonObject{{u"in"_s, QJsonArray{marks}}}}}, "invalid_params");
    filter("marks to search", {{u"text"_s, marks}}, "invalid_params");
    filter("33 words", {{u"text"_s, u"a "_s.repeated(33)}}, "invalid_params");
    filter("too long a text", {{u"text"_s, QString(1025, u'a')}}, "invalid_params");
    filter("32 words", {{u"text"_s, u"a "_s.repeated(32)}}, "ok");
    filter("a long text", {{u"text"_s, QString(1024, u'a')}}, "ok");
    filter("the longest spelling of a name", {{name, u"e\u0308"_s.repeated(200)}}, "ok");
    QTest::newRow("marks as a prefix")
        << u"employee.values"_s
        << QJsonObject{{u"field"_s, u"department"_s}, {u"prefix"_s, marks.left(4000)}}
        << u"invalid_params"_s;
    QTest::newRow("marks as a name")
        << u"employee.add"_s << QJsonObject{{u"employee"_s, person(marks)}}
        << u"validation_failed"_s;
}

void HostilePeersTest::boundsTextsBeforeItFoldsThem()
{
    QFETCH(QString, method);
    QFETCH(QJsonObject, params);
    LineClient client(*m_world);
    QCOMPARE(reasonOf(client.login(u"hr"_s)), u"ok"_s);
    QElapsedTimer timer;
    timer.start();
    QTEST(reasonOf(client.call(method, params)), "reason");
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
}

void HostilePeersTest::refusesASecondLogin()
{
    LineClient client(*m_world);
    const QString token = resultOf(client.login(u"hr"_s))["token"_L1].toString();
    QCOMPARE(reasonOf(client.login(u"viewer"_s)), u"invalid_request"_s);
    QCOMPARE(
        reasonOf(client.call(u"session.resume"_s, {{u"token"_s, token}})), u"invalid_request"_s);
    QCOMPARE(reasonOf(client.call(
                 u"employee.list"_s, {{u"filter"_s, QJsonObject{{u"deleted"_s, true}}}})),
        u"ok"_s);
}

void HostilePeersTest::keepsLinesWhileALoginIsVerified()
{
    LineClient client(*m_world);
    const QJsonObject good{{u"username"_s, u"hr"_s}, {u"password"_s, ServerWorld::password()}};
    client.send(client.request(u"session.login"_s, good) + '\n' + client.request(u"employee.list"_s)
        + '\n' + client.request(u"session.login"_s, good) + '\n');
    QCOMPARE(reasonOf(client.json()), u"ok"_s);
    QCOMPARE(reasonOf(client.json()), u"ok"_s);
    QCOMPARE(reasonOf(client.json()), u"invalid_request"_s);

    LineClient stranger(*m_world);
    stranger.send(
        stranger.request(u"session.login"_s, {{u"username"_s, u"no"_s}, {u"password"_s, u"x"_s}})
        + '\n' + stranger.request(u"employee.list"_s) + '\n');
    QCOMPARE(reasonOf(stranger.json()), u"invalid_credentials"_s);
    QCOMPARE(reasonOf(stranger.json()), u"login_required"_s);
}

void HostilePeersTest::servesARequestInPieces()
{
    LineClient client(*m_world);
    for (const char byte : client.request(u"server.info"_s) + '\n') {
        client.send(QByteArray(1, byte));
        client.socket().waitForBytesWritten(1000);
    }
    QCOMPARE(reasonOf(client.json()), u"ok"_s);
}

void HostilePeersTest::ignoresEmptyLinesAndCarriageReturns()
{
    LineClient client(*m_world);
    client.send("\n\r\n\n" + client.request(u"server.info"_s) + "\r\n");
    QCOMPARE(reasonOf(client.json()), u"ok"_s);
}

void HostilePeersTest::servesOthersAfterJunkConnections()
{
    std::vector<std::unique_ptr<QTcpSocket>> idle;
    for (int i = 0; i < 200; ++i) {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(u"127.0.0.1"_s, m_world->port());
        QVERIFY(socket->waitForConnected(5000));
        switch (i % 5) {
        case 0: {
            const linger reset{1, 0};
            setsockopt(static_cast<int>(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &reset,
                sizeof reset);
            socket->abort();
            break;
        }
        case 1:
            socket->close();
            break;
        case 2:
            socket->write("{\"jsonrpc\":\"2.0\"}\n");
            socket->waitForBytesWritten(1000);
            idle.push_back(std::move(socket));
            break;
        case 3:
            socket->write(QByteArray::fromHex("16030100c8010000c40303"));
            socket->waitForBytesWritten(1000);
            idle.push_back(std::move(socket));
            break;
        default:
            idle.push_back(std::move(socket));
        }
    }
    LineClient client(*m_world);
    QCOMPARE(reasonOf(client.login(u"hr"_s)), u"ok"_s);
}

void HostilePeersTest::holdsAUserToAShareOfTheConnections()
{
    const ServerWorld world([](roster::server::ServerConfiguration &configuration) {
        configuration.maxConnections = 20;
    });
    LineClient first(world);
    const QJsonObject token{{u"token"_s, resultOf(first.login(u"viewer"_s))["token"_L1]}};
    std::vector<std::unique_ptr<LineClient>> more;
    for (int i = 1; i < 5; ++i) {
        more.push_back(std::make_unique<LineClient>(world));
        QCOMPARE(reasonOf(more.back()->call(u"session.resume"_s, token)), u"ok"_s);
    }
    LineClient surplus(world);
    const QJsonObject refused = surplus.call(u"session.resume"_s, token);
    QCOMPARE(reasonOf(refused), u"try_later"_s);
    QVERIFY(refused["error"_L1]["data"_L1].toObject().contains("retry_after_ms"_L1));
    QCOMPARE(reasonOf(surplus.login(u"viewer"_s)), u"try_later"_s);
    QCOMPARE(reasonOf(surplus.call(u"session.list"_s)), u"login_required"_s);
    const auto sessions = [&first] {
        return resultOf(first.call(u"session.list"_s))["sessions"_L1].toArray().size();
    };
    QTRY_COMPARE(sessions(), 1); // that of the refused login has ended

    more.pop_back();
    const auto hasSession = [&surplus, &token] {
        static_cast<void>(surplus.call(u"session.resume"_s, token));
        return reasonOf(surplus.call(u"session.list"_s)) == "ok"_L1;
    };
    QTRY_VERIFY(hasSession());
    LineClient other(world);
    QCOMPARE(reasonOf(other.login(u"hr"_s)), u"ok"_s);
    QCOMPARE(reasonOf(first.call(u"session.logout"_s)), u"ok"_s);
    QCOMPARE(reasonOf(first.login(u"viewer"_s)), u"ok"_s);
}

QTEST_GUILESS_MAIN(HostilePeersTest)
#include "tst_hostilepeers.moc"
