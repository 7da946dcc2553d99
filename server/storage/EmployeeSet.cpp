#include "server/storage/EmployeeSet.h"

#include <algorithm>

namespace roster::server {
namespace {

/// Ids that are counted up never come here; those given by hand may be as high as they like.
constexpr EmployeeId bitsEnd = EmployeeId{1} << 26;
constexpr EmployeeId bitsInWord = 64;

} // namespace

void EmployeeSet::append(EmployeeId id)
{
    ++m_size;
    if (id >= bitsEnd) {
        m_others.push_back(id);
        return;
    }
    const auto word = static_cast<std::size_t>(id / bitsInWord);
    if (word >= m_bits.size())
        m_bits.resize(word + 1);
    m_bits[word] |= quint64{1} << (id % bitsInWord);
}

bool EmployeeSet::contains(EmployeeId id) const
{
    if (id >= bitsEnd)
        return std::ranges::binary_search(m_others, id);
    const auto word = static_cast<std::size_t>(id / bitsInWord);
    return word < m_bits.size() && (m_bits[word] >> (id % bitsInWord) & 1) != 0;
}

qint64 EmployeeSet::cost() const
{
    return static_cast<qint64>((m_bits.capacity() + m_others.capacity()) * sizeof(quint64));
}

} // namespace roster::server
