/* org.mmstats.internal.v2.NativeWriter: setting a writer of format 2 up, registering, and ending
 * it. */

#include "glue.h"

#include <stdlib.h>
#include <string.h>

#include "org_mmstats_internal_v2_NativeWriter.h"

/** A constant of the Java class. */
#define JAVA(name) org_mmstats_internal_v2_NativeWriter_##name

static mmstats_writer *writer_at(jlong address) {
    return (mmstats_writer *)(intptr_t)address;
}

static jlong address_of(const void *at) {
    return (jlong)(intptr_t)at;
}

/** What differs from run to run, in the order of its fields. */
static mmstats_identity identity_of(const char *bytes) {
    mmstats_identity identity;
    uint64_t numbers[6];
    memcpy(numbers, bytes, sizeof numbers);
    identity.created = numbers[0];
    identity.created_boot = numbers[1];
    identity.pid = numbers[2];
    identity.start = numbers[3];
    identity.pid_namespace = numbers[4];
    identity.uid = numbers[5];
    memcpy(identity.boot_id, bytes + sizeof numbers, sizeof identity.boot_id);
    memcpy(identity.file_id, bytes + sizeof numbers + sizeof identity.boot_id,
           sizeof identity.file_id);
    return identity;
}

JNIEXPORT jlong JNICALL Java_org_mmstats_internal_v2_NativeWriter_open0(
    JNIEnv *env, jclass class, jbyteArray application, jbyteArray folder, jbyteArray filename,
    jint mode, jint limit, jboolean detached, jboolean or_detached, jboolean fold,
    jbyteArray identity_array) {
    (void)class;
    enum { APPLICATION, FOLDER, FILENAME, IDENTITY, COUNT };
    /* Without an identity the application stands in its place, and nobody looks. */
    const jbyteArray arrays[COUNT] = {application, folder, filename,
                                      identity_array ? identity_array : application};
    text copies[COUNT] = {{{NULL, 0}, false}};
    mmstats_writer *writer = NULL;
    int copied = 0;
    while (copied < COUNT && (copies[copied] = text_of(env, arrays[copied])).ok)
        copied++;
    if (copied == COUNT) {
        mmstats_options options = MMSTATS_OPTIONS_INIT;
        mmstats_identity identity;
        options.path = copies[FOLDER].str;
        options.filename = copies[FILENAME].str;
        options.mode = (uint32_t)mode;
        options.series_limit = (uint32_t)limit;
        options.detached = detached;
        options.or_detached = or_detached;
        options.no_fold = !fold;
        if (identity_array) {
            identity = identity_of(copies[IDENTITY].str.data);
            options.identity = &identity;
        }
        check(env, mmstats_writer_new(copies[APPLICATION].str, &options, &writer));
    }
    for (int i = 0; i < copied; i++)
        text_free(copies[i]);
    return address_of(writer);
}

/** The types of components, in the order of Java's. */
static const int32_t component_types[] = {
    MMSTATS_U64, MMSTATS_I64, MMSTATS_F64, MMSTATS_BOOL, MMSTATS_TEXT, MMSTATS_U32,
    MMSTATS_I32, MMSTATS_U16, MMSTATS_I16, MMSTATS_U8,   MMSTATS_I8,   MMSTATS_F32,
};

/** The components of a struct; free them. NULL with an exception on its way, or where none are. */
static mmstats_component *components_of(JNIEnv *env, const texts *names, jintArray numbers) {
    const size_t count = names->count / 2;
    mmstats_component *components = calloc(count + 1, sizeof(mmstats_component));
    if (!components) {
        throw_no_memory(env);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        jint given[JAVA(COMPONENT_NUMBERS)];
        (*env)->GetIntArrayRegion(env, numbers, (jsize)i * JAVA(COMPONENT_NUMBERS),
                                  JAVA(COMPONENT_NUMBERS), given);
        components[i] = (mmstats_component){
            .name = names->strs[2 * i],
            .unit = names->strs[2 * i + 1],
            .type = component_types[given[JAVA(COMPONENT_TYPE)]],
            .kind = given[JAVA(COMPONENT_KIND)],
            .offset = (uint32_t)given[JAVA(COMPONENT_OFFSET)],
            .width = (uint32_t)given[JAVA(COMPONENT_WIDTH)],
        };
    }
    return components;
}

_Static_assert((uint32_t)JAVA(NO_CAPACITY) == MMSTATS_NO_CAPACITY, "what Java gives");

