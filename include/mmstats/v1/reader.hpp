/// The reader.

#ifndef MMSTATS_V1_READER_HPP
#define MMSTATS_V1_READER_HPP

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "../liveness.hpp"
#include "value.hpp"

namespace mmstats::v1 {

/// A field that a reader found; borrowed from it until it is refreshed or ends.
struct entry {
    std::string_view label;
    v1::value value;
};

/// Looks at one file, once or again and again, and is a range of its fields in file order:
///
///     for (auto [label, value] : reader) ...
///
/// It copies the file's bytes, never maps them: a file that is cut off is an error and no signal.
class reader {
public:
    class iterator;

    /// Opens a file and reads it. Never blocks, follows no symbolic link.
    ///
    /// Errors: not found, permission, not a stats file, unknown version, corrupt (at `offset()`),
    /// limit, invalid, io.
    explicit reader(std::string_view path) {
        mmstats_v1_reader *made = nullptr;
        detail::check(mmstats_v1_reader_open(detail::str(path), &made));
        reader_.reset(made);
    }

    /// Takes one over.
    explicit reader(mmstats_v1_reader *made) noexcept : reader_(made) {}

    /// Decodes bytes that are in memory, which are copied; the same errors. Such a reader can't be
    /// refreshed.
    static reader decode(const void *bytes, std::size_t size) {
        mmstats_v1_reader *made = nullptr;
        detail::check(
            mmstats_v1_reader_decode(static_cast<const std::uint8_t *>(bytes), size, &made));
        return reader{made};
    }

    /// Reads the file again. It stays the file that was opened, even if another has its name by
    /// now. After an error the reader has no fields, and can be refreshed again. Errors: as of
    /// opening; closed (bytes in memory).
    void refresh() { detail::check(mmstats_v1_reader_refresh(reader_.get())); }

    iterator begin() const noexcept;
    iterator end() const noexcept;
    /// How many fields there are.
    std::size_t size() const noexcept { return fields().count; }
    /// Whether there are none.
    bool empty() const noexcept { return size() == 0; }

    /// The value of the first field of that label, if there is one.
    std::optional<value> find(std::string_view label) const noexcept;
    /// The value of the first field of that label. Errors: not found.
    value get(std::string_view label) const {
        if (const auto found = find(label))
            return *found;
        throw error(cause::not_found,
                    std::string(path()) + ": no field \"" + std::string(label) + "\"");
    }

    /// The path that was opened. Empty for bytes in memory.
    std::string_view path() const noexcept {
        return detail::view(mmstats_v1_reader_path(reader_.get()));
    }
    /// The file's size in bytes.
    std::size_t file_size() const noexcept { return mmstats_v1_reader_size(reader_.get()); }
    /// Whether the file's layout is typed (the usual one) rather than char.
    bool is_typed() const noexcept { return mmstats_v1_reader_is_typed(reader_.get()); }
    /// Whether the file's byte order is big-endian rather than little-endian (the usual one).
    bool is_big_endian() const noexcept { return mmstats_v1_reader_is_big_endian(reader_.get()); }
    /// Whether the writer of the file lives, as far as the process id in it tells.
    liveness writer() const noexcept {
        return static_cast<liveness>(mmstats_v1_reader_writer(reader_.get()));
    }

private:
    struct span {
        const mmstats_v1_field *first;
        std::size_t count;
    };
    struct deleter {
        void operator()(mmstats_v1_reader *of) const noexcept { mmstats_v1_reader_free(of); }
    };

    span fields() const noexcept {
        span all{nullptr, 0};
        all.first = mmstats_v1_reader_fields(reader_.get(), &all.count);
        return all;
    }

    std::unique_ptr<mmstats_v1_reader, deleter> reader_;
};

/// Goes over the fields of a reader.
class reader::iterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = entry;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = entry;

    entry operator*() const noexcept {
        const mmstats_v1_field &field = fields_[index_];
        return {detail::view(field.label), {field.value, reader_, index_}};
    }
    iterator &operator++() noexcept {
        ++index_;
        return *this;
    }
    iterator operator++(int) noexcept {
        iterator before = *this;
        ++index_;
        return before;
    }
    bool operator==(const iterator &other) const noexcept { return index_ == other.index_; }
    bool operator!=(const iterator &other) const noexcept { return index_ != other.index_; }

private:
    friend reader;
    iterator(mmstats_v1_reader *reader, const mmstats_v1_field *fields, std::size_t index) noexcept
        : reader_(reader), fields_(fields), index_(index) {}

    mmstats_v1_reader *reader_;
    const mmstats_v1_field *fields_;
    std::size_t index_;
};

inline reader::iterator reader::begin() const noexcept {
    return {reader_.get(), fields().first, 0};
}

inline reader::iterator reader::end() const noexcept {
    return {reader_.get(), nullptr, fields().count};
}

inline std::optional<value> reader::find(std::string_view label) const noexcept {
    for (const entry found : *this)
        if (found.label == label)
            return found.value;
    return std::nullopt;
}

}  // namespace mmstats::v1

#endif  // MMSTATS_V1_READER_HPP
