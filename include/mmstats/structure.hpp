/// Structs: several values that are published together.

#ifndef MMSTATS_STRUCTURE_HPP
#define MMSTATS_STRUCTURE_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include "error.hpp"

namespace mmstats {

/// What a component of a struct is.
enum class component_kind {
    counter = MMSTATS_KIND_COUNTER,
    gauge = MMSTATS_KIND_GAUGE,
    text = MMSTATS_KIND_TEXT,
};

namespace detail {

/// The type of a member: a fixed-width integer, a float, bool, or an array of char.
template <class M> constexpr mmstats_type component_type() {
    if constexpr (std::is_same_v<M, std::uint64_t>) return MMSTATS_U64;
    else if constexpr (std::is_same_v<M, std::int64_t>) return MMSTATS_I64;
    else if constexpr (std::is_same_v<M, std::uint32_t>) return MMSTATS_U32;
    else if constexpr (std::is_same_v<M, std::int32_t>) return MMSTATS_I32;
    else if constexpr (std::is_same_v<M, std::uint16_t>) return MMSTATS_U16;
    else if constexpr (std::is_same_v<M, std::int16_t>) return MMSTATS_I16;
    else if constexpr (std::is_same_v<M, std::uint8_t>) return MMSTATS_U8;
    else if constexpr (std::is_same_v<M, std::int8_t>) return MMSTATS_I8;
    else if constexpr (std::is_same_v<M, float>) return MMSTATS_F32;
    else if constexpr (std::is_same_v<M, double>) return MMSTATS_F64;
    else if constexpr (std::is_same_v<M, bool>) return MMSTATS_BOOL;
    else if constexpr (std::is_same_v<std::remove_extent_t<M>, char> && std::is_array_v<M>)
        return MMSTATS_TEXT;
    else static_assert(!sizeof(M), "mmstats: a component is a fixed-width integer of <cstdint>, a "
                                   "float, a double, a bool or an array of char");
}

}  // namespace detail

/// A component of a struct `T`: a name and a member.
template <class T> class component {
    static_assert(std::is_trivially_copyable_v<T> && std::is_default_constructible_v<T>,
                  "mmstats: a struct is published as its bytes are");

public:
    /// Of a member: `{"n", &pair::n}`. An array of char is a text, all else a gauge, or a counter
    /// where that is said.
    template <class M>
    component(std::string_view name, M T::*member, component_kind kind = default_kind<M>(),
              std::string_view unit = {}) noexcept {
        static const T instance{};
        const auto *base = reinterpret_cast<const char *>(&instance);
        const auto *at = reinterpret_cast<const char *>(&(instance.*member));
        native_.name = detail::str(name);
        native_.unit = detail::str(unit);
        native_.type = detail::component_type<M>();
        native_.kind = static_cast<std::int32_t>(kind);
        native_.offset = static_cast<std::uint32_t>(at - base);
        native_.width = sizeof(M);
    }

    /// As mmstats.h knows it.
    const mmstats_component &native() const noexcept { return native_; }

private:
    template <class M> static constexpr component_kind default_kind() {
        return std::is_array_v<M> ? component_kind::text : component_kind::gauge;
    }

    mmstats_component native_{};
};

/// Values that are published together, as a struct `T`. One thread at a time publishes.
template <class T> class structure {
public:
    using handle = mmstats_struct;

    structure() = default;
    explicit structure(handle made) noexcept : handle_(made) {}

    /// Publishes all of it. Bytes between its members are published as they are.
    void publish(const T &value) const noexcept {
        mmstats_inline_struct_publish(handle_, &value, sizeof value);
    }
    /// As mmstats.h knows it.
    handle native() const noexcept { return handle_; }

private:
    handle handle_{};
};

}  // namespace mmstats

#endif  // MMSTATS_STRUCTURE_HPP
