#include "tests/torture/CallFuzzer.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace roster::torture {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t links = 8;
constexpr auto lifetime = 60s; ///< the shortest that can be set
constexpr int mostBadLogins = 60; ///< under what slows a whole address
constexpr qsizetype mostSessions = 40;

QByteArray write(const QJsonValue &value)
{
    return (value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject()))
        .toJson(QJsonDocument::Compact);
}

bool isOfSessions(const QString &method)
{
    return method.startsWith("session."_L1) && method != "session.list"_L1;
}

} // namespace

CallFuzzer::CallFuzzer(int calls, unsigned seed)
    : m_calls(calls)
    , m_random(seed)
    , m_server(false)
    , m_links(links)
{
    const QSet<QString> four{
        u"employee.get"_s, u"employee.add"_s, u"employee.update"_s, u"employee.delete"_s};
    const auto fields = [](const QString &ssn, const QString &birth, const QString &salary) {
        return QHash<QString, QString>{
            {u"ssn"_s, ssn}, {u"date_of_birth"_s, birth}, {u"salary"_s, salary}};
    };
    m_roles = {{u"hr"_s, four, fields(u"write"_s, u"write"_s, u"write"_s)},
        {u"viewer"_s, {u"employee.get"_s}, fields(u"masked"_s, u"masked"_s, u"none"_s)},
        {u"administrator"_s,
            {u"employee.get"_s, u"user.manage"_s, u"audit.read"_s, u"server.manage"_s},
            fields(u"masked"_s, u"masked"_s, u"masked"_s)},
        {u"clerk"_s, {u"employee.get"_s, u"employee.update"_s},
            fields(u"none"_s, u"read"_s, u"masked"_s)}};
}

bool CallFuzzer::prepare()
{
    const auto role = m_server.command({u"role"_s, u"add"_s, u"clerk"_s, u"--permission"_s,
        u"employee.get"_s, u"--permission"_s, u"employee.update"_s, u"--field"_s,
        u"date_of_birth=read"_s, u"--field"_s, u"salary=masked"_s});
    for (const RoleFacts &facts : std::as_const(m_roles)) {
        if (!m_server.addUser(u"a-"_s + facts.name, facts.name))
            return false;
    }
    const auto fresh
        = m_server.command({u"user"_s, u"add"_s, u"fresh"_s, u"--role"_s, u"hr"_s, u"--json"_s});
    if (!role || !fresh)
        return false;
    const QJsonObject told = QJsonDocument::fromJson(fresh->toUtf8()).object();
    m_oneTimePassword = told["one_time_password"_L1].toString();
    return !m_oneTimePassword.isEmpty();
}

FuzzReport CallFuzzer::run()
{
    const QString life = QString::number(std::chrono::seconds(lifetime).count()) + u's';
    const QStringList options{u"--session-idle"_s, life, u"--session-lifetime"_s, life};
    if (!m_server.command({u"init"_s}) || !prepare() || !m_server.start(options)) {
        complain(u"no server: "_s + m_server.log());
        return m_report;
    }
    while (m_report.calls < m_calls && m_report.problems.isEmpty())
        step();
    if (!m_server.isRunning())
        complain(u"the server died: "_s + m_server.log());
    m_links.clear();
    if (m_server.stop() != 0)
        complain(u"no clean end: "_s + m_server.log());
    return m_report;
}

void CallFuzzer::step()
{
    Link &link = m_links[below(links)];
    if (!link.client)
        open(link);
    const bool isAbandoned = below(40) == 0;
    QList<Line> lines;
    QByteArray bytes;
    for (unsigned count = 1 + below(6); count > 0; --count) {
        lines.append(randomLine(link, isAbandoned));
        bytes += lines.last().bytes + (below(10) == 0 ? "\r\n\n" : "\n");
    }
    if (isAbandoned) {
        bytes.chop(static_cast<qsizetype>(below(20)));
        static_cast<void>(link.client->raw().send(bytes));
        if (below(2) == 0)
            link.client->raw().reset();
        link = {};
        return;
    }
    const bool isSent = link.client->raw().send(bytes);
    if (isSent)
        readAnswers(link, lines);
    else if (link.state.session)
        complain(u"a connection with a session was lost"_s);
    else
        link = {};
}

