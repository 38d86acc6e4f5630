/* Numbers in words, and values of tuples laid out from words. */

#ifndef AGENT_NUMBERS_H
#define AGENT_NUMBERS_H

#include "scenario.h"

#include <errno.h>
#include <stdint.h>

/** The parse functions take all of a word, or end the program. */
static inline uint64_t unsigned_of(mmstats_str text) {
    char *end = NULL;
    errno = 0;
    const unsigned long long value = strtoull(text.data, &end, 10);
    if (errno || end != text.data + text.len || text.len == 0)
        refuse("no unsigned integer", text.data);
    return value;
}

static inline int64_t signed_of(mmstats_str text) {
    char *end = NULL;
    errno = 0;
    const long long value = strtoll(text.data, &end, 10);
    if (errno || end != text.data + text.len || text.len == 0)
        refuse("no integer", text.data);
    return value;
}

static inline double double_of(mmstats_str text) {
    char *end = NULL;
    const double value = strtod(text.data, &end);
    if (end != text.data + text.len || text.len == 0)
        refuse("no number", text.data);
    return value;
}

/** Rounded once, from the decimal. */
static inline float float_of(mmstats_str text) {
    char *end = NULL;
    const float value = strtof(text.data, &end);
    if (end != text.data + text.len || text.len == 0)
        refuse("no number", text.data);
    return value;
}

static inline bool bool_of(mmstats_str text) {
    if (!is(text, "true") && !is(text, "false"))
        refuse("neither true nor false", text.data);
    return is(text, "true");
}

/** The most bytes of a text that fit, cut between characters. */
static inline size_t cut(mmstats_str text, size_t width) {
    size_t fits = text.len < width ? text.len : width;
    while (fits > 0 && fits < text.len && (text.data[fits] & 0xc0) == 0x80)
        fits--;
    return fits;
}

/** Puts a scalar of `size` bytes at the next multiple of its size. */
static inline size_t put(unsigned char *value, size_t at, const void *scalar, size_t size) {
    at = (at + size - 1) / size * size;
    memcpy(value + at, scalar, size);
    return at + size;
}

/** Puts a part of that code behind `at`, and returns where it ends (SPEC.md 1.4). */
static inline size_t put_part(unsigned char *value, size_t at, char code, mmstats_str text) {
#define PUT(type, parse)                                                                          \
    {                                                                                             \
        const type part = (type)parse(text);                                                      \
        return put(value, at, &part, sizeof part);                                                \
    }
    switch (code) {
    case 'Q':
    case 'L': PUT(uint64_t, unsigned_of)
    case 'q':
    case 'l': PUT(int64_t, signed_of)
    case 'I': PUT(uint32_t, unsigned_of)
    case 'i': PUT(int32_t, signed_of)
    case 'H': PUT(uint16_t, unsigned_of)
    case 'h': PUT(int16_t, signed_of)
    case 'B': PUT(uint8_t, unsigned_of)
    case 'b': PUT(int8_t, signed_of)
    case 'f': PUT(float, float_of)
    case 'd': PUT(double, double_of)
    default: PUT(bool, bool_of)
    }
#undef PUT
}

/** A value of `width` bytes of that signature, from a word a part. The caller frees it. */
static inline unsigned char *tuple_of(const char *signature, size_t width, const struct line *line,
                                      size_t first_word) {
    unsigned char *value = (unsigned char *)calloc(width + 1, 1);
    size_t at = 0;
    if (!value)
        refuse("no memory", "");
    for (size_t i = first_word; *signature; i++) {
        if (strchr("0123456789", *signature)) {
            const size_t size = strtoul(signature, (char **)&signature, 10);
            memcpy(value + at, word(line, i).data, cut(word(line, i), size));
            at += size;
        } else {
            at = put_part(value, at, *signature, word(line, i));
        }
        signature++;
    }
    return value;
}

#endif
