/// Histograms, and timers, which are histograms of durations.

#ifndef MMSTATS_HISTOGRAM_HPP
#define MMSTATS_HISTOGRAM_HPP

#include <chrono>
#include <cstdint>

#include "error.hpp"

namespace mmstats {

/// A distribution of u64. Any number of threads observe; with a local's, its thread.
class histogram {
public:
    using handle = mmstats_histogram;

    histogram() = default;
    explicit histogram(handle made) noexcept : handle_(made) {}

    /// Counts a value.
    void observe(std::uint64_t value) const noexcept {
        mmstats_inline_histogram_observe(handle_, value);
    }
    /// As mmstats.h knows it.
    handle native() const noexcept { return handle_; }

private:
    handle handle_{};
};

/// A distribution of double.
class histogram_f64 {
public:
    using handle = mmstats_histogram_f64;

    histogram_f64() = default;
    explicit histogram_f64(handle made) noexcept : handle_(made) {}

    /// Counts a value. One that is negative or NaN is counted as such, and nowhere else.
    void observe(double value) const noexcept {
        mmstats_inline_histogram_f64_observe(handle_, value);
    }
    /// As mmstats.h knows it.
    handle native() const noexcept { return handle_; }

private:
    handle handle_{};
};

/// A distribution of durations.
class timer {
public:
    using handle = mmstats_histogram;
    using nanoseconds = std::chrono::nanoseconds;

    /// A measurement that runs; its end counts the duration.
    class [[nodiscard]] measurement {
    public:
        explicit measurement(handle of) noexcept : of_(of) {}
        measurement(const measurement &) = delete;
        measurement &operator=(const measurement &) = delete;
        ~measurement() {
            if (counts_)
                timer{of_}.observe(elapsed());
        }

        /// The time so far.
        nanoseconds elapsed() const noexcept { return std::chrono::steady_clock::now() - started_; }
        /// Gives it up: nothing is counted.
        void cancel() noexcept { counts_ = false; }

    private:
        handle of_;
        bool counts_ = true;
        std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
    };

    timer() = default;
    explicit timer(handle made) noexcept : handle_(made) {}

    /// Starts a measurement: `auto measured = latency.start();`.
    measurement start() const noexcept { return measurement{handle_}; }
    /// Counts a duration; one that is negative as 0.
    void observe(nanoseconds duration) const noexcept {
        const auto count = duration.count();
        mmstats_inline_histogram_observe(handle_, count < 0 ? 0 : static_cast<std::uint64_t>(count));
    }
    /// As mmstats.h knows it.
    handle native() const noexcept { return handle_; }

private:
    handle handle_{};
};

}  // namespace mmstats

#endif  // MMSTATS_HISTOGRAM_HPP