void CallFuzzer::open(Link &link)
{
    link = {std::make_unique<PlainClient>(m_server.port()), {}};
    ++m_report.connections;
    if (!link.client->isConnected())
        complain(u"no connection"_s);
}

CallFuzzer::Line CallFuzzer::randomLine(const Link &link, bool isHarmless)
{
    const unsigned pick = below(20);
    if (pick == 0)
        return junk();
    Line line;
    line.isBatch = pick < 4;
    for (unsigned count = line.isBatch ? 1 + below(5) : 1; count > 0; --count)
        line.calls.append(randomCall(link, isHarmless));
    QJsonArray items;
    for (const Call &call : std::as_const(line.calls)) {
        items.append(QJsonObject{{u"jsonrpc"_s, u"2.0"_s}, {u"id"_s, call.id},
            {u"method"_s, call.method}, {u"params"_s, call.params}});
    }
    line.bytes = write(line.isBatch ? QJsonValue(items) : items.first());
    return line;
}

CallFuzzer::Line CallFuzzer::junk()
{
    static const QList<QByteArray> lines{"{"_ba, "x"_ba, "[]"_ba, "null"_ba, "{}"_ba, "\xff\xfe"_ba,
        "{\"jsonrpc\":\"2.0\",\"method\":\"employee.list\"}"_ba,
        "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"employee.list\"}"_ba,
        "{\"jsonrpc\":\"1.0\",\"id\":null,\"method\":\"session.logout\"}"_ba,
        "{\"id\":{},\"jsonrpc\":\"2.0\",\"method\":\"session.logout\",\"method\":\"x\"}"_ba};
    return {{Call{}}, false, oneOf(lines)};
}

CallFuzzer::Call CallFuzzer::randomCall(const Link &link, bool isHarmless)
{
    static const QStringList unknown{u"employee"_s, u"employee.Get"_s, u"user.add"_s, u""_s,
        u"session.login "_s, u"employee.reveal\u0001"_s, QString(300, u'm')};
    static const QStringList known = SessionOracle::methods();
    static const QStringList logins{u"session.login"_s, u"session.resume"_s};
    Call call;
    call.id = below(3) == 0 ? QJsonValue(u"k%1"_s.arg(++m_lastId)) : QJsonValue(++m_lastId);
    do {
        const unsigned pick = below(10);
        if (!link.state.session && pick < 6)
            call.method = oneOf(logins);
        else
            call.method = pick == 9 ? oneOf(unknown) : oneOf(known);
        // Few sessions would live long otherwise.
    } while ((isHarmless && isOfSessions(call.method))
        || (call.method == "session.logout"_L1 && below(8) != 0));
    call.params = randomParams(link, call.method);
    if (below(15) == 0)
        call.params.insert(u"surplus"_s, 1);
    return call;
}

QJsonObject CallFuzzer::randomParams(const Link &link, const QString &method)
{
    static const QStringList fields{u"first_name"_s, u"ssn"_s, u"salary"_s, u"date_of_birth"_s,
        u"department"_s, u"id"_s, u"nothing"_s};
    const qint64 id = below(30) == 0 ? -1 : 1 + below(60);
    if (method == "session.login"_L1 || method == "session.resume"_L1)
        return randomLogin(method);
    if (method == "session.change_password"_L1)
        return {{u"old_password"_s, u"not this one"_s},
            {u"new_password"_s, u"quite another long one"_s}};
    if (method == "session.revoke"_L1) {
        const bool isAny = m_sessions.isEmpty() || below(3) == 0;
        return {{u"id"_s, isAny ? u"none"_s : oneOf(m_sessions)->id}};
    }
    if (method == "session.list"_L1)
        return below(2) == 0 ? QJsonObject() : QJsonObject{{u"username"_s, u"a-hr"_s}};
    if (method == "employee.add"_L1)
        return {{u"employee"_s, randomFields()}};
    if (method == "employee.update"_L1)
        return {
            {u"id"_s, id}, {u"version"_s, 1 + qint64(below(4))}, {u"changes"_s, randomFields()}};
    if (method == "employee.delete"_L1)
        return {{u"id"_s, id}};
    if (method == "employee.restore"_L1)
        return {{u"id"_s, id}, {u"version"_s, 2 + qint64(below(4))}};
    if (method == "employee.list"_L1) {
        QJsonObject params{{u"limit"_s, 1 + qint64(below(30))}};
        if (below(3) == 0)
            params.insert(u"sort"_s, QJsonArray{QJsonObject{{u"field"_s, oneOf(fields)}}});
        if (below(3) == 0)
            params.insert(u"filter"_s, QJsonObject{{oneOf(fields), u"45210.50"_s}});
        return params;
    }
    if (method == "employee.values"_L1)
        return {{u"field"_s, oneOf(fields)}};
    if (method == "employee.get"_L1 || method == "employee.locate"_L1)
        return {{u"id"_s, id}};
    static_cast<void>(link);
    return {};
}

