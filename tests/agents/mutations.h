/* What a decoder says of a file that is cut off anywhere, or has a byte flipped. */

#ifndef AGENT_MUTATIONS_H
#define AGENT_MUTATIONS_H

#include "scenario.h"

#include <inttypes.h>
#include <stdint.h>

/** The verdict on `size` bytes: the number of fields, or (1 << 32) + the offset of the error. */
typedef uint64_t verdict(const uint8_t *bytes, size_t size);

/** FNV-1a over the eight bytes of a verdict, the lowest first. */
static inline uint64_t digested(uint64_t digest, uint64_t found) {
    for (int i = 0; i < 8; i++) {
        digest = (digest ^ (found & 0xff)) * UINT64_C(0x100000001b3);
        found >>= 8;
    }
    return digest;
}

/** Asks for a verdict on bytes of their own allocation, so that a read beyond them shows. */
static inline uint64_t judged(verdict *judge, const uint8_t *bytes, size_t size, size_t flipped) {
    uint8_t *copy = (uint8_t *)grown(NULL, size ? size : 1);
    memcpy(copy, bytes, size);
    if (flipped < size)
        copy[flipped] ^= 0xff;
    const uint64_t found = judge(copy, size);
    free(copy);
    return found;
}

static inline int mutations(const char *path, verdict *judge) {
    FILE *file = fopen(path, "rb");
    if (!file)
        refuse("can't open", path);
    size_t size = 0;
    uint8_t *bytes = (uint8_t *)read_all(file, &size);
    fclose(file);
    uint64_t truncated = UINT64_C(0xcbf29ce484222325);
    uint64_t flipped = truncated;
    for (size_t i = 0; i < size; i++)
        truncated = digested(truncated, judged(judge, bytes, i, i));
    for (size_t i = 0; i < size; i++)
        flipped = digested(flipped, judged(judge, bytes, size, i));
    printf("truncated %016" PRIx64 " flipped %016" PRIx64 " cases %zu\n", truncated, flipped,
           2 * size);
    free(bytes);
    return 0;
}

#endif
