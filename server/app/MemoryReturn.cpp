#include "server/app/MemoryReturn.h"

#include <malloc.h>

#include <algorithm>

namespace roster::server {
namespace {

/// Fewer leave too little behind to be worth a look at all that is free.
constexpr int burst = 64;
/// In bytes. glibc's own limit grows with what is freed, up to 32 MiB.
constexpr int ownMapping = 256 * 1024;

} // namespace

void MemoryReturn::setUp()
{
    mallopt(M_MMAP_THRESHOLD, ownMapping);
}

void MemoryReturn::look(int connections)
{
    m_most = std::max(m_most, connections);
    if (m_most < burst || connections > m_most / 2)
        return;
    malloc_trim(0);
    m_most = connections;
}

} // namespace roster::server
