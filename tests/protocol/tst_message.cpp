#include "common/protocol/Message.h"

#include "common/protocol/StrictJson.h"

#include <QJsonArray>
#include <QTest>

using namespace roster;
using namespace Qt::StringLiterals;

namespace {

QByteArray batchOf(int requests)
{
    QByteArrayList items;
    for (int i = 0; i < requests; ++i)
        items.append(R"({"jsonrpc":"2.0","id":)" + QByteArray::number(i) + R"(,"method":"m"})");
    return '[' + items.join(',') + ']';
}

QByteArray asText(const QJsonValue &id)
{
    return writeJson(QJsonArray{id});
}

} // namespace

class MessageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsARequest_data();
    void readsARequest();
    void positionalParamsAreTold();
    void refusesMalformedRequests_data();
    void refusesMalformedRequests();
    void unreadableLineIsAParseError();
    void batchHasOneToAThousandRequests_data();
    void batchHasOneToAThousandRequests();
    void malformedItemSpoilsOnlyItself();
    void requestIsReadAsItWasWritten();
    void repliesAreReadAsTheyWereWritten();
    void errorsAreReadAsTheyWereWritten();
    void notificationsAreReadAsTheyWereWritten();
    void unknownReasonBecomesInternalError();
    void clientIgnoresUnknownMembers();
    void clientReadsABatchOfReplies();
    void clientRefusesWhatIsNoAnswer_data();
    void clientRefusesWhatIsNoAnswer();
};

void MessageTest::readsARequest_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<QByteArray>("params");
    const auto row = [](const char *name, const QByteArray &id, const QByteArray &params) {
        const QByteArray members = params.isEmpty() ? ""_ba : R"(,"params":)" + params;
        QTest::newRow(name) << R"({"jsonrpc":"2.0","method":"employee.get","id":)" + id + members
                + '}' << '[' + id + ']'
                            << (params.isEmpty() ? "{}"_ba : params);
    };
    row("without params", "1"_ba, {});
    row("with params", "1"_ba, R"({"id":17})"_ba);
    row("empty params", "1"_ba, "{}"_ba);
    row("id zero", "0"_ba, {});
    row("negative id", "-7"_ba, {});
    row("id 2^53 - 1", "9007199254740991"_ba, {});
    row("id -(2^53 - 1)", "-9007199254740991"_ba, {});
    row("text id", R"("abc")"_ba, {});
    row("empty text id", R"("")"_ba, {});
    row("text id of 128 bytes", '"' + QByteArray(128, 'x') + '"', {});
    row("text id of 64 letters and 128 bytes", '"' + "ë"_ba.repeated(64) + '"', {});
}

void MessageTest::readsARequest()
{
    QFETCH(QByteArray, line);
    const Result<IncomingMessage> message = decodeMessage(line);
    QVERIFY(message.isOk());
    QVERIFY(!message->isBatch);
    QCOMPARE(message->items.size(), 1);
    const auto *request = std::get_if<Request>(&message->items.first());
    QVERIFY(request);
    QTEST(asText(request->id), "id");
    QCOMPARE(request->method, u"employee.get"_s);
    QTEST(writeJson(request->params), "params");
    QVERIFY(!request->hasPositionalParams);
}

void MessageTest::positionalParamsAreTold()
{
    const auto message = decodeMessage(R"({"jsonrpc":"2.0","id":1,"method":"m","params":[17]})");
    QVERIFY(message.isOk());
    const auto *request = std::get_if<Request>(&message->items.first());
    QVERIFY(request);
    QVERIFY(request->hasPositionalParams);
    QVERIFY(request->params.isEmpty());
}

