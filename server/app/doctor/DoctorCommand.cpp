#include "server/app/doctor/DoctorCommand.h"

#include "server/app/Console.h"
#include "server/app/ServerConfiguration.h"
#include "server/app/doctor/CertificateExamination.h"
#include "server/app/doctor/DatabaseExamination.h"
#include "server/app/doctor/FolderExamination.h"
#include "server/app/doctor/HostExamination.h"
#include "server/app/doctor/KeyExamination.h"
#include "server/app/doctor/ServerPresence.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLoggingCategory>

#include <algorithm>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

bool isFine(const Finding &finding)
{
    return finding.severity == Severity::Ok;
}

QString jsonOf(const QList<Finding> &findings)
{
    QJsonArray items;
    for (const Finding &finding : findings)
        items.append(toJson(finding));
    const QJsonObject report{
        {u"ok"_s, std::ranges::all_of(findings, isFine)}, {u"findings"_s, items}};
    return QString::fromUtf8(QJsonDocument(report).toJson(QJsonDocument::Indented));
}

QString textOf(const QList<Finding> &findings)
{
    QString text;
    for (const Finding &finding : findings)
        text += toText(finding);
    const auto bad = std::ranges::count_if(findings, std::not_fn(isFine));
    return text
        + (bad == 0 ? u"All is fine.\n"_s
                    : u"%1 of %2 need you.\n"_s.arg(bad).arg(findings.size()));
}

} // namespace

QList<Finding> examine(const ServerConfiguration &configuration, bool isFull)
{
    const DataFolder folder(configuration.dataPath, configuration.keyFile);
    if (const std::optional<Finding> obstacle = obstacleOf(folder))
        return {*obstacle};
    const auto wall = std::chrono::system_clock::now().time_since_epoch();
    const ServerPresence presence = examinePresence(configuration, folder);
    const ExaminedDatabases databases = examineDatabases(folder, isFull);
    QList<Finding> findings = presence.findings + examineFolder(folder) + examineKey(folder, isFull)
        + examineCertificates(configuration, folder, QDateTime::currentDateTimeUtc())
        + databases.findings;
    findings.append(examineSpace(folder.path()));
    findings.append(examineClock(
        std::chrono::duration_cast<std::chrono::milliseconds>(wall), databases.lastEventAt));
    return findings + examineLimits(presence.pid, configuration);
}

ExitCode runDoctor(const ServerConfiguration &configuration, bool isFull, bool isJson)
{
    // What storage has to say stands in the findings.
    QLoggingCategory::setFilterRules(u"roster.storage=false"_s);
    const QList<Finding> findings = examine(configuration, isFull);
    if (!console::print(isJson ? jsonOf(findings) : textOf(findings)))
        return ExitCode::Failure;
    return std::ranges::all_of(findings, isFine) ? ExitCode::Ok : ExitCode::Failure;
}

} // namespace roster::server
