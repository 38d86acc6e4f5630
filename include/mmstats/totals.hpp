/// What a look at an application found.

#ifndef MMSTATS_TOTALS_HPP
#define MMSTATS_TOTALS_HPP

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "liveness.hpp"
#include "series.hpp"

namespace mmstats {

/// A file of an application. Borrowed from what it was found in.
class application_file {
public:
    explicit application_file(const mmstats_application_file &found) noexcept : found_(&found) {}

    /// Its path.
    std::string_view path() const noexcept { return detail::view(found_->path); }
    /// Its format: 1 or 2.
    int format() const noexcept { return static_cast<int>(found_->format); }
    /// The process id of its writer, where the file says it.
    std::optional<std::uint64_t> pid() const noexcept {
        if (found_->pid == 0)
            return std::nullopt;
        return found_->pid;
    }
    /// Whether its writer lived when it was read.
    liveness writer() const noexcept { return static_cast<liveness>(found_->writer); }
    /// When it was created, nanoseconds since 1970; 0 where the file doesn't say it.
    std::uint64_t created() const noexcept { return found_->created; }
    /// Whether it is an accumulator: it has what writers counted that have ended, and whose files
    /// were folded.
    bool is_accumulator() const noexcept { return found_->accumulator; }
    /// As mmstats.h knows it, which has the file's id.
    const mmstats_application_file &native() const noexcept { return *found_; }

private:
    const mmstats_application_file *found_;
};

/// What kind of problem.
enum class problem_kind {
    /// One that this version doesn't know; its text says what.
    other = MMSTATS_PROBLEM_OTHER,
    /// A file or a folder that could not be read.
    unread = MMSTATS_PROBLEM_UNREAD,
    /// Series of a file changed each time they were read, and are left out this time.
    busy = MMSTATS_PROBLEM_BUSY,
    /// A file is there twice, and is counted once.
    twice = MMSTATS_PROBLEM_TWICE,
    /// A file has families of a kind that this version doesn't know.
    skipped = MMSTATS_PROBLEM_SKIPPED,
    /// Families of one name differ, and are not added up.
    families = MMSTATS_PROBLEM_FAMILIES,
    /// A histogram has nothing in common with those of other files, and is left out.
    buckets = MMSTATS_PROBLEM_BUCKETS,
    /// Windows of one name have slots of several durations, and are not added up.
    durations = MMSTATS_PROBLEM_DURATIONS,
};

/// What a look could not count, or could not count together. Borrowed likewise.
class problem {
public:
    explicit problem(const mmstats_problem &found) noexcept : found_(&found) {}

    /// What kind of problem.
    problem_kind kind() const noexcept { return static_cast<problem_kind>(found_->kind); }
    /// Why something could not be read, where it is about that.
    std::optional<mmstats::cause> cause() const noexcept {
        if (found_->cause == MMSTATS_OK)
            return std::nullopt;
        return static_cast<mmstats::cause>(found_->cause);
    }
    /// The file or folder; empty where it is about several.
    std::string_view path() const noexcept { return detail::view(found_->path); }
    /// What it is, and what to do, for people.
    std::string_view what() const noexcept { return detail::view(found_->text); }
    /// Whether the look before had the values that are missing now: totals have fallen by these.
    bool counted() const noexcept { return found_->counted; }

private:
    const mmstats_problem *found_;
};

/// The value that one file has. Borrowed likewise.
class file_value {
public:
    file_value(const mmstats_file_value &found, type of,
               const mmstats_application_file &file) noexcept
        : found_(&found), of_(of), file_(&file) {}

    /// The value.
    mmstats::value value() const noexcept { return {found_->value, of_}; }
    /// The file.
    application_file file() const noexcept { return application_file{*file_}; }

private:
    const mmstats_file_value *found_;
    type of_;
    const mmstats_application_file *file_;
};

/// How much a series grew between two looks, and how fast.
class rate {
public:
    rate(const mmstats_rate &found, type of) noexcept : found_(found), of_(of) {}

    /// How much a counter grew, or how many values a histogram counted, as near as a double is.
    double delta() const noexcept {
        return of_ == type::f64 ? found_.delta.f64 : static_cast<double>(found_.delta.u64);
    }
    /// The same in a second; 0 where no time has passed.
    double per_second() const noexcept { return found_.per_second; }
    /// Whether there are such numbers: not of other kinds, nor where there is no sum.
    bool is_known() const noexcept { return found_.known; }
    /// Whether the series wasn't there before.
    bool is_new() const noexcept { return found_.is_new; }

private:
    mmstats_rate found_;
    type of_;
};

/// What a look at an application found: the values of all files as one. A range of its series by
/// their families. It is an `application`, as of its last look, or `totals`, which are kept.
class looked {
public:
    using iterator = series_iterator;

    iterator begin() const noexcept { return {all_series().begin(), families().begin()}; }
    iterator end() const noexcept { return {all_series().end(), families().begin()}; }
    /// How many series there are.
    std::size_t size() const noexcept { return all_series().size(); }
    /// Whether there are none.
    bool empty() const noexcept { return size() == 0; }

