/// Averages, timers and counters with a rate. They belong to their writer and end with it: none
/// may be used after it, nor may a measurement of a timer go on.

#ifndef MMSTATS_V1_AVERAGE_HPP
#define MMSTATS_V1_AVERAGE_HPP

#include <chrono>
#include <cstdint>

#include "../error.hpp"

namespace mmstats::v1 {

/// The mean of all values that were added, or of the last ones.
class average {
public:
    average() = default;
    explicit average(mmstats_v1_average *handle) noexcept : handle_(handle) {}

    /// Adds a value and publishes the mean.
    void add(double value) const noexcept { mmstats_v1_average_add(handle_, value); }
    /// The published mean; 0 before the first value.
    double get() const noexcept { return mmstats_v1_average_get(handle_); }

private:
    mmstats_v1_average *handle_ = nullptr;
};

/// The mean of the last durations, in seconds.
class timer {
public:
    using seconds = std::chrono::duration<double>;

    /// A measurement that runs; its end adds the duration.
    class [[nodiscard]] measurement {
    public:
        explicit measurement(mmstats_v1_timer *of) noexcept : of_(of) {}
        measurement(const measurement &) = delete;
        measurement &operator=(const measurement &) = delete;
        ~measurement() {
            if (of_)
                mmstats_v1_timer_observe(of_, elapsed().count());
        }

        /// The time so far.
        seconds elapsed() const noexcept { return std::chrono::steady_clock::now() - started_; }
        /// Gives it up: nothing is added.
        void cancel() noexcept { of_ = nullptr; }

    private:
        mmstats_v1_timer *of_;
        std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
    };

    timer() = default;
    explicit timer(mmstats_v1_timer *handle) noexcept : handle_(handle) {}

    /// Starts a measurement: `auto measured = latency.start();`.
    measurement start() const noexcept { return measurement{handle_}; }
    /// Adds a duration, and publishes the mean.
    void observe(seconds duration) const noexcept {
        mmstats_v1_timer_observe(handle_, duration.count());
    }
    /// The last duration; 0 before the first.
    seconds last() const noexcept { return seconds{mmstats_v1_timer_last(handle_)}; }
    /// The published mean; 0 before the first duration.
    seconds get() const noexcept { return seconds{mmstats_v1_timer_get(handle_)}; }

private:
    mmstats_v1_timer *handle_ = nullptr;
};

/// A counter with its rate, published together.
class sampling_counter {
public:
    sampling_counter() = default;
    explicit sampling_counter(mmstats_v1_sampling_counter *handle) noexcept : handle_(handle) {}

    /// One more.
    void inc() const noexcept { add(1); }
    /// `n` more, modulo 2^64; samples the rate if it is time.
    void add(std::uint64_t n) const noexcept { mmstats_v1_sampling_counter_add(handle_, n); }
    /// The count.
    std::uint64_t get() const noexcept { return mmstats_v1_sampling_counter_get(handle_); }
    /// Increments in a millisecond, at the last sample.
    std::uint64_t per_ms() const noexcept { return mmstats_v1_sampling_counter_per_ms(handle_); }

private:
    mmstats_v1_sampling_counter *handle_ = nullptr;
};

}  // namespace mmstats::v1

#endif  // MMSTATS_V1_AVERAGE_HPP
