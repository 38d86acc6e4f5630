/// Counters: only grow.

#ifndef MMSTATS_COUNTER_HPP
#define MMSTATS_COUNTER_HPP

#include <cstdint>

#include "error.hpp"

namespace mmstats {

/// A counter: a u64 that wraps. Any number of threads add to it; to a local's, its thread.
class counter {
public:
    using handle = mmstats_counter;

    counter() = default;
    explicit counter(handle made) noexcept : handle_(made) {}

    /// One more.
    void inc() const noexcept { mmstats_inline_counter_inc(handle_); }
    /// `n` more, modulo 2^64.
    void add(std::uint64_t n) const noexcept { mmstats_inline_counter_add(handle_, n); }
    /// What its cell holds: of a local's, what its thread added.
    std::uint64_t get() const noexcept { return mmstats_inline_counter_get(handle_); }
    /// As mmstats.h knows it.
    handle native() const noexcept { return handle_; }

private:
    handle handle_{};
};

/// A counter of double.
class counter_f64 {
public:
    using handle = mmstats_counter_f64;

    counter_f64() = default;
    explicit counter_f64(handle made) noexcept : handle_(made) {}

    /// `n` more; what isn't greater than 0 is not added.
    void add(double n) const noexcept { mmstats_inline_counter_f64_add(handle_, n); }
    /// What its cell holds: of a local's, what its thread added.
    double get() const noexcept { return mmstats_inline_counter_f64_get(handle_); }
    /// As mmstats.h knows it.
    handle native() const noexcept { return handle_; }

private:
    handle handle_{};
};

}  // namespace mmstats

#endif  // MMSTATS_COUNTER_HPP
