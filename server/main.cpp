#include "server/app/CommandLine.h"
#include "server/app/Console.h"
#include "server/app/ProcessSetup.h"

#include <QCoreApplication>

int main(int argc, char *argv[])
{
    using namespace Qt::StringLiterals;
    using namespace roster::server;

    if (!prepareProcess()) {
        console::complain(u"libsodium cannot be used."_s);
        return static_cast<int>(ExitCode::Failure);
    }
    const QCoreApplication application(argc, argv);
    return static_cast<int>(runCommandLine(QCoreApplication::arguments().sliced(1)));
}
