#include "server/app/ConfigurationCheck.h"

#include "certs/SubjectNames.h"
#include "certs/TlsFolder.h"
#include "server/app/DataFolder.h"
#include "server/app/ServerConfiguration.h"
#include "server/app/status/MetricsFile.h"
#include "server/crypto/KeyRing.h"

#include <QFile>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

Outcome checkCertificate(const ServerConfiguration &configuration, const DataFolder &folder)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    if (configuration.issuesCertificate())
        return certs::TlsFolder(folder.tlsPath(), {}).check(now);
    const Result<certs::ServerPair> pair = servedPair(configuration, folder, now);
    return pair ? Outcome(Done{}) : Outcome(pair.error());
}

Outcome checkKey(const DataFolder &folder)
{
    if (!QFile::exists(folder.keyFile()))
        return Done{};
    const Result<KeyRing> keys = KeyRing::load(folder.keyFile());
    return keys ? Outcome(Done{}) : Outcome(keys.error());
}

} // namespace

Outcome checkMetricsFile(const ServerConfiguration &configuration)
{
    if (configuration.metricsFile.isEmpty())
        return Done{};
    return MetricsFile(configuration.metricsFile).check(configuration.dataPath);
}

Result<certs::ServerPair> servedPair(
    const ServerConfiguration &configuration, const DataFolder &folder, const QDateTime &now)
{
    if (configuration.issuesCertificate())
        return certs::TlsFolder(folder.tlsPath(), {}).load(now);
    return certs::loadPair(configuration.certificatePath, configuration.certificateKeyPath, now);
}

QStringList problemsOf(const ServerConfiguration &configuration)
{
    const DataFolder folder(configuration.dataPath, configuration.keyFile);
    QStringList problems;
    for (const Outcome &checked : {checkCertificate(configuration, folder), checkKey(folder),
             folder.check(), checkMetricsFile(configuration)}) {
        if (!checked)
            problems.append(checked.error().message);
    }
    problems.removeDuplicates();
    return problems;
}

} // namespace roster::server
