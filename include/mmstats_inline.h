/* libmmstats: the hot paths of mmstats.h as inline functions.
 *
 * Include this header instead of mmstats.h, and the calls that write and read single values
 * compile to a few machine instructions where they stand: no call, no lock, no system call.
 * Nothing else changes:
 *
 *     mmstats_counter_inc(hits);       inlined: mmstats_inline_counter_inc(hits)
 *     (mmstats_counter_inc)(hits);     the library's own function
 *     &mmstats_counter_inc             its address, as before
 *
 * Both write the same bytes, by the protocols of SPEC.md 2.8 to 2.10 and 1.10, and both may be used
 * on one handle. A program that was compiled with this header goes on working with later versions of
 * the library: the bytes of a format never change.
 *
 * The rules of mmstats.h hold here too: which threads use a handle, and that one that is all
 * zeros takes writes and gives 0.
 *
 * Needs GCC or Clang, C11 or C++17. Hand-written, on the constants of mmstats.h.
 */

#ifndef MMSTATS_INLINE_H
#define MMSTATS_INLINE_H

#include "mmstats.h"

#if !defined(__GNUC__)
#error "mmstats_inline.h needs GCC or Clang: include mmstats.h, which works with any compiler"
#endif

#ifdef __cplusplus
/* The casts below are C's: this header is both languages'. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wold-style-cast"
extern "C" {
#endif

/* Format 2. Its words are little-endian: elsewhere the library's functions are not replaced. */

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#include "mmstats/inline/counter.h"
#include "mmstats/inline/gauge.h"
#include "mmstats/inline/histogram.h"
#include "mmstats/inline/sequenced.h"
#include "mmstats/inline/window.h"
#endif

/* Format 1: values in mapped memory.
 *
 * They stand at any address and are of no type that the compiler knows, hence alignment 1 and
 * may_alias. The accesses are volatile, so that each stays one plain move, where and as often as
 * it is written here. The file is little-endian (SPEC.md 1.10, F1-TYPED-LE). */

typedef uint16_t mmstats_inline_u16 __attribute__((aligned(1), may_alias));
typedef uint32_t mmstats_inline_u32 __attribute__((aligned(1), may_alias));
typedef uint64_t mmstats_inline_u64 __attribute__((aligned(1), may_alias));

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define MMSTATS_INLINE_FILE_ORDER(bits, value) __builtin_bswap##bits(value)
#else
#define MMSTATS_INLINE_FILE_ORDER(bits, value) (value)
#endif

/** Loads 2 bytes at any address. */
static inline uint16_t mmstats_inline_load16(const uint8_t *from) {
    return MMSTATS_INLINE_FILE_ORDER(16, *(const volatile mmstats_inline_u16 *)from);
}

/** Loads 4 bytes at any address. */
static inline uint32_t mmstats_inline_load32(const uint8_t *from) {
    return MMSTATS_INLINE_FILE_ORDER(32, *(const volatile mmstats_inline_u32 *)from);
}

/** Loads 8 bytes at any address. */
static inline uint64_t mmstats_inline_load64(const uint8_t *from) {
    return MMSTATS_INLINE_FILE_ORDER(64, *(const volatile mmstats_inline_u64 *)from);
}

/** Stores 2 bytes at any address. */
static inline void mmstats_inline_store16(uint8_t *to, uint16_t value) {
    *(volatile mmstats_inline_u16 *)to = MMSTATS_INLINE_FILE_ORDER(16, value);
}

/** Stores 4 bytes at any address. */
static inline void mmstats_inline_store32(uint8_t *to, uint32_t value) {
    *(volatile mmstats_inline_u32 *)to = MMSTATS_INLINE_FILE_ORDER(32, value);
}

/** Stores 8 bytes at any address. */
static inline void mmstats_inline_store64(uint8_t *to, uint64_t value) {
    *(volatile mmstats_inline_u64 *)to = MMSTATS_INLINE_FILE_ORDER(64, value);
}

