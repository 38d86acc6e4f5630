/* What the native methods share: byte arrays as strings, and exceptions. */

#ifndef MMSTATS_GLUE_H
#define MMSTATS_GLUE_H

#include <jni.h>
#include <mmstats.h>

/** A copy of a byte[]. Its memory is freed with `text_free`. */
typedef struct text {
    mmstats_str str;
    /** Whether there was memory for it; if not, an OutOfMemoryError is on its way. */
    bool ok;
} text;

/** Copies a byte[]. There is a NUL behind it. */
text text_of(JNIEnv *env, jbyteArray array);

void text_free(text copy);

/** Copies of an array of byte[]. Its memory is freed with `texts_free`. */
typedef struct texts {
    mmstats_str *strs;
    size_t count;
    /** Whether there was memory for them; if not, an OutOfMemoryError is on its way. */
    bool ok;
} texts;

/** Copies an array of byte[]. */
texts texts_of(JNIEnv *env, jobjectArray arrays);

void texts_free(texts copies);

/** A new byte[], or NULL with an exception on its way. */
jbyteArray array_of(JNIEnv *env, mmstats_str str);

/** Throws an MmStatsException, with the name of a cause and a message. */
void throw_failure(JNIEnv *env, mmstats_str cause, mmstats_str message);

/** Throws an OutOfMemoryError. */
void throw_no_memory(JNIEnv *env);

/** Throws what the call of this thread that failed last says. */
void throw_last(JNIEnv *env, mmstats_status status);

/** Whether a call succeeded; if not, its failure is thrown. */
bool check(JNIEnv *env, mmstats_status status);

#endif
