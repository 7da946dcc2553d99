#pragma once

namespace roster {

/// For a unique_ptr to what a C library has made: frees it with that library's own function.
template <auto freeFunction> struct Freed
{
    template <typename T> void operator()(T *handle) const { freeFunction(handle); }
};

} // namespace roster
