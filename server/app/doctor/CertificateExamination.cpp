#include "server/app/doctor/CertificateExamination.h"

#include "certs/OwnCa.h"
#include "certs/SubjectNames.h"
#include "certs/TlsFolder.h"
#include "server/app/ConfigurationCheck.h"
#include "server/app/ServerConfiguration.h"

#include <QFile>

#include <algorithm>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

const QString certificateSubject = u"certificate"_s;
/// An own leaf is renewed long before.
constexpr qint64 leastDaysOfOwn = 14;
constexpr qint64 leastDaysOfOthers = 30;
constexpr qint64 leastDaysOfCa = 90;

/// Where the served certificate comes from, and so who renews it and how.
struct Origin
{
    bool isOwn = false;
    qint64 leastDays = leastDaysOfOthers;
    QStringList wantedNames;
    QString keyPath;
    QString remedy;
};

Origin originOf(const ServerConfiguration &configuration, const DataFolder &folder)
{
    const QString data = u" --data "_s + shellWord(folder.path());
    const QString renewal = u"roster-server certificate renew"_s + data;
    const certs::TlsFolder tls(folder.tlsPath(), {});
    const QString keyPath = configuration.issuesCertificate() ? tls.servedKeyPath()
                                                              : configuration.certificateKeyPath;
    Origin origin{false, leastDaysOfOthers, configuration.names, keyPath, {}};
    if (!configuration.issuesCertificate()) {
        origin.remedy = u"replace %1 and %2, then: systemctl reload roster-server"_s.arg(
            shellWord(configuration.certificatePath), shellWord(configuration.certificateKeyPath));
    } else if (tls.hasImportedPair()) {
        origin.remedy = u"roster-server certificate import --chain FILE --chain-key FILE"_s + data
            + u"; or back to the own CA: "_s + renewal + u" --own-ca"_s;
    } else {
        const Result<QStringList> names = certs::localSubjectNames(configuration.names);
        origin = {true, leastDaysOfOwn, names ? *names : configuration.names, keyPath, renewal};
    }
    return origin;
}

QString dayOf(const QDateTime &moment)
{
    return moment.toUTC().date().toString(Qt::ISODate);
}

QList<Finding> examineLeaf(
    const certs::CertificateFacts &leaf, const Origin &origin, const QDateTime &now)
{
    QList<Finding> findings;
    if (now.daysTo(leaf.notAfter) < origin.leastDays) {
        findings.append(warning(certificateSubject,
            u"The certificate is valid until %1 only."_s.arg(dayOf(leaf.notAfter)), origin.remedy));
    }
    QStringList missing;
    for (const QString &name : origin.wantedNames) {
        if (!leaf.names.contains(name))
            missing.append(name);
    }
    if (!missing.isEmpty()) {
        findings.append(warning(certificateSubject,
            u"The certificate does not cover %1; clients that use it are refused."_s.arg(
                missing.join(u", "_s)),
            origin.remedy));
    }
    if (findings.isEmpty()) {
        findings.append(fine(certificateSubject,
            u"The certificate and its key are sound, until %1, for %2."_s.arg(
                dayOf(leaf.notAfter), leaf.names.join(u", "_s))));
    }
    return findings;
}

QString caReplacement(const DataFolder &folder)
{
    return u"roster-server certificate replace-ca --data "_s + shellWord(folder.path());
}

/// What mends an own CA that cannot sign.
QString caRemedy(const DataFolder &folder, const Error &error)
{
    const certs::OwnCa ca(folder.tlsPath());
    if (error.code == ErrorCode::PermissionDenied)
        return u"chmod 600 "_s + shellWord(ca.keyPath());
    return u"put %1 and %2 back from a backup, or: %3 --overlap 0, then give every client the new "
           "ca.pem"_s.arg(
               shellWord(ca.certificatePath()), shellWord(ca.keyPath()), caReplacement(folder));
}

Finding examineCa(const DataFolder &folder, const Outcome &isUsable, const QDateTime &now)
{
    const QString caSubject = u"CA"_s;
    const certs::OwnCa own(folder.tlsPath());
    const Result<QByteArray> pem = own.certificate();
    const Result<certs::CertificateFacts> ca = pem ? certs::inspect(*pem) : pem.error();
    if (!ca)
        return error(caSubject, ca.error().message, caRemedy(folder, ca.error()));
    if (!isUsable) {
        // The server goes on with the certificate that it has, until that must be renewed.
        return warning(caSubject, isUsable.error().message, caRemedy(folder, isUsable.error()));
    }
    const QString end = dayOf(ca->notAfter);
    if (now.daysTo(ca->notAfter) < leastDaysOfCa)
        return warning(caSubject, u"The own CA ends on %1."_s.arg(end), caReplacement(folder));
    return fine(caSubject, u"The own CA and its key are sound, until %1."_s.arg(end));
}

/// For a key that others could read the mode is all that is wrong.
QString pairRemedy(const Origin &origin, const Error &error)
{
    return error.code == ErrorCode::PermissionDenied ? u"chmod 600 "_s + shellWord(origin.keyPath)
                                                     : origin.remedy;
}

} // namespace

QList<Finding> examineCertificates(
    const ServerConfiguration &configuration, const DataFolder &folder, const QDateTime &now)
{
    Origin origin = originOf(configuration, folder);
    if (configuration.issuesCertificate() && !QFile::exists(folder.tlsPath())) {
        return {error(certificateSubject, u"There is no certificate yet."_s,
            u"roster-server init --data %1"_s.arg(shellWord(folder.path())))};
    }
    const auto own = certs::OwnCa(folder.tlsPath()).load();
    const Outcome isUsable = own ? Outcome(Done{}) : Outcome(own.error());
    if (origin.isOwn && !isUsable)
        origin.remedy = caRemedy(folder, isUsable.error());
    const Result<certs::ServerPair> pair = servedPair(configuration, folder, now);
    QList<Finding> findings = pair
        ? examineLeaf(pair->facts, origin, now)
        : QList{error(certificateSubject, pair.error().message, pairRemedy(origin, pair.error()))};
    if (origin.isOwn)
        findings.append(examineCa(folder, isUsable, now));
    return findings;
}

} // namespace roster::server
