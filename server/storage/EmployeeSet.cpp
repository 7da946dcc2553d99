#include "server/storage/EmployeeSet.h"

#include <algorithm>

namespace roster::server {
namespace {

constexpr EmployeeId bitsInWord = 64;
/// Ids that are counted up stay below these ends; those given by hand may be as high as they like,
/// and must not cost the words of all that nobody has.
constexpr EmployeeId wordsEnd = (EmployeeId{1} << 26) / bitsInWord;
constexpr EmployeeId wordsOfNone = 64;
constexpr EmployeeId wordsOfEach = 16;

} // namespace

void EmployeeSet::append(EmployeeId id)
{
    const EmployeeId end = std::min(wordsEnd, wordsOfNone + wordsOfEach * m_size++);
    const auto word = static_cast<std::size_t>(id / bitsInWord);
    if (!m_others.empty() || id / bitsInWord >= end) {
        m_others.push_back(id);
        return;
    }
    if (word >= m_bits.size())
        m_bits.resize(word + 1);
    m_bits[word] |= quint64{1} << (id % bitsInWord);
}

bool EmployeeSet::contains(EmployeeId id) const
{
    const auto word = static_cast<std::size_t>(id / bitsInWord);
    if (word < m_bits.size() && (m_bits[word] >> (id % bitsInWord) & 1) != 0)
        return true;
    return std::ranges::binary_search(m_others, id);
}

qint64 EmployeeSet::cost() const
{
    return static_cast<qint64>((m_bits.capacity() + m_others.capacity()) * sizeof(quint64));
}

} // namespace roster::server
