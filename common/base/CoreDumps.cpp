#include "common/base/CoreDumps.h"

#include <sys/resource.h>

namespace roster {

void forbidCoreDumps()
{
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
}

} // namespace roster
