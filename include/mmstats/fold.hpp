/// Folding: what dead writers counted goes to one file, and their files go.

#ifndef MMSTATS_FOLD_HPP
#define MMSTATS_FOLD_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "error.hpp"

namespace mmstats {

/// What to fold.
struct fold_options {
    /// The application whose files fold. Empty: those of all, each for itself.
    std::string_view application{};
    /// How many files are folded at most. 0: all.
    std::size_t limit = 0;
    /// How many files of dead writers of each application stay, those that were created last.
    std::uint32_t keep_newest = 8;
    /// Whether to say what would become of each file, and change nothing.
    bool dry_run = false;
};

/// What became of a file; all but the first two: it stays.
enum class fold_result {
    /// Its counts are in the accumulator, and it is gone; without a change: they would be.
    folded = MMSTATS_FOLD_FOLDED,
    /// Its counts were in the accumulator already, and it is gone.
    removed = MMSTATS_FOLD_REMOVED,
    /// For another reason.
    kept = MMSTATS_FOLD_KEPT,
    /// Its writer lives.
    alive = MMSTATS_FOLD_ALIVE,
    /// Its writer has ended, but a child of it has its lock.
    orphaned = MMSTATS_FOLD_ORPHANED,
    /// Nobody can say from here whether its writer lives.
    unknown = MMSTATS_FOLD_UNKNOWN,
    /// It belongs to another user, who folds it.
    other_user = MMSTATS_FOLD_OTHER_USER,
    /// It is one of the newest.
    newest = MMSTATS_FOLD_NEWEST,
    /// So many were folded as were asked for at most.
    limit = MMSTATS_FOLD_LIMIT,
    /// A family is another one in the accumulator.
    conflict = MMSTATS_FOLD_CONFLICT,
    /// It is of format 1, which doesn't fold.
    format_one = MMSTATS_FOLD_FORMAT_ONE,
    /// It has no id by which an accumulator could list it.
    no_id = MMSTATS_FOLD_NO_ID,
    /// Another process has it, or the accumulator, at this moment.
    busy = MMSTATS_FOLD_BUSY,
    /// It can't be read, or not be removed.
    unread = MMSTATS_FOLD_UNREAD,
    /// The accumulator can't be read or written.
    accumulator = MMSTATS_FOLD_ACCUMULATOR,
    /// Another file has the same id: one of them is a copy, or has two names.
    twice = MMSTATS_FOLD_TWICE,
    /// It is an accumulator, under another name.
    holds = MMSTATS_FOLD_HOLDS,
};

/// A file that folding looked at. Borrowed from the report.
class fold_outcome {
public:
    explicit fold_outcome(const mmstats_fold_outcome &found) noexcept : found_(&found) {}

    /// Its path.
    std::string_view path() const noexcept { return detail::view(found_->path); }
    /// What became of it.
    fold_result result() const noexcept { return static_cast<fold_result>(found_->result); }
    /// The same for people.
    std::string_view what() const noexcept { return detail::view(found_->text); }
    /// Why it can't be read, or why the accumulator can't be had.
    std::optional<mmstats::cause> cause() const noexcept {
        if (found_->cause == MMSTATS_OK)
            return std::nullopt;
        return static_cast<mmstats::cause>(found_->cause);
    }

private:
    const mmstats_fold_outcome *found_;
};

/// What folding did, file by file.
class fold_report {
public:
    /// Takes one over.
    explicit fold_report(mmstats_fold_report *made) noexcept : report_(made) {}

    /// The files that were looked at.
    std::vector<fold_outcome> outcomes() const {
        std::size_t count = 0;
        const auto *first = mmstats_fold_report_outcomes(report_.get(), &count);
        return {first, first + count};
    }
    /// As mmstats.h knows it.
    const mmstats_fold_report *native() const noexcept { return report_.get(); }

private:
    struct deleter {
        void operator()(mmstats_fold_report *of) const noexcept { mmstats_fold_report_free(of); }
    };

    std::unique_ptr<mmstats_fold_report, deleter> report_;
};

/// Folds the files that dead writers left in a folder: what their counters and histograms counted goes
/// to the accumulator of their application, one file in the same folder, and they are removed. What is
/// wrong with a file is in the report. Errors: not found, permission, io, invalid.
inline fold_report fold(std::string_view folder, const fold_options &options = {}) {
    mmstats_fold_options given = MMSTATS_FOLD_OPTIONS_INIT;
    given.application = detail::str(options.application);
    given.limit = options.limit;
    given.keep_newest = options.keep_newest == 0 ? MMSTATS_KEEP_NONE : options.keep_newest;
    given.dry_run = options.dry_run;
    mmstats_fold_report *made = nullptr;
    detail::check(mmstats_fold(detail::str(folder), &given, &made));
    return fold_report{made};
}

}  // namespace mmstats

#endif  // MMSTATS_FOLD_HPP
