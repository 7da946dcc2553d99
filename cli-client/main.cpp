#include "cli-client/Program.h"
#include "common/base/CoreDumps.h"
#include "common/base/SecretBytes.h"

#include <QCoreApplication>
#include <QLoggingCategory>

#include <clocale>
#include <csignal>
#include <cstdlib>

#include <langinfo.h>

namespace {

/// Names are in UTF-8 whatever the locale says; Qt would complain of any other on the terminal.
void ensureUtf8Locale()
{
    std::setlocale(LC_ALL, "");
    if (QByteArrayView(nl_langinfo(CODESET)) != QByteArrayView("UTF-8"))
        qputenv("LC_ALL", "C.UTF-8");
}

} // namespace

int main(int argc, char *argv[])
{
    ensureUtf8Locale();
    roster::forbidCoreDumps();
    std::signal(SIGPIPE, SIG_IGN); // a write tells by its result
    if (!roster::initialiseCrypto())
        return EXIT_FAILURE;
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("roster-cli"));
    // The program explains a refused certificate itself.
    QLoggingCategory::setFilterRules(QStringLiteral("qt.network.ssl.warning=false"));
    return roster::cli::Program(QCoreApplication::arguments()).run();
}
