/* Writes to the cells of format 2, inlined and through the library, beside the same done by hand. */

#include <stdio.h>
#include <string.h>

#include "bench.h"
#include "empty.h"
#include "mmstats_inline.h"
#include "plain_cells.h"

enum { VALUES = 1024 };

typedef struct sample {
    uint64_t words[8];
} sample;

/* All that is written to, and how often. */
typedef struct cells {
    mmstats_writer *writer;
    mmstats_counter shared, own;
    mmstats_histogram histogram;
    mmstats_struct structure;
    mmstats_text text;
    mmstats_window window;
    uint64_t *plain;
    plain_histogram *plain_histogram;
    uint64_t values[VALUES];
    uint64_t operations;
} cells;

static cells all;

/* A loop of one operation; `i` counts from 1, and `value` is one of many. */
#define LOOP(name, type, member, operation)                            \
    static void name(void *context, uint64_t times) {                  \
        cells *of = context;                                           \
        type it = of->member;                                          \
        for (uint64_t i = 1; i <= times; i++) {                        \
            const uint64_t value = of->values[i % VALUES];             \
            (void)value;                                               \
            bench_opaque(of);                                          \
            operation;                                                 \
        }                                                              \
        of->operations += times;                                       \
    }

LOOP(inline_own, mmstats_counter, own, bench_opaque(it.cell); mmstats_counter_inc(it))
LOOP(inline_shared, mmstats_counter, shared, bench_opaque(it.cell); mmstats_counter_inc(it))
LOOP(lib_own, mmstats_counter, own, (mmstats_counter_inc)(it))
LOOP(lib_shared, mmstats_counter, shared, (mmstats_counter_inc)(it))
LOOP(plain_own, uint64_t *, plain, bench_opaque(it); plain_count(it))
LOOP(plain_shared, uint64_t *, plain, bench_opaque(it); atomic_count(it))
LOOP(empty_own, mmstats_counter, own, empty_cell_inc(it))
LOOP(inline_histogram, mmstats_histogram, histogram,
     bench_opaque(it.cell); mmstats_histogram_observe(it, value))
LOOP(lib_histogram, mmstats_histogram, histogram, (mmstats_histogram_observe)(it, value))
LOOP(plain_histogram_record, plain_histogram *, plain_histogram,
     bench_opaque(it); plain_record(it, value))
LOOP(inline_publish, mmstats_struct, structure,
     bench_opaque(it.cell);
     mmstats_struct_publish(it, &of->values[i % 64], sizeof(sample)))
LOOP(lib_publish, mmstats_struct, structure,
     (mmstats_struct_publish)(it, &of->values[i % 64], sizeof(sample)))
LOOP(plain_publish_8, uint64_t *, plain,
     bench_opaque(it); plain_publish(it, &of->values[i % 64], i))
LOOP(inline_text, mmstats_text, text,
     bench_opaque(it.cell); mmstats_text_set(it, MMSTATS_STR("GET /index.html")))
LOOP(inline_window, mmstats_window, window,
     bench_opaque(it.cell); mmstats_window_observe(it, value))
LOOP(clock_alone, uint64_t *, plain, *it = mmstats_clock_boottime())

static const struct {
    const char *id;
    const char *goal;
    void (*ours)(void *, uint64_t);
    const char *against;
    void (*theirs)(void *, uint64_t);
} cases[] = {
    {"v2.inline.counter_local", "1.5", inline_own, "plain load, add and store", plain_own},
    {"v2.inline.counter_shared", "1.1", inline_shared, "atomic add", plain_shared},
    {"v2.inline.histogram_local", "", inline_histogram, "log-linear histogram by hand",
     plain_histogram_record},
    {"v2.inline.struct_publish_8", "1.5", inline_publish, "eight stores and a release store",
     plain_publish_8},
    {"v2.inline.text_set_15", "", inline_text, "eight stores and a release store",
     plain_publish_8},
    {"v2.inline.window_observe", "", inline_window, "the clock alone", clock_alone},
    {"v2.lib.counter_local", "2", lib_own, "empty call into a library", empty_own},
    {"v2.lib.counter_shared", "", lib_shared, "atomic add", plain_shared},
    {"v2.lib.histogram_local", "", lib_histogram, "empty call into a library", empty_own},
    {"v2.lib.struct_publish_8", "", lib_publish, "empty call into a library", empty_own},
};

/* Registers all of it, in a file in that folder. */
static void set_up(const char *folder) {
    static plain_histogram histogram = {.min = UINT64_MAX};
    static uint64_t plain[16];
    static const mmstats_component words[] = {
        MMSTATS_COMPONENT(sample, words[0], MMSTATS_U64, MMSTATS_KIND_COUNTER)};
    mmstats_options options = MMSTATS_OPTIONS_INIT;
    mmstats_local *local;
    options.path = mmstats_str_of(folder);
    options.filename = MMSTATS_STR("cells.mmstats");
    bench_check(mmstats_writer_new(MMSTATS_STR("bench"), &options, &all.writer) == MMSTATS_OK);
    bench_check(mmstats_local_new(all.writer, &local) == MMSTATS_OK);
    mmstats_desc desc = mmstats_desc_of("counter");
    bench_check(mmstats_writer_counter(all.writer, &desc, &all.shared) == MMSTATS_OK);
    desc = mmstats_desc_of("histogram");
    bench_check(mmstats_writer_histogram(all.writer, &desc, &all.histogram) == MMSTATS_OK);
    desc = mmstats_desc_of("text");
    bench_check(mmstats_writer_text(all.writer, &desc, &all.text) == MMSTATS_OK);
    desc = mmstats_desc_of("window");
    bench_check(mmstats_writer_window(all.writer, &desc, &all.window) == MMSTATS_OK);
    desc = mmstats_desc_of("struct");
    desc.components = words;
    desc.component_count = 1;
    desc.struct_size = sizeof(sample);
    bench_check(mmstats_writer_struct(all.writer, &desc, &all.structure) == MMSTATS_OK);
    all.own = mmstats_local_counter(local, all.shared);
    all.histogram = mmstats_local_histogram(local, all.histogram);
    bench_check(all.own.mode == MMSTATS_OWN && all.histogram.mode == MMSTATS_OWN);
    all.plain = plain;
    all.plain_histogram = &histogram;
    /* Of all sizes up to 2^40, in no order. */
    uint64_t random = 88172645463325252;
    for (int i = 0; i < VALUES; i++) {
        random ^= random << 13, random ^= random >> 7, random ^= random << 17;
        all.values[i] = 1 + (random >> (24 + random % 40));
    }
}

int main(int argc, char **argv) {
    bench_check(argc == 2); /* a folder to write to */
    set_up(argv[1]);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        bench(cases[i].id, cases[i].goal, (bench_side){cases[i].ours, &all}, cases[i].against,
              (bench_side){cases[i].theirs, &all});
    mmstats_writer_free(all.writer);
}
