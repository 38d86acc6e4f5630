/// What a writer that works warns of.

#ifndef MMSTATS_WARNING_HPP
#define MMSTATS_WARNING_HPP

#include <string>

#include "../mmstats_inline.h"

namespace mmstats {

/// What a writer that works warns of.
enum class warning_kind {
    /// It has no file: nobody sees what is written.
    detached = MMSTATS_WARNING_DETACHED,
    /// Its folder is on a device: while that is written to, writes to the file may wait.
    stalls = MMSTATS_WARNING_STALLS,
    /// Its folder is on a file system that ends a program by SIGBUS where it is full.
    signals = MMSTATS_WARNING_SIGNALS,
    /// Its folder is that of another machine or program: who looks from there may see no lock, and
    /// old values.
    remote = MMSTATS_WARNING_REMOTE,
};

/// What a writer that works warns of, why, and what to do.
struct warning {
    warning_kind kind;
    /// For people.
    std::string text;
};

}  // namespace mmstats

#endif  // MMSTATS_WARNING_HPP
