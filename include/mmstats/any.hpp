/// Files of either format.

#ifndef MMSTATS_ANY_HPP
#define MMSTATS_ANY_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>

#include "reader.hpp"
#include "v1/reader.hpp"

namespace mmstats {

/// A reader of either format.
using any_reader = std::variant<v1::reader, reader>;

namespace detail {

inline any_reader either(mmstats_v1_reader *one, mmstats_reader *two) {
    if (one)
        return v1::reader{one};
    return reader{two};
}

}  // namespace detail

/// Opens a file of either format and reads it. Errors: as of v1::reader.
inline any_reader open(std::string_view path) {
    mmstats_v1_reader *one = nullptr;
    mmstats_reader *two = nullptr;
    detail::check(mmstats_open(detail::str(path), &one, &two));
    return detail::either(one, two);
}

/// Decodes bytes of either format that are in memory, which are copied; the same errors.
inline any_reader decode(const void *bytes, std::size_t size) {
    mmstats_v1_reader *one = nullptr;
    mmstats_reader *two = nullptr;
    detail::check(
        mmstats_decode(static_cast<const std::uint8_t *>(bytes), size, &one, &two));
    return detail::either(one, two);
}

}  // namespace mmstats

#endif  // MMSTATS_ANY_HPP
