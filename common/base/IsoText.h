#pragma once

#include <QDate>
#include <QString>

#include <chrono>
#include <span>

namespace roster {

// ISO 8601 as the protocol and the databases have it, for the years 0 to 9999 without what QDate
// and QDateTime need time for: formats, locales, the host's time zone.

/// `1996-02-29`; empty for an invalid date.
[[nodiscard]] QString isoDate(QDate date);
/// Invalid when @p text is no such date.
[[nodiscard]] QDate dateOfIso(QStringView text);
/// `2026-11-24T10:00:00Z`: seconds, cut off.
[[nodiscard]] QString isoUtc(std::chrono::milliseconds sinceEpoch);
inline constexpr std::size_t isoUtcSize = 20;
/// The same into @p text; false, and nothing, for a year that has not four digits.
[[nodiscard]] bool putIsoUtc(
    std::span<char, isoUtcSize> text, std::chrono::milliseconds sinceEpoch);

} // namespace roster
