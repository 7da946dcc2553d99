#include "common/base/CoreDumps.h"
#include "common/base/SecretBytes.h"
#include "common/net/ClientTls.h"
#include "gui-client/app/DesktopKeyRing.h"
#include "gui-client/app/GuiApp.h"
#include "gui-client/app/GuiOptions.h"
#include "gui-client/app/Icons.h"

#include <QApplication>
#include <QLoggingCategory>
#include <QTextStream>

#include <csignal>

using namespace roster;
using namespace roster::gui;
using namespace Qt::StringLiterals;

namespace {

constexpr int usageExit = 2;

int complain(const QString &message)
{
    QTextStream(stderr) << "roster-gui: " << message << '\n';
    return usageExit;
}

} // namespace

int main(int argc, char *argv[])
{
    forbidCoreDumps();
    std::signal(SIGPIPE, SIG_IGN); // a write tells by its result
    if (!initialiseCrypto())
        return complain(u"The cryptographic library cannot be initialised."_s);
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    const Result<GuiOptions> options = parseGuiOptions(arguments);
    if (!options)
        return complain(options.error().message);
    // Neither needs a display.
    if (options->action == GuiOptions::Action::ShowHelp) {
        QTextStream(stdout) << guiHelp();
        return 0;
    }
    if (options->action == GuiOptions::Action::ShowVersion) {
        QTextStream(stdout) << "roster-gui " ROSTER_VERSION "\n";
        return 0;
    }
    const Result<QList<QSslCertificate>> authorities = options->caFile.isEmpty()
        ? Result<QList<QSslCertificate>>(systemAuthorities())
        : readAuthorities(options->caFile);
    if (!authorities)
        return complain(authorities.error().message);

    QApplication application(argc, argv);
    // The window explains a refused certificate itself.
    QLoggingCategory::setFilterRules(u"qt.network.ssl.warning=false"_s);
    QApplication::setApplicationName(u"roster-gui"_s);
    QApplication::setApplicationDisplayName(u"Roster"_s);
    QApplication::setApplicationVersion(QStringLiteral(ROSTER_VERSION));
    QApplication::setDesktopFileName(u"roster-gui"_s);
    // The program decides when it ends: a session may have to be ended first.
    QApplication::setQuitOnLastWindowClosed(false);
    QApplication::setWindowIcon(productMark());
    DesktopKeyRing keyRing;
    GuiApp app(*options, *authorities, keyRing, ClientSettings::defaultPath());
    app.showLogin();
    return QApplication::exec();
}
