/// What describes a family.

#ifndef MMSTATS_ABOUT_HPP
#define MMSTATS_ABOUT_HPP

#include <chrono>
#include <cstdint>
#include <string_view>

#include "error.hpp"

namespace mmstats {

/// What a sum over the files of one application is.
enum class aggregate {
    /// That of the kind: the sum of counters, histograms and windows; else each.
    by_kind = MMSTATS_AGGREGATE_DEFAULT,
    /// All together.
    sum = MMSTATS_AGGREGATE_SUM,
    /// The smallest.
    min = MMSTATS_AGGREGATE_MIN,
    /// The greatest.
    max = MMSTATS_AGGREGATE_MAX,
    /// That of the file created last.
    last = MMSTATS_AGGREGATE_LAST,
    /// None: one for each file.
    each = MMSTATS_AGGREGATE_EACH,
};

/// What describes a family beside its name, all of it optional:
/// `mmstats::about{}.unit("By").help("What came in.")`. Strings are borrowed until it is used.
class about {
public:
    /// The unit, UCUM where there is one: "ns", "By", "1".
    about &unit(std::string_view value) noexcept {
        desc_.unit = detail::str(value);
        return *this;
    }
    /// What it tells, for people.
    about &help(std::string_view value) noexcept {
        desc_.help = detail::str(value);
        return *this;
    }
    /// What a sum over files is.
    about &aggregate(mmstats::aggregate value) noexcept {
        desc_.aggregate = static_cast<std::int32_t>(value);
        return *this;
    }
    /// Files of dead writers don't count in a sum over files.
    about &alive_only() noexcept {
        desc_.alive_only = true;
        return *this;
    }
    /// How many series there may be before further ones share one that says so. Default: the writer's.
    about &limit(std::uint32_t series) noexcept {
        desc_.limit = series;
        return *this;
    }
    /// A text's greatest length in bytes, which is rounded up to whole words of 8. Default: 120.
    about &capacity(std::uint32_t bytes) noexcept {
        desc_.capacity = bytes;
        return *this;
    }
    /// A histogram's scale, first index, and how many buckets it has.
    about &buckets(std::uint32_t scale, std::int32_t first, std::uint32_t number) noexcept {
        desc_.scale = scale;
        desc_.first = first;
        desc_.buckets = number;
        return *this;
    }
    /// How many slots a window's ring has, the one that is being filled included, and their
    /// duration. Default: 7 of 10 s.
    about &ring(std::uint32_t slots, std::chrono::nanoseconds duration) noexcept {
        desc_.slots = slots;
        desc_.duration = static_cast<std::uint64_t>(duration.count());
        return *this;
    }

    /// As mmstats.h knows it, with a name.
    mmstats_desc native(std::string_view name) const noexcept {
        mmstats_desc named = desc_;
        named.name = detail::str(name);
        return named;
    }

private:
    mmstats_desc desc_ = mmstats_desc_of("");
};

}  // namespace mmstats

#endif  // MMSTATS_ABOUT_HPP
