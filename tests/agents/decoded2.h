/* What `decode` prints of a file of format 2: JSON. */

#ifndef AGENT_DECODED2_H
#define AGENT_DECODED2_H

#include "decoded.h"

static inline void print_u64(uint64_t value) {
    printf("\"%" PRIu64 "\"", value);
}

/** The value of a number of a family of that type. */
static inline void print_number(mmstats_number number, int32_t type) {
    if (type == MMSTATS_F64)
        print_double(number.f64);
    else
        print_u64(number.u64);
}

static inline const char *type_name(int32_t type) {
    static const char *const names[] = {"",   "u64", "i64", "u32", "i32",  "u16",  "i16",   "u8",
                                        "i8", "f32", "f64", "bool", "text", "tuple", "bytes"};
    return names[type];
}

static inline const char *kind_name(int32_t kind) {
    static const char *const names[] = {"",          "counter", "gauge", "text",
                                        "histogram", "struct",  "window"};
    return names[kind];
}

static inline void print_distribution(const mmstats_distribution *of, int32_t type) {
    printf("{\"count\":\"%" PRIu64 "\",\"sum\":", of->count);
    print_number(of->sum, type);
    printf(",\"min\":");
    if (of->has_extremes)
        print_number(of->min, type);
    else
        printf("null");
    printf(",\"max\":");
    if (of->has_extremes)
        print_number(of->max, type);
    else
        printf("null");
    printf(",\"zero\":\"%" PRIu64 "\",\"above\":\"%" PRIu64 "\"", of->zero, of->above);
    printf(",\"negative\":\"%" PRIu64 "\",\"nan\":\"%" PRIu64 "\"", of->negative, of->nan);
    printf(",\"buckets\":[");
    for (size_t i = 0; i < of->bucket_count; i++)
        printf("%s[%" PRId32 ",\"%" PRIu64 "\"]", i ? "," : "", of->buckets[i].index,
               of->buckets[i].count);
    printf("]}");
}

static inline void print_recent(const mmstats_recent *of, int32_t type) {
    printf("{\"refused\":\"%" PRIu64 "\",\"slots\":[", of->refused);
    for (size_t i = 0; i < of->count; i++) {
        const mmstats_window_slot *slot = &of->slots[i];
        printf("%s{\"epoch\":\"%" PRIu64 "\",\"count\":\"%" PRIu64 "\",\"sum\":", i ? "," : "",
               slot->epoch, slot->count);
        print_number(slot->sum, type);
        printf(",\"max\":");
        print_number(slot->max, type);
        putchar('}');
    }
    printf("]}");
}

/** A number, bool or text. */
static inline void print_scalar(const mmstats_value *value) {
    switch (value->kind) {
    case MMSTATS_I64:
    case MMSTATS_I32:
    case MMSTATS_I16:
    case MMSTATS_I8: printf("\"%" PRId64 "\"", value->as.i64); break;
    case MMSTATS_F32:
    case MMSTATS_F64: print_double(value->as.f64); break;
    case MMSTATS_BOOL: fputs(value->as.u64 ? "true" : "false", stdout); break;
    case MMSTATS_TEXT: print_text(value->as.text); break;
    default: print_u64(value->as.u64); break;
    }
}

/** The value of a series of a family of that type. */
static inline void print_series_value(const mmstats_value *value, int32_t type) {
    switch (value->kind) {
    case MMSTATS_UNPUBLISHED: printf("null"); break;
    case MMSTATS_BUSY: printf("{\"busy\":true}"); break;
    case MMSTATS_HISTOGRAM: print_distribution(value->as.histogram, type); break;
    case MMSTATS_WINDOW: print_recent(value->as.window, type); break;
    case MMSTATS_STRUCT:
        for (size_t i = 0; i < value->as.parts.count; i++) {
            putchar(i ? ',' : '[');
            print_scalar(&value->as.parts.values[i]);
        }
        putchar(']');
        break;
    default: print_scalar(value); break;
    }
}

static inline void print_series(const mmstats_series *series, int32_t type) {
    printf("{\"labels\":{");
    for (size_t i = 0; i < series->label_count; i++) {
        if (i)
            putchar(',');
        print_text(series->labels[i].key);
        putchar(':');
        print_text(series->labels[i].value);
    }
    printf("},\"created\":\"%" PRIu64 "\",\"value\":", series->created);
    print_series_value(&series->value, type);
    putchar('}');
}

static inline void print_component(const mmstats_component *component) {
    printf("{\"name\":");
    print_text(component->name);
    printf(",\"type\":\"%s\",\"kind\":\"%s\",\"unit\":", type_name(component->type),
           kind_name(component->kind));
    print_text(component->unit);
    printf(",\"offset\":%" PRIu32 ",\"width\":%" PRIu32 "}", component->offset, component->width);
}

/** What only families of some kinds have. */
static inline void print_parameters(const mmstats_family_info *family) {
    switch (family->kind) {
    case MMSTATS_KIND_HISTOGRAM:
        printf(",\"scale\":%" PRIu32 ",\"first\":%" PRId32 ",\"buckets\":%" PRIu32, family->scale,
               family->first, family->buckets);
        break;
    case MMSTATS_KIND_WINDOW:
        printf(",\"duration\":\"%" PRIu64 "\",\"slots\":%" PRIu32, family->duration, family->slots);
        break;
    case MMSTATS_KIND_STRUCT:
        printf(",\"components\":[");
        for (size_t i = 0; i < family->component_count; i++) {
            if (i)
                putchar(',');
            print_component(&family->components[i]);
        }
        putchar(']'); /* fall through */
    case MMSTATS_KIND_TEXT:
        printf(",\"slots\":%" PRIu32 ",\"width\":%" PRIu32, family->slots, family->width);
        break;
    default: break;
    }
}

static inline void print_family(const mmstats_family_info *family, const mmstats_series *series) {
    static const char *const aggregates[] = {"", "sum", "min", "max", "last", "each"};
    printf("{\"name\":");
    print_text(family->name);
    printf(",\"kind\":\"%s\",\"type\":\"%s\",\"unit\":", kind_name(family->kind),
           type_name(family->type));
    print_text(family->unit);
    printf(",\"help\":");
    print_text(family->help);
    printf(",\"aggregate\":\"%s\",\"alive_only\":%s,\"labels\":[", aggregates[family->aggregate],
           family->alive_only ? "true" : "false");
    for (size_t i = 0; i < family->label_count; i++) {
        if (i)
            putchar(',');
        print_text(family->label_keys[i]);
    }
    putchar(']');
    print_parameters(family);
    printf(",\"series\":[");
    for (size_t i = 0; i < family->series_count; i++) {
        if (i)
            putchar(',');
        print_series(&series[family->first_series + i], family->type);
    }
    printf("]}");
}

/** A whole file. */
static inline void print_reader(const mmstats_reader *reader) {
    mmstats_file_info info;
    size_t count;
    const mmstats_family_info *families = mmstats_reader_families(reader, &count);
    const mmstats_series *series = mmstats_reader_series(reader, NULL);
    if (mmstats_reader_info(reader, &info) != MMSTATS_OK)
        return;
    printf("{\"format\":2,\"application\":");
    print_text(info.application);
    printf(",\"state\":\"%s\",\"skipped\":%zu,\"families\":[", info.closed ? "closed" : "open",
           info.skipped);
    for (size_t i = 0; i < count; i++) {
        if (i)
            putchar(',');
        print_family(&families[i], series);
    }
    printf("]}\n");
}

#endif
