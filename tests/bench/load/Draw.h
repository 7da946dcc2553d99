#pragma once

#include <cstdint>
#include <random>

namespace roster::bench {

/// Numbers by chance, the same in every run.
class Draw
{
public:
    explicit Draw(std::uint64_t seed)
        : m_engine(seed)
    {
    }

    /// From @p least to @p most.
    [[nodiscard]] std::int64_t from(std::int64_t least, std::int64_t most)
    {
        return std::uniform_int_distribution<std::int64_t>(least, most)(m_engine);
    }
    template <typename Values> [[nodiscard]] const auto &oneOf(const Values &values)
    {
        return values[static_cast<std::size_t>(
            from(0, static_cast<std::int64_t>(values.size()) - 1))];
    }

private:
    std::mt19937_64 m_engine;
};

} // namespace roster::bench
