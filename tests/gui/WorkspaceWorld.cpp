#include "tests/gui/WorkspaceWorld.h"

#include "tests/gui/LoggedInClient.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <stdexcept>

namespace roster::gui::test {

using namespace Qt::StringLiterals;
using server::tests::LineClient;
using server::tests::reasonOf;
using server::tests::resultOf;
using server::tests::ServerWorld;

WorkspaceWorld::WorkspaceWorld(const QString &username)
    : m_colleague(std::make_unique<LineClient>(m_server))
{
    m_server.addUser(u"colleague"_s, u"hr"_s);
    if (reasonOf(m_colleague->login(u"colleague"_s)) != u"ok"_s)
        throw std::runtime_error("the colleague is refused");
    std::unique_ptr<RosterClient> client = logIn(username);
    if (!client)
        throw std::runtime_error("the user is refused");
    m_workspace = std::make_unique<Workspace>(
        std::move(client), ServerAddress{u"127.0.0.1"_s, m_relay.port()});
    // Answers keep their order: the subscription stands, no change is missed.
    bool isSubscribed = false;
    m_workspace->session.call(u"server.info"_s, {}, &m_workspace->session,
        [&isSubscribed](const CallOutcome &outcome) { isSubscribed = outcome.isOk(); });
    if (!QTest::qWaitFor([&isSubscribed] { return isSubscribed; }, 20'000))
        throw std::runtime_error("the server does not answer");
}

WorkspaceWorld::~WorkspaceWorld() = default;

std::unique_ptr<RosterClient> WorkspaceWorld::logIn(const QString &username)
{
    return test::logIn({u"127.0.0.1"_s, m_relay.port()}, m_server.folder() + u"/tls/ca.pem"_s,
        username, SecretBytes::copyOf(ServerWorld::password()));
}

QList<EmployeeId> WorkspaceWorld::addEmployees(int count)
{
    QList<EmployeeId> ids;
    constexpr int batchSize = 500;
    for (int done = 0; done < count; done += batchSize) {
        QByteArray batch = "[";
        const int end = std::min(done + batchSize, count);
        for (int i = done; i < end; ++i) {
            QJsonObject employee = server::tests::person(
                u"First%1"_s.arg(QChar(u'a' + i % 26)), u"%1"_s.arg(100'000'000 + i));
            // Letters only: a name has no digits.
            QString last = u"L"_s;
            for (int rest = count - i, k = 0; k < 4; ++k, rest /= 26)
                last.insert(1, QChar(u'a' + rest % 26));
            employee.insert("last_name"_L1, last);
            employee.insert("salary"_L1, QString::number(1000 + i));
            if (i > done)
                batch += ',';
            batch += m_colleague->request(u"employee.add"_s, {{u"employee"_s, employee}});
        }
        m_colleague->sendLine(batch + "]");
        const std::optional<QByteArray> line = m_colleague->line();
        const QJsonArray replies = QJsonDocument::fromJson(line.value_or(QByteArray())).array();
        for (const QJsonValue &reply : replies) {
            ids.append(resultOf(reply.toObject())
                           .value("employee"_L1)
                           .toObject()
                           .value("id"_L1)
                           .toInteger());
        }
    }
    if (ids.size() != count)
        throw std::runtime_error("employees are missing");
    return ids;
}

EmployeeRow WorkspaceWorld::read(EmployeeId id)
{
    return rowFromJson(resultOf(m_colleague->call(u"employee.get"_s, {{u"id"_s, id}}))
                           .value("employee"_L1)
                           .toObject());
}

void WorkspaceWorld::changeElsewhere(EmployeeId id, const QJsonObject &changes)
{
    const QJsonObject reply = m_colleague->call(u"employee.update"_s,
        {{u"id"_s, id}, {u"version"_s, read(id).version}, {u"changes"_s, changes}});
    if (reasonOf(reply) != u"ok"_s)
        throw std::runtime_error("the colleague's change is refused");
}

} // namespace roster::gui::test
