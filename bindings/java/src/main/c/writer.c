/* org.mmstats.internal.NativeWriter: setting a writer up, and ending it. */

#include "glue.h"

#include <string.h>

#include "org_mmstats_internal_NativeWriter.h"

static mmstats_v1_writer *writer_at(jlong address) {
    return (mmstats_v1_writer *)(intptr_t)address;
}

/** What a method that declares returns: the address of a field's write buffer byte. */
static jlong address_of(const uint8_t *at) {
    return (jlong)(intptr_t)at;
}

JNIEXPORT jlong JNICALL Java_org_mmstats_internal_NativeWriter_open0(
    JNIEnv *env, jclass class, jbyteArray class_name, jbyteArray folder, jbyteArray filename,
    jbyteArray label_prefix, jboolean system_fields, jint mode) {
    (void)class;
    enum { CLASS_NAME, FOLDER, FILENAME, LABEL_PREFIX, COUNT };
    const jbyteArray arrays[COUNT] = {class_name, folder, filename, label_prefix};
    text copies[COUNT] = {{{NULL, 0}, false}};
    mmstats_v1_writer *writer = NULL;
    int copied = 0;
    while (copied < COUNT && (copies[copied] = text_of(env, arrays[copied])).ok)
        copied++;
    if (copied == COUNT) {
        mmstats_v1_options options = MMSTATS_V1_OPTIONS_INIT;
        options.path = copies[FOLDER].str;
        options.filename = copies[FILENAME].str;
        options.label_prefix = copies[LABEL_PREFIX].str;
        options.no_system_fields = !system_fields;
        options.mode = (uint32_t)mode;
        check(env, mmstats_v1_writer_new(copies[CLASS_NAME].str, &options, &writer));
    }
    for (int i = 0; i < copied; i++)
        text_free(copies[i]);
    return (jlong)(intptr_t)writer;
}

JNIEXPORT jlong JNICALL Java_org_mmstats_internal_NativeWriter_counter(
    JNIEnv *env, jclass class, jlong writer, jbyteArray label_array) {
    (void)class;
    const text label = text_of(env, label_array);
    mmstats_v1_counter counter = {NULL};
    if (label.ok)
        check(env, mmstats_v1_writer_counter(writer_at(writer), label.str, &counter));
    text_free(label);
    return address_of(counter.at);
}

/** The float that these bits are. */
static float f32_of(uint64_t bits) {
    const uint32_t word = (uint32_t)bits;
    float value;
    memcpy(&value, &word, sizeof value);
    return value;
}

