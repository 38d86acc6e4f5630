/* Looking at all that a decoder found, so that a read beyond what it may shows. */

#ifndef AGENT_TOUCH_H
#define AGENT_TOUCH_H

#include <mmstats_inline.h>

/** Looks at every byte of a string. */
static inline void touch(mmstats_str text) {
    const volatile char *data = text.data;
    for (size_t i = 0; i < text.len; i++)
        (void)data[i];
}

static inline void touch_value(const mmstats_v1_value *value) {
    if (value->kind == MMSTATS_TEXT)
        touch(value->as.text);
}

static inline void touch_series_value(const mmstats_value *value) {
    volatile uint64_t seen = 0;
    if (value->kind == MMSTATS_TEXT)
        touch(value->as.text);
    for (size_t i = 0; value->kind == MMSTATS_STRUCT && i < value->as.parts.count; i++)
        touch_series_value(&value->as.parts.values[i]);
    for (size_t i = 0; value->kind == MMSTATS_WINDOW && i < value->as.window->count; i++)
        seen = seen + value->as.window->slots[i].count;
    for (size_t i = 0; value->kind == MMSTATS_HISTOGRAM && i < value->as.histogram->bucket_count; i++)
        seen = seen + value->as.histogram->buckets[i].count;
}

/** Looks at all of a reader of format 2, and says how many series there are. */
static inline uint64_t touch_v2(const mmstats_reader *reader) {
    size_t family_count, series_count;
    const mmstats_family_info *families = mmstats_reader_families(reader, &family_count);
    const mmstats_series *series = mmstats_reader_series(reader, &series_count);
    for (size_t i = 0; i < family_count; i++) {
        touch(families[i].name);
        touch(families[i].unit);
        touch(families[i].help);
        for (size_t k = 0; k < families[i].label_count; k++)
            touch(families[i].label_keys[k]);
        for (size_t c = 0; c < families[i].component_count; c++)
            touch(families[i].components[c].name);
    }
    for (size_t i = 0; i < series_count; i++) {
        for (size_t l = 0; l < series[i].label_count; l++)
            touch(series[i].labels[l].value);
        touch_series_value(&series[i].value);
    }
    return series_count;
}

/** Looks at all of a reader of format 1, and says how many fields there are. */
static inline uint64_t touch_v1(mmstats_v1_reader *reader) {
    size_t count;
    const mmstats_v1_field *fields = mmstats_v1_reader_fields(reader, &count);
    for (size_t i = 0; i < count; i++) {
        mmstats_v1_value part;
        touch(fields[i].label);
        touch_value(&fields[i].value);
        for (size_t p = 0; mmstats_v1_reader_part(reader, i, p, &part) == MMSTATS_OK; p++)
            touch_value(&part);
    }
    return count;
}

#endif
