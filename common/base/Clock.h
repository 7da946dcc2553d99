#pragma once

#include <QDateTime>

#include <chrono>
#include <mutex>

namespace roster {

/// Where every part of Roster takes the time from, so that tests can move it. Thread-safe.
///
/// utcNow() never runs backwards within a process: when the wall clock is set back, it goes on with
/// the steady clock, so that no expiry is ever extended (R25).
class Clock
{
public:
    virtual ~Clock() = default;

    /// UTC, milliseconds since the epoch.
    [[nodiscard]] std::chrono::milliseconds utcNow();
    [[nodiscard]] QDateTime utcDateTime();
    /// For intervals: unaffected by the wall clock.
    [[nodiscard]] virtual std::chrono::milliseconds steadyNow() const = 0;
    /// Makes utcNow() at least @p floor: the latest time known from before a restart.
    void raiseTo(std::chrono::milliseconds floor);

protected:
    [[nodiscard]] virtual std::chrono::milliseconds wallNow() const = 0;

private:
    std::mutex m_mutex;
    std::chrono::milliseconds m_anchorUtc{0};
    std::chrono::milliseconds m_anchorSteady{0};
};

/// The clock of the machine.
class SystemClock final : public Clock
{
public:
    [[nodiscard]] std::chrono::milliseconds steadyNow() const override;

protected:
    [[nodiscard]] std::chrono::milliseconds wallNow() const override;
};

/// A clock that tests move by hand; both of its hands start at @p start.
class ManualClock final : public Clock
{
public:
    explicit ManualClock(
        std::chrono::milliseconds start = std::chrono::milliseconds{1'764'000'000'000});

    void advance(std::chrono::milliseconds by);
    /// Sets the wall clock alone, as an administrator or NTP would.
    void setWall(std::chrono::milliseconds to);
    [[nodiscard]] std::chrono::milliseconds steadyNow() const override;

protected:
    [[nodiscard]] std::chrono::milliseconds wallNow() const override;

private:
    mutable std::mutex m_handsMutex;
    std::chrono::milliseconds m_wall;
    std::chrono::milliseconds m_steady;
};

} // namespace roster
