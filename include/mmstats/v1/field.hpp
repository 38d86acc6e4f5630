/// Handles to fields of one value.

#ifndef MMSTATS_V1_FIELD_HPP
#define MMSTATS_V1_FIELD_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "value.hpp"

namespace mmstats::v1 {

namespace detail {

/// What mmstats.h has for each type of scalar.
template <class T> struct scalar {
    static_assert(sizeof(T) == 0, "a field is of std::uint8_t to std::uint64_t, std::int8_t to "
                                  "std::int64_t, float, double or bool");
};

#define MMSTATS_HPP_SCALAR(T, name, letter)                                                       \
    template <> struct scalar<T> {                                                                \
        using handle = mmstats_v1_##name##_field;                                                 \
        static constexpr char code = letter;                                                      \
        static constexpr auto declare = mmstats_v1_writer_##name;                                 \
        static void set(handle field, T value) noexcept {                                         \
            mmstats_inline_v1_##name##_set(field, value);                                         \
        }                                                                                         \
        static T get(handle field) noexcept { return mmstats_inline_v1_##name##_get(field); }     \
    };
MMSTATS_HPP_SCALAR(std::uint64_t, u64, 'Q')
MMSTATS_HPP_SCALAR(std::int64_t, i64, 'q')
MMSTATS_HPP_SCALAR(std::uint32_t, u32, 'I')
MMSTATS_HPP_SCALAR(std::int32_t, i32, 'i')
MMSTATS_HPP_SCALAR(std::uint16_t, u16, 'H')
MMSTATS_HPP_SCALAR(std::int16_t, i16, 'h')
MMSTATS_HPP_SCALAR(std::uint8_t, u8, 'B')
MMSTATS_HPP_SCALAR(std::int8_t, i8, 'b')
MMSTATS_HPP_SCALAR(float, f32, 'f')
MMSTATS_HPP_SCALAR(double, f64, 'd')
MMSTATS_HPP_SCALAR(bool, bool, '?')
#undef MMSTATS_HPP_SCALAR

}  // namespace detail

/// A counter: a u64 that wraps.
class counter {
public:
    counter() = default;
    explicit counter(mmstats_v1_counter handle) noexcept : handle_(handle) {}

    /// One more.
    void inc() const noexcept { mmstats_inline_v1_counter_inc(handle_); }
    /// `n` more, modulo 2^64.
    void add(std::uint64_t n) const noexcept { mmstats_inline_v1_counter_add(handle_, n); }
    /// Sets the value.
    void set(std::uint64_t value) const noexcept { mmstats_inline_v1_counter_set(handle_, value); }
    /// The value.
    std::uint64_t get() const noexcept { return mmstats_inline_v1_counter_get(handle_); }

private:
    mmstats_v1_counter handle_{};
};

/// A field of one integer of a fixed-width type of <cstdint>, or of one float, double or bool.
template <class T> class field {
public:
    using handle = typename detail::scalar<T>::handle;

    field() = default;
    explicit field(handle made) noexcept : handle_(made) {}

    /// Publishes a value.
    void set(T value) const noexcept { detail::scalar<T>::set(handle_, value); }
    /// The published value.
    T get() const noexcept { return detail::scalar<T>::get(handle_); }

private:
    handle handle_{};
};

/// A field of text, of a fixed width.
class text_field {
public:
    text_field() = default;
    explicit text_field(mmstats_v1_text_field handle) noexcept : handle_(handle) {}

    /// Stores a text, cut between characters where it is too long. Returns whether it was stored:
    /// what isn't UTF-8 is not.
    bool set(std::string_view text) const noexcept {
        return mmstats_v1_text_set(handle_, detail::str(text)) == MMSTATS_OK;
    }
    /// The text.
    std::string get() const {
        std::string text(handle_.width, '\0');
        text.resize(mmstats_v1_text_get(handle_, text.data(), text.size()));
        return text;
    }
    /// Its width in bytes.
    std::size_t width() const noexcept { return handle_.width; }

private:
    mmstats_v1_text_field handle_{};
};

}  // namespace mmstats::v1

#endif  // MMSTATS_V1_FIELD_HPP
