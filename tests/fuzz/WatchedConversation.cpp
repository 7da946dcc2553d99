#include "tests/fuzz/WatchedConversation.h"

#include "common/protocol/StrictJson.h"
#include "tests/fuzz/Checks.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace roster::test {

using namespace Qt::StringLiterals;
using torture::KnownSession;
using torture::RoleFacts;
using torture::SessionOracle;

namespace {

const QString changeNotice = u"employee.changed"_s;

bool isOneOf(const QString &text, std::initializer_list<QLatin1StringView> words)
{
    return std::ranges::find(words, text) != words.end();
}

/// What a request that was not understood is told; it may not have had a readable id.
bool isMalformed(const QString &reason)
{
    return isOneOf(reason, {"parse_error"_L1, "invalid_request"_L1, "too_large"_L1});
}

bool isServedBusily(const QString &reason)
{
    return isOneOf(reason, {"try_later"_L1, "too_large"_L1});
}

} // namespace

WatchedConversation::WatchedConversation(DispatchWorld &world, Course &course)
    : m_world(world)
    , m_course(course)
    , m_conversation(
          std::make_unique<server::Conversation>(world.context(), QHostAddress(u"198.51.100.7"_s)))
{
    QObject::connect(m_conversation.get(), &server::Conversation::outputReady, m_conversation.get(),
        [this](const QByteArray &lines) { onOutput(lines); });
    QObject::connect(
        m_conversation.get(), &server::Conversation::finished, m_conversation.get(), [this] {
            require(m_asked.empty(), "what was taken is answered before the end");
            m_isFinished = true;
        });
}

void WatchedConversation::resume(const QString &user)
{
    const auto session = std::ranges::find_if(
        m_course.sessions, [&user](const auto &each) { return each->user == user; });
    require(session != m_course.sessions.end(), "the input names users that there are");
    const bool isAlive = !(*session)->isEnded;
    send(R"({"jsonrpc":"2.0","id":0,"method":"session.resume","params":{"token":")"
        + (*session)->token.toLatin1() + "\"}}\n");
    require(isSettled(), "a session is resumed at once");
    require((m_state.session != nullptr) == isAlive, "a living session is resumed, and no other");
}

void WatchedConversation::send(QByteArrayView bytes)
{
    if (!m_isFinished)
        m_decoder.append(bytes);
    static_cast<void>(isSettled());
}

bool WatchedConversation::isSettled()
{
    while (!m_isFinished && m_conversation->isReadyForLine()) {
        const qsizetype cap = m_conversation->lineCap();
        if (const auto line = m_decoder.next(cap)) {
            m_asked.push_back(*line);
            m_conversation->takeLine(*line);
        } else if (m_decoder.isOversize(cap)) {
            m_asked.push_back({}); // is answered by an error that names no request
            m_conversation->refuseOversizeLine();
        } else {
            break;
        }
    }
    return m_asked.empty() && (m_isFinished || m_conversation->isReadyForLine());
}

void WatchedConversation::onOutput(const QByteArray &lines)
{
    require(lines.endsWith('\n'), "only whole lines are sent");
    for (const QByteArray &line : lines.chopped(1).split('\n'))
        onLine(line);
}

void WatchedConversation::onLine(const QByteArray &line)
{
    for (const Marker &secret : std::as_const(m_course.secrets)) {
        require(maySee(secret.field) || !line.contains(secret.value),
            "no value is sent to who may not see it");
    }
    const Result<QJsonValue> value = readStrictJson(line);
    require(value.isOk() && (value->isObject() || value->isArray()), "a reply is strict JSON");
    if (value->isObject() && value->toObject().contains("method"_L1))
        return onNotice(value->toObject());
    require(!m_asked.empty(), "a line has one reply and no more");
    const QByteArray asked = m_asked.front();
    m_asked.pop_front();
    judge(asked, *value);
}

void WatchedConversation::onNotice(const QJsonObject &notice)
{
    require(!notice.contains("id"_L1), "a notification has no id");
    require(m_state.hadSession, "strangers are told nothing");
    if (notice["method"_L1].toString() != changeNotice)
        return;
    require(m_state.session && m_state.session->role->permissions.contains(u"employee.get"_s),
        "only who may read is told of changes");
    require(SessionOracle::leak(*m_state.session->role, notice["params"_L1].toObject()).isEmpty(),
        "a notification shows what the role may see");
}

bool WatchedConversation::maySee(const QString &field) const
{
    if (!m_state.session || m_state.session->mustChangePassword)
        return false;
    return isOneOf(m_state.session->role->fields.value(field), {"read"_L1, "write"_L1});
}

void WatchedConversation::judge(const QByteArray &asked, const QJsonValue &answer)
{
    const QJsonDocument request = QJsonDocument::fromJson(asked);
    if (answer.isObject()) {
        const bool isBatch = request.isArray();
        require(!isBatch || answer["id"_L1].isNull(), "what refuses a batch names no item");
        return judgeItem(request.object(), answer.toObject(), isBatch);
    }
    const QJsonArray replies = answer.toArray();
    require(request.isArray() && request.array().size() == replies.size(),
        "each item of a batch has a reply");
    for (qsizetype i = 0; i < replies.size(); ++i)
        judgeItem(request[i].toObject(), replies[i].toObject(), true);
}

