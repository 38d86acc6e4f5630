/// Series that readers and applications find.

#ifndef MMSTATS_SERIES_HPP
#define MMSTATS_SERIES_HPP

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

#include "value.hpp"

namespace mmstats {

/// A series that a reader or an application found, with its family. Borrowed from it until it is
/// refreshed, looks again, or ends.
class series {
public:
    series(const mmstats_series &found, const mmstats_family_info &family) noexcept
        : found_(&found), family_(&family) {}

    /// Its family's name.
    std::string_view name() const noexcept { return detail::view(family_->name); }
    /// Its family's unit.
    std::string_view unit() const noexcept { return detail::view(family_->unit); }
    /// Its family's help.
    std::string_view help() const noexcept { return detail::view(family_->help); }
    /// All else of its family.
    const mmstats_family_info &family() const noexcept { return *family_; }
    /// What tells it apart.
    detail::span<mmstats_label> labels() const noexcept {
        return {found_->labels, found_->label_count};
    }
    /// The value of the label of that key; empty where there is none.
    std::string_view label(std::string_view key) const noexcept {
        for (const mmstats_label &label : labels())
            if (detail::view(label.key) == key)
                return detail::view(label.value);
        return {};
    }
    /// When it was created, nanoseconds since 1970; 0 in an application.
    std::uint64_t created() const noexcept { return found_->created; }
    /// Whether it stands for those beyond its family's limit.
    bool is_overflow() const noexcept { return found_->overflow; }
    /// Its value.
    mmstats::value value() const noexcept {
        return {found_->value, static_cast<type>(family_->type)};
    }
    /// As mmstats.h knows it.
    const mmstats_series &native() const noexcept { return *found_; }

private:
    const mmstats_series *found_;
    const mmstats_family_info *family_;
};

/// Goes over the series of a reader or an application.
class series_iterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = series;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = series;

    series_iterator(const mmstats_series *at, const mmstats_family_info *families) noexcept
        : at_(at), families_(families) {}

    series operator*() const noexcept { return {*at_, families_[at_->family]}; }
    series_iterator &operator++() noexcept {
        ++at_;
        return *this;
    }
    series_iterator operator++(int) noexcept {
        series_iterator before = *this;
        ++at_;
        return before;
    }
    bool operator==(const series_iterator &other) const noexcept { return at_ == other.at_; }
    bool operator!=(const series_iterator &other) const noexcept { return at_ != other.at_; }

private:
    const mmstats_series *at_;
    const mmstats_family_info *families_;
};

}  // namespace mmstats

#endif  // MMSTATS_SERIES_HPP
