/* Writers and readers of format 2 in the folder of a test program. */

#ifndef STATS_H
#define STATS_H

#include "folder.h"

/** Options for a file of that name in the folder. */
static inline mmstats_options stats_options(const char *name) {
    mmstats_options options = MMSTATS_OPTIONS_INIT;
    options.path = mmstats_str_of(folder_path);
    options.filename = mmstats_str_of(name);
    return options;
}

/** A writer of the file of that name in the folder. */
static inline mmstats_writer *stats_writer(const char *name) {
    const mmstats_options options = stats_options(name);
    mmstats_writer *writer = NULL;
    if (!CHECK_OK(mmstats_writer_new(MMSTATS_STR("test"), &options, &writer)))
        exit(1);
    return writer;
}

/** A reader of the file of that name in the folder. */
static inline mmstats_reader *stats_reader(const char *name) {
    mmstats_reader *reader = NULL;
    if (!CHECK_OK(mmstats_reader_open(mmstats_str_of(in_folder(name)), &reader)))
        exit(1);
    return reader;
}

/** The value of the series of that name that has that label value, or no label where it is NULL. */
static inline mmstats_value stats_labelled(const mmstats_reader *reader, const char *name,
                                           const char *label) {
    const mmstats_series *series = NULL;
    const mmstats_str value = mmstats_str_of(label);
    if (!CHECK_OK(mmstats_reader_find(reader, mmstats_str_of(name), &value, label ? 1 : 0,
                                      &series)))
        exit(1);
    return series->value;
}

static inline mmstats_value stats_value(const mmstats_reader *reader, const char *name) {
    return stats_labelled(reader, name, NULL);
}

/** The description of a name with one label key; a value for it where that isn't NULL. */
static inline mmstats_desc stats_desc(const char *name, const mmstats_str *key,
                                      const mmstats_str *value) {
    mmstats_desc desc = mmstats_desc_of(name);
    desc.label_keys = key;
    desc.label_values = value;
    desc.labels = 1;
    return desc;
}

#endif
