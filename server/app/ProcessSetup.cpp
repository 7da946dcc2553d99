#include "server/app/ProcessSetup.h"

#include "common/base/CoreDumps.h"
#include "common/base/SecretBytes.h"
#include "server/app/EventLog.h"

#include <QtGlobal>

#include <csignal>
#include <sys/prctl.h>
#include <sys/stat.h>

namespace roster::server {
namespace {

/// A leak checker looks into the process as a debugger does.
#ifdef ROSTER_SANITIZED
constexpr bool isDumpable = true;
#else
constexpr bool isDumpable = false;
#endif

} // namespace

bool prepareProcess()
{
    ::umask(077);
    forbidCoreDumps();
    if (!isDumpable)
        ::prctl(PR_SET_DUMPABLE, 0);
    std::signal(SIGPIPE, SIG_IGN);
    qputenv("LC_ALL", "C.UTF-8");
    installEventLog();
    return initialiseCrypto();
}

} // namespace roster::server
