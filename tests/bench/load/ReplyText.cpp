#include "tests/bench/load/ReplyText.h"

#include "common/base/ErrorCode.h"

#include <QString>

#include <cstring>

#include <charconv>

namespace roster::bench {
namespace {

constexpr std::size_t quotedSize = 120;
constexpr std::string_view reasonMember = "\"reason\":";

/// memmem is far quicker than std::string_view::find.
std::size_t find(std::string_view text, std::string_view part, std::size_t from = 0)
{
    if (from > text.size())
        return std::string_view::npos;
    const void *found = ::memmem(text.data() + from, text.size() - from, part.data(), part.size());
    if (!found)
        return std::string_view::npos;
    return static_cast<std::size_t>(static_cast<const char *>(found) - text.data());
}

/// What follows the first `"name":` from @p from on; @p from then points there.
std::optional<std::string_view> valueAfter(
    std::string_view text, std::string_view name, std::size_t &from)
{
    const std::string member = '"' + std::string(name) + "\":";
    const std::size_t position = find(text, member, from);
    if (position == std::string_view::npos)
        return std::nullopt;
    from = position + member.size();
    return text.substr(from);
}

std::optional<std::int64_t> integerAt(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool isWhole = end == text.data() + text.size() || *end == ',' || *end == '}';
    return error == std::errc() && isWhole ? std::optional(number) : std::nullopt;
}

} // namespace

std::size_t occurrences(std::string_view text, std::string_view part)
{
    std::size_t count = 0;
    for (std::size_t at = find(text, part); at != std::string_view::npos;
         at = find(text, part, at + part.size()))
        ++count;
    return count;
}

std::optional<std::int64_t> integerMember(std::string_view text, std::string_view name)
{
    std::size_t from = 0;
    while (const auto value = valueAfter(text, name, from)) {
        if (const auto number = integerAt(*value))
            return number;
    }
    return std::nullopt;
}

std::optional<std::string_view> stringMember(std::string_view text, std::string_view name)
{
    std::size_t from = 0;
    while (const auto value = valueAfter(text, name, from)) {
        if (!value->starts_with('"'))
            continue;
        const std::size_t end = value->find('"', 1);
        return value->substr(1, end == std::string_view::npos ? end : end - 1);
    }
    return std::nullopt;
}

std::string errorReasonIn(std::string_view reply)
{
    std::size_t from = 0;
    while (const auto value = valueAfter(reply, "reason", from)) {
        const std::string_view reason
            = stringMember(reply.substr(from - reasonMember.size()), "reason").value_or("");
        // Single fields have reasons too.
        if (errorCodeFromReason(
                QString::fromUtf8(reason.data(), static_cast<qsizetype>(reason.size()))))
            return std::string(reason);
    }
    return "no result: " + std::string(reply.substr(0, quotedSize));
}

bool hasId(std::string_view text, std::int64_t id)
{
    std::size_t from = 0;
    while (const auto value = valueAfter(text, "id", from)) {
        if (integerAt(*value) == id)
            return true;
    }
    return false;
}

std::optional<std::string> problemOf(std::string_view reply, std::int64_t id)
{
    if (find(reply, "\"result\":{") == std::string_view::npos)
        return errorReasonIn(reply);
    if (!hasId(reply, id))
        return "an answer to another request";
    return std::nullopt;
}

} // namespace roster::bench
