/// Values that readers find.

#ifndef MMSTATS_VALUE_HPP
#define MMSTATS_VALUE_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "error.hpp"

namespace mmstats {

/// The type of a value.
enum class type {
    u64 = MMSTATS_U64,
    i64 = MMSTATS_I64,
    u32 = MMSTATS_U32,
    i32 = MMSTATS_I32,
    u16 = MMSTATS_U16,
    i16 = MMSTATS_I16,
    u8 = MMSTATS_U8,
    i8 = MMSTATS_I8,
    f32 = MMSTATS_F32,
    f64 = MMSTATS_F64,
    boolean = MMSTATS_BOOL,
    text = MMSTATS_TEXT,
    /// Of a family of texts or structs, and of no value.
    bytes = MMSTATS_BYTES,
    structure = MMSTATS_STRUCT,
    histogram = MMSTATS_HISTOGRAM,
    window = MMSTATS_WINDOW,
    /// A text or struct that was never published: there is no value.
    unpublished = MMSTATS_UNPUBLISHED,
    /// A value that changed each time that it was looked at: the next look may find it.
    busy = MMSTATS_BUSY,
    /// None of all files of an application: each has its own.
    each = MMSTATS_EACH,
    /// Windows of an application whose slots differ in duration.
    windows = MMSTATS_WINDOWS,
};

/// Its name: "u64", "bool", "text".
constexpr std::string_view name(type of) noexcept {
    constexpr std::string_view names[] = {
        "",          "u64",    "i64",         "u32",  "i32",  "u16",    "i16",   "u8",
        "i8",        "f32",    "f64",         "bool", "text", "tuple",  "bytes", "struct",
        "histogram", "window", "unpublished", "busy", "each", "windows"};
    return names[static_cast<int>(of)];
}

namespace detail {

/// The type of a scalar of C++.
template <class T> constexpr type scalar_type() {
    if constexpr (std::is_same_v<T, std::uint64_t>) return type::u64;
    else if constexpr (std::is_same_v<T, std::int64_t>) return type::i64;
    else if constexpr (std::is_same_v<T, std::uint32_t>) return type::u32;
    else if constexpr (std::is_same_v<T, std::int32_t>) return type::i32;
    else if constexpr (std::is_same_v<T, std::uint16_t>) return type::u16;
    else if constexpr (std::is_same_v<T, std::int16_t>) return type::i16;
    else if constexpr (std::is_same_v<T, std::uint8_t>) return type::u8;
    else if constexpr (std::is_same_v<T, std::int8_t>) return type::i8;
    else if constexpr (std::is_same_v<T, float>) return type::f32;
    else if constexpr (std::is_same_v<T, double>) return type::f64;
    else if constexpr (std::is_same_v<T, bool>) return type::boolean;
    else static_assert(!sizeof(T), "mmstats: a value is of a fixed-width integer type of "
                                   "<cstdint>, of float, double or bool, a std::string_view, "
                                   "mmstats::parts, mmstats::distribution, mmstats::recent or "
                                   "mmstats::windows");
}

/// An array that a reader or an application has.
template <class T> class span {
public:
    span(const T *first, std::size_t count) noexcept : first_(first), count_(count) {}

    const T *begin() const noexcept { return first_; }
    const T *end() const noexcept { return first_ + count_; }
    std::size_t size() const noexcept { return count_; }
    bool empty() const noexcept { return count_ == 0; }
    const T &operator[](std::size_t index) const noexcept { return first_[index]; }

private:
    const T *first_;
    std::size_t count_;
};

}  // namespace detail

/// The values of a histogram, of u64 or f64.
class distribution {
public:
    distribution(const mmstats_distribution &found, type of) noexcept : found_(&found), of_(of) {}

    /// How many values there are.
    std::uint64_t count() const noexcept { return found_->count; }
    /// Their sum, as near as a double is.
    double sum() const noexcept { return number(found_->sum); }
    /// Their mean, where there are some.
    std::optional<double> mean() const noexcept {
        if (count() == 0)
            return std::nullopt;
        return sum() / static_cast<double>(count());
    }
    /// The smallest, where there are some.
    std::optional<double> min() const noexcept { return extreme(found_->min); }
    /// The greatest, where there are some.
    std::optional<double> max() const noexcept { return extreme(found_->max); }
    /// The buckets that aren't empty.
    detail::span<mmstats_bucket> buckets() const noexcept {
        return {found_->buckets, found_->bucket_count};
    }
    /// Whether it is of u64 or f64.
    mmstats::type type() const noexcept { return of_; }
    /// As mmstats.h knows it, which has more.
    const mmstats_distribution &native() const noexcept { return *found_; }

private:
    double number(mmstats_number of) const noexcept {
        return of_ == type::f64 ? of.f64 : static_cast<double>(of.u64);
    }
    std::optional<double> extreme(mmstats_number of) const noexcept {
        if (!found_->has_extremes)
            return std::nullopt;
        return number(of);
    }

    const mmstats_distribution *found_;
    mmstats::type of_;
};

/// The values of a window, of u64 or f64.
class recent {
public:
    recent(const mmstats_recent &found, type of) noexcept : found_(&found), of_(of) {}