#undef MMSTATS_INLINE_FILE_ORDER

/* Cells: what stands at the address in a handle. A buffered one is a write buffer byte and two
 * values, an unbuffered one such a byte and one value (SPEC.md 1.3). */

/** Which buffer is written next. Only the lowest bit counts: whatever another process wrote there,
 *  the cell's memory isn't left. Relaxed: it is this writer's own last store. */
static inline size_t mmstats_inline_v1_write_buffer(const uint8_t *cell) {
    return __atomic_load_n(cell, __ATOMIC_RELAXED) & 1U;
}

/** The other one of the two buffers. */
static inline size_t mmstats_inline_v1_other(size_t buffer) {
    return 1 - buffer;
}

/** The address of a buffer of `width` bytes. */
static inline uint8_t *mmstats_inline_v1_buffer(uint8_t *cell, size_t index, size_t width) {
    return cell + MMSTATS_V1_VALUE_OFFSET + index * width;
}

/** Makes the buffer that was just written the one that readers read. The release store keeps the
 *  value's store before it, and pairs with the acquire load of a reader that maps the file. */
static inline void mmstats_inline_v1_flip(uint8_t *cell, size_t written) {
    __atomic_store_n(cell, (uint8_t)mmstats_inline_v1_other(written), __ATOMIC_RELEASE);
}

/** Publishes 2 bytes (SPEC.md 1.10, F1-FLIP). */
static inline void mmstats_inline_v1_publish16(uint8_t *cell, uint16_t value) {
    const size_t written = mmstats_inline_v1_write_buffer(cell);
    mmstats_inline_store16(mmstats_inline_v1_buffer(cell, written, 2), value);
    mmstats_inline_v1_flip(cell, written);
}

/** Publishes 4 bytes. */
static inline void mmstats_inline_v1_publish32(uint8_t *cell, uint32_t value) {
    const size_t written = mmstats_inline_v1_write_buffer(cell);
    mmstats_inline_store32(mmstats_inline_v1_buffer(cell, written, 4), value);
    mmstats_inline_v1_flip(cell, written);
}

/** Publishes 8 bytes. */
static inline void mmstats_inline_v1_publish64(uint8_t *cell, uint64_t value) {
    const size_t written = mmstats_inline_v1_write_buffer(cell);
    mmstats_inline_store64(mmstats_inline_v1_buffer(cell, written, 8), value);
    mmstats_inline_v1_flip(cell, written);
}

/** The published 2 bytes. */
static inline uint16_t mmstats_inline_v1_published16(uint8_t *cell) {
    const size_t read = mmstats_inline_v1_other(mmstats_inline_v1_write_buffer(cell));
    return mmstats_inline_load16(mmstats_inline_v1_buffer(cell, read, 2));
}

/** The published 4 bytes. */
static inline uint32_t mmstats_inline_v1_published32(uint8_t *cell) {
    const size_t read = mmstats_inline_v1_other(mmstats_inline_v1_write_buffer(cell));
    return mmstats_inline_load32(mmstats_inline_v1_buffer(cell, read, 4));
}

/** The published 8 bytes. */
static inline uint64_t mmstats_inline_v1_published64(uint8_t *cell) {
    const size_t read = mmstats_inline_v1_other(mmstats_inline_v1_write_buffer(cell));
    return mmstats_inline_load64(mmstats_inline_v1_buffer(cell, read, 8));
}

/** Publishes the published 8 bytes plus `n`, modulo 2^64. */
static inline void mmstats_inline_v1_add64(uint8_t *cell, uint64_t n) {
    const size_t written = mmstats_inline_v1_write_buffer(cell);
    const size_t read = mmstats_inline_v1_other(written);
    const uint64_t old = mmstats_inline_load64(mmstats_inline_v1_buffer(cell, read, 8));
    mmstats_inline_store64(mmstats_inline_v1_buffer(cell, written, 8), old + n);
    mmstats_inline_v1_flip(cell, written);
}

