#include "server/app/doctor/ServerPresence.h"

#include "server/app/ControlClient.h"
#include "server/app/DataLock.h"
#include "server/app/ServerConfiguration.h"
#include "server/net/ListeningSocket.h"

#include <QJsonArray>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

const QString serverSubject = u"server"_s;

Finding runningServer(const QJsonObject &status)
{
    QStringList addresses;
    for (const QJsonValue &address : status.value("addresses"_L1).toArray())
        addresses.append(address.toString());
    return fine(serverSubject,
        u"Version %1 runs as process %2 and listens on %3."_s
            .arg(status.value("version"_L1).toString())
            .arg(status.value("pid"_L1).toInteger())
            .arg(addresses.join(u", "_s)));
}

Finding examineLock(const DataFolder &folder)
{
    if (!DataLock::isHeld(folder))
        return fine(serverSubject, u"None runs; the data folder is free."_s);
    return error(serverSubject, u"A process holds the data folder's lock and does not answer."_s,
        u"cat %1 tells its number; wait for it to end, or end it: kill NUMBER"_s.arg(
            shellWord(folder.lockFile())));
}

Finding examinePort(const ListenAddress &listen)
{
    const Result<FileDescriptor> socket = openListeningSocket(listen.address, listen.port);
    if (socket)
        return fine(u"port"_s, u"%1 is free."_s.arg(listen.text()));
    return error(u"port"_s, socket.error().message,
        u"ss -ltnp shows who listens; stop that, or listen elsewhere with --listen"_s);
}

} // namespace

ServerPresence examinePresence(const ServerConfiguration &configuration, const DataFolder &folder)
{
    ServerPresence presence;
    const auto client = ControlClient::connectTo(folder.controlSocket());
    if (client && *client) {
        const Result<QJsonObject> status = (*client)->status();
        if (status) {
            presence.pid = status->value("pid"_L1).toInteger();
            presence.findings.append(runningServer(*status));
        } else {
            presence.findings.append(error(serverSubject,
                u"A server runs but does not answer: %1"_s.arg(status.error().message),
                u"systemctl restart roster-server"_s));
        }
        return presence;
    }
    if (!client) {
        presence.findings.append(error(serverSubject, client.error().message,
            u"rm %1, then restart the server"_s.arg(shellWord(folder.controlSocket()))));
    }
    presence.findings.append(examineLock(folder));
    for (const ListenAddress &listen : configuration.listen) {
        if (listen.port != 0)
            presence.findings.append(examinePort(listen));
    }
    return presence;
}

} // namespace roster::server
