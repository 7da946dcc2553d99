#include "server/app/MemoryReturn.h"

#include <malloc.h>

#include <algorithm>
#include <cstddef>

// Of jemalloc (jemalloc.net/jemalloc.3.html), if the program is linked with it:

extern "C" [[gnu::weak]] int mallctl(
    const char *name, void *oldValue, std::size_t *oldSize, void *newValue, std::size_t newSize);

/// Read when the program begins. Long lines and replies are given back at once; what is shorter, by
/// a thread for those that are idle.
extern "C" [[gnu::visibility("default")]] const char *malloc_conf;
const char *malloc_conf = "background_thread:true,oversize_threshold:262144";

namespace roster::server {
namespace {

/// Fewer leave too little behind to be worth a look at all that is free.
constexpr int burst = 64;
/// In bytes. glibc's own limit grows with what is freed, up to 32 MiB.
constexpr int ownMapping = 256 * 1024;

} // namespace

void MemoryReturn::setUp()
{
    if (!mallctl)
        mallopt(M_MMAP_THRESHOLD, ownMapping);
}

void MemoryReturn::look(int connections)
{
    m_most = std::max(m_most, connections);
    if (m_most < burst || connections > m_most / 2)
        return;
    if (mallctl)
        mallctl("arena.4096.purge", nullptr, nullptr, nullptr, 0); // of all arenas
    else
        malloc_trim(0);
    m_most = connections;
}

} // namespace roster::server
