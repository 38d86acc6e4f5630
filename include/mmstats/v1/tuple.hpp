/// Handles to fields of several parts, which are published together.

#ifndef MMSTATS_V1_TUPLE_HPP
#define MMSTATS_V1_TUPLE_HPP

#include <array>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <tuple>
#include <utility>

#include "field.hpp"

namespace mmstats::v1 {

namespace detail {

/// Where the parts of a value stand (SPEC.md 1.4): each at the next multiple of its size, and
/// nothing after the last.
template <class... Ts> struct layout {
    std::array<std::size_t, sizeof...(Ts)> offsets{};
    std::size_t width = 0;

    constexpr layout() {
        std::size_t part = 0;
        for (const std::size_t size : {sizeof(Ts)...}) {
            offsets[part] = (width + size - 1) / size * size;
            width = offsets[part++] + size;
        }
    }
};

}  // namespace detail

/// A field whose signature is known only when the program runs, or holds texts. Values are bytes,
/// laid out as SPEC.md 1.4 says: as C lays out a struct of these parts on a 64-bit machine. What
/// stands between the parts is published too: make it zero.
class untyped_tuple_field {
public:
    untyped_tuple_field() = default;
    explicit untyped_tuple_field(mmstats_v1_tuple_field handle) noexcept : handle_(handle) {}

    /// Publishes such a value of `size` bytes. Returns whether it did: the size has to be that of
    /// the tuple, or of a struct with padding behind its parts.
    bool set(const void *value, std::size_t size) const noexcept {
        return mmstats_v1_tuple_set(handle_, value, size) == MMSTATS_OK;
    }
    /// Copies the published value, if `size` isn't less than its width. Returns its width.
    std::size_t get(void *value, std::size_t size) const noexcept {
        return mmstats_v1_tuple_get(handle_, value, size);
    }
    /// Width of a value in bytes.
    std::size_t width() const noexcept { return handle_.width; }

private:
    mmstats_v1_tuple_field handle_{};
};

/// A field of parts of these types.
template <class... Ts> class tuple_field {
public:
    tuple_field() = default;
    explicit tuple_field(mmstats_v1_tuple_field handle) noexcept : field_(handle) {}

    /// Publishes the parts together.
    void set(Ts... parts) const noexcept {
        bytes value{};
        auto offset = layout.offsets.begin();
        (std::memcpy(value.data() + *offset++, &parts, sizeof parts), ...);
        field_.set(value.data(), value.size());
    }

    /// The published parts.
    std::tuple<Ts...> get() const noexcept {
        bytes value{};
        field_.get(value.data(), value.size());
        std::tuple<Ts...> read;
        std::apply(
            [&](auto &...parts) {
                auto offset = layout.offsets.begin();
                (std::memcpy(&parts, value.data() + *offset++, sizeof parts), ...);
            },
            read);
        return read;
    }

    /// Its signature, such as "QQ".
    static constexpr std::string_view signature() noexcept { return {codes.data(), codes.size()}; }

private:
    static constexpr std::array<char, sizeof...(Ts)> codes{detail::scalar<Ts>::code...};
    static constexpr detail::layout<Ts...> layout{};
    using bytes = std::array<unsigned char, layout.width>;

    untyped_tuple_field field_;
};

}  // namespace mmstats::v1

#endif  // MMSTATS_V1_TUPLE_HPP
