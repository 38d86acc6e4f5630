/* Windows (SPEC.md 2.9). One thread at a time writes one. */

#ifndef MMSTATS_INLINE_WINDOW_H
#define MMSTATS_INLINE_WINDOW_H

#include "word.h"

/** The slot of a time, which is reset where its epoch is an earlier one (F2-WINDOW-RESET). A
 *  slot of a later epoch stays: clocks of CPUs may differ a little. */
static inline uint64_t *mmstats_inline_window_slot(uint64_t *cell, uint64_t duration,
                                                   uint32_t slots, uint64_t now) {
    const uint64_t epoch = now / duration + 1;
    uint64_t *const slot =
        cell + MMSTATS_WINDOW_SLOTS + epoch % slots * MMSTATS_WINDOW_SLOT_WORDS;
    if (mmstats_inline_load(slot + MMSTATS_WINDOW_EPOCH) < epoch) {
        mmstats_inline_store(slot + MMSTATS_WINDOW_EPOCH, 0);
        mmstats_inline_fence_release();
        mmstats_inline_store(slot + MMSTATS_WINDOW_COUNT, 0);
        mmstats_inline_store(slot + MMSTATS_WINDOW_SUM, 0);
        mmstats_inline_store(slot + MMSTATS_WINDOW_MAX, 0);
        mmstats_inline_store_release(slot + MMSTATS_WINDOW_EPOCH, epoch);
    }
    return slot;
}

/** Adds a value at a time: nanoseconds as of mmstats_clock_boottime. */
static inline void mmstats_inline_window_observe_at(mmstats_window window, uint64_t now,
                                                    uint64_t value) {
    if (!window.cell)
        return;
    uint64_t *const slot =
        mmstats_inline_window_slot(window.cell, window.duration, window.slots, now);
    mmstats_inline_add(slot + MMSTATS_WINDOW_COUNT, 1, MMSTATS_OWN);
    mmstats_inline_add(slot + MMSTATS_WINDOW_SUM, value, MMSTATS_OWN);
    mmstats_inline_raise(slot + MMSTATS_WINDOW_MAX, value, MMSTATS_OWN);
}

/** Adds a value now. */
static inline void mmstats_inline_window_observe(mmstats_window window, uint64_t value) {
    mmstats_inline_window_observe_at(window, mmstats_clock_boottime(), value);
}

/** Adds a value at a time. One that is negative or NaN is counted as refused, and nowhere else. */
static inline void mmstats_inline_window_f64_observe_at(mmstats_window_f64 window, uint64_t now,
                                                        double value) {
    const uint64_t bits = mmstats_inline_observed(value);
    if (!window.cell)
        return;
    if (bits > MMSTATS_INLINE_INFINITY) {
        mmstats_inline_add(window.cell + MMSTATS_WINDOW_REFUSED, 1, MMSTATS_OWN);
        return;
    }
    uint64_t *const slot =
        mmstats_inline_window_slot(window.cell, window.duration, window.slots, now);
    mmstats_inline_add(slot + MMSTATS_WINDOW_COUNT, 1, MMSTATS_OWN);
    mmstats_inline_add_f64(slot + MMSTATS_WINDOW_SUM, value, MMSTATS_OWN);
    mmstats_inline_raise(slot + MMSTATS_WINDOW_MAX, bits, MMSTATS_OWN);
}

/** Adds a value now. */
static inline void mmstats_inline_window_f64_observe(mmstats_window_f64 window, double value) {
    mmstats_inline_window_f64_observe_at(window, mmstats_clock_boottime(), value);
}

#endif /* MMSTATS_INLINE_WINDOW_H */