    /// The slots that have something, in the order of their epochs.
    detail::span<mmstats_window_slot> slots() const noexcept {
        return {found_->slots, found_->count};
    }
    /// How many values were refused.
    std::uint64_t refused() const noexcept { return found_->refused; }
    /// How many values there were lately: in the last slots, and in the one that isn't over, when it
    /// was read.
    std::uint64_t count() const noexcept { return found_->last.count; }
    /// Their sum, as near as a double is.
    double sum() const noexcept { return number(found_->last.sum); }
    /// The greatest of them, where there are some.
    std::optional<double> max() const noexcept {
        if (count() == 0)
            return std::nullopt;
        return number(found_->last.max);
    }
    /// How much time "lately" is: less than all slots last where who counted is younger.
    std::chrono::nanoseconds covered() const noexcept {
        return std::chrono::nanoseconds{found_->last.covered};
    }
    /// How many values a second there were, where some time is covered.
    std::optional<double> rate() const noexcept {
        if (found_->last.covered == 0)
            return std::nullopt;
        return static_cast<double>(count()) / std::chrono::duration<double>(covered()).count();
    }
    /// How long a slot is.
    std::chrono::nanoseconds duration() const noexcept {
        return std::chrono::nanoseconds{found_->duration};
    }
    /// Whether it is of u64 or f64.
    mmstats::type type() const noexcept { return of_; }
    /// As mmstats.h knows it.
    const mmstats_recent &native() const noexcept { return *found_; }

private:
    double number(mmstats_number of) const noexcept {
        return of_ == type::f64 ? of.f64 : static_cast<double>(of.u64);
    }

    const mmstats_recent *found_;
    mmstats::type of_;
};

/// Windows whose slots differ in duration, the shortest first: those of an application's files.
class windows {
public:
    windows(const mmstats_parts &found, type of) noexcept : found_(found), of_(of) {}

    /// How many there are.
    std::size_t size() const noexcept { return found_.count; }
    /// One of them, by its place.
    recent operator[](std::size_t index) const noexcept {
        return {*found_.values[index].as.window, of_};
    }

private:
    mmstats_parts found_;
    mmstats::type of_;
};

class value;

/// The values of a struct.
class parts {
public:
    explicit parts(const mmstats_parts &found) noexcept : found_(found) {}

    /// How many there are.
    std::size_t size() const noexcept { return found_.count; }
    /// That of a component, by its place.
    value operator[](std::size_t index) const noexcept;

private:
    mmstats_parts found_;
};

/// A value. What it points at is borrowed from the reader until it is refreshed or ends, or from the
/// application until it looks again or ends.
class value {
public:
    /// `of` is the type of the family's values.
    value(const mmstats_value &found, mmstats::type of) noexcept : value_(found), of_(of) {}

    /// Its type.
    mmstats::type type() const noexcept { return static_cast<mmstats::type>(value_.kind); }
    /// Whether there is one: it was published, isn't busy, and isn't each file's own.
    bool has_value() const noexcept {
        return type() != type::unpublished && type() != type::busy && type() != type::each;
    }

    /// The value as a `T`: just the type that it has; std::string_view, mmstats::parts,
    /// mmstats::distribution, mmstats::recent or mmstats::windows. Errors: busy, wrong type.
    template <class T> T get() const {
        if constexpr (std::is_same_v<T, std::string_view>) {
            expect(type::text);
            return detail::view(value_.as.text);
        } else if constexpr (std::is_same_v<T, parts>) {
            expect(type::structure);
            return parts{value_.as.parts};
        } else if constexpr (std::is_same_v<T, distribution>) {
            expect(type::histogram);
            return {*value_.as.histogram, of_};
        } else if constexpr (std::is_same_v<T, recent>) {
            expect(type::window);
            return {*value_.as.window, of_};
        } else if constexpr (std::is_same_v<T, windows>) {
            expect(type::windows);
            return {value_.as.parts, of_};
        } else {
            expect(detail::scalar_type<T>());
            if constexpr (std::is_floating_point_v<T>) return static_cast<T>(value_.as.f64);
            else if constexpr (std::is_signed_v<T>) return static_cast<T>(value_.as.i64);
            else return static_cast<T>(value_.as.u64);
        }
    }

    /// Calls `visitor` with the value as the type that it has; not where it hasn't one, nor with
    /// mmstats::windows. It takes all others: a generic lambda, or an overload set.
    template <class Visitor> void visit(Visitor &&visitor) const {
        switch (type()) {
        case type::u64: return visitor(get<std::uint64_t>());
        case type::i64: return visitor(get<std::int64_t>());
        case type::u32: return visitor(get<std::uint32_t>());
        case type::i32: return visitor(get<std::int32_t>());
        case type::u16: return visitor(get<std::uint16_t>());
        case type::i16: return visitor(get<std::int16_t>());
        case type::u8: return visitor(get<std::uint8_t>());
        case type::i8: return visitor(get<std::int8_t>());
        case type::f32: return visitor(get<float>());
        case type::f64: return visitor(get<double>());
        case type::boolean: return visitor(get<bool>());
        case type::text: return visitor(get<std::string_view>());
        case type::structure: return visitor(get<parts>());
        case type::histogram: return visitor(get<distribution>());
        case type::window: return visitor(get<recent>());
        default: return;
        }
    }

private:
    void expect(mmstats::type wanted) const {
        if (type() == wanted)
            return;
        const bool busy = type() == type::busy;
        throw error(busy ? cause::busy : cause::wrong_type,
                    "expected a value of type " + std::string(name(wanted)) + ", found " +
                        std::string(name(type())));
    }

    mmstats_value value_;
    mmstats::type of_;
};

inline value parts::operator[](std::size_t index) const noexcept {
    return {found_.values[index], type::bytes};
}

}  // namespace mmstats

#endif  // MMSTATS_VALUE_HPP
