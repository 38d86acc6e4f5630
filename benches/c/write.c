/* What it costs to write a field: inlined, and through the library. */

#include <stdio.h>

#include "bench.h"
#include "empty.h"
#include "mmstats_inline.h"
#include "plain_write.h"

/* As many fields as a cache line has bytes, an odd number of bytes apart: their values start
 * at each byte of a line once. */
enum { LINE = 64 };

/* Where the value of a field starts in its cache line. */
enum {
    ALIGNED = 8,    /* both buffers at a multiple of 8 */
    UNALIGNED = 13, /* neither, and both in the line */
    STRADDLING = 60 /* the first buffer goes on in the next line */
};

/* The fields of one type of a file: their write buffer bytes, which is what handles hold. */
typedef struct fields {
    uint8_t *at[LINE];
    uint64_t operations;
} fields;

/* Two files of the same layout: ours, and one that is written by hand. */
typedef struct file {
    fields counters;
    fields u64s;
} file;

/* What a benchmark writes: the field at an index, or all in turn. */
typedef struct place {
    fields *of;
    size_t index;
} place;

static mmstats_v1_writer *make_file(const char *folder, const char *name, file *made) {
    mmstats_v1_options options = MMSTATS_V1_OPTIONS_INIT;
    options.path = mmstats_str_of(folder);
    options.filename = mmstats_str_of(name);
    mmstats_v1_writer *writer;
    bench_check(mmstats_v1_writer_new(MMSTATS_STR("bench"), &options, &writer) == MMSTATS_OK);
    /* A field takes 22 bytes more than its label. These have 11, which makes it odd. */
    char label[16];
    for (int i = 0; i < LINE; i++) {
        mmstats_v1_counter counter;
        snprintf(label, sizeof label, "requests.%02d", i);
        bench_check(mmstats_v1_writer_counter(writer, mmstats_str_of(label), &counter) ==
                    MMSTATS_OK);
        made->counters.at[i] = counter.at;
    }
    for (int i = 0; i < LINE; i++) {
        mmstats_v1_u64_field field;
        snprintf(label, sizeof label, "capacity.%02d", i);
        bench_check(mmstats_v1_writer_u64(writer, mmstats_str_of(label), 0, &field) ==
                    MMSTATS_OK);
        made->u64s.at[i] = field.at;
    }
    bench_check(mmstats_v1_writer_create_file(writer) == MMSTATS_OK);
    return writer;
}

/* The field whose value starts at that byte of a cache line. */
static place place_at(fields *of, uintptr_t byte) {
    size_t i = 0;
    while ((uintptr_t)(of->at[i] + MMSTATS_V1_VALUE_OFFSET) % LINE != byte)
        bench_check(++i < LINE);
    return (place){of, i};
}

/* `name_one` does the operation on one field again and again, `name_in_turn` on all of a file.
 * `at` is the field, and `i` counts all operations on these fields, from 1. */
#define LOOPS(name, operation)                                          \
    static void name##_one(void *context, uint64_t times) {             \
        const place *place = context;                                   \
        fields *of = place->of;                                         \
        uint8_t *at = of->at[place->index];                             \
        uint64_t end = of->operations + times;                          \
        for (uint64_t i = of->operations + 1; i <= end; i++) {          \
            bench_opaque(at);                                           \
            operation;                                                  \
        }                                                               \
        of->operations = end;                                           \
    }                                                                   \
    static void name##_in_turn(void *context, uint64_t times) {         \
        fields *of = ((const place *)context)->of;                      \
        uint64_t end = of->operations + times;                          \
        for (uint64_t i = of->operations + 1; i <= end; i++) {          \
            uint8_t *at = of->at[i % LINE];                             \
            bench_opaque(at);                                           \
            operation;                                                  \
        }                                                               \
        of->operations = end;                                           \
    }

