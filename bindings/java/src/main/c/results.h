/* What native methods return that is more than a number: bytes that org.mmstats.internal.Results
 * takes apart again. A number is a word of 8 bytes, in this machine's order; a text is its length
 * and its bytes; an array is its length and its elements. */

#ifndef MMSTATS_RESULTS_H
#define MMSTATS_RESULTS_H

#include "glue.h"

/** Bytes that grow. All zero: none. */
typedef struct results {
    char *data;
    size_t size;
    size_t capacity;
    /** Whether there was no memory for them. */
    bool failed;
} results;

void put_word(results *out, uint64_t word);

void put_text(results *out, mmstats_str str);

/** The bytes as a byte[], and frees them; NULL with an exception on its way. */
jbyteArray results_array(JNIEnv *env, results out);

#endif