void MessageTest::refusesMalformedRequests_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("id");
    const auto row = [](const char *name, const QByteArray &line, const QByteArray &id) {
        QTest::newRow(name) << line << '[' + id + ']';
    };
    const auto withId = [&row](const char *name, const QByteArray &id) {
        row(name, R"({"jsonrpc":"2.0","method":"m","id":)" + id + '}', "null"_ba);
    };
    row("number", "17"_ba, "null"_ba);
    row("string", R"("hello")"_ba, "null"_ba);
    row("null", "null"_ba, "null"_ba);
    row("empty object", "{}"_ba, "null"_ba);
    row("no id", R"({"jsonrpc":"2.0","method":"m"})"_ba, "null"_ba);
    withId("null id", "null"_ba);
    withId("boolean id", "true"_ba);
    withId("fractional id", "1.5"_ba);
    withId("id with a point", "2.0"_ba);
    withId("id with an exponent", "1E2"_ba);
    withId("id that would be rounded", "9007199254740990.7"_ba);
    withId("array id", "[1]"_ba);
    withId("object id", "{}"_ba);
    withId("id 2^53", "9007199254740992"_ba);
    withId("id -2^53", "-9007199254740992"_ba);
    withId("id 2^63 - 1", "9223372036854775807"_ba);
    withId("id -2^63", "-9223372036854775808"_ba);
    withId("id 2^64", "18446744073709551616"_ba);
    withId("text id of 129 bytes", '"' + QByteArray(129, 'x') + '"');
    withId("text id of 65 letters and 130 bytes", '"' + "ë"_ba.repeated(65) + '"');

    row("no version", R"({"id":1,"method":"m"})"_ba, "1"_ba);
    row("version 1.0", R"({"jsonrpc":"1.0","id":1,"method":"m"})"_ba, "1"_ba);
    row("version as a number", R"({"jsonrpc":2.0,"id":"a","method":"m"})"_ba, R"("a")"_ba);
    row("no method", R"({"jsonrpc":"2.0","id":2})"_ba, "2"_ba);
    row("method as a number", R"({"jsonrpc":"2.0","id":2,"method":7})"_ba, "2"_ba);
    row("null method", R"({"jsonrpc":"2.0","id":2,"method":null})"_ba, "2"_ba);
    row("null params", R"({"jsonrpc":"2.0","id":3,"method":"m","params":null})"_ba, "3"_ba);
    row("params as text", R"({"jsonrpc":"2.0","id":3,"method":"m","params":"x"})"_ba, "3"_ba);
    row("params as a number", R"({"jsonrpc":"2.0","id":3,"method":"m","params":1})"_ba, "3"_ba);
    row("unknown member", R"({"jsonrpc":"2.0","id":4,"method":"m","token":"x"})"_ba, "4"_ba);
    row("member of another case", R"({"jsonrpc":"2.0","id":4,"method":"m","Params":{}})"_ba,
        "4"_ba);
    row("reply", R"({"jsonrpc":"2.0","id":5,"result":{}})"_ba, "5"_ba);
}

void MessageTest::refusesMalformedRequests()
{
    QFETCH(QByteArray, line);
    const Result<IncomingMessage> message = decodeMessage(line);
    QVERIFY(message.isOk());
    QVERIFY(!message->isBatch);
    QCOMPARE(message->items.size(), 1);
    const auto *malformed = std::get_if<MalformedRequest>(&message->items.first());
    QVERIFY(malformed);
    QTEST(asText(malformed->id), "id");
    QCOMPARE(malformed->error.code, ErrorCode::InvalidRequest);
    QVERIFY(!malformed->error.message.isEmpty());
}

void MessageTest::unreadableLineIsAParseError()
{
    const Result<IncomingMessage> message = decodeMessage(R"({"jsonrpc":"2.0","id":1,"id":2})");
    QVERIFY(!message.isOk());
    QCOMPARE(message.error().code, ErrorCode::ParseError);
}

void MessageTest::batchHasOneToAThousandRequests_data()
{
    QTest::addColumn<int>("requests");
    QTest::addColumn<bool>("isTaken");
    QTest::newRow("none") << 0 << false;
    QTest::newRow("one") << 1 << true;
    QTest::newRow("a thousand") << 1000 << true;
    QTest::newRow("one more") << 1001 << false;
}

void MessageTest::batchHasOneToAThousandRequests()
{
    QFETCH(int, requests);
    QFETCH(bool, isTaken);
    const Result<IncomingMessage> message = decodeMessage(batchOf(requests));
    QCOMPARE(message.isOk(), isTaken);
    if (!isTaken) {
        QCOMPARE(message.error().code, ErrorCode::InvalidRequest);
        return;
    }
    QVERIFY(message->isBatch);
    QCOMPARE(message->items.size(), requests);
    for (int i = 0; i < requests; ++i)
        QCOMPARE(std::get<Request>(message->items.at(i)).id.toInteger(), i);
}

void MessageTest::malformedItemSpoilsOnlyItself()
{
    const Result<IncomingMessage> message = decodeMessage(
        R"([{"jsonrpc":"2.0","id":1,"method":"m"},[],17,{"id":2},{"jsonrpc":"2.0","id":3,"method":"m"}])");
    QVERIFY(message.isOk());
    QCOMPARE(message->items.size(), 5);
    QVERIFY(std::holds_alternative<Request>(message->items.at(0)));
    for (int i = 1; i <= 3; ++i)
        QVERIFY(std::holds_alternative<MalformedRequest>(message->items.at(i)));
    QVERIFY(std::get<MalformedRequest>(message->items.at(1)).id.isNull());
    QCOMPARE(std::get<MalformedRequest>(message->items.at(3)).id.toInteger(), 2);
    QVERIFY(std::holds_alternative<Request>(message->items.at(4)));
}

