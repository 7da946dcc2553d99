#include "cli-client/commands/Commands.h"
#include "cli-client/session/ClientCall.h"
#include "cli-client/text/RecordView.h"
#include "common/net/KeyFingerprint.h"
#include "common/net/ServerChain.h"

#include <QSslCertificate>
#include <QSslCipher>
#include <QSslConfiguration>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

QString nameOf(const QStringList &names)
{
    return names.isEmpty() ? u"unnamed"_s : names.join(u' ');
}

QJsonObject tlsFacts(const QSslConfiguration &tls)
{
    const QSslCertificate leaf = tls.peerCertificate();
    const QList<QSslCertificate> chain = tls.peerCertificateChain();
    QJsonObject facts{{u"protocol"_s, tls.sessionCipher().protocolString()},
        {u"cipher"_s, tls.sessionCipher().name()},
        {u"subject"_s, nameOf(leaf.subjectInfo(QSslCertificate::CommonName))},
        {u"issuer"_s, nameOf(leaf.issuerInfo(QSslCertificate::CommonName))},
        {u"valid_from"_s, leaf.effectiveDate().toUTC().toString(Qt::ISODate)},
        {u"valid_until"_s, leaf.expiryDate().toUTC().toString(Qt::ISODate)}};
    if (!chain.isEmpty())
        facts.insert("key_sha256"_L1, KeyFingerprint::of(identityIn(chain)).hexadecimal());
    return facts;
}

QJsonObject sessionFacts(const SessionInfo &info)
{
    return {{u"username"_s, info.username}, {u"role"_s, info.role},
        {u"expires_at"_s, info.expiresAt}, {u"idle_seconds"_s, qint64{info.idleTimeout.count()}},
        {u"must_change_password"_s, info.mustChangePassword}, {u"currency"_s, info.currency.code}};
}

QString forPeople(const CommandLine &line, const QJsonObject &facts)
{
    const QJsonObject server = facts.value("server"_L1).toObject();
    const QJsonObject tls = facts.value("tls"_L1).toObject();
    const QJsonObject session = facts.value("session"_L1).toObject();
    QList<std::pair<QString, QString>> lines{{u"Server"_s,
        u"%1 %2 at %3"_s.arg(server.value("name"_L1).toString(),
            server.value("version"_L1).toString(), toString(line.server))}};
    lines.append({u"Protocol"_s, QString::number(server.value("protocol"_L1).toInteger())});
    lines.append({u"Connection"_s,
        tls.value("protocol"_L1).toString() + u", "_s + tls.value("cipher"_L1).toString()});
    lines.append({u"Certificate"_s,
        u"%1, issued by %2, valid until %3"_s.arg(tls.value("subject"_L1).toString(),
            tls.value("issuer"_L1).toString(), tls.value("valid_until"_L1).toString())});
    lines.append({u"Key SHA-256"_s, tls.value("key_sha256"_L1).toString()});
    lines.append({u"Logged in"_s,
        session.isEmpty()
            ? u"no"_s
            : u"as %1 (%2) until %3"_s.arg(session.value("username"_L1).toString(),
                session.value("role"_L1).toString(), session.value("expires_at"_L1).toString())});
    return labelledLines(lines);
}

} // namespace

Task<MaybeProblem> runInfo(CommandSession &session)
{
    if (session.input().stored || !session.input().password.isEmpty()) {
        MaybeProblem problem = co_await session.open();
        // Whoever is not logged in any more may still ask about the server.
        if (problem && !(session.input().stored && problem->exitCode == ExitCode::Credentials))
            co_return problem;
    }
    const CommandAnswer answer = co_await session.call(u"server.info"_s, {});
    if (answer.problem)
        co_return answer.problem;
    QJsonObject facts{{u"address"_s, toString(session.line().server)}, {u"server"_s, answer.result},
        {u"tls"_s, tlsFacts(session.client().tls())}};
    if (const SessionInfo *info = session.client().session())
        facts.insert("session"_L1, sessionFacts(*info));
    writeOutcome(session, facts, forPeople(session.line(), facts));
    co_return std::nullopt;
}

} // namespace roster::cli