/** The double that these bits are. */
static double f64_of(uint64_t bits) {
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/** X(code, function and type, initial value from `bits`) of each scalar. */
#define SCALARS(X)                                                                                \
    X('Q', u64, bits)                                                                             \
    X('q', i64, (int64_t)bits)                                                                    \
    X('I', u32, (uint32_t)bits)                                                                   \
    X('i', i32, (int32_t)bits)                                                                    \
    X('H', u16, (uint16_t)bits)                                                                   \
    X('h', i16, (int16_t)bits)                                                                    \
    X('B', u8, (uint8_t)bits)                                                                     \
    X('b', i8, (int8_t)bits)                                                                      \
    X('f', f32, f32_of(bits))                                                                     \
    X('d', f64, f64_of(bits))                                                                     \
    X('?', bool, bits != 0)

static uint8_t *declare_scalar(JNIEnv *env, mmstats_v1_writer *writer, mmstats_str label,
                               jchar code, uint64_t bits) {
    switch (code) {
#define DECLARE(letter, name, initial)                                                            \
    case letter: {                                                                                \
        mmstats_v1_##name##_field field = {NULL};                                                 \
        check(env, mmstats_v1_writer_##name(writer, label, initial, &field));                     \
        return field.at;                                                                          \
    }
        SCALARS(DECLARE)
#undef DECLARE
    default:
        throw_failure(env, mmstats_str_of(mmstats_status_name(MMSTATS_ERROR_INTERNAL)),
                      MMSTATS_STR("no scalar has this code"));
        return NULL;
    }
}

JNIEXPORT jlong JNICALL Java_org_mmstats_internal_NativeWriter_scalar(
    JNIEnv *env, jclass class, jlong writer, jbyteArray label_array, jchar code, jlong bits) {
    (void)class;
    const text label = text_of(env, label_array);
    uint8_t *at = NULL;
    if (label.ok)
        at = declare_scalar(env, writer_at(writer), label.str, code, (uint64_t)bits);
    text_free(label);
    return address_of(at);
}

JNIEXPORT jlong JNICALL Java_org_mmstats_internal_NativeWriter_text(
    JNIEnv *env, jclass class, jlong writer, jbyteArray label_array, jlong width) {
    (void)class;
    const text label = text_of(env, label_array);
    mmstats_v1_text_field field = {NULL, 0};
    if (label.ok)
        check(env, mmstats_v1_writer_text(writer_at(writer), label.str, (size_t)width, &field));
    text_free(label);
    return address_of(field.at);
}

JNIEXPORT jlong JNICALL Java_org_mmstats_internal_NativeWriter_tuple(
    JNIEnv *env, jclass class, jlong writer, jbyteArray label_array, jbyteArray signature_array) {
    (void)class;
    const text label = text_of(env, label_array);
    const text signature = label.ok ? text_of(env, signature_array) : label;
    mmstats_v1_tuple_field field = {NULL, 0};
    if (signature.ok) {
        check(env, mmstats_v1_writer_tuple(writer_at(writer), label.str, signature.str, &field));
        text_free(signature);
    }
    text_free(label);
    return address_of(field.at);
}

/** The constant of that code; of kind 0, which is none, where there is no such scalar. */
static mmstats_v1_value constant_of(jchar code, uint64_t bits) {
    switch (code) {
    case 'Q': return (mmstats_v1_value){MMSTATS_U64, {.u64 = bits}};
    case 'q': return (mmstats_v1_value){MMSTATS_I64, {.u64 = bits}};
    case 'I': return (mmstats_v1_value){MMSTATS_U32, {.u64 = bits}};
    case 'i': return (mmstats_v1_value){MMSTATS_I32, {.u64 = bits}};
    case 'H': return (mmstats_v1_value){MMSTATS_U16, {.u64 = bits}};
    case 'h': return (mmstats_v1_value){MMSTATS_I16, {.u64 = bits}};
    case 'B': return (mmstats_v1_value){MMSTATS_U8, {.u64 = bits}};
    case 'b': return (mmstats_v1_value){MMSTATS_I8, {.u64 = bits}};
    case 'f': return (mmstats_v1_value){MMSTATS_F32, {.f64 = (double)f32_of(bits)}};
    case 'd': return (mmstats_v1_value){MMSTATS_F64, {.f64 = f64_of(bits)}};
    case '?': return (mmstats_v1_value){MMSTATS_BOOL, {.u64 = bits}};
    default: return (mmstats_v1_value){0, {.u64 = 0}};
    }
}

JNIEXPORT void JNICALL Java_org_mmstats_internal_NativeWriter_constant(
    JNIEnv *env, jclass class, jlong writer, jbyteArray label_array, jchar code, jlong bits) {
    (void)class;
    const text label = text_of(env, label_array);
    const mmstats_v1_value value = constant_of(code, (uint64_t)bits);
    if (label.ok)
        check(env, mmstats_v1_writer_constant(writer_at(writer), label.str, &value));
    text_free(label);
}

JNIEXPORT void JNICALL Java_org_mmstats_internal_NativeWriter_constantText(
    JNIEnv *env, jclass class, jlong writer, jbyteArray label_array, jbyteArray text_array,
    jlong width) {
    (void)class;
    const text label = text_of(env, label_array);
    const text value = label.ok ? text_of(env, text_array) : label;
    if (value.ok) {
        check(env, mmstats_v1_writer_constant_text(writer_at(writer), label.str, value.str,
                                                   (size_t)width));
        text_free(value);
    }
    text_free(label);
}

JNIEXPORT jbyteArray JNICALL Java_org_mmstats_internal_NativeWriter_createFile(
    JNIEnv *env, jclass class, jlong writer) {
    (void)class;
    mmstats_str path;
    if (!check(env, mmstats_v1_writer_create_file(writer_at(writer))) ||
        !check(env, mmstats_v1_writer_path(writer_at(writer), &path)))
        return NULL;
    return array_of(env, path);
}

JNIEXPORT jlong JNICALL Java_org_mmstats_internal_NativeWriter_size(JNIEnv *env, jclass class,
                                                                    jlong writer) {
    (void)env;
    (void)class;
    return (jlong)mmstats_v1_writer_size(writer_at(writer));
}

JNIEXPORT void JNICALL Java_org_mmstats_internal_NativeWriter_flush(JNIEnv *env, jclass class,
                                                                    jlong writer, jboolean wait) {
    (void)class;
    check(env, mmstats_v1_writer_flush(writer_at(writer), wait));
}

JNIEXPORT void JNICALL Java_org_mmstats_internal_NativeWriter_remove(JNIEnv *env, jclass class,
                                                                     jlong writer) {
    (void)class;
    check(env, mmstats_v1_writer_remove(writer_at(writer)));
}

JNIEXPORT void JNICALL Java_org_mmstats_internal_NativeWriter_free(JNIEnv *env, jclass class,
                                                                   jlong writer) {
    (void)env;
    (void)class;
    mmstats_v1_writer_free(writer_at(writer));
}
