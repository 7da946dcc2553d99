#include "server/app/ServeCommand.h"

#include "server/app/ConfigurationCheck.h"
#include "server/app/Console.h"
#include "server/app/ControlSocket.h"
#include "server/app/InitCommand.h"
#include "server/app/ServerApp.h"
#include "server/app/ServerSignals.h"

#include <QCoreApplication>
#include <QFile>
#include <QLoggingCategory>

#include <systemd/sd-daemon.h>

#include <ctime>
#include <unistd.h>

namespace roster::server {
namespace {

Q_LOGGING_CATEGORY(serveLog, "roster.serve", QtInfoMsg)

using namespace Qt::StringLiterals;

/// Tells systemd, where it listens, that a reload begins; `READY=1` ends it (sd_notify(3)).
void notifyReloading()
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    const qint64 microseconds = now.tv_sec * 1'000'000 + now.tv_nsec / 1'000;
    ::sd_notify(0, ("RELOADING=1\nMONOTONIC_USEC=" + QByteArray::number(microseconds)).constData());
}

void reload(ServerApp &app)
{
    notifyReloading();
    if (const Outcome reloaded = app.reloadCertificates(); !reloaded)
        qCWarning(serveLog).noquote()
            << "the old certificates serve on:" << reloaded.error().message;
    ::sd_notify(0, "READY=1");
}

AdminBackend backendOf(ServerApp &app, const ServerConfiguration &configuration)
{
    AdminBackend backend
        = backendFor(configuration, DataFolder(configuration.dataPath, configuration.keyFile));
    backend.accounts = [&app]() -> AccountServices & { return app.accountServices(); };
    backend.changeCertificates
        = [&app](const TlsChange &change) { return app.changeCertificates(change); };
    backend.status = [&app, data = configuration.dataPath] {
        QJsonObject status = app.status();
        status.insert(u"running"_s, true);
        status.insert(u"pid"_s, qint64{::getpid()});
        status.insert(u"data"_s, data);
        return status;
    };
    return backend;
}

bool printAddresses(const QStringList &addresses)
{
    QString lines;
    for (const QString &address : addresses)
        lines += u"roster-server: listening on %1\n"_s.arg(address);
    return console::print(lines);
}

/// From here on no relative name reaches anything outside of the data folder (T12).
Outcome enterFolder(const QString &path)
{
    if (::chdir(QFile::encodeName(path).constData()) == 0)
        return Done{};
    return Error{ErrorCode::StorageUnavailable,
        u"%1 cannot be entered: %2."_s.arg(path, qt_error_string(errno)), {}};
}

Outcome open(ServerApp &app, ControlSocket &control, const ServerConfiguration &configuration)
{
    const DataFolder folder(configuration.dataPath);
    if (Outcome entered = enterFolder(folder.path()); !entered)
        return entered;
    if (Outcome listening = control.listen(folder.controlSocket()); !listening)
        return listening;
    return app.start();
}

void stop(ServerApp &app, ControlSocket &control)
{
    ::sd_notify(0, "STOPPING=1");
    control.close();
    app.stop();
}

} // namespace

ExitCode runServe(const ServerConfiguration &configuration)
{
    // Before anything is opened: nothing of the data folder may be what it takes the place of.
    if (const Outcome metrics = checkMetricsFile(configuration); !metrics) {
        console::complain(metrics.error().message);
        return ExitCode::Failure;
    }
    const Result<DataLock> lock = takeDataFolder(configuration);
    if (!lock) {
        console::complain(lock.error().message);
        return ExitCode::Failure;
    }
    ServerSignals signals;
    ServerApp app(configuration);
    ControlSocket control(backendOf(app, configuration));
    if (const Outcome opened = open(app, control, configuration); !opened) {
        console::complain(opened.error().message);
        return ExitCode::Failure;
    }
    QObject::connect(&signals, &ServerSignals::reloadAsked, &app, [&app] { reload(app); });
    QObject::connect(
        &signals, &ServerSignals::stopAsked, &app, [&app, &control] { stop(app, control); });
    QObject::connect(&app, &ServerApp::stopped, &app, &QCoreApplication::quit);
    if (!printAddresses(app.addresses()))
        qCWarning(serveLog) << "standard output is closed: nobody was told the addresses";
    ::sd_notify(0, "READY=1");
    QCoreApplication::exec();
    return ExitCode::Ok;
}

} // namespace roster::server