void MessageTest::requestIsReadAsItWasWritten()
{
    const QJsonObject params{{u"id"_s, maxBatchSize}, {u"text"_s, u"Zoë\n"_s}};
    const auto message = decodeMessage(writeJson(encodeRequest(7, u"employee.get"_s, params)));
    QVERIFY(message.isOk());
    const Request &request = std::get<Request>(message->items.first());
    QCOMPARE(request.id.toInteger(), 7);
    QCOMPARE(request.method, u"employee.get"_s);
    QCOMPARE(request.params, params);

    const auto bare = decodeMessage(writeJson(encodeRequest(u"x"_s, u"session.logout"_s, {})));
    QCOMPARE(std::get<Request>(bare->items.first()).id.toString(), u"x"_s);
}

void MessageTest::repliesAreReadAsTheyWereWritten()
{
    const QJsonObject result{{u"revision"_s, qint64{9'007'199'254'740'991}}};
    const auto message = decodeServerMessage(writeJson(encodeReply(7, result)));
    QVERIFY(message.isOk());
    const Reply &reply = std::get<Reply>(*message);
    QCOMPARE(reply.id.toInteger(), 7);
    QVERIFY(reply.outcome.isOk());
    QCOMPARE(*reply.outcome, result);
}

void MessageTest::errorsAreReadAsTheyWereWritten()
{
    const Error error{
        ErrorCode::PermissionDenied, u"You may not."_s, {{u"permission"_s, u"salary:read"_s}}};
    const QJsonObject json = encodeError(QJsonValue::Null, error);
    QCOMPARE(json.value("error"_L1).toObject().value("code"_L1).toInteger(), -32002);
    const auto message = decodeServerMessage(writeJson(json));
    QVERIFY(message.isOk());
    const Reply &reply = std::get<Reply>(*message);
    QVERIFY(reply.id.isNull());
    QVERIFY(!reply.outcome.isOk());
    QCOMPARE(reply.outcome.error().code, error.code);
    QCOMPARE(reply.outcome.error().message, error.message);
    QCOMPARE(reply.outcome.error().data, error.data);
}

void MessageTest::notificationsAreReadAsTheyWereWritten()
{
    const QJsonObject params{{u"reason"_s, u"revoked"_s}};
    const auto message
        = decodeServerMessage(writeJson(encodeNotification(u"session.ended"_s, params)));
    QVERIFY(message.isOk());
    const auto *notification = std::get_if<Notification>(&*message);
    QVERIFY(notification);
    QCOMPARE(notification->method, u"session.ended"_s);
    QCOMPARE(notification->params, params);
}

void MessageTest::unknownReasonBecomesInternalError()
{
    const auto message = decodeServerMessage(
        R"({"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":"Later.","data":{"reason":"of_later"}}})");
    QVERIFY(message.isOk());
    const Reply &reply = std::get<Reply>(*message);
    QCOMPARE(reply.outcome.error().code, ErrorCode::InternalError);
    QCOMPARE(reply.outcome.error().message, u"Later."_s);
}

void MessageTest::clientIgnoresUnknownMembers()
{
    const auto message
        = decodeServerMessage(R"({"jsonrpc":"2.0","id":1,"result":{"a":1},"later":{}})");
    QVERIFY(message.isOk());
    QVERIFY(std::get<Reply>(*message).outcome.isOk());
}

void MessageTest::clientReadsABatchOfReplies()
{
    const auto message = decodeServerMessage(writeJson(
        QJsonArray{encodeReply(1, {}), encodeError(2, {ErrorCode::NotFound, u"No."_s, {}})}));
    QVERIFY(message.isOk());
    const auto &replies = std::get<QList<Reply>>(*message);
    QCOMPARE(replies.size(), 2);
    QVERIFY(replies.at(0).outcome.isOk());
    QCOMPARE(replies.at(1).outcome.error().code, ErrorCode::NotFound);
}

void MessageTest::clientRefusesWhatIsNoAnswer_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("nothing") << ""_ba;
    QTest::newRow("web page") << "HTTP/1.1 400 Bad Request"_ba;
    QTest::newRow("number") << "17"_ba;
    QTest::newRow("string") << "\"result\""_ba;
    QTest::newRow("empty object") << "{}"_ba;
    QTest::newRow("neither result nor error") << R"({"jsonrpc":"2.0","id":1})"_ba;
    QTest::newRow("duplicate names") << R"({"id":1,"result":{},"result":{}})"_ba;
}

void MessageTest::clientRefusesWhatIsNoAnswer()
{
    QFETCH(QByteArray, line);
    const auto message = decodeServerMessage(line);
    QVERIFY(!message.isOk());
    QCOMPARE(message.error().code, ErrorCode::ParseError);
}

QTEST_GUILESS_MAIN(MessageTest)
#include "tst_message.moc"
