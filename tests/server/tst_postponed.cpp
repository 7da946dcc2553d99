#include "server/auth/Authenticator.h"
#include "server/requests/Conversation.h"
#include "server/requests/ConversationRegistry.h"
#include "server/storage/ReadBudget.h"
#include "tests/fuzz/DispatchWorld.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <atomic>

using namespace roster;
using namespace roster::server;
using namespace Qt::StringLiterals;
using roster::test::DispatchWorld;

/// Requests that a handler has wait for something: they are handled anew, with the session as it is
/// then, and nothing else of the connection is begun meanwhile.
class PostponedTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void answersOnceItMay();
    void keepsItsPlaceInABatch();
    void refusesTwice();
    void checksTheSessionAnew();
    void checksTheAgeOfTheSessionAnew();
    void checksTheSessionBeforeItsEndIsTold();
    void checksTheRoleAnew();
    void isHandledWithoutWhatItWaitsForInTheEnd();
    void isNotCalledWhenTheConnectionIsGone();
    void finishesWithoutLosingIt();

private:
    [[nodiscard]] Answer wait(const Caller &caller);
    void ask(const QByteArray &line) { m_conversation->takeLine(line); }
    void callAgain();
    [[nodiscard]] static QByteArray request(int id, const QByteArray &method);
    [[nodiscard]] QJsonObject reply(qsizetype place) const;
    [[nodiscard]] QString reason(qsizetype place) const;

    std::unique_ptr<DispatchWorld> m_world;
    RequestCounters m_counters;
    std::unique_ptr<RequestDispatcher> m_dispatcher;
    std::unique_ptr<Conversation> m_conversation;
    SessionRef m_session;
    QList<QByteArray> m_replies;
    std::vector<std::function<void()>> m_again;
    int m_handled = 0;
    bool m_isNeverReady = false;
    bool m_hasFinished = false;
};

void PostponedTest::init()
{
    m_again.clear();
    m_replies.clear();
    m_handled = 0;
    m_isNeverReady = false;
    m_hasFinished = false;
    m_world = std::make_unique<DispatchWorld>();
    std::vector<Route> routes{
        {"test.wait"_L1, Permission::EmployeeAdd, Effect::Read, true,
            [this](const Caller &caller, const Request &) { return wait(caller); }},
        {"test.now"_L1, Permission::EmployeeGet, Effect::Read, true,
            [](const Caller &, const Request &) {
                return QJsonObject{{u"now"_s, true}};
            }}};
    m_dispatcher = std::make_unique<RequestDispatcher>(std::move(routes), m_counters);
    const ConversationContext &context = m_world->context();
    const auto hr = std::ranges::find(m_world->sessions(), u"hr"_s, &torture::KnownSession::user);
    QVERIFY(hr != m_world->sessions().end());
    const auto grant = context.authenticator.resume(hr->token);
    QVERIFY(grant);
    m_session = grant->session;
    m_conversation = std::make_unique<Conversation>(
        ConversationContext{context.authenticator, *m_dispatcher, context.registry, context.mailbox,
            context.facts, context.users, context.counters, context.writes},
        QHostAddress(u"192.0.2.7"_s));
    connect(m_conversation.get(), &Conversation::outputReady, this,
        [this](const QByteArray &lines) { m_replies += lines.chopped(1).split('\n'); });
    connect(m_conversation.get(), &Conversation::finished, this, [this] { m_hasFinished = true; });
    ask(R"({"jsonrpc":"2.0","id":1,"method":"session.resume","params":{"token":")"
        + hr->token.toLatin1() + "\"}}");
    QCOMPARE(m_replies.size(), 1);
    QVERIFY(reply(0).contains("result"_L1));
    m_replies.clear();
}

void PostponedTest::cleanup()
{
    m_conversation.reset();
    m_session.reset();
    m_world.reset();
}

Answer PostponedTest::wait(const Caller &caller)
{
    ++m_handled;
    if (!caller.hasWaited || m_isNeverReady)
        return Postponed{
            [this](std::function<void()> again) { m_again.push_back(std::move(again)); }};
    return QJsonObject{{u"role"_s, caller.session.roleName()}};
}

/// As whoever has what was waited for does, on a thread of its own.
void PostponedTest::callAgain()
{
    for (const auto &again : std::exchange(m_again, {}))
        again();
    QCoreApplication::processEvents();
}

QByteArray PostponedTest::request(int id, const QByteArray &method)
{
    return R"({"jsonrpc":"2.0","id":)" + QByteArray::number(id) + R"(,"method":")" + method + "\"}";
}

QJsonObject PostponedTest::reply(qsizetype place) const
{
    return QJsonDocument::fromJson(m_replies.value(place)).object();
}

QString PostponedTest::reason(qsizetype place) const
{
    return reply(place)["error"_L1]["data"_L1]["reason"_L1].toString();
}

void PostponedTest::answersOnceItMay()
{
    ask(request(2, "test.wait"));
    ask(request(3, "test.now"));
    QCoreApplication::processEvents();
    QCOMPARE(m_replies.size(), 0);
    QCOMPARE(m_again.size(), std::size_t{1});
    callAgain();
    QCOMPARE(m_replies.size(), 2);
    QCOMPARE(reply(0)["id"_L1].toInt(), 2);
    QCOMPARE(reply(0)["result"_L1]["role"_L1].toString(), u"hr"_s);
    QCOMPARE(reply(1)["id"_L1].toInt(), 3);
    QVERIFY(reply(1)["result"_L1]["now"_L1].toBool());
    QCOMPARE(m_handled, 2);
}

