/// Does the writer of a file live?

#ifndef MMSTATS_LIVENESS_HPP
#define MMSTATS_LIVENESS_HPP

#include "../mmstats_inline.h"

namespace mmstats {

/// Whether the writer of a file lives.
enum class liveness {
    /// Nobody can say. Who would remove the file keeps it.
    unknown = MMSTATS_LIVENESS_UNKNOWN,
    /// Its process is there.
    alive = MMSTATS_LIVENESS_ALIVE,
    /// There is no such process.
    dead = MMSTATS_LIVENESS_DEAD,
};

}  // namespace mmstats

#endif  // MMSTATS_LIVENESS_HPP