    /// All families that some file has.
    detail::span<mmstats_family_info> families() const noexcept {
        std::size_t count = 0;
        const auto *first = mmstats_totals_families(found_, &count);
        return {first, count};
    }
    /// The series of that name, and with these label values: one for each of its family's keys, in
    /// the order of their bytes. Errors: not found.
    template <class... Values>
    mmstats::series get(std::string_view name, const Values &...values) const {
        const std::array<mmstats_str, sizeof...(Values)> given{detail::str(values)...};
        const mmstats_series *found = nullptr;
        detail::check(mmstats_totals_find(found_, detail::str(name), given.data(), given.size(),
                                          &found));
        return {*found, families()[found->family]};
    }

    /// The files that count, in the order of their paths.
    std::vector<application_file> files() const {
        std::size_t count = 0;
        const auto *first = mmstats_totals_files(found_, &count);
        return {first, first + count};
    }
    /// What could not be counted, or not together.
    std::vector<problem> problems() const {
        std::size_t count = 0;
        const auto *first = mmstats_totals_problems(found_, &count);
        return {first, first + count};
    }
    /// The values that single files have: of families without a total, and of all where keep_each
    /// asked for it.
    std::vector<file_value> each(const mmstats::series &of) const {
        std::size_t count = 0;
        const auto *first = mmstats_totals_each(found_, index_of(of), &count);
        const auto *files = mmstats_totals_files(found_, nullptr);
        std::vector<file_value> all;
        all.reserve(count);
        for (std::size_t i = 0; i < count; ++i)
            all.emplace_back(first[i], static_cast<type>(of.family().type),
                             files[first[i].file]);
        return all;
    }

    /// When the look ended, by CLOCK_BOOTTIME.
    std::chrono::nanoseconds taken() const noexcept {
        return std::chrono::nanoseconds{mmstats_totals_taken(found_)};
    }
    /// A number that is another one wherever families or series are others, or in another order, or
    /// anything of them differs but values. 0: there was no look.
    std::uint64_t shape() const noexcept { return mmstats_totals_shape(found_); }
    /// How much each series grew since `earlier`, in the order of the range; none is negative.
    std::vector<rate> rates(const looked &earlier) const {
        std::vector<mmstats_rate> found(size());
        mmstats_totals_rates(found_, earlier.found_, found.data(), size());
        std::vector<rate> all;
        all.reserve(found.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            const auto &family = families()[all_series()[i].family];
            const bool counts = family.kind == MMSTATS_KIND_HISTOGRAM;
            all.emplace_back(found[i], counts ? type::u64 : static_cast<type>(family.type));
        }
        return all;
    }
    /// What happened to the files since `earlier`.
    mmstats_since since(const looked &earlier) const {
        mmstats_since found{};
        detail::check(mmstats_totals_since(found_, earlier.found_, &found));
        return found;
    }
    /// The value that `percent` percent of the values of a histogram don't exceed, as near as its
    /// buckets tell. Errors: wrong type (no histogram, or one without a total), not found (it has
    /// no values).
    double percentile(const mmstats::series &of, double percent) const {
        return percentile_since(nullptr, of, percent);
    }
    /// The same of the values that came since `earlier`.
    double percentile(const mmstats::series &of, double percent, const looked &earlier) const {
        return percentile_since(earlier.found_, of, percent);
    }

protected:
    explicit looked(const mmstats_totals *found) noexcept : found_(found) {}
    ~looked() = default;
    looked(looked &&other) noexcept : found_(std::exchange(other.found_, nullptr)) {}
    looked &operator=(looked &&other) noexcept {
        found_ = std::exchange(other.found_, nullptr);
        return *this;
    }

    const mmstats_totals *found() const noexcept { return found_; }
    void refer(const mmstats_totals *found) noexcept { found_ = found; }

private:
    detail::span<mmstats_series> all_series() const noexcept {
        std::size_t count = 0;
        const auto *first = mmstats_totals_series(found_, &count);
        return {first, count};
    }
    std::size_t index_of(const mmstats::series &of) const noexcept {
        return static_cast<std::size_t>(&of.native() - all_series().begin());
    }
    double percentile_since(const mmstats_totals *earlier, const mmstats::series &of,
                            double percent) const {
        double value = 0;
        detail::check(
            mmstats_totals_percentile(found_, earlier, index_of(of), percent, &value));
        return value;
    }

    /// NULL of what was moved away, which has nothing.
    const mmstats_totals *found_;
};

/// What a look found, kept: to be read while its application looks again, and to be compared with
/// what other looks found. It doesn't change, and all that is borrowed from it is valid until it
/// ends. Independent of its application. Any number of threads read it.
class totals : public looked {
public:
    /// Takes them over.
    explicit totals(mmstats_totals *made) noexcept : looked(made), totals_(made) {}
    /// As mmstats.h knows them.
    const mmstats_totals *native() const noexcept { return found(); }

private:
    struct deleter {
        void operator()(mmstats_totals *of) const noexcept { mmstats_totals_free(of); }
    };

    std::unique_ptr<mmstats_totals, deleter> totals_;
};

}  // namespace mmstats

#endif  // MMSTATS_TOTALS_HPP
