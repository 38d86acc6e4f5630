/// Families: what shares a name, a kind and a type, and is told apart by labels.

#ifndef MMSTATS_FAMILY_HPP
#define MMSTATS_FAMILY_HPP

#include <array>
#include <string_view>

#include "counter.hpp"
#include "gauge.hpp"
#include "histogram.hpp"
#include "structure.hpp"
#include "text.hpp"
#include "window.hpp"

namespace mmstats {

namespace detail {

/// What mmstats.h has for each handle.
template <class Handle> struct series_of;

#define MMSTATS_HPP_SERIES(Handle, name, in_family, kind_, type_)                                 \
    struct series_of<Handle> {                                                                    \
        static constexpr mmstats_kind kind = kind_;                                               \
        static constexpr mmstats_type type = type_;                                               \
        static constexpr auto in_writer = mmstats_writer_##name;                                  \
        static constexpr auto of_family = mmstats_family_##in_family;                             \
    }
template <>
MMSTATS_HPP_SERIES(counter, counter, counter, MMSTATS_KIND_COUNTER, MMSTATS_U64);
template <>
MMSTATS_HPP_SERIES(counter_f64, counter_f64, counter_f64, MMSTATS_KIND_COUNTER, MMSTATS_F64);
template <>
MMSTATS_HPP_SERIES(gauge<std::uint64_t>, gauge_u64, gauge_u64, MMSTATS_KIND_GAUGE, MMSTATS_U64);
template <>
MMSTATS_HPP_SERIES(gauge<std::int64_t>, gauge_i64, gauge_i64, MMSTATS_KIND_GAUGE, MMSTATS_I64);
template <>
MMSTATS_HPP_SERIES(gauge<double>, gauge_f64, gauge_f64, MMSTATS_KIND_GAUGE, MMSTATS_F64);
template <>
MMSTATS_HPP_SERIES(gauge<bool>, gauge_bool, gauge_bool, MMSTATS_KIND_GAUGE, MMSTATS_BOOL);
template <>
MMSTATS_HPP_SERIES(text, text, text, MMSTATS_KIND_TEXT, MMSTATS_BYTES);
template <>
MMSTATS_HPP_SERIES(histogram, histogram, histogram, MMSTATS_KIND_HISTOGRAM, MMSTATS_U64);
template <>
MMSTATS_HPP_SERIES(histogram_f64, histogram_f64, histogram_f64, MMSTATS_KIND_HISTOGRAM,
                   MMSTATS_F64);
template <>
MMSTATS_HPP_SERIES(timer, timer, histogram, MMSTATS_KIND_HISTOGRAM, MMSTATS_U64);
template <>
MMSTATS_HPP_SERIES(window, window, window, MMSTATS_KIND_WINDOW, MMSTATS_U64);
template <>
MMSTATS_HPP_SERIES(window_f64, window_f64, window_f64, MMSTATS_KIND_WINDOW, MMSTATS_F64);
template <class T>
MMSTATS_HPP_SERIES(structure<T>, struct, struct, MMSTATS_KIND_STRUCT, MMSTATS_BYTES);
#undef MMSTATS_HPP_SERIES

}  // namespace detail

/// A family whose series have handles of this type: mmstats::family<mmstats::counter>. It belongs
/// to its writer, and may not outlive it.
template <class Handle> class family {
public:
    family() = default;
    explicit family(const mmstats_family *made) noexcept : family_(made) {}

    /// The series with these label values, one for each key, in their order: the one that is there,
    /// or a new one. Where the family has as many series as its limit says, it is the one that
    /// stands for all beyond it. Errors: invalid (another number of values, one that isn't UTF-8 or
    /// has NUL), limit, full, closed, io.
    template <class... Values> Handle with(const Values &...values) const {
        const std::array<mmstats_str, sizeof...(Values)> given{detail::str(values)...};
        return with(given.data(), given.size());
    }
    /// The same with values in an array.
    Handle with(const mmstats_str *values, std::size_t count) const {
        typename Handle::handle made{};
        detail::check(detail::series_of<Handle>::of_family(family_, values, count, &made));
        return Handle{made};
    }

private:
    const mmstats_family *family_ = nullptr;
};

}  // namespace mmstats

#endif  // MMSTATS_FAMILY_HPP
