#include "results.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/** Room for so many bytes more, which count from now on; NULL where there is none. */
static char *room(results *out, size_t size) {
    if (out->failed)
        return NULL;
    if (size > out->capacity - out->size) {
        const size_t capacity = 2 * (out->size + size) + 4096;
        char *data = realloc(out->data, capacity);
        if (!data) {
            out->failed = true;
            return NULL;
        }
        out->data = data;
        out->capacity = capacity;
    }
    char *at = out->data + out->size;
    out->size += size;
    return at;
}

static void put(results *out, const void *bytes, size_t size) {
    char *at = room(out, size);
    if (at && size)
        memcpy(at, bytes, size);
}

void put_word(results *out, uint64_t word) {
    put(out, &word, sizeof word);
}

void put_text(results *out, mmstats_str str) {
    put_word(out, str.len);
    put(out, str.data, str.len);
}

jbyteArray results_array(JNIEnv *env, results out) {
    jbyteArray array = NULL;
    if (out.failed || out.size > INT_MAX)
        throw_no_memory(env);
    else
        array = array_of(env, (mmstats_str){out.data, out.size});
    free(out.data);
    return array;
}
