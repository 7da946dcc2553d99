#include "server/app/doctor/CertificateExamination.h"

#include "certs/SubjectNames.h"
#include "certs/TlsFolder.h"
#include "server/app/ConfigurationCheck.h"
#include "server/app/ServerConfiguration.h"

#include <QFile>

#include <algorithm>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

const QString subject = u"certificate"_s;
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
    QString remedy;
};

Origin originOf(const ServerConfiguration &configuration, const DataFolder &folder)
{
    const QString data = u" --data "_s + shellWord(folder.path());
    const QString renewal = u"roster-server certificate renew"_s + data;
    Origin origin{false, leastDaysOfOthers, configuration.names, {}};
    if (!configuration.issuesCertificate()) {
        origin.remedy = u"replace %1 and %2, then: systemctl reload roster-server"_s.arg(
            shellWord(configuration.certificatePath), shellWord(configuration.certificateKeyPath));
    } else if (certs::TlsFolder(folder.tlsPath(), {}).hasImportedPair()) {
        origin.remedy = u"roster-server certificate import --chain FILE --chain-key FILE"_s + data
            + u"; or back to the own CA: "_s + renewal + u" --own-ca"_s;
    } else {
        const Result<QStringList> names = certs::localSubjectNames(configuration.names);
        origin = {true, leastDaysOfOwn, names ? *names : configuration.names, renewal};
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
        findings.append(warning(subject,
            u"The certificate is valid until %1 only."_s.arg(dayOf(leaf.notAfter)), origin.remedy));
    }
    QStringList missing;
    for (const QString &name : origin.wantedNames) {
        if (!leaf.names.contains(name))
            missing.append(name);
    }
    if (!missing.isEmpty()) {
        findings.append(warning(subject,
            u"The certificate does not cover %1; clients that use it are refused."_s.arg(
                missing.join(u", "_s)),
            origin.remedy));
    }
    if (findings.isEmpty()) {
        findings.append(fine(subject,
            u"The certificate and its key are sound, until %1, for %2."_s.arg(
                dayOf(leaf.notAfter), leaf.names.join(u", "_s))));
    }
    return findings;
}

Finding examineCa(const DataFolder &folder, const QDateTime &now)
{
    const QString caSubject = u"CA"_s;
    const QString remedy
        = u"roster-server certificate replace-ca --data "_s + shellWord(folder.path());
    const QString path = certs::TlsFolder(folder.tlsPath(), {}).caPath();
    const Result<QByteArray> pem = certs::readCertificateFile(path);
    if (!pem)
        return error(caSubject, pem.error().message, remedy);
    const Result<certs::CertificateFacts> ca = certs::inspect(*pem);
    if (!ca)
        return error(caSubject, ca.error().message, remedy);
    const QString end = dayOf(ca->notAfter);
    if (now.daysTo(ca->notAfter) < leastDaysOfCa)
        return warning(caSubject, u"The own CA ends on %1."_s.arg(end), remedy);
    return fine(caSubject, u"The own CA is valid until %1."_s.arg(end));
}

} // namespace

QList<Finding> examineCertificates(
    const ServerConfiguration &configuration, const DataFolder &folder, const QDateTime &now)
{
    const Origin origin = originOf(configuration, folder);
    if (configuration.issuesCertificate() && !QFile::exists(folder.tlsPath())) {
        return {error(subject, u"There is no certificate yet."_s,
            u"roster-server init --data %1"_s.arg(shellWord(folder.path())))};
    }
    const Result<certs::ServerPair> pair = servedPair(configuration, folder, now);
    QList<Finding> findings = pair ? examineLeaf(pair->facts, origin, now)
                                   : QList{error(subject, pair.error().message, origin.remedy)};
    if (origin.isOwn)
        findings.append(examineCa(folder, now));
    return findings;
}

} // namespace roster::server
