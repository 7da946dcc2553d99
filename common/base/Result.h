#pragma once

#include "common/base/ErrorCode.h"

#include <QJsonObject>
#include <QString>

#include <utility>
#include <variant>

namespace roster {

/// An expected failure: its code, one sentence for people, and what the protocol puts beside
/// `reason` into `data` (`fields`, `permission`, `retry_after_ms`, ...). Never holds a secret.
struct Error
{
    ErrorCode code = ErrorCode::InternalError;
    QString message;
    QJsonObject data;
};

/// A value or the reason why there is none.
template <typename T> class [[nodiscard]] Result
{
public:
    Result(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Error error)
        : m_state(std::in_place_index<1>, std::move(error))
    {
    }

    [[nodiscard]] bool isOk() const { return m_state.index() == 0; }
    explicit operator bool() const { return isOk(); }

    [[nodiscard]] const T &value() const & { return *std::get_if<0>(&m_state); }
    [[nodiscard]] T &value() & { return *std::get_if<0>(&m_state); }
    [[nodiscard]] T &&value() && { return std::move(*std::get_if<0>(&m_state)); }
    const T &operator*() const & { return value(); }
    T &operator*() & { return value(); }
    T &&operator*() && { return std::move(*this).value(); }
    const T *operator->() const { return std::get_if<0>(&m_state); }
    T *operator->() { return std::get_if<0>(&m_state); }

    [[nodiscard]] const Error &error() const & { return *std::get_if<1>(&m_state); }
    [[nodiscard]] Error &&error() && { return std::move(*std::get_if<1>(&m_state)); }

private:
    std::variant<T, Error> m_state;
};

/// Success without a value.
struct Done
{
};
using Outcome = Result<Done>;

} // namespace roster
