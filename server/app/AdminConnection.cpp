#include "server/app/AdminConnection.h"

#include "certs/SubjectNames.h"
#include "certs/TlsFolder.h"
#include "server/app/AdminCommands.h"
#include "server/app/ControlClient.h"
#include "server/app/DataFolder.h"
#include "server/app/DataLock.h"
#include "server/app/OfflineAccounts.h"
#include "server/app/ServerConfiguration.h"

#include <QDeadlineTimer>
#include <QThread>

#include <unistd.h>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using AdminResult = std::variant<QJsonObject, AdminFailure>;

constexpr auto connectPatience = 5s;
constexpr unsigned long pauseMilliseconds = 50;

AdminResult refusedOr(Result<QJsonObject> result)
{
    if (result)
        return *std::move(result);
    return AdminFailure{std::move(result).error(), true};
}

Outcome changeOnFiles(
    const ServerConfiguration &configuration, const DataFolder &folder, const TlsChange &change)
{
    const Result<QStringList> names = certs::localSubjectNames(configuration.names);
    if (!names)
        return names.error();
    return change(certs::TlsFolder(folder.tlsPath(), *names), QDateTime::currentDateTimeUtc());
}

/// The caller holds the lock.
AdminResult runOnFiles(const ServerConfiguration &configuration, const DataFolder &folder,
    const QString &name, const QJsonObject &params)
{
    if (const Outcome prepared = folder.prepare(); !prepared)
        return AdminFailure{prepared.error()};
    OfflineAccounts accounts(folder, configuration.auth);
    if (const Outcome started = accounts.start(); !started)
        return AdminFailure{started.error()};
    AdminBackend backend = backendFor(configuration, folder);
    backend.accounts = [&]() -> AccountServices & { return accounts.services(); };
    backend.status = [&] {
        return QJsonObject{{u"running"_s, false}, {u"data"_s, folder.path()},
            {u"version"_s, QStringLiteral(ROSTER_VERSION)}};
    };
    backend.changeCertificates
        = [&](const TlsChange &change) { return changeOnFiles(configuration, folder, change); };
    AdminCommands commands(std::move(backend));
    const Actor actor{{}, u"local uid %1"_s.arg(::geteuid())};
    return refusedOr(waitFor<QJsonObject>(
        [&](const Callback<QJsonObject> &done) { commands.run(name, params, actor, done); }));
}

} // namespace

AdminResult runAdminCommand(
    const ServerConfiguration &configuration, const QString &name, const QJsonObject &params)
{
    const DataFolder folder(configuration.dataPath, configuration.keyFile);
    if (const Outcome exists = folder.requireExisting(); !exists)
        return AdminFailure{exists.error()};
    const QDeadlineTimer deadline(connectPatience);
    for (;;) {
        const auto server = ControlClient::connectTo(folder.controlSocket());
        if (!server)
            return AdminFailure{server.error()};
        if (*server)
            return refusedOr(
                name == "status"_L1 ? (*server)->status() : (*server)->call(name, params));
        // Before anything is written: files of another owner would keep the server out.
        if (const Outcome isOurs = folder.ensure(); !isOurs)
            return AdminFailure{isOurs.error()};
        const Result<DataLock> lock = DataLock::acquire(folder);
        if (lock)
            return runOnFiles(configuration, folder, name, params);
        if (lock.error().code != ErrorCode::Conflict || deadline.hasExpired())
            return AdminFailure{lock.error()};
        QThread::msleep(pauseMilliseconds);
    }
}

} // namespace roster::server
