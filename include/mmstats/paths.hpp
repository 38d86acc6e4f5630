/// Finding files.

#ifndef MMSTATS_PATHS_HPP
#define MMSTATS_PATHS_HPP

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "error.hpp"

namespace mmstats {

/// The paths that a glob finds, in alphabetical order. Without a pattern: MMSTATS_GLOB, else every
/// `*.mmstats` of MMSTATS_PATH; else those of the folders in RUNTIME_DIRECTORY, of every user's
/// folder and of the temporary folder. Finding nothing is no error.
inline std::vector<std::string> paths(std::string_view pattern = {}) {
    mmstats_paths *made = nullptr;
    detail::check(mmstats_glob(detail::str(pattern), &made));
    const std::unique_ptr<mmstats_paths, decltype(&mmstats_paths_free)> owner{made,
                                                                             mmstats_paths_free};
    std::vector<std::string> found;
    found.reserve(mmstats_paths_count(made));
    for (std::size_t i = 0; i < mmstats_paths_count(made); ++i) {
        mmstats_str path{};
        detail::check(mmstats_paths_get(made, i, &path));
        found.emplace_back(detail::view(path));
    }
    return found;
}

}  // namespace mmstats

#endif  // MMSTATS_PATHS_HPP
