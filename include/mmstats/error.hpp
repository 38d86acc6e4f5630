/// What can go wrong: one list of causes, the same in every language.

#ifndef MMSTATS_ERROR_HPP
#define MMSTATS_ERROR_HPP

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "../mmstats_inline.h"

namespace mmstats {

/// The causes: the statuses of mmstats.h.
enum class cause {
    not_found = MMSTATS_ERROR_NOT_FOUND,
    permission = MMSTATS_ERROR_PERMISSION,
    not_a_stats_file = MMSTATS_ERROR_NOT_A_STATS_FILE,
    unknown_version = MMSTATS_ERROR_UNKNOWN_VERSION,
    corrupt = MMSTATS_ERROR_CORRUPT,
    full = MMSTATS_ERROR_FULL,
    busy = MMSTATS_ERROR_BUSY,
    closed = MMSTATS_ERROR_CLOSED,
    wrong_type = MMSTATS_ERROR_WRONG_TYPE,
    limit = MMSTATS_ERROR_LIMIT,
    duplicate = MMSTATS_ERROR_DUPLICATE,
    invalid = MMSTATS_ERROR_INVALID,
    io = MMSTATS_ERROR_IO,
    internal = MMSTATS_ERROR_INTERNAL,
};

/// An error: `what()` says where, what was expected, what was found, what to do.
class error : public std::runtime_error {
public:
    error(mmstats::cause cause, const std::string &message, std::int64_t offset = -1)
        : std::runtime_error(message), cause_(cause), offset_(offset) {}

    /// The cause, for a program to decide by.
    mmstats::cause cause() const noexcept { return cause_; }

    /// The offset in the file, where the error has one.
    std::optional<std::uint64_t> offset() const noexcept {
        if (offset_ < 0)
            return std::nullopt;
        return static_cast<std::uint64_t>(offset_);
    }

private:
    mmstats::cause cause_;
    std::int64_t offset_;
};

/// Between C++ and mmstats.h; not for programs.
namespace detail {

inline mmstats_str str(std::string_view text) noexcept { return {text.data(), text.size()}; }

inline std::string_view view(mmstats_str text) noexcept { return {text.data, text.len}; }

/// Throws what the last call said.
inline void check(mmstats_status status) {
    if (status != MMSTATS_OK)
        throw error(static_cast<cause>(status), mmstats_error_message(), mmstats_error_offset());
}

}  // namespace detail
}  // namespace mmstats

#endif  // MMSTATS_ERROR_HPP
