#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace roster::bench {

// Looks at replies without parsing them, so that checking each costs the load little. A name in
// quotes followed by a colon stands nowhere inside a JSON text but as a member: within a string
// quotes are escaped.

/// How often @p text holds @p part.
[[nodiscard]] std::size_t occurrences(std::string_view text, std::string_view part);
/// The first member of that name that holds an integer, whatever its depth.
[[nodiscard]] std::optional<std::int64_t> integerMember(
    std::string_view text, std::string_view name);
/// The first one that holds a string, as it is spelled.
[[nodiscard]] std::optional<std::string_view> stringMember(
    std::string_view text, std::string_view name);
/// Whether some member `id` is @p id.
[[nodiscard]] bool hasId(std::string_view text, std::int64_t id);
/// The `data.reason` of an error, or what there is instead.
[[nodiscard]] std::string errorReasonIn(std::string_view reply);
/// Nothing when @p reply is a result that answers request @p id; else what it is instead.
[[nodiscard]] std::optional<std::string> problemOf(std::string_view reply, std::int64_t id);

} // namespace roster::bench
