/* Words: the unit of all that changes in a file of format 2 (SPEC.md 2.1, 2.10). Aligned, loaded
 * and stored whole (F2-WORD); `mode` says by how many threads: see mmstats.h's MMSTATS_SHARED. */

#ifndef MMSTATS_INLINE_WORD_H
#define MMSTATS_INLINE_WORD_H

/** A word. Relaxed: no other value hangs on it. */
static inline uint64_t mmstats_inline_load(const uint64_t *word) {
    return __atomic_load_n(word, __ATOMIC_RELAXED);
}

/** Stores a word. Relaxed. */
static inline void mmstats_inline_store(uint64_t *word, uint64_t value) {
    __atomic_store_n(word, value, __ATOMIC_RELAXED);
}

/** Stores a word behind all that was stored before it. Pairs with a reader's load and acquire
 *  fence. */
static inline void mmstats_inline_store_release(uint64_t *word, uint64_t value) {
    __atomic_store_n(word, value, __ATOMIC_RELEASE);
}

/** Keeps what was stored before from being seen after what is stored behind it. Pairs with a
 *  reader's second acquire fence. */
static inline void mmstats_inline_fence_release(void) {
    __atomic_thread_fence(__ATOMIC_RELEASE);
}

/** Puts `value` in the place of `old`, if that is still there; else `old` is what is. */
static inline bool mmstats_inline_exchange(uint64_t *word, uint64_t *old, uint64_t value) {
    return __atomic_compare_exchange_n(word, old, value, true, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
}

/** The bits of a float. The memcpy is of a constant size: it becomes a register move. */
static inline uint64_t mmstats_inline_bits(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/** The float of these bits. */
static inline double mmstats_inline_float(uint64_t bits) {
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/** The bits of infinity. All floats that are not negative have lesser ones, in their order; all
 *  others and NaN have greater ones. */
#define MMSTATS_INLINE_INFINITY (UINT64_C(0x7ff) << 52)

/** The bits of a value that is observed: -0.0 is 0. */
static inline uint64_t mmstats_inline_observed(double value) {
    const uint64_t bits = mmstats_inline_bits(value);
    return bits == UINT64_C(1) << 63 ? 0 : bits;
}

/** Adds to a u64 that no other thread writes: load, add and store. Processors do these as one
 *  instruction in half the time, which GCC doesn't make of two atomic accesses. */
static inline void mmstats_inline_add_own(uint64_t *word, uint64_t n) {
#ifdef __x86_64__
    __asm__("addq %1, %0" : "+m"(*word) : "er"(n) : "cc");
#else
    mmstats_inline_store(word, mmstats_inline_load(word) + n);
#endif
}

/** Adds to a u64, modulo 2^64. */
static inline void mmstats_inline_add(uint64_t *word, uint64_t n, uint32_t mode) {
    if (mode == MMSTATS_OWN)
        mmstats_inline_add_own(word, n);
    else
        __atomic_fetch_add(word, n, __ATOMIC_RELAXED);
}

/** Adds to an f64. */
static inline void mmstats_inline_add_f64(uint64_t *word, double n, uint32_t mode) {
    uint64_t old = mmstats_inline_load(word);
    if (mode == MMSTATS_OWN)
        mmstats_inline_store(word, mmstats_inline_bits(mmstats_inline_float(old) + n));
    else
        while (!mmstats_inline_exchange(word, &old,
                                        mmstats_inline_bits(mmstats_inline_float(old) + n)))
            continue;
}

/** Raises a word to a greater value. */
static inline void mmstats_inline_raise(uint64_t *word, uint64_t value, uint32_t mode) {
    uint64_t old = mmstats_inline_load(word);
    if (mode == MMSTATS_OWN) {
        if (old < value)
            mmstats_inline_store(word, value);
    } else {
        while (old < value && !mmstats_inline_exchange(word, &old, value))
            continue;
    }
}

#endif /* MMSTATS_INLINE_WORD_H */
