/* What the inline functions take from the library. Python loads that, under a name which only
 * Python knows, and no linker does: they go through pointers that `connect` sets. */

#ifndef MMSTATS_SPEED_LIBRARY_H
#define MMSTATS_SPEED_LIBRARY_H

#include <mmstats.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "this extension is for little-endian machines: elsewhere the package does without it"
#endif

/** The library that Python loaded. */
struct mmstats_speed_library {
    const uint64_t *bucket_bounds;
    const uint16_t *bucket_below;
    uint64_t (*clock_boottime)(void);
};

extern struct mmstats_speed_library mmstats_speed_library;

#define mmstats_bucket_bounds mmstats_speed_library.bucket_bounds
#define mmstats_bucket_below mmstats_speed_library.bucket_below
#define mmstats_clock_boottime mmstats_speed_library.clock_boottime

#include <mmstats_inline.h>

#endif /* MMSTATS_SPEED_LIBRARY_H */
