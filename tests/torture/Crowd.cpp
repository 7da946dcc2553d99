#include "tests/torture/Crowd.h"

#include "tests/torture/RecordChecker.h"

#include <QJsonArray>

#include <thread>
#include <vector>

namespace roster::torture {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int half = 8;

QJsonArray readBatch()
{
    QJsonArray batch;
    for (int id = 1; id <= 5; ++id) {
        batch.append(QJsonObject{{u"jsonrpc"_s, u"2.0"_s}, {u"id"_s, id},
            {u"method"_s, u"employee.get"_s}, {u"params"_s, QJsonObject{{u"id"_s, id}}}});
    }
    return batch;
}

} // namespace

Crowd::Crowd(std::chrono::seconds length)
    : m_length(length)
    , m_server(false)
{
}

CrowdReport Crowd::run()
{
    if (!m_server.prepare() || !m_server.start()) {
        m_report.problems.append(u"no server: "_s + m_server.log());
        return m_report;
    }
    m_door.open(m_server.port());
    std::stop_source stop;
    std::vector<std::thread> clients;
    for (int number = 1; number <= half; ++number) {
        clients.emplace_back([this, number, &stop] {
            Writer(number, m_door, m_ledger).run(stop.get_token(), std::stop_token());
        });
        clients.emplace_back([this, number, &stop] { wander(number, stop.get_token()); });
    }
    const auto end = std::chrono::steady_clock::now() + m_length;
    while (std::chrono::steady_clock::now() < end && m_server.isRunning())
        std::this_thread::sleep_for(100ms);
    stop.request_stop();
    for (std::thread &client : clients)
        client.join();
    if (m_server.stop() != 0)
        m_report.problems.append(u"no clean end: "_s + m_server.log().right(20'000));
    RecordChecker checker;
    if (!checker.read(m_server.dataFolder()))
        m_report.problems.append(u"the database cannot be read"_s);
    m_report.problems += checker.problems(m_ledger.attempts());
    m_report.writes = m_ledger.count(Verdict::Acknowledged);
    m_report.calls = m_calls;
    m_report.visits = m_visits;
    return m_report;
}

void Crowd::wander(int number, const std::stop_token &stop)
{
    std::mt19937 random(static_cast<unsigned>(number));
    QString token;
    while (!stop.stop_requested())
        visit(random, token);
}

/// One connection: some calls, and one of the ends that a connection can have.
void Crowd::visit(std::mt19937 &random, QString &token)
{
    PlainClient client(m_server.port());
    if (!client.isConnected())
        return;
    ++m_visits;
    if (token.isEmpty() || !client.resume(token))
        token = client.login(u"hr"_s);
    for (auto count = random() % 30; count > 0; --count) {
        const qint64 id = 1 + static_cast<qint64>(random() % 100);
        const auto call = [&](const QString &method, const QJsonObject &params) {
            m_calls += client.call(method, params) ? 1 : 0;
        };
        switch (random() % 8) {
        case 0:
            call(u"employee.list"_s,
                {{u"filter"_s, QJsonObject{{u"text"_s, u"ann"_s}}}, {u"total"_s, true}});
            break;
        case 1:
            call(u"employee.list"_s,
                {{u"offset"_s, id}, {u"limit"_s, 20},
                    {u"sort"_s, QJsonArray{QJsonObject{{u"field"_s, u"department"_s}}}}});
            break;
        case 2:
            call(u"employee.subscribe"_s, {});
            break;
        case 3:
            call(u"session.list"_s, {});
            break;
        case 4:
            m_calls += client.callBatch(readBatch()).size();
            break;
        default:
            call(u"employee.get"_s, {{u"id"_s, id}});
        }
    }
    const auto ending = random() % 6;
    if (ending == 0) {
        static_cast<void>(client.call(u"session.logout"_s));
        token.clear();
    } else if (ending < 3) {
        static_cast<void>(
            client.raw().send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"employee.list\"}\n"));
        client.raw().reset();
    } else if (ending == 3) {
        client.raw().sendCloseNotify();
    }
}

} // namespace roster::torture
