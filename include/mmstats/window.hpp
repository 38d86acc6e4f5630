/// Windows: what happened lately.

#ifndef MMSTATS_WINDOW_HPP
#define MMSTATS_WINDOW_HPP

#include <cstdint>

#include "error.hpp"

namespace mmstats {

/// What happened lately, of u64. One thread at a time observes.
class window {
public:
    using handle = mmstats_window;

    window() = default;
    explicit window(handle made) noexcept : handle_(made) {}

    /// Adds a value.
    void observe(std::uint64_t value) const noexcept {
        mmstats_inline_window_observe(handle_, value);
    }
    /// Adds a value at a time: nanoseconds as of mmstats_clock_boottime.
    void observe_at(std::uint64_t now, std::uint64_t value) const noexcept {
        mmstats_inline_window_observe_at(handle_, now, value);
    }
    /// As mmstats.h knows it.
    handle native() const noexcept { return handle_; }

private:
    handle handle_{};
};

/// What happened lately, of double.
class window_f64 {
public:
    using handle = mmstats_window_f64;

    window_f64() = default;
    explicit window_f64(handle made) noexcept : handle_(made) {}

    /// Adds a value. One that is negative or NaN is counted as refused, and nowhere else.
    void observe(double value) const noexcept { mmstats_inline_window_f64_observe(handle_, value); }
    /// Adds a value at a time: nanoseconds as of mmstats_clock_boottime.
    void observe_at(std::uint64_t now, double value) const noexcept {
        mmstats_inline_window_f64_observe_at(handle_, now, value);
    }
    /// As mmstats.h knows it.
    handle native() const noexcept { return handle_; }

private:
    handle handle_{};
};

}  // namespace mmstats

#endif  // MMSTATS_WINDOW_HPP