/** A description: all but its components. */
static mmstats_desc desc_of(const texts *names, const jlong *numbers) {
    enum { NAME, UNIT, HELP, KEYS };
    return (mmstats_desc){
        .size = sizeof(mmstats_desc),
        .name = names->strs[NAME],
        .unit = names->strs[UNIT],
        .help = names->strs[HELP],
        .label_keys = names->strs + KEYS,
        .labels = names->count - KEYS,
        .aggregate = (int32_t)numbers[JAVA(AGGREGATE)],
        .alive_only = numbers[JAVA(ALIVE_ONLY)] != 0,
        .limit = (uint32_t)numbers[JAVA(LIMIT)],
        .capacity = (uint32_t)numbers[JAVA(CAPACITY)],
        .buckets = (uint32_t)numbers[JAVA(BUCKETS)],
        .scale = (uint32_t)numbers[JAVA(SCALE)],
        .first = (int32_t)numbers[JAVA(FIRST)],
        .slots = (uint32_t)numbers[JAVA(SLOTS)],
        .duration = (uint64_t)numbers[JAVA(DURATION)],
        .struct_size = (size_t)numbers[JAVA(STRUCT_SIZE)],
    };
}

/** The type of the C ABI that a value type of Java's is, by its code (SPEC.md 2.5). */
static int32_t type_of(jint code) {
    static const int32_t types[] = {0, MMSTATS_U64, MMSTATS_I64, MMSTATS_F64, MMSTATS_BOOL,
                                    MMSTATS_BYTES};
    return types[code];
}

JNIEXPORT jlong JNICALL Java_org_mmstats_internal_v2_NativeWriter_family(
    JNIEnv *env, jclass class, jlong writer, jint kind, jint type, jobjectArray name_arrays,
    jlongArray number_array, jobjectArray component_arrays, jintArray component_numbers) {
    (void)class;
    jlong numbers[JAVA(NUMBERS)];
    (*env)->GetLongArrayRegion(env, number_array, 0, JAVA(NUMBERS), numbers);
    const texts names = texts_of(env, name_arrays);
    const texts component_names =
        names.ok ? texts_of(env, component_arrays) : (texts){NULL, 0, false};
    mmstats_component *const components =
        component_names.ok ? components_of(env, &component_names, component_numbers) : NULL;
    const mmstats_family *family = NULL;
    if (components) {
        mmstats_desc desc = desc_of(&names, numbers);
        desc.components = components;
        desc.component_count = component_names.count / 2;
        check(env, mmstats_writer_family(writer_at(writer), kind, type_of(type), &desc, &family));
    }
    free(components);
    texts_free(component_names);
    texts_free(names);
    return address_of(family);
}

/** What a series of that kind and type has: the address of its cell, and its parameters. */
static mmstats_status series_of(const mmstats_family *family, jint kind, int32_t type,
                                const texts *values, jlong *result) {
    /* HANDLE: the handle of a series of the family, as `found`; PARAMETERS: what follows. */
#define HANDLE(name, ...)                                                                         \
    do {                                                                                          \
        mmstats_##name found = {0};                                                               \
        const mmstats_status status =                                                             \
            mmstats_family_##name(family, values->strs, values->count, &found);                   \
        const jlong all[JAVA(RESULTS)] = {address_of(found.cell), __VA_ARGS__};                   \
        memcpy(result, all, sizeof all);                                                          \
        return status;                                                                            \
    } while (0)
    const bool is_float = type == MMSTATS_F64;
    switch (kind) {
    case MMSTATS_KIND_COUNTER:
        if (is_float)
            HANDLE(counter_f64, 0);
        HANDLE(counter, 0);
    case MMSTATS_KIND_GAUGE:
        if (is_float)
            HANDLE(gauge_f64, 0);
        if (type == MMSTATS_I64)
            HANDLE(gauge_i64, 0);
        if (type == MMSTATS_BOOL)
            HANDLE(gauge_bool, 0);
        HANDLE(gauge_u64, 0);
    case MMSTATS_KIND_TEXT:
        HANDLE(text, found.slots, found.capacity);
    case MMSTATS_KIND_STRUCT:
        HANDLE(struct, found.slots, found.width);
    case MMSTATS_KIND_HISTOGRAM:
        if (is_float)
            HANDLE(histogram_f64, found.scale, found.first, found.buckets);
        HANDLE(histogram, found.scale, found.first, found.buckets);
    default:
        if (is_float)
            HANDLE(window_f64, (jlong)found.duration, found.slots);
        HANDLE(window, (jlong)found.duration, found.slots);
    }
#undef HANDLE
}

