#include "tests/server/ServerWorld.h"

#include <QTest>

using namespace roster;
using namespace roster::server;
using namespace roster::server::tests;
using namespace Qt::StringLiterals;

/// The short way of requests in plain form leads to the same replies as the general one.
class PlainAnswersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_world = std::make_unique<ServerWorld>(); }
    void cleanup() { m_world.reset(); }
    void answersPlainRequestsAsAllOthers_data();
    void answersPlainRequestsAsAllOthers();
    void keepsTheOrderAmongAllOthers();

private:
    [[nodiscard]] std::unique_ptr<LineClient> as(const QString &user)
    {
        return clientOf(*m_world, user);
    }
    [[nodiscard]] static qint64 add(LineClient &client)
    {
        return addPerson(client);
    }

    std::unique_ptr<ServerWorld> m_world;
};

void PlainAnswersTest::answersPlainRequestsAsAllOthers_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QByteArray>("employee");
    QTest::addColumn<QString>("reason");
    QTest::newRow("a record") << u"hr"_s << "1"_ba << u"ok"_s;
    QTest::newRow("a record, masked") << u"viewer"_s << "1"_ba << u"ok"_s;
    QTest::newRow("none") << u"hr"_s << "999"_ba << u"not_found"_s;
    QTest::newRow("no id") << u"hr"_s << "0"_ba << u"invalid_params"_s;
    QTest::newRow("a deleted one") << u"hr"_s << "2"_ba << u"not_found"_s;
}

void PlainAnswersTest::answersPlainRequestsAsAllOthers()
{
    QFETCH(QString, user);
    QFETCH(QByteArray, employee);
    const auto hr = as(u"hr"_s);
    QCOMPARE(add(*hr), 1);
    QCOMPARE(reasonOf(hr->call(u"employee.delete"_s, {{u"id"_s, add(*hr)}})), u"ok"_s);
    const auto client = as(user);
    // An escape is enough to leave the plain form.
    const auto ask = [&](const QByteArray &method) {
        client->sendLine(R"({"jsonrpc":"2.0","id":"x","method":")" + method + R"(","params":{"id":)"
            + employee + "}}");
        return client->json();
    };
    const QJsonObject plain = ask("employee.get");
    QTEST(reasonOf(plain), "reason");
    QCOMPARE(plain, ask("employee.g\\u0065t"));
}

void PlainAnswersTest::keepsTheOrderAmongAllOthers()
{
    const auto client = as(u"hr"_s);
    const qint64 id = add(*client);
    const QByteArray plain
        = R"(,"method":"employee.get","params":{"id":)" + QByteArray::number(id) + "}}";
    QByteArray lines;
    for (int i = 1; i <= 200; ++i) {
        lines += R"({"jsonrpc":"2.0","id":)" + QByteArray::number(2 * i) + plain + '\n';
        lines += R"({"jsonrpc":"2.0","id":)" + QByteArray::number(2 * i + 1)
            + R"(,"method":"employee.update","params":{"id":)" + QByteArray::number(id)
            + R"(,"version":)" + QByteArray::number(i) + R"(,"changes":{"department":"D)"
            + QByteArray::number(i) + "\"}}}\n";
    }
    client->send(lines);
    for (int i = 1; i <= 200; ++i) {
        const QJsonObject read = client->json();
        QCOMPARE(read["id"_L1].toInteger(), 2 * i);
        QCOMPARE(resultOf(read)["employee"_L1]["version"_L1].toInteger(), i);
        const QJsonObject written = client->json();
        QCOMPARE(written["id"_L1].toInteger(), 2 * i + 1);
        QCOMPARE(resultOf(written)["employee"_L1]["version"_L1].toInteger(), i + 1);
    }
}

QTEST_GUILESS_MAIN(PlainAnswersTest)
#include "tst_plainanswers.moc"
