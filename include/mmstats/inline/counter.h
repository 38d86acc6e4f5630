/* Counters: one word (SPEC.md 2.7). A handle of MMSTATS_OWN has a cell: the way that is to be fast asks
 * one question only. */

#ifndef MMSTATS_INLINE_COUNTER_H
#define MMSTATS_INLINE_COUNTER_H

#include "word.h"

/** Adds to a counter, modulo 2^64. */
static inline void mmstats_inline_counter_add(mmstats_counter counter, uint64_t n) {
    if (counter.mode == MMSTATS_OWN)
        mmstats_inline_add(counter.cell, n, MMSTATS_OWN);
    else if (counter.cell)
        mmstats_inline_add(counter.cell, n, MMSTATS_SHARED);
}

/** Adds 1 to a counter. */
static inline void mmstats_inline_counter_inc(mmstats_counter counter) {
    mmstats_inline_counter_add(counter, 1);
}

/** What this handle's cell holds. */
static inline uint64_t mmstats_inline_counter_get(mmstats_counter counter) {
    return counter.cell ? mmstats_inline_load(counter.cell) : 0;
}

/** Adds to a counter. What isn't positive is not added: a counter doesn't fall. */
static inline void mmstats_inline_counter_f64_add(mmstats_counter_f64 counter, double n) {
    if (!(n > 0))
        return;
    if (counter.mode == MMSTATS_OWN)
        mmstats_inline_add_f64(counter.cell, n, MMSTATS_OWN);
    else if (counter.cell)
        mmstats_inline_add_f64(counter.cell, n, MMSTATS_SHARED);
}

/** What this handle's cell holds. */
static inline double mmstats_inline_counter_f64_get(mmstats_counter_f64 counter) {
    return counter.cell ? mmstats_inline_float(mmstats_inline_load(counter.cell)) : 0;
}

#endif /* MMSTATS_INLINE_COUNTER_H */
