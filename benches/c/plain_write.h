/* Format 1's double-buffered write (SPEC.md 1.10) as a C programmer writes it by hand for one
 * thread: the floor of what a write can cost. No atomics, no volatile, no check of the handle. */

#ifndef PLAIN_WRITE_H
#define PLAIN_WRITE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* `at` is the write buffer byte; the two buffers of eight bytes follow it. */

static inline void plain_add(uint8_t *at, uint64_t n) {
    size_t written = *at & 1;
    size_t read = written ^ 1;
    uint64_t value;
    memcpy(&value, at + 1 + 8 * read, sizeof value);
    value += n;
    memcpy(at + 1 + 8 * written, &value, sizeof value);
    *at = (uint8_t)read;
}

static inline void plain_set(uint8_t *at, uint64_t value) {
    size_t written = *at & 1;
    memcpy(at + 1 + 8 * written, &value, sizeof value);
    *at = (uint8_t)(written ^ 1);
}

#endif