void WatchedConversation::judgeItem(
    const QJsonObject &request, const QJsonObject &reply, bool isInBatch)
{
    const bool isServed = reply["result"_L1].isObject();
    const QString reason = reply["error"_L1]["data"_L1]["reason"_L1].toString();
    require(reply["jsonrpc"_L1].toString() == "2.0"_L1 && isServed != reply.contains("error"_L1)
            && reply.size() == 3,
        "a reply is a result or an error");
    require(isServed || (!reason.isEmpty() && reply["error"_L1]["code"_L1].isDouble()),
        "an error has a code and a reason");
    require(!isOneOf(reason, {"internal_error"_L1, "storage_unavailable"_L1}),
        "no request makes the server fail");
    const bool isNameless = !isServed && reply["id"_L1].isNull();
    require(reply["id"_L1] == request["id"_L1] || isNameless, "a reply has its request's id");
    require(!isNameless || isMalformed(reason) || isInBatch, "an id that was read is given back");

    const QString method = request["method"_L1].toString();
    const QJsonObject params = request["params"_L1].toObject();
    noteChange(method, reason);
    if (!isServed && (isMalformed(reason) || isServedBusily(reason)))
        return;
    const QString objection = SessionOracle::objection(m_state, method, params, reply, isInBatch);
    require(objection.isEmpty(), qPrintable(objection));
    if (isServed)
        follow(method, params, reply["result"_L1].toObject());
}

/// Whether the world must be put back: request keys and counters of failed logins count, too.
void WatchedConversation::noteChange(const QString &method, const QString &reason)
{
    const bool isWrite = isOneOf(method,
        {"employee.add"_L1, "employee.update"_L1, "employee.delete"_L1, "employee.restore"_L1});
    const bool isOfSessions = isOneOf(method,
        {"session.login"_L1, "session.logout"_L1, "session.revoke"_L1,
            "session.change_password"_L1});
    const bool isRefusedEarly = isMalformed(reason)
        || isOneOf(reason,
            {"permission_denied"_L1, "invalid_params"_L1, "validation_failed"_L1,
                "login_required"_L1, "session_expired"_L1, "password_change_required"_L1});
    m_course.isChanged = m_course.isChanged || ((isWrite || isOfSessions) && !isRefusedEarly);
    if (isWrite && reason.isEmpty())
        ++m_course.writes;
}

void WatchedConversation::follow(
    const QString &method, const QJsonObject &params, const QJsonObject &result)
{
    if (isOneOf(method, {"session.login"_L1, "session.resume"_L1}))
        return enter(method, params, result);
    if (method == "employee.list"_L1 && result.contains("next"_L1))
        m_nextPage = result["next"_L1].toString().toUtf8();
    ++m_course.served;
    const std::shared_ptr<KnownSession> own = m_state.session;
    if (method == "session.logout"_L1) {
        own->isEnded = true;
        m_state.session.reset();
    }
    if (method == "session.revoke"_L1) {
        const QString id = params["id"_L1].toString();
        endSessions([&](const KnownSession &each) {
            require(each.id != id || each.user == own->user
                    || own->role->permissions.contains(u"user.manage"_s),
                "only administrators end others' sessions");
            return each.id == id;
        });
    }
    if (method == "session.change_password"_L1) {
        require(m_course.passwords.value(own->user) == params["old_password"_L1].toString(),
            "who changes a password knows it");
        m_course.passwords[own->user] = params["new_password"_L1].toString();
        own->mustChangePassword = false;
        endSessions(
            [&](const KnownSession &each) { return &each != own.get() && each.user == own->user; });
    }
}

void WatchedConversation::enter(
    const QString &method, const QJsonObject &params, const QJsonObject &result)
{
    m_state.hadSession = true;
    if (method == "session.resume"_L1) {
        const QString token = params["token"_L1].toString();
        const auto known = std::ranges::find_if(
            m_course.sessions, [&](const auto &each) { return each->token == token; });
        require(known != m_course.sessions.end() && !(*known)->isEnded,
            "a dead or unknown token opens nothing");
        m_state.session = *known;
        return;
    }
    const QString user = result["username"_L1].toString();
    require(m_course.passwords.contains(user)
            && m_course.passwords.value(user) == params["password"_L1].toString(),
        "who logs in knows the password");
    const RoleFacts *role = m_world.role(result["role"_L1].toString());
    require(role && role->name == (user == "fresh"_L1 ? u"hr"_s : user), "a login gives its role");
    auto session = std::make_shared<KnownSession>();
    *session = {role, user, result["token"_L1].toString(), {},
        result["must_change_password"_L1].toBool(), false,
        std::chrono::steady_clock::time_point::max()};
    m_course.sessions.push_back(session);
    m_state.session = session;
}

void WatchedConversation::endSessions(const std::function<bool(const KnownSession &)> &isMeant)
{
    for (const auto &session : m_course.sessions) {
        if (isMeant(*session))
            session->isEnded = true;
    }
}

} // namespace roster::test
