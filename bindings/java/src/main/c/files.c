/* org.mmstats.internal.NativeFiles: what readers need. */

#include "glue.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "org_mmstats_internal_NativeFiles.h"

_Static_assert(org_mmstats_internal_NativeFiles_LIVENESS_UNKNOWN == MMSTATS_LIVENESS_UNKNOWN &&
                   org_mmstats_internal_NativeFiles_LIVENESS_ALIVE == MMSTATS_LIVENESS_ALIVE &&
                   org_mmstats_internal_NativeFiles_LIVENESS_DEAD == MMSTATS_LIVENESS_DEAD &&
                   org_mmstats_internal_NativeFiles_LIVENESS_ORPHANED ==
                       MMSTATS_LIVENESS_ORPHANED,
               "the numbers of Java are those of the C ABI");

/** Throws an error about a path: "PATH: WHAT", with `reason` behind it where there is one. */
static void throw_about(JNIEnv *env, mmstats_status status, mmstats_str path, const char *what,
                        const char *reason) {
    const char *between = *reason ? ": " : "";
    const size_t size = path.len + strlen(what) + strlen(reason) + 8;
    char *message = malloc(size);
    if (message)
        snprintf(message, size, "%s: %s%s%s", path.data, what, between, reason);
    throw_failure(env, mmstats_str_of(mmstats_status_name(status)), mmstats_str_of(message));
    free(message);
}

static void throw_not_opened(JNIEnv *env, mmstats_str path, int error) {
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        throw_about(env, MMSTATS_ERROR_NOT_FOUND, path, "no such file or folder", "");
        return;
    case EACCES:
    case EPERM:
        throw_about(env, MMSTATS_ERROR_PERMISSION, path, "permission denied (open it)", "");
        return;
    case ELOOP:
        throw_about(env, MMSTATS_ERROR_NOT_A_STATS_FILE, path,
                    "no stats file but a symbolic link, which readers do not follow: give what it "
                    "points at",
                    "");
        return;
    case ENXIO:
        throw_about(env, MMSTATS_ERROR_NOT_A_STATS_FILE, path,
                    "no stats file but a socket or a device", "");
        return;
    default:
        throw_about(env, MMSTATS_ERROR_IO, path, "can't open it", strerror(error));
    }
}

/** Whether an open file is a regular one; if not, what it is is thrown. */
static bool is_regular(JNIEnv *env, mmstats_str path, int descriptor) {
    struct stat status;
    if (fstat(descriptor, &status) != 0) {
        throw_about(env, MMSTATS_ERROR_IO, path, "can't look at it", strerror(errno));
        return false;
    }
    if (S_ISREG(status.st_mode))
        return true;
    throw_about(env, MMSTATS_ERROR_NOT_A_STATS_FILE, path,
                S_ISDIR(status.st_mode)    ? "no stats file but a directory: give its files, or a "
                                             "glob such as 'DIR/*.mmstats'"
                : S_ISFIFO(status.st_mode) ? "no stats file but a FIFO"
                                           : "no stats file but a socket or a device",
                "");
    return false;
}

/** Opens a regular file. A FIFO without a writer would block, and a terminal would become ours. */
static jint open_regular(JNIEnv *env, mmstats_str path) {
    int descriptor;
    do {
        descriptor = open(path.data, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    } while (descriptor < 0 && errno == EINTR);
    if (descriptor < 0) {
        throw_not_opened(env, path, errno);
        return -1;
    }
    if (!is_regular(env, path, descriptor)) {
        close(descriptor);
        return -1;
    }
    return descriptor;
}

JNIEXPORT jint JNICALL Java_org_mmstats_internal_NativeFiles_open0(JNIEnv *env, jclass class,
                                                                   jbyteArray path_array) {
    (void)class;
    const text path = text_of(env, path_array);
    const jint descriptor = path.ok ? open_regular(env, path.str) : -1;
    text_free(path);
    return descriptor;
}

JNIEXPORT void JNICALL Java_org_mmstats_internal_NativeFiles_close(JNIEnv *env, jclass class,
                                                                   jint descriptor) {
    (void)env;
    (void)class;
    close(descriptor);
}

static jobjectArray array_of_paths(JNIEnv *env, const mmstats_paths *paths) {
    const jclass bytes = (*env)->FindClass(env, "[B");
    const jsize count = (jsize)mmstats_paths_count(paths);
    const jobjectArray array = bytes ? (*env)->NewObjectArray(env, count, bytes, NULL) : NULL;
    for (jsize i = 0; array && i < count; i++) {
        mmstats_str path;
        if (!check(env, mmstats_paths_get(paths, (size_t)i, &path)))
            return NULL;
        const jbyteArray copy = array_of(env, path);
        if (!copy)
            return NULL;
        (*env)->SetObjectArrayElement(env, array, i, copy);
        (*env)->DeleteLocalRef(env, copy);
    }
    return array;
}

JNIEXPORT jobjectArray JNICALL Java_org_mmstats_internal_NativeFiles_glob0(
    JNIEnv *env, jclass class, jbyteArray pattern_array) {
    (void)class;
    const text pattern = text_of(env, pattern_array);
    mmstats_paths *paths = NULL;
    jobjectArray array = NULL;
    if (pattern.ok && check(env, mmstats_glob(pattern.str, &paths)))
        array = array_of_paths(env, paths);
    mmstats_paths_free(paths);
    text_free(pattern);
    return array;
}

JNIEXPORT jint JNICALL Java_org_mmstats_internal_NativeFiles_liveness0(JNIEnv *env, jclass class,
                                                                       jbyteArray path_array) {
    (void)class;
    const text path = text_of(env, path_array);
    mmstats_v1_reader *v1 = NULL;
    mmstats_reader *v2 = NULL;
    mmstats_liveness liveness = MMSTATS_LIVENESS_UNKNOWN;
    /* What can't be read can't be told of. */
    if (path.ok && mmstats_open(path.str, &v1, &v2) == MMSTATS_OK)
        liveness = v1 ? mmstats_v1_reader_writer(v1) : mmstats_reader_writer(v2);
    mmstats_v1_reader_free(v1);
    mmstats_reader_free(v2);
    text_free(path);
    return (jint)liveness;
}

JNIEXPORT jint JNICALL Java_org_mmstats_internal_NativeFiles_livenessOfBytes0(JNIEnv *env,
                                                                              jclass class,
                                                                              jbyteArray file) {
    (void)class;
    const text bytes = text_of(env, file);
    const uint8_t *data = (const uint8_t *)bytes.str.data;
    mmstats_v1_reader *reader = NULL;
    if (bytes.ok)
        check(env, mmstats_v1_reader_decode(data, bytes.str.len, &reader));
    const mmstats_liveness liveness = mmstats_v1_reader_writer(reader);
    mmstats_v1_reader_free(reader);
    text_free(bytes);
    return (jint)liveness;
}