/** The one byte of an unbuffered cell. */
static inline volatile uint8_t *mmstats_inline_v1_only(uint8_t *cell) {
    return cell + MMSTATS_V1_VALUE_OFFSET;
}

/* Counters. */

/** Adds to a counter, modulo 2^64. */
static inline void mmstats_inline_v1_counter_add(mmstats_v1_counter counter, uint64_t n) {
    if (counter.at)
        mmstats_inline_v1_add64(counter.at, n);
}

/** Adds 1 to a counter. */
static inline void mmstats_inline_v1_counter_inc(mmstats_v1_counter counter) {
    mmstats_inline_v1_counter_add(counter, 1);
}

/** Sets a counter. */
static inline void mmstats_inline_v1_counter_set(mmstats_v1_counter counter, uint64_t value) {
    if (counter.at)
        mmstats_inline_v1_publish64(counter.at, value);
}

/** The value of a counter. */
static inline uint64_t mmstats_inline_v1_counter_get(mmstats_v1_counter counter) {
    return counter.at ? mmstats_inline_v1_published64(counter.at) : 0;
}

/* Integers. */

/** Publishes a u64. */
static inline void mmstats_inline_v1_u64_set(mmstats_v1_u64_field field, uint64_t value) {
    if (field.at)
        mmstats_inline_v1_publish64(field.at, value);
}

/** The published u64. */
static inline uint64_t mmstats_inline_v1_u64_get(mmstats_v1_u64_field field) {
    return field.at ? mmstats_inline_v1_published64(field.at) : 0;
}

/** Publishes an i64. */
static inline void mmstats_inline_v1_i64_set(mmstats_v1_i64_field field, int64_t value) {
    if (field.at)
        mmstats_inline_v1_publish64(field.at, (uint64_t)value);
}

/** The published i64. */
static inline int64_t mmstats_inline_v1_i64_get(mmstats_v1_i64_field field) {
    return field.at ? (int64_t)mmstats_inline_v1_published64(field.at) : 0;
}

/** Publishes a u32. */
static inline void mmstats_inline_v1_u32_set(mmstats_v1_u32_field field, uint32_t value) {
    if (field.at)
        mmstats_inline_v1_publish32(field.at, value);
}

/** The published u32. */
static inline uint32_t mmstats_inline_v1_u32_get(mmstats_v1_u32_field field) {
    return field.at ? mmstats_inline_v1_published32(field.at) : 0;
}

/** Publishes an i32. */
static inline void mmstats_inline_v1_i32_set(mmstats_v1_i32_field field, int32_t value) {
    if (field.at)
        mmstats_inline_v1_publish32(field.at, (uint32_t)value);
}

/** The published i32. */
static inline int32_t mmstats_inline_v1_i32_get(mmstats_v1_i32_field field) {
    return field.at ? (int32_t)mmstats_inline_v1_published32(field.at) : 0;
}

/** Publishes a u16. */
static inline void mmstats_inline_v1_u16_set(mmstats_v1_u16_field field, uint16_t value) {
    if (field.at)
        mmstats_inline_v1_publish16(field.at, value);
}

/** The published u16. */
static inline uint16_t mmstats_inline_v1_u16_get(mmstats_v1_u16_field field) {
    return field.at ? mmstats_inline_v1_published16(field.at) : (uint16_t)0;
}

/** Publishes an i16. */
static inline void mmstats_inline_v1_i16_set(mmstats_v1_i16_field field, int16_t value) {
    if (field.at)
        mmstats_inline_v1_publish16(field.at, (uint16_t)value);
}

/** The published i16. */
static inline int16_t mmstats_inline_v1_i16_get(mmstats_v1_i16_field field) {
    return field.at ? (int16_t)mmstats_inline_v1_published16(field.at) : (int16_t)0;
}

/** Publishes a u8. */
static inline void mmstats_inline_v1_u8_set(mmstats_v1_u8_field field, uint8_t value) {
    if (field.at)
        *mmstats_inline_v1_only(field.at) = value;
}

