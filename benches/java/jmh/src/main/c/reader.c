/* org.mmstats.benches.Read: the library, read from where Java is timed. */

#include <jni.h>
#include <mmstats.h>

#include "org_mmstats_benches_Read.h"

JNIEXPORT jlong JNICALL Java_org_mmstats_benches_Read_openLibrary(JNIEnv *env, jclass class,
                                                                  jbyteArray path) {
    (void)class;
    mmstats_v1_reader *reader = NULL;
    jbyte *text = (*env)->GetByteArrayElements(env, path, NULL);
    if (text)
        mmstats_v1_reader_open(mmstats_str_of((const char *)text), &reader);
    if (text)
        (*env)->ReleaseByteArrayElements(env, path, text, JNI_ABORT);
    return (jlong)(intptr_t)reader;
}

JNIEXPORT jlong JNICALL Java_org_mmstats_benches_Read_refreshLibrary(JNIEnv *env, jclass class,
                                                                     jlong address) {
    (void)env;
    (void)class;
    mmstats_v1_reader *reader = (mmstats_v1_reader *)(intptr_t)address;
    size_t count = 0;
    uint64_t sum = 0;
    if (mmstats_v1_reader_refresh(reader) != MMSTATS_OK)
        return -1;
    const mmstats_v1_field *fields = mmstats_v1_reader_fields(reader, &count);
    for (size_t i = 0; i < count; i++) {
        const mmstats_v1_value *value = &fields[i].value;
        sum += fields[i].label.len;
        sum += value->kind == MMSTATS_F64 ? (uint64_t)value->as.f64 : value->as.u64;
    }
    return (jlong)sum;
}

JNIEXPORT void JNICALL Java_org_mmstats_benches_Read_closeLibrary(JNIEnv *env, jclass class,
                                                                  jlong reader) {
    (void)env;
    (void)class;
    mmstats_v1_reader_free((mmstats_v1_reader *)(intptr_t)reader);
}
