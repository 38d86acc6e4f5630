/* Structs and texts: sequenced cells (SPEC.md 2.7). One thread at a time publishes. */

#ifndef MMSTATS_INLINE_SEQUENCED_H
#define MMSTATS_INLINE_SEQUENCED_H

#include "word.h"

/** Bytes, rounded up to whole words. */
static inline size_t mmstats_inline_padded(size_t bytes) {
    return (bytes + 7) & ~(size_t)7;
}

/** The slot that is written next. What is written to it, readers of the present value don't see
 *  before the sequence says so (F2-PUBLISH). */
static inline uint64_t *mmstats_inline_next_slot(uint64_t *cell, uint64_t sequence, uint32_t slots,
                                                 size_t width) {
    mmstats_inline_fence_release();
    return cell + 1 + ((sequence + 1) & (slots - 1)) * (width / 8);
}

/* A copy of a size that is known is to be as many loads and stores and no loop, which Clang does
 * unasked. */
#ifdef __clang__
#define MMSTATS_INLINE_UNROLL
#else
#define MMSTATS_INLINE_UNROLL _Pragma("GCC unroll 8")
#endif

/** Copies bytes into words. In the last word that they touch, zeros stand behind them. */
static inline void mmstats_inline_copy(uint64_t *words, const unsigned char *bytes, size_t size) {
    const size_t whole = size / 8, rest = size % 8;
    MMSTATS_INLINE_UNROLL
    for (size_t i = 0; i < whole; i++) {
        uint64_t word;
        memcpy(&word, bytes + 8 * i, sizeof word);
        mmstats_inline_store(words + i, word);
    }
    if (rest > 0) {
        uint64_t word = 0;
        memcpy(&word, bytes + 8 * whole, rest);
        mmstats_inline_store(words + whole, word);
    }
}

#undef MMSTATS_INLINE_UNROLL

/** Publishes a struct. `size` is its sizeof, and best a constant. */
static inline mmstats_status mmstats_inline_struct_publish(mmstats_struct of, const void *value,
                                                           size_t size) {
    if (!of.cell)
        return MMSTATS_OK;
    if (!value || mmstats_inline_padded(size) != of.width)
        return mmstats_struct_publish(of, value, size); /* says what is wrong */
    const uint64_t sequence = mmstats_inline_load(of.cell);
    uint64_t *const slot =
        mmstats_inline_next_slot(of.cell, sequence, of.slots, mmstats_inline_padded(size));
    mmstats_inline_copy(slot, (const unsigned char *)value, size);
    mmstats_inline_store_release(of.cell, sequence + 1);
    return MMSTATS_OK;
}

/** Whether all bytes are of ASCII. */
static inline bool mmstats_inline_is_ascii(const char *bytes, size_t size) {
    uint64_t seen = 0, word = 0;
    for (; size >= 8; size -= 8, bytes += 8) {
        memcpy(&word, bytes, sizeof word);
        seen |= word;
    }
    for (; size > 0; size--, bytes++)
        seen |= (unsigned char)*bytes;
    return (seen & UINT64_C(0x8080808080808080)) == 0;
}

/** Publishes a text. What isn't short and ASCII is looked at, or cut, by the library. */
static inline mmstats_status mmstats_inline_text_set(mmstats_text of, mmstats_str text) {
    if (!of.cell || text.len > of.capacity || (text.len > 0 && !text.data) ||
        !mmstats_inline_is_ascii(text.data, text.len))
        return mmstats_text_set(of, text);
    const uint64_t sequence = mmstats_inline_load(of.cell);
    const size_t width = 8 + mmstats_inline_padded(of.capacity);
    uint64_t *const slot = mmstats_inline_next_slot(of.cell, sequence, of.slots, width);
    mmstats_inline_store(slot, text.len);
    mmstats_inline_copy(slot + 1, (const unsigned char *)text.data, text.len);
    mmstats_inline_store_release(of.cell, sequence + 1);
    return MMSTATS_OK;
}

#endif /* MMSTATS_INLINE_SEQUENCED_H */