void PostponedTest::keepsItsPlaceInABatch()
{
    ask('[' + request(2, "test.now") + ',' + request(3, "test.wait") + ',' + request(4, "test.wait")
        + ',' + request(5, "test.now") + ']');
    callAgain();
    QCOMPARE(m_replies.size(), 0); // the second one waits on its own
    callAgain();
    QCOMPARE(m_replies.size(), 1);
    const QJsonArray replies = QJsonDocument::fromJson(m_replies.first()).array();
    QCOMPARE(replies.size(), 4);
    for (int i = 0; i < 4; ++i) {
        QCOMPARE(replies[i]["id"_L1].toInt(), i + 2);
        QVERIFY(replies[i].toObject().contains("result"_L1));
    }
}

/// Nothing waits for ever.
void PostponedTest::refusesTwice()
{
    m_isNeverReady = true;
    ask(request(2, "test.wait"));
    callAgain();
    QCOMPARE(reason(0), u"internal_error"_s);
    ask(request(3, "test.now"));
    QCOMPARE(reply(1)["id"_L1].toInt(), 3);
}

void PostponedTest::checksTheSessionAnew()
{
    ask(request(2, "test.wait"));
    std::atomic<bool> isOut = false;
    m_world->context().authenticator.logout(
        m_session, [&isOut](const Result<Done> &) { isOut = true; });
    QTRY_VERIFY(isOut);
    callAgain();
    QCOMPARE(m_handled, 1);
    QVERIFY(!m_replies.isEmpty());
    const auto isReply = [](const QByteArray &line) { return line.contains("\"id\":2"); };
    QCOMPARE(std::ranges::count_if(m_replies, isReply), 1);
    QCOMPARE(
        reason(std::ranges::find_if(m_replies, isReply) - m_replies.begin()), u"session_expired"_s);
}

void PostponedTest::checksTheAgeOfTheSessionAnew()
{
    ask(request(2, "test.wait"));
    m_world->passTheTime();
    callAgain();
    QCOMPARE(m_handled, 1);
    QVERIFY(std::ranges::any_of(
        m_replies, [](const QByteArray &line) { return line.contains("session_expired"); }));
}

void PostponedTest::checksTheSessionBeforeItsEndIsTold()
{
    ask(request(2, "test.wait"));
    m_session->hold(); // as while its end is being stored
    callAgain();
    QCOMPARE(reason(0), u"try_later"_s);
    m_session->release();
    ask(request(3, "test.wait"));
    QVERIFY(m_session->end(EndReason::Revoked));
    callAgain();
    QCOMPARE(reason(1), u"session_expired"_s);
    QCOMPARE(m_handled, 2);
}

void PostponedTest::checksTheRoleAnew()
{
    const auto less = std::make_shared<const Rights>(
        Rights({Permission::EmployeeGet}, FieldAccess::None, FieldAccess::None, FieldAccess::None));
    ask(request(2, "test.wait"));
    QVERIFY(m_session->change(u"viewer"_s, less, false));
    callAgain();
    QCOMPARE(reason(0), u"permission_denied"_s);
    QCOMPARE(m_handled, 1);
    const auto more
        = std::make_shared<const Rights>(Rights({Permission::EmployeeGet, Permission::EmployeeAdd},
            FieldAccess::None, FieldAccess::None, FieldAccess::None));
    QVERIFY(m_session->change(u"clerk"_s, more, false));
    ask(request(3, "test.wait"));
    static_cast<void>(m_session->change(u"other"_s, more, true));
    callAgain();
    QCOMPARE(reason(1), u"password_change_required"_s);
    static_cast<void>(m_session->change(u"third"_s, more, false));
    ask(request(4, "test.wait"));
    static_cast<void>(m_session->change(u"fourth"_s, more, false));
    callAgain();
    QCOMPARE(reply(2)["result"_L1]["role"_L1].toString(), u"fourth"_s);
}

void PostponedTest::isHandledWithoutWhatItWaitsForInTheEnd()
{
    ask(request(2, "test.wait"));
    constexpr int patience = 3 * static_cast<int>(ReadBudget::perRequest.count());
    QTRY_COMPARE_WITH_TIMEOUT(m_replies.size(), 1, patience);
    QVERIFY(reply(0).contains("result"_L1));
    callAgain(); // too late
    QCOMPARE(m_replies.size(), 1);
    QCOMPARE(m_handled, 2);
}

void PostponedTest::isNotCalledWhenTheConnectionIsGone()
{
    ask(request(2, "test.wait"));
    m_conversation.reset();
    callAgain();
    QCOMPARE(m_handled, 1);
    QCOMPARE(m_replies.size(), 0);
}

void PostponedTest::finishesWithoutLosingIt()
{
    ask(request(2, "test.wait"));
    m_conversation->finish();
    QVERIFY(!m_hasFinished);
    callAgain();
    QCOMPARE(m_replies.size(), 1);
    QVERIFY(reply(0).contains("result"_L1));
    QVERIFY(m_hasFinished);
}

QTEST_GUILESS_MAIN(PostponedTest)
#include "tst_postponed.moc"
