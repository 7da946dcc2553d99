#pragma once

#include "common/model/Employee.h"

#include <vector>

namespace roster::server {

/// A set of records that tells quickly whether one is in it.
class EmployeeSet
{
public:
    /// @p id is above all before it.
    void append(EmployeeId id);
    [[nodiscard]] bool contains(EmployeeId id) const;
    [[nodiscard]] qint64 size() const { return m_size; }
    /// Bytes of memory, about.
    [[nodiscard]] qint64 cost() const;

private:
    std::vector<quint64> m_bits; ///< of the ids up to the first that is far above
    std::vector<EmployeeId> m_others; ///< from that on, in order
    qint64 m_size = 0;
};

} // namespace roster::server