/** The published u8. */
static inline uint8_t mmstats_inline_v1_u8_get(mmstats_v1_u8_field field) {
    return field.at ? *mmstats_inline_v1_only(field.at) : (uint8_t)0;
}

/** Publishes an i8. */
static inline void mmstats_inline_v1_i8_set(mmstats_v1_i8_field field, int8_t value) {
    if (field.at)
        *mmstats_inline_v1_only(field.at) = (uint8_t)value;
}

/** The published i8. */
static inline int8_t mmstats_inline_v1_i8_get(mmstats_v1_i8_field field) {
    return field.at ? (int8_t)*mmstats_inline_v1_only(field.at) : (int8_t)0;
}

/* Floats, as the bits of IEEE 754. The memcpy is of a constant size: it becomes a register move. */

/** Publishes an f32. */
static inline void mmstats_inline_v1_f32_set(mmstats_v1_f32_field field, float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    if (field.at)
        mmstats_inline_v1_publish32(field.at, bits);
}

/** The published f32. */
static inline float mmstats_inline_v1_f32_get(mmstats_v1_f32_field field) {
    const uint32_t bits = field.at ? mmstats_inline_v1_published32(field.at) : 0;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/** Publishes an f64. */
static inline void mmstats_inline_v1_f64_set(mmstats_v1_f64_field field, double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    if (field.at)
        mmstats_inline_v1_publish64(field.at, bits);
}

/** The published f64. */
static inline double mmstats_inline_v1_f64_get(mmstats_v1_f64_field field) {
    const uint64_t bits = field.at ? mmstats_inline_v1_published64(field.at) : 0;
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* Bool: one byte, 0 or 1; readers take any other for true. */

/** Publishes a bool. */
static inline void mmstats_inline_v1_bool_set(mmstats_v1_bool_field field, bool value) {
    if (field.at)
        *mmstats_inline_v1_only(field.at) = value ? 1 : 0;
}

/** The published bool. */
static inline bool mmstats_inline_v1_bool_get(mmstats_v1_bool_field field) {
    return field.at && *mmstats_inline_v1_only(field.at) != 0;
}

#ifdef __cplusplus
}
#pragma GCC diagnostic pop
#endif

/* The plain names. Macros with an argument list, so that a name in parentheses, or without an
 * argument list, is still the library's function. */

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define mmstats_counter_inc(...) mmstats_inline_counter_inc(__VA_ARGS__)
#define mmstats_counter_add(...) mmstats_inline_counter_add(__VA_ARGS__)
#define mmstats_counter_get(...) mmstats_inline_counter_get(__VA_ARGS__)
#define mmstats_counter_f64_add(...) mmstats_inline_counter_f64_add(__VA_ARGS__)
#define mmstats_counter_f64_get(...) mmstats_inline_counter_f64_get(__VA_ARGS__)
#define mmstats_gauge_u64_set(...) mmstats_inline_gauge_u64_set(__VA_ARGS__)
#define mmstats_gauge_u64_add(...) mmstats_inline_gauge_u64_add(__VA_ARGS__)
#define mmstats_gauge_u64_get(...) mmstats_inline_gauge_u64_get(__VA_ARGS__)
#define mmstats_gauge_i64_set(...) mmstats_inline_gauge_i64_set(__VA_ARGS__)
#define mmstats_gauge_i64_add(...) mmstats_inline_gauge_i64_add(__VA_ARGS__)
#define mmstats_gauge_i64_get(...) mmstats_inline_gauge_i64_get(__VA_ARGS__)
#define mmstats_gauge_f64_set(...) mmstats_inline_gauge_f64_set(__VA_ARGS__)
#define mmstats_gauge_f64_add(...) mmstats_inline_gauge_f64_add(__VA_ARGS__)
#define mmstats_gauge_f64_get(...) mmstats_inline_gauge_f64_get(__VA_ARGS__)
#define mmstats_gauge_bool_set(...) mmstats_inline_gauge_bool_set(__VA_ARGS__)
#define mmstats_gauge_bool_get(...) mmstats_inline_gauge_bool_get(__VA_ARGS__)
#define mmstats_text_set(...) mmstats_inline_text_set(__VA_ARGS__)
#define mmstats_struct_publish(...) mmstats_inline_struct_publish(__VA_ARGS__)
#define mmstats_histogram_observe(...) mmstats_inline_histogram_observe(__VA_ARGS__)
#define mmstats_histogram_f64_observe(...) mmstats_inline_histogram_f64_observe(__VA_ARGS__)
#define mmstats_window_observe(...) mmstats_inline_window_observe(__VA_ARGS__)
#define mmstats_window_observe_at(...) mmstats_inline_window_observe_at(__VA_ARGS__)
#define mmstats_window_f64_observe(...) mmstats_inline_window_f64_observe(__VA_ARGS__)
#define mmstats_window_f64_observe_at(...) mmstats_inline_window_f64_observe_at(__VA_ARGS__)
#endif

#define mmstats_v1_counter_inc(...) mmstats_inline_v1_counter_inc(__VA_ARGS__)
#define mmstats_v1_counter_add(...) mmstats_inline_v1_counter_add(__VA_ARGS__)
#define mmstats_v1_counter_set(...) mmstats_inline_v1_counter_set(__VA_ARGS__)
#define mmstats_v1_counter_get(...) mmstats_inline_v1_counter_get(__VA_ARGS__)
#define mmstats_v1_u64_set(...) mmstats_inline_v1_u64_set(__VA_ARGS__)
#define mmstats_v1_u64_get(...) mmstats_inline_v1_u64_get(__VA_ARGS__)
#define mmstats_v1_i64_set(...) mmstats_inline_v1_i64_set(__VA_ARGS__)
#define mmstats_v1_i64_get(...) mmstats_inline_v1_i64_get(__VA_ARGS__)
#define mmstats_v1_u32_set(...) mmstats_inline_v1_u32_set(__VA_ARGS__)
#define mmstats_v1_u32_get(...) mmstats_inline_v1_u32_get(__VA_ARGS__)
#define mmstats_v1_i32_set(...) mmstats_inline_v1_i32_set(__VA_ARGS__)
#define mmstats_v1_i32_get(...) mmstats_inline_v1_i32_get(__VA_ARGS__)
#define mmstats_v1_u16_set(...) mmstats_inline_v1_u16_set(__VA_ARGS__)
#define mmstats_v1_u16_get(...) mmstats_inline_v1_u16_get(__VA_ARGS__)
#define mmstats_v1_i16_set(...) mmstats_inline_v1_i16_set(__VA_ARGS__)
#define mmstats_v1_i16_get(...) mmstats_inline_v1_i16_get(__VA_ARGS__)
#define mmstats_v1_u8_set(...) mmstats_inline_v1_u8_set(__VA_ARGS__)
#define mmstats_v1_u8_get(...) mmstats_inline_v1_u8_get(__VA_ARGS__)
#define mmstats_v1_i8_set(...) mmstats_inline_v1_i8_set(__VA_ARGS__)
#define mmstats_v1_i8_get(...) mmstats_inline_v1_i8_get(__VA_ARGS__)
#define mmstats_v1_f32_set(...) mmstats_inline_v1_f32_set(__VA_ARGS__)
#define mmstats_v1_f32_get(...) mmstats_inline_v1_f32_get(__VA_ARGS__)
#define mmstats_v1_f64_set(...) mmstats_inline_v1_f64_set(__VA_ARGS__)
#define mmstats_v1_f64_get(...) mmstats_inline_v1_f64_get(__VA_ARGS__)
#define mmstats_v1_bool_set(...) mmstats_inline_v1_bool_set(__VA_ARGS__)
#define mmstats_v1_bool_get(...) mmstats_inline_v1_bool_get(__VA_ARGS__)

#endif /* MMSTATS_INLINE_H */
