#include "server/requests/LoginRequest.h"

#include "server/requests/ParamReader.h"

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

/// Names of ours are shorter; those taken over may be longer. Folding one costs the square of a run
/// of combining marks, and strangers choose it.
constexpr qsizetype maxUserName = 1024;

bool isClientKind(const QString &kind)
{
    return kind == "desktop"_L1 || kind == "console"_L1 || kind == "import"_L1
        || kind == "other"_L1;
}

struct ClientDescription
{
    QString kind = u"other"_s;
    QString version;
};

ClientDescription readClient(ParamReader &params)
{
    ClientDescription client;
    const auto object = params.optionalObject("client"_L1);
    if (!object)
        return client;
    ParamReader members(*object, u"client."_s);
    client.kind = members.text("kind"_L1, 16);
    client.version = members.optionalText("version"_L1, 64).value_or(QString());
    if (members.problem() || !isClientKind(client.kind)) {
        params.addProblem(u"client"_s, u"wrong_value"_s,
            u"client is {kind: desktop, console, import or other, version}."_s);
    }
    return client;
}

} // namespace

Result<LoginAttempt> readLogin(const Request &request)
{
    ParamReader params(request);
    LoginAttempt attempt;
    attempt.username = params.text("username"_L1, maxUserName);
    QString password = params.text("password"_L1);
    attempt.password = SecretBytes::copyOf(password);
    wipe(password);
    const ClientDescription client = readClient(params);
    attempt.clientKind = client.kind;
    attempt.clientVersion = client.version;
    if (const auto problem = params.problem())
        return *problem;
    return attempt;
}

Result<QString> readResume(const Request &request)
{
    ParamReader params(request);
    const QString token = params.text("token"_L1);
    static_cast<void>(readClient(params));
    if (const auto problem = params.problem())
        return *problem;
    return token;
}

} // namespace roster::server
