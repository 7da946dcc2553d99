#include "common/protocol/PlainRequest.h"

#include "common/protocol/Message.h"
#include "common/protocol/StrictJson.h"

#include <QJsonArray>
#include <QRandomGenerator>
#include <QTest>

#include <array>

using namespace roster;
using namespace Qt::StringLiterals;

namespace {

constexpr auto usual = R"({"jsonrpc":"2.0","id":7,"method":"employee.get","params":{"id":17}})";

/// What the general way makes of a line that is one request; nothing of all others.
std::optional<Request> inGeneral(QByteArrayView line)
{
    const Result<IncomingMessage> message = decodeMessage(line);
    if (!message || message->isBatch)
        return std::nullopt;
    const auto *request = std::get_if<Request>(&message->items.first());
    return request ? std::optional(*request) : std::nullopt;
}

bool isSame(const PlainRequest &plain, const Request &request)
{
    const QJsonObject params{{QString::fromLatin1(plain.parameter), plain.value}};
    return request.id == plain.idValue() && request.method == QLatin1StringView(plain.method)
        && request.params == params && !request.hasPositionalParams
        && writeJson(QJsonArray{request.id}) == '[' + plain.id.toByteArray() + ']';
}

} // namespace

/// The short cut reads nothing that the general way would read otherwise, or refuse.
class PlainRequestTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatIsPlain_data();
    void readsWhatIsPlain();
    void leavesTheRest_data();
    void leavesTheRest();
    void neverDisagreesOnSpoiltLines();
};

void PlainRequestTest::readsWhatIsPlain_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("usual") << QByteArray(usual);
    QTest::newRow("another order")
        << R"({"params":{"id":17},"method":"employee.get","id":7,"jsonrpc":"2.0"})"_ba;
    QTest::newRow("blanks")
        << " { \"jsonrpc\" : \"2.0\" ,\t\"id\": 7 , \"method\":\"m\", \"params\": { \"id\" :1 } } \r"_ba;
    const auto withId = [](const char *name, const QByteArray &id) {
        QTest::newRow(name) << R"({"jsonrpc":"2.0","method":"m","params":{"id":1},"id":)" + id
                + '}';
    };
    withId("id zero", "0"_ba);
    withId("negative id", "-7"_ba);
    withId("id 2^53 - 1", "9007199254740991"_ba);
    withId("id -(2^53 - 1)", "-9007199254740991"_ba);
    withId("text id", R"("a/b c")"_ba);
    withId("empty text id", R"("")"_ba);
    withId("text id of 128 bytes", '"' + QByteArray(128, 'x') + '"');
    QTest::newRow("value zero") << QByteArray(usual).replace("17", "0");
    QTest::newRow("negative value") << QByteArray(usual).replace("17", "-9007199254740991");
}

void PlainRequestTest::readsWhatIsPlain()
{
    QFETCH(QByteArray, line);
    const auto plain = readPlainRequest(line);
    QVERIFY(plain);
    const auto request = inGeneral(line);
    QVERIFY(request);
    QVERIFY(isSame(*plain, *request));
}

void PlainRequestTest::leavesTheRest_data()
{
    QTest::addColumn<QByteArray>("line");
    const auto row = [](const char *name, const char *before, const QByteArray &after) {
        const QByteArray line = QByteArray(usual).replace(before, after);
        QVERIFY(line != usual);
        QTest::newRow(name) << line;
    };
    QTest::newRow("nothing") << ""_ba;
    QTest::newRow("a batch") << '[' + QByteArray(usual) + ']';
    QTest::newRow("a byte order mark") << "\xEF\xBB\xBF" + QByteArray(usual);
    QTest::newRow("two values") << QByteArray(usual) + usual;
    QTest::newRow("an open end") << QByteArray(usual).chopped(1);
    row("another version", "2.0", "1.0");
    row("a version that is a number", "\"2.0\"", "2.0");
    row("no version", R"("jsonrpc":"2.0",)", "");
    row("no id", R"("id":7,)", "");
    row("no params", R"(,"params":{"id":17})", "");
    row("an id twice", R"("id":7)", R"("id":7,"id":7)");
    row("a method instead of an id", R"("id":7)", R"("method":"m")");
    row("an unknown member", R"("id":7)", R"("id":7,"x":1)");
    row("id null", ":7", ":null");
    row("id with a point", ":7", ":7.0");
    row("id with an exponent", ":7", ":7e0");
    row("id minus zero", ":7", ":-0");
    row("id with a zero in front", ":7", ":07");
    row("id with a plus", ":7", ":+7");
    row("id 2^53", ":7", ":9007199254740992");
    row("id 2^64", ":7", ":18446744073709551616");
    row("a text id of 129 bytes", ":7", ":\"" + QByteArray(129, 'x') + '"');
    row("a text id with an escape", ":7", R"(:"\u0041")");
    row("a text id of letters beyond ASCII", ":7", ":\"ë\"");
    row("a text id that is no UTF-8", ":7", ":\"\xff\"");
    row("a text id with a control character", ":7", ":\"\x01\"");
    row("a text id with a NUL", ":7", QByteArray(":\"\0\"", 4));
    row("a NUL in between", ":7", QByteArray(":7\0", 3));
    row("an escape in a name", R"("method")", R"("m\u0065thod")");
    row("an empty method", "employee.get", "");
    row("positional params", R"({"id":17})", "[17]");
    row("empty params", R"({"id":17})", "{}");
    row("a text parameter", ":17", R"(:"17")");
    row("a fraction", ":17", ":17.5");
    row("two parameters", R"({"id":17})", R"({"id":17,"x":1})");
    row("a parameter twice", R"({"id":17})", R"({"id":17,"id":17})");
    row("an object as a parameter", ":17", ":{}");
    row("a comma too many", "17}", "17,}");
    row("another comma too many", "}}", "},}");
    row("a comma too few", ",\"id\"", "\"id\"");
}

void PlainRequestTest::leavesTheRest()
{
    QFETCH(QByteArray, line);
    QVERIFY(!readPlainRequest(line));
}

void PlainRequestTest::neverDisagreesOnSpoiltLines()
{
    constexpr auto pieces
        = std::to_array("\0{}[]\":,.0179-+eE\\u \t\r\nidjsonrpcmethodparams\x7f\xc3\xab");
    QRandomGenerator random(7);
    int plainOnes = 0;
    for (int i = 0; i < 200'000; ++i) {
        QByteArray line(usual);
        for (int spoilt = random.bounded(1, 4); spoilt > 0 && !line.isEmpty(); --spoilt) {
            const qsizetype at = random.bounded(static_cast<quint32>(line.size()));
            const char piece = pieces[random.bounded(static_cast<quint32>(pieces.size()))];
            switch (random.bounded(3)) {
            case 0:
                line[at] = piece;
                break;
            case 1:
                line.insert(at, piece);
                break;
            default:
                line.remove(at, 1);
            }
        }
        const auto plain = readPlainRequest(line);
        if (!plain)
            continue;
        ++plainOnes;
        const auto request = inGeneral(line);
        QVERIFY2(request && isSame(*plain, *request), line.constData());
    }
    QVERIFY(plainOnes > 1000);
}

QTEST_GUILESS_MAIN(PlainRequestTest)
#include "tst_plainrequest.moc"
