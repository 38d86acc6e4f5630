/// Does the writer of a file live?

#ifndef MMSTATS_LIVENESS_HPP
#define MMSTATS_LIVENESS_HPP

#include "../mmstats_inline.h"

namespace mmstats {

/// Whether the writer of a file lives.
enum class liveness {
    /// Nobody can say. Who would remove the file keeps it.
    unknown = MMSTATS_LIVENESS_UNKNOWN,
    /// It may write.
    alive = MMSTATS_LIVENESS_ALIVE,
    /// It has closed the file, or has ended.
    dead = MMSTATS_LIVENESS_DEAD,
    /// It has ended, but another process has its lock: a child that was made by the system call,
    /// past the C library's fork handlers.
    orphaned = MMSTATS_LIVENESS_ORPHANED,
};

}  // namespace mmstats

#endif  // MMSTATS_LIVENESS_HPP