QJsonObject CallFuzzer::randomLogin(const QString &method)
{
    if (method == "session.resume"_L1) {
        const bool isKnown = !m_sessions.isEmpty() && below(6) != 0;
        return {{u"token"_s, isKnown ? oneOf(m_sessions)->token : u"rst_"_s + QString(43, u'A')}};
    }
    if (m_badLogins < mostBadLogins && below(30) == 0) {
        ++m_badLogins;
        return {{u"username"_s, u"nobody"_s}, {u"password"_s, u"of this name"_s}};
    }
    // Hashing is slow by design, and a user has 50 sessions at most.
    if (m_sessions.size() > mostSessions || (m_sessions.size() > 8 && below(4) != 0))
        return {{u"username"_s, 17}};
    if (below(6) == 0)
        return {{u"username"_s, u"fresh"_s}, {u"password"_s, m_oneTimePassword}};
    return {{u"username"_s, u"a-"_s + oneOf(m_roles).name},
        {u"password"_s, TormentedServer::password()}};
}

QJsonObject CallFuzzer::randomFields()
{
    QJsonObject all{{u"first_name"_s, u"Ann"_s}, {u"last_name"_s, u"O'Brien"_s},
        {u"ssn"_s, u"001020003"_s}, {u"date_of_birth"_s, u"1996-02-29"_s},
        {u"salary"_s, u"45210.50"_s}, {u"department"_s, u"D%1"_s.arg(below(9))}};
    if (below(3) == 0)
        return all;
    const QString field = oneOf(all.keys());
    return {{field, below(8) == 0 ? QJsonValue(true) : all[field]}};
}

void CallFuzzer::readAnswers(Link &link, const QList<Line> &lines)
{
    for (const Line &line : lines) {
        m_report.calls += static_cast<int>(line.calls.size());
        const std::optional<QJsonValue> answer = nextAnswer(link);
        if (!answer) {
            // A stranger has 15 seconds; whoever had a session until now is one.
            if (link.state.session && !link.state.session->isEnded
                && link.state.session->expiresAt > std::chrono::steady_clock::now() + 1s)
                complain(u"no answer to "_s + QString::fromUtf8(line.bytes));
            link = {};
            return;
        }
        judge(link, line, *answer);
        if (!m_report.problems.isEmpty())
            return;
    }
}

/// Passes notifications over, but for what they show.
std::optional<QJsonValue> CallFuzzer::nextAnswer(Link &link)
{
    for (;;) {
        const auto line = link.client->raw().readLine();
        if (!line)
            return std::nullopt;
        const QJsonDocument document = QJsonDocument::fromJson(*line);
        if (!document["method"_L1].isString())
            return document.isArray() ? QJsonValue(document.array())
                                      : QJsonValue(document.object());
        if (!link.state.hadSession)
            complain(u"a stranger was told: "_s + QString::fromUtf8(*line));
        else if (link.state.session)
            complain(
                SessionOracle::leak(*link.state.session->role, document["params"_L1].toObject()));
    }
}

