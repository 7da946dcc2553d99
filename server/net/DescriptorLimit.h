#pragma once

#include "common/base/Result.h"

namespace roster::server {

/// How many descriptors this process may have, and how many of them may be connections.
class DescriptorLimit
{
public:
    /// Raises the soft RLIMIT_NOFILE to the hard one (getrlimit(2)).
    [[nodiscard]] static Result<DescriptorLimit> raise();

    /// @p descriptors: the limit in force.
    explicit DescriptorLimit(int descriptors)
        : m_descriptors(descriptors)
    {
    }

    [[nodiscard]] int descriptors() const { return m_descriptors; }
    /// The most connections to keep open at once: leaves room for the databases, logs, control
    /// connections and files of a server with @p workers workers.
    [[nodiscard]] int connectionCap(int workers) const;

private:
    int m_descriptors;
};

} // namespace roster::server
