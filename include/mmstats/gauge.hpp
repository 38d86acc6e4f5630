/// Gauges: go up and down.

#ifndef MMSTATS_GAUGE_HPP
#define MMSTATS_GAUGE_HPP

#include <cstdint>

#include "error.hpp"

namespace mmstats {

namespace detail {

/// What mmstats.h has for each type of gauge.
template <class T> struct gauge_of {
    static_assert(sizeof(T) == 0, "a gauge is of std::uint64_t, std::int64_t, double or bool");
};

#define MMSTATS_HPP_GAUGE(T, name)                                                                \
    template <> struct gauge_of<T> {                                                              \
        using handle = mmstats_gauge_##name;                                                      \
        static void set(handle of, T value) noexcept {                                            \
            mmstats_inline_gauge_##name##_set(of, value);                                         \
        }                                                                                         \
        static T get(handle of) noexcept { return mmstats_inline_gauge_##name##_get(of); }        \
    };
MMSTATS_HPP_GAUGE(std::uint64_t, u64)
MMSTATS_HPP_GAUGE(std::int64_t, i64)
MMSTATS_HPP_GAUGE(double, f64)
MMSTATS_HPP_GAUGE(bool, bool)
#undef MMSTATS_HPP_GAUGE

inline void add(mmstats_gauge_u64 of, std::uint64_t n) noexcept {
    mmstats_inline_gauge_u64_add(of, n);
}
inline void add(mmstats_gauge_i64 of, std::int64_t n) noexcept {
    mmstats_inline_gauge_i64_add(of, n);
}
inline void add(mmstats_gauge_f64 of, double n) noexcept { mmstats_inline_gauge_f64_add(of, n); }

}  // namespace detail

/// A gauge of std::uint64_t, std::int64_t, double or bool. Any number of threads write it.
template <class T = std::int64_t> class gauge {
public:
    using handle = typename detail::gauge_of<T>::handle;

    gauge() = default;
    explicit gauge(handle made) noexcept : handle_(made) {}

    /// Sets the value.
    void set(T value) const noexcept { detail::gauge_of<T>::set(handle_, value); }
    /// Adds to the value; to an integer, modulo 2^64. Not of bool.
    void add(T n) const noexcept { detail::add(handle_, n); }
    /// The value.
    T get() const noexcept { return detail::gauge_of<T>::get(handle_); }
    /// As mmstats.h knows it.
    handle native() const noexcept { return handle_; }

private:
    handle handle_{};
};

}  // namespace mmstats

#endif  // MMSTATS_GAUGE_HPP
