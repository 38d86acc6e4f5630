/// The reader.

#ifndef MMSTATS_READER_HPP
#define MMSTATS_READER_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "liveness.hpp"
#include "series.hpp"

namespace mmstats {

/// Reads one file of format 2, again and again, and is a range of its series by their families:
///
///     for (const mmstats::series &series : reader) ...
///
/// It copies the file's bytes, never maps them: a file that is cut off is an error and no signal.
class reader {
public:
    using iterator = series_iterator;

    /// Opens a file and reads it. Never blocks, follows no symbolic link.
    ///
    /// Errors: not found, permission, not a stats file, unknown version (format 1 has
    /// mmstats::v1::reader), corrupt (at `offset()`), limit, invalid, io.
    explicit reader(std::string_view path) {
        mmstats_reader *made = nullptr;
        detail::check(mmstats_reader_open(detail::str(path), &made));
        reader_.reset(made);
    }
    /// Takes one over.
    explicit reader(mmstats_reader *made) noexcept : reader_(made) {}

    /// Decodes bytes that are in memory, which are copied; the same errors. Such a reader can't be
    /// refreshed.
    static reader decode(const void *bytes, std::size_t size) {
        mmstats_reader *made = nullptr;
        detail::check(
            mmstats_reader_decode(static_cast<const std::uint8_t *>(bytes), size, &made));
        return reader{made};
    }

    /// Reads the file again. It stays the file that was opened, even if another has its name by
    /// now. After an error the reader has no series, and can be refreshed again. Errors: as of
    /// opening; closed (bytes in memory).
    void refresh() { detail::check(mmstats_reader_refresh(reader_.get())); }

    iterator begin() const noexcept { return {all_series().begin(), families().begin()}; }
    iterator end() const noexcept { return {all_series().end(), families().begin()}; }
    /// How many series there are.
    std::size_t size() const noexcept { return all_series().size(); }
    /// Whether there are none.
    bool empty() const noexcept { return size() == 0; }

    /// All families, in the order of the file.
    detail::span<mmstats_family_info> families() const noexcept {
        std::size_t count = 0;
        const mmstats_family_info *first = mmstats_reader_families(reader_.get(), &count);
        return {first, count};
    }

    /// The series of that name, and with these label values: one for each of its family's keys, in
    /// their order. Errors: not found.
    template <class... Values>
    mmstats::series get(std::string_view name, const Values &...values) const {
        const std::array<mmstats_str, sizeof...(Values)> given{detail::str(values)...};
        const mmstats_series *found = nullptr;
        detail::check(mmstats_reader_find(reader_.get(), detail::str(name), given.data(),
                                          given.size(), &found));
        return {*found, families()[found->family]};
    }

    /// The value that `percent` percent of the values of a histogram don't exceed, as near as its
    /// buckets tell. Errors: wrong type, not found (it has no values).
    double percentile(const mmstats::series &of, double percent) const {
        double value = 0;
        const auto index = static_cast<std::size_t>(&of.native() - all_series().begin());
        detail::check(mmstats_reader_percentile(reader_.get(), index, percent, &value));
        return value;
    }

    /// What the file says of itself; its text is borrowed.
    mmstats_file_info info() const {
        mmstats_file_info info{};
        detail::check(mmstats_reader_info(reader_.get(), &info));
        return info;
    }
    /// Whether the file's writer lives, as it is now. Unknown for bytes in memory, unless they say
    /// that their writer closed them.
    liveness writer() const noexcept {
        return static_cast<liveness>(mmstats_reader_writer(reader_.get()));
    }
    /// The path that was opened. Empty for bytes in memory.
    std::string_view path() const noexcept {
        return detail::view(mmstats_reader_path(reader_.get()));
    }
    /// As mmstats.h knows it.
    mmstats_reader *native() const noexcept { return reader_.get(); }

private:
    struct deleter {
        void operator()(mmstats_reader *of) const noexcept { mmstats_reader_free(of); }
    };

    detail::span<mmstats_series> all_series() const noexcept {
        std::size_t count = 0;
        const mmstats_series *first = mmstats_reader_series(reader_.get(), &count);
        return {first, count};
    }

    std::unique_ptr<mmstats_reader, deleter> reader_;
};

}  // namespace mmstats

#endif  // MMSTATS_READER_HPP
