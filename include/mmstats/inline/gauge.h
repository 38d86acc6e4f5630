/* Gauges: one word (SPEC.md 2.7), which any number of threads write. */

#ifndef MMSTATS_INLINE_GAUGE_H
#define MMSTATS_INLINE_GAUGE_H

#include "word.h"

/** Sets a gauge. */
static inline void mmstats_inline_gauge_u64_set(mmstats_gauge_u64 gauge, uint64_t value) {
    if (gauge.cell)
        mmstats_inline_store(gauge.cell, value);
}

/** Adds to a gauge, modulo 2^64. */
static inline void mmstats_inline_gauge_u64_add(mmstats_gauge_u64 gauge, uint64_t n) {
    if (gauge.cell)
        mmstats_inline_add(gauge.cell, n, MMSTATS_SHARED);
}

/** The value of a gauge. */
static inline uint64_t mmstats_inline_gauge_u64_get(mmstats_gauge_u64 gauge) {
    return gauge.cell ? mmstats_inline_load(gauge.cell) : 0;
}

/** Sets a gauge. */
static inline void mmstats_inline_gauge_i64_set(mmstats_gauge_i64 gauge, int64_t value) {
    if (gauge.cell)
        mmstats_inline_store(gauge.cell, (uint64_t)value);
}

/** Adds to a gauge, modulo 2^64. */
static inline void mmstats_inline_gauge_i64_add(mmstats_gauge_i64 gauge, int64_t n) {
    if (gauge.cell)
        mmstats_inline_add(gauge.cell, (uint64_t)n, MMSTATS_SHARED);
}

/** The value of a gauge. */
static inline int64_t mmstats_inline_gauge_i64_get(mmstats_gauge_i64 gauge) {
    return gauge.cell ? (int64_t)mmstats_inline_load(gauge.cell) : 0;
}

/** Sets a gauge. */
static inline void mmstats_inline_gauge_f64_set(mmstats_gauge_f64 gauge, double value) {
    if (gauge.cell)
        mmstats_inline_store(gauge.cell, mmstats_inline_bits(value));
}

/** Adds to a gauge. */
static inline void mmstats_inline_gauge_f64_add(mmstats_gauge_f64 gauge, double n) {
    if (gauge.cell)
        mmstats_inline_add_f64(gauge.cell, n, MMSTATS_SHARED);
}

/** The value of a gauge. */
static inline double mmstats_inline_gauge_f64_get(mmstats_gauge_f64 gauge) {
    return gauge.cell ? mmstats_inline_float(mmstats_inline_load(gauge.cell)) : 0;
}

/** Sets a gauge. */
static inline void mmstats_inline_gauge_bool_set(mmstats_gauge_bool gauge, bool value) {
    if (gauge.cell)
        mmstats_inline_store(gauge.cell, value ? 1 : 0);
}

/** The value of a gauge. */
static inline bool mmstats_inline_gauge_bool_get(mmstats_gauge_bool gauge) {
    return gauge.cell && mmstats_inline_load(gauge.cell) != 0;
}

#endif /* MMSTATS_INLINE_GAUGE_H */
