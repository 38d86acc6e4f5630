#include "glue.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

void throw_no_memory(JNIEnv *env) {
    const jclass error = (*env)->FindClass(env, "java/lang/OutOfMemoryError");
    if (error)
        (*env)->ThrowNew(env, error, "no memory for native code");
}

text text_of(JNIEnv *env, jbyteArray array) {
    const jsize size = (*env)->GetArrayLength(env, array);
    char *data = malloc((size_t)size + 1);
    if (!data) {
        throw_no_memory(env);
        return (text){{NULL, 0}, false};
    }
    (*env)->GetByteArrayRegion(env, array, 0, size, (jbyte *)data);
    data[size] = '\0';
    return (text){{data, (size_t)size}, true};
}

void text_free(text copy) {
    free((char *)copy.str.data);
}

void texts_free(texts copies) {
    for (size_t i = 0; i < copies.count; i++)
        text_free((text){copies.strs[i], true});
    free(copies.strs);
}

texts texts_of(JNIEnv *env, jobjectArray arrays) {
    const jsize count = (*env)->GetArrayLength(env, arrays);
    texts copies = {calloc((size_t)count + 1, sizeof(mmstats_str)), 0, true};
    if (!copies.strs) {
        throw_no_memory(env);
        copies.ok = false;
    }
    for (jsize i = 0; copies.ok && i < count; i++) {
        const jbyteArray array = (*env)->GetObjectArrayElement(env, arrays, i);
        const text copy = text_of(env, array);
        (*env)->DeleteLocalRef(env, array);
        copies.ok = copy.ok;
        if (copy.ok)
            copies.strs[copies.count++] = copy.str;
    }
    return copies;
}

jbyteArray array_of(JNIEnv *env, mmstats_str str) {
    const jsize size = str.len > INT_MAX ? INT_MAX : (jsize)str.len;
    const jbyteArray array = (*env)->NewByteArray(env, size);
    if (array)
        (*env)->SetByteArrayRegion(env, array, 0, size, (const jbyte *)str.data);
    return array;
}

void throw_failure(JNIEnv *env, mmstats_str cause, mmstats_str message) {
    static const char signature[] = "([B[B)Lorg/mmstats/MmStatsException;";
    /* Found by the class loader of the native method that was called. */
    const jclass failure = (*env)->FindClass(env, "org/mmstats/internal/Failure");
    if (!failure)
        return;
    const jmethodID of = (*env)->GetStaticMethodID(env, failure, "of", signature);
    const jbyteArray cause_array = of ? array_of(env, cause) : NULL;
    const jbyteArray message_array = cause_array ? array_of(env, message) : NULL;
    if (!message_array)
        return;
    const jobject exception =
        (*env)->CallStaticObjectMethod(env, failure, of, cause_array, message_array);
    if (!(*env)->ExceptionCheck(env))
        (*env)->Throw(env, (jthrowable)exception);
}

void throw_last(JNIEnv *env, mmstats_status status) {
    throw_failure(env, mmstats_str_of(mmstats_status_name(status)),
                  mmstats_str_of(mmstats_error_message()));
}

bool check(JNIEnv *env, mmstats_status status) {
    if (status != MMSTATS_OK)
        throw_last(env, status);
    return status == MMSTATS_OK;
}
