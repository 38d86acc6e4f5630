/// Texts.

#ifndef MMSTATS_TEXT_HPP
#define MMSTATS_TEXT_HPP

#include <cstddef>
#include <string_view>

#include "error.hpp"

namespace mmstats {

/// A text of UTF-8. One thread at a time publishes.
class text {
public:
    using handle = mmstats_text;

    text() = default;
    explicit text(handle made) noexcept : handle_(made) {}

    /// Publishes a text, cut between characters where it is too long. Returns whether it was
    /// published: what isn't UTF-8 is not.
    bool set(std::string_view value) const noexcept {
        return mmstats_inline_text_set(handle_, detail::str(value)) == MMSTATS_OK;
    }
    /// How many bytes a text has at most.
    std::size_t capacity() const noexcept { return handle_.capacity; }
    /// As mmstats.h knows it.
    handle native() const noexcept { return handle_; }

private:
    handle handle_{};
};

}  // namespace mmstats

#endif  // MMSTATS_TEXT_HPP
