/* What the cells of format 2 cost at least: the same done by hand, for one thread, with no check of the
 * handle. */

#ifndef PLAIN_CELLS_H
#define PLAIN_CELLS_H

#include <stdint.h>

static inline void plain_count(uint64_t *word) {
    *word += 1;
}

static inline void atomic_count(uint64_t *word) {
    __atomic_fetch_add(word, 1, __ATOMIC_RELAXED);
}

/* A log-linear histogram with 32 buckets to a power of two, its total, minimum and maximum, as
 * HdrHistogram keeps them. */
typedef struct plain_histogram {
    uint64_t total, min, max;
    uint64_t counts[64 * 32];
} plain_histogram;

static inline void plain_record(plain_histogram *of, uint64_t value) {
    uint64_t highest = 63 ^ (uint64_t)__builtin_clzll(value | 63);
    uint64_t shift = highest - 5;
    of->counts[(shift << 5) + (value >> shift)]++;
    of->total++;
    if (value < of->min)
        of->min = value;
    if (value > of->max)
        of->max = value;
}

/* Eight words, stored one by one as readers need them, and a release store behind them. */
static inline void plain_publish(uint64_t *cell, const uint64_t *value, uint64_t sequence) {
    for (int i = 0; i < 8; i++)
        __atomic_store_n(cell + 1 + i, value[i], __ATOMIC_RELAXED);
    __atomic_store_n(cell, sequence, __ATOMIC_RELEASE);
}

#endif