/* A name in parentheses is the library's function, without them it is the inline one. */
LOOPS(inline_add, mmstats_v1_counter_add((mmstats_v1_counter){at}, 1))
LOOPS(inline_set, mmstats_v1_u64_set((mmstats_v1_u64_field){at}, i))
LOOPS(lib_add, (mmstats_v1_counter_add)((mmstats_v1_counter){at}, 1))
LOOPS(lib_set, (mmstats_v1_u64_set)((mmstats_v1_u64_field){at}, i))
LOOPS(plain_add, plain_add(at, 1))
LOOPS(plain_set, plain_set(at, i))
LOOPS(empty_add, empty_counter_add((mmstats_v1_counter){at}, 1))
LOOPS(empty_set, empty_u64_set((mmstats_v1_u64_field){at}, i))

/* Whether all that was done was done: no optimizer took a loop away. */
static void check_written(const file *written) {
    uint64_t added = 0;
    uint64_t last_set = 0;
    for (int i = 0; i < LINE; i++) {
        uint64_t set = mmstats_v1_u64_get((mmstats_v1_u64_field){written->u64s.at[i]});
        added += mmstats_v1_counter_get((mmstats_v1_counter){written->counters.at[i]});
        last_set = set > last_set ? set : last_set;
    }
    bench_check(added == written->counters.operations);
    bench_check(last_set == written->u64s.operations);
}

typedef void (*loop)(void *context, uint64_t times);

/* Ours, what was written by hand, and handles for calls that do nothing. */
static file ours, plain, idle;

static const char by_hand[] = "double-buffered write by hand";
static const char a_call[] = "empty call into a library";

static const struct {
    const char *id;
    const char *goal;
    uintptr_t value_at;
    fields *our_fields;
    loop our_loop;
    const char *against;
    fields *their_fields;
    loop their_loop;
} cases[] = {
    {"v1.inline.counter_add", "1.5", ALIGNED, &ours.counters, inline_add_one, by_hand,
     &plain.counters, plain_add_one},
    {"v1.inline.counter_add.64_in_turn", "1.5", ALIGNED, &ours.counters, inline_add_in_turn,
     by_hand, &plain.counters, plain_add_in_turn},
    {"v1.inline.counter_add.unaligned", "", UNALIGNED, &ours.counters, inline_add_one, by_hand,
     &plain.counters, plain_add_one},
    {"v1.inline.counter_add.straddling", "", STRADDLING, &ours.counters, inline_add_one, by_hand,
     &plain.counters, plain_add_one},
    {"v1.inline.u64_set", "1.5", ALIGNED, &ours.u64s, inline_set_one, by_hand, &plain.u64s,
     plain_set_one},
    {"v1.inline.u64_set.64_in_turn", "1.5", ALIGNED, &ours.u64s, inline_set_in_turn, by_hand,
     &plain.u64s, plain_set_in_turn},
    {"v1.inline.u64_set.straddling", "", STRADDLING, &ours.u64s, inline_set_one, by_hand,
     &plain.u64s, plain_set_one},
    {"v1.lib.counter_add", "2", ALIGNED, &ours.counters, lib_add_one, a_call, &idle.counters,
     empty_add_one},
    {"v1.lib.counter_add.64_in_turn", "", ALIGNED, &ours.counters, lib_add_in_turn, a_call,
     &idle.counters, empty_add_in_turn},
    {"v1.lib.u64_set", "2", ALIGNED, &ours.u64s, lib_set_one, a_call, &idle.u64s, empty_set_one},
    {"v1.lib.u64_set.64_in_turn", "", ALIGNED, &ours.u64s, lib_set_in_turn, a_call, &idle.u64s,
     empty_set_in_turn},
};

int main(int argc, char **argv) {
    bench_check(argc == 2); /* a folder to write to */
    mmstats_v1_writer *our_writer = make_file(argv[1], "ours.mmstats", &ours);
    mmstats_v1_writer *plain_writer = make_file(argv[1], "plain.mmstats", &plain);
    idle = plain;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        place our = place_at(cases[i].our_fields, cases[i].value_at);
        place their = place_at(cases[i].their_fields, cases[i].value_at);
        bench(cases[i].id, cases[i].goal, (bench_side){cases[i].our_loop, &our},
              cases[i].against, (bench_side){cases[i].their_loop, &their});
    }
    check_written(&ours);
    check_written(&plain);
    mmstats_v1_writer_free(our_writer);
    mmstats_v1_writer_free(plain_writer);
}