void CallFuzzer::judge(Link &link, const Line &line, const QJsonValue &answer)
{
    const bool isOneError = line.isBatch && answer.isObject();
    if (isOneError) {
        const QJsonObject reply = answer.toObject();
        const Call nameless{QJsonValue::Null, u"server.info"_s, {}};
        if (!reply["id"_L1].isNull() || reply.contains("result"_L1))
            complain(u"a batch got one result"_s);
        return judgeCall(link, nameless, reply, true);
    }
    const QJsonArray replies = line.isBatch ? answer.toArray() : QJsonArray{answer};
    if (replies.size() != line.calls.size())
        return complain(u"%1 replies to %2 calls"_s.arg(replies.size()).arg(line.calls.size()));
    for (qsizetype i = 0; i < replies.size(); ++i)
        judgeCall(link, line.calls[i], replies[i].toObject(), line.isBatch);
}

void CallFuzzer::judgeCall(Link &link, const Call &call, const QJsonObject &reply, bool isInBatch)
{
    const QString reason = reasonOf(reply);
    ++m_report.reasons[reason];
    if (call.method.isNull()) { // junk: its id may have been readable
        if (reply.contains("result"_L1) || reason.isEmpty())
            complain(u"junk was served"_s);
        return;
    }
    if (reply["id"_L1] != call.id)
        return complain(u"the replies are out of order"_s);
    complain(SessionOracle::objection(link.state, call.method, call.params, reply, isInBatch));
    if (!reply.contains("result"_L1))
        return;
    ++m_report.succeeded;
    follow(link, call, reply["result"_L1].toObject());
}

/// What a success changes.
void CallFuzzer::follow(Link &link, const Call &call, const QJsonObject &result)
{
    if (call.method == "session.login"_L1 || call.method == "session.resume"_L1)
        return enter(link, call, result);
    if (call.method == "session.change_password"_L1)
        return complain(u"a wrong password changed one"_s);
    if (call.method == "session.list"_L1) {
        for (const QJsonValue &session : result["sessions"_L1].toArray()) {
            const bool isOwn = session["username"_L1].toString() == link.state.session->user;
            if (!isOwn && !link.state.session->role->permissions.contains(u"user.manage"_s))
                complain(u"another user's session was shown"_s);
            if (session["current"_L1].toBool())
                link.state.session->id = session["id"_L1].toString();
        }
    }
    if (call.method == "session.logout"_L1) {
        link.state.session->isEnded = true;
        link.state.session.reset();
    }
    if (call.method == "session.revoke"_L1) {
        for (const auto &session : std::as_const(m_sessions)) {
            if (session->id != call.params["id"_L1].toString() || session->id.isEmpty())
                continue;
            if (session->user != link.state.session->user
                && !link.state.session->role->permissions.contains(u"user.manage"_s))
                complain(u"another user's session was ended"_s);
            session->isEnded = true;
        }
    }
    m_sessions.removeIf([](const auto &session) {
        return session->isEnded || session->expiresAt < std::chrono::steady_clock::now() - 5s;
    });
}

void CallFuzzer::enter(Link &link, const Call &call, const QJsonObject &result)
{
    link.state.hadSession = true;
    if (call.method == "session.resume"_L1) {
        const QString token = call.params["token"_L1].toString();
        const auto known = std::ranges::find(m_sessions, token, &KnownSession::token);
        if (known == m_sessions.end() || (*known)->isEnded
            || (*known)->expiresAt < std::chrono::steady_clock::now() - 1s)
            return complain(u"a dead or unknown token was taken"_s);
        link.state.session = *known;
        return;
    }
    const QString user = call.params["username"_L1].toString();
    const QString roleName = user == "fresh"_L1 ? u"hr"_s : user.sliced(2);
    const auto role = std::ranges::find(m_roles, roleName, &RoleFacts::name);
    if (role == m_roles.end())
        return complain(u"a stranger logged in"_s);
    auto session = std::make_shared<KnownSession>();
    *session = {&*role, user, result["token"_L1].toString(), {}, user == "fresh"_L1, false,
        std::chrono::steady_clock::now() + lifetime};
    if (result["must_change_password"_L1].toBool() != session->mustChangePassword)
        complain(u"must_change_password is wrong"_s);
    m_sessions.append(session);
    link.state.session = std::move(session);
}

void CallFuzzer::complain(const QString &problem)
{
    if (!problem.isEmpty())
        m_report.problems.append(problem);
}

} // namespace roster::torture
