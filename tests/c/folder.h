/* A folder of a test program's own, which goes with the program, and writers and files in it. */

#ifndef FOLDER_H
#define FOLDER_H

#include "check.h"

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder_path[64];

static inline int folder_remove_one(const char *path, const struct stat *about, int kind,
                                    struct FTW *walk) {
    (void)about, (void)kind, (void)walk;
    return remove(path);
}

static inline void folder_remove(void) {
    nftw(folder_path, folder_remove_one, 8, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

/** Makes the folder. It goes at the exit of the program. */
static inline void folder_make(void) {
    strcpy(folder_path, "/tmp/mmstats-test-XXXXXX");
    if (!mkdtemp(folder_path)) {
        perror(folder_path);
        exit(1);
    }
    atexit(folder_remove);
}

/** The path of that name in the folder; valid until the fourth call from here. */
static inline const char *in_folder(const char *name) {
    static char paths[4][512];
    static int next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder_path, name);
    return path;
}

/** A file of these bytes in the folder. Returns its path. */
static inline const char *file_of(const char *name, const void *bytes, size_t size) {
    const char *path = in_folder(name);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
    return path;
}

/** Options for a file of that name in the folder. */
static inline mmstats_v1_options options_for(const char *name) {
    mmstats_v1_options options = MMSTATS_V1_OPTIONS_INIT;
    options.path = mmstats_str_of(folder_path);
    options.filename = mmstats_str_of(name);
    return options;
}

/** A writer whose file will have that name in the folder. */
static inline mmstats_v1_writer *writer_for(const char *name) {
    const mmstats_v1_options options = options_for(name);
    mmstats_v1_writer *writer = NULL;
    if (!CHECK_OK(mmstats_v1_writer_new(MMSTATS_STR("test"), &options, &writer)))
        exit(1);
    return writer;
}

/** A reader of the file of that name in the folder. */
static inline mmstats_v1_reader *reader_of(const char *name) {
    mmstats_v1_reader *reader = NULL;
    if (!CHECK_OK(mmstats_v1_reader_open(mmstats_str_of(in_folder(name)), &reader)))
        exit(1);
    return reader;
}

/** The value of the field of that label, which has to be there. */
static inline mmstats_v1_value value_of(const mmstats_v1_reader *reader, const char *label) {
    mmstats_v1_field field;
    if (!CHECK_OK(mmstats_v1_reader_find(reader, mmstats_str_of(label), &field)))
        exit(1);
    return field.value;
}

#endif
