/// Types of values, and values that readers find.

#ifndef MMSTATS_V1_VALUE_HPP
#define MMSTATS_V1_VALUE_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "../error.hpp"

namespace mmstats::v1 {

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
    tuple = MMSTATS_TUPLE,
};

/// Its name: "u64", "bool", "text".
constexpr std::string_view name(type of) noexcept {
    constexpr std::string_view names[] = {"u64", "i64", "u32", "i32", "u16",  "i16",  "u8",
                                          "i8",  "f32", "f64", "bool", "text", "tuple"};
    return names[static_cast<int>(of) - static_cast<int>(type::u64)];
}

namespace detail {

using mmstats::detail::check;
using mmstats::detail::str;
using mmstats::detail::view;

/// The type of a scalar of C++.
template <class T> constexpr type type_of() {
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
                                   "<cstdint>, of float, double or bool");
}

/// A scalar as its widest type.
template <class T> mmstats_v1_value widened(T value) noexcept {
    mmstats_v1_value wide{};
    wide.kind = static_cast<std::int32_t>(type_of<T>());
    if constexpr (std::is_floating_point_v<T>) wide.as.f64 = static_cast<double>(value);
    else if constexpr (std::is_signed_v<T>) wide.as.i64 = value;
    else wide.as.u64 = value;
    return wide;
}

/// And back.
template <class T> T narrowed(const mmstats_v1_value &wide) noexcept {
    if constexpr (std::is_floating_point_v<T>) return static_cast<T>(wide.as.f64);
    else if constexpr (std::is_signed_v<T>) return static_cast<T>(wide.as.i64);
    else return static_cast<T>(wide.as.u64);
}

}  // namespace detail

/// A value of a field. A text, and the parts of a tuple, are borrowed from the reader until it is
/// refreshed or ends.
class value {
public:
    /// The parts of a tuple.
    using parts = std::vector<value>;

    /// Of a reader's field, by its index, as the reader has it.
    value(const mmstats_v1_value &found, mmstats_v1_reader *reader, std::size_t index) noexcept
        : value_(found), reader_(reader), index_(index) {}

    /// Its type.
    v1::type type() const noexcept { return static_cast<v1::type>(value_.kind); }

    /// The value as a `T`: just the type that it has, std::string_view for text, value::parts for
    /// a tuple. Errors: wrong type.
    template <class T> T get() const {
        if constexpr (std::is_same_v<T, std::string_view>) {
            expect(v1::type::text);
            return detail::view(value_.as.text);
        } else if constexpr (std::is_same_v<T, parts>) {
            expect(v1::type::tuple);
            return all_parts();
        } else {
            expect(detail::type_of<T>());
            return detail::narrowed<T>(value_);
        }
    }

    /// Calls `visitor` with the value as the type that it has. It takes all of them: a generic
    /// lambda, or an overload set.
    template <class Visitor> decltype(auto) visit(Visitor &&visitor) const {
        switch (type()) {
        case v1::type::u64: return visitor(get<std::uint64_t>());
        case v1::type::i64: return visitor(get<std::int64_t>());
        case v1::type::u32: return visitor(get<std::uint32_t>());
        case v1::type::i32: return visitor(get<std::int32_t>());
        case v1::type::u16: return visitor(get<std::uint16_t>());
        case v1::type::i16: return visitor(get<std::int16_t>());
        case v1::type::u8: return visitor(get<std::uint8_t>());
        case v1::type::i8: return visitor(get<std::int8_t>());
        case v1::type::f32: return visitor(get<float>());
        case v1::type::f64: return visitor(get<double>());
        case v1::type::boolean: return visitor(get<bool>());
        case v1::type::text: return visitor(get<std::string_view>());
        case v1::type::tuple: return visitor(get<parts>());
        }
        throw error(cause::wrong_type, "a value of a type that this program doesn't know");
    }

private:
    void expect(v1::type wanted) const {
        if (type() != wanted)
            throw error(cause::wrong_type, "expected a value of type " + std::string(name(wanted)) +
                                               ", found " + std::string(name(type())));
    }

    parts all_parts() const {
        parts all;
        all.reserve(value_.as.u64);
        for (std::size_t part = 0; part < value_.as.u64; ++part) {
            mmstats_v1_value found{};
            detail::check(mmstats_v1_reader_part(reader_, index_, part, &found));
            all.emplace_back(found, reader_, index_);
        }
        return all;
    }

    mmstats_v1_value value_;
    mmstats_v1_reader *reader_;
    std::size_t index_;
};

}  // namespace mmstats::v1

#endif  // MMSTATS_V1_VALUE_HPP