JNIEXPORT jlongArray JNICALL Java_org_mmstats_internal_v2_NativeWriter_series(
    JNIEnv *env, jclass class, jlong family, jint kind, jint type, jobjectArray value_arrays) {
    (void)class;
    const texts values = texts_of(env, value_arrays);
    jlong result[JAVA(RESULTS)] = {0};
    const mmstats_family *const of = (const mmstats_family *)(intptr_t)family;
    const bool found = values.ok && check(env, series_of(of, kind, type_of(type), &values, result));
    texts_free(values);
    const jlongArray array = found ? (*env)->NewLongArray(env, JAVA(RESULTS)) : NULL;
    if (array)
        (*env)->SetLongArrayRegion(env, array, 0, JAVA(RESULTS), result);
    return array;
}

JNIEXPORT void JNICALL Java_org_mmstats_internal_v2_NativeWriter_retire(JNIEnv *env, jclass class,
                                                                        jlong writer, jlong cell) {
    (void)class;
    check(env, mmstats_writer_retire(writer_at(writer), (const uint64_t *)(intptr_t)cell));
}

JNIEXPORT jlong JNICALL Java_org_mmstats_internal_v2_NativeWriter_openLocal(JNIEnv *env,
                                                                            jclass class,
                                                                            jlong writer) {
    (void)class;
    mmstats_local *local = NULL;
    check(env, mmstats_local_new(writer_at(writer), &local));
    return address_of(local);
}

JNIEXPORT jlong JNICALL Java_org_mmstats_internal_v2_NativeWriter_localCell(JNIEnv *env,
                                                                            jclass class,
                                                                            jlong local,
                                                                            jlong cell) {
    (void)env;
    (void)class;
    /* A cell is in a stripe whatever its kind: the counter's function finds it too. */
    const mmstats_counter shared = {(uint64_t *)(intptr_t)cell, MMSTATS_SHARED};
    return address_of(
        mmstats_local_counter((const mmstats_local *)(intptr_t)local, shared).cell);
}

JNIEXPORT void JNICALL Java_org_mmstats_internal_v2_NativeWriter_freeLocal(JNIEnv *env,
                                                                           jclass class,
                                                                           jlong local) {
    (void)env;
    (void)class;
    mmstats_local_free((mmstats_local *)(intptr_t)local);
}

JNIEXPORT jbyteArray JNICALL Java_org_mmstats_internal_v2_NativeWriter_path(JNIEnv *env,
                                                                            jclass class,
                                                                            jlong writer) {
    (void)class;
    mmstats_str path;
    const mmstats_status status = mmstats_writer_path(writer_at(writer), &path);
    /* A detached writer has none, which is no failure. */
    if (status == MMSTATS_ERROR_CLOSED || !check(env, status))
        return NULL;
    return array_of(env, path);
}

JNIEXPORT jbyteArray JNICALL Java_org_mmstats_internal_v2_NativeWriter_warning0(JNIEnv *env,
                                                                                jclass class,
                                                                                jlong writer) {
    (void)class;
    mmstats_warning kind;
    mmstats_str said;
    return check(env, mmstats_writer_warning(writer_at(writer), &kind, &said))
               ? array_of(env, said)
               : NULL;
}

JNIEXPORT jlong JNICALL Java_org_mmstats_internal_v2_NativeWriter_size(JNIEnv *env, jclass class,
                                                                       jlong writer) {
    (void)env;
    (void)class;
    return (jlong)mmstats_writer_size(writer_at(writer));
}

JNIEXPORT void JNICALL Java_org_mmstats_internal_v2_NativeWriter_flush(JNIEnv *env, jclass class,
                                                                       jlong writer,
                                                                       jboolean wait) {
    (void)class;
    check(env, mmstats_writer_flush(writer_at(writer), wait));
}

JNIEXPORT void JNICALL Java_org_mmstats_internal_v2_NativeWriter_close(JNIEnv *env, jclass class,
                                                                       jlong writer) {
    (void)class;
    check(env, mmstats_writer_close(writer_at(writer)));
}

JNIEXPORT void JNICALL Java_org_mmstats_internal_v2_NativeWriter_free(JNIEnv *env, jclass class,
                                                                      jlong writer) {
    (void)env;
    (void)class;
    mmstats_writer_free(writer_at(writer));
}

JNIEXPORT jlong JNICALL Java_org_mmstats_internal_v2_NativeWriter_bootNanos(JNIEnv *env,
                                                                            jclass class) {
    (void)env;
    (void)class;
    return (jlong)mmstats_clock_boottime();
}
