/* A writer with a series of each kind, what is written to all, and what a file then says. */

#ifndef ALL_H
#define ALL_H

#include "stats.h"

struct pair {
    uint64_t first, second;
};

struct all {
    mmstats_writer *writer;
    /** Of the thread that called `all_of`. */
    mmstats_local *local;
    mmstats_counter hits, own_hits;
    mmstats_counter_f64 seconds;
    mmstats_gauge_i64 level;
    mmstats_text word;
    mmstats_struct pair;
    mmstats_histogram sizes, own_sizes;
    mmstats_window lately;
};

static inline struct all all_of(mmstats_writer *writer) {
    struct all all;
    mmstats_component components[] = {
        MMSTATS_COMPONENT(struct pair, first, MMSTATS_U64, MMSTATS_KIND_COUNTER),
        MMSTATS_COMPONENT(struct pair, second, MMSTATS_U64, MMSTATS_KIND_COUNTER),
    };
    mmstats_desc desc = mmstats_desc_of("hits");
    memset(&all, 0, sizeof all);
    all.writer = writer;
    CHECK_OK(mmstats_local_new(writer, &all.local));
    CHECK_OK(mmstats_writer_counter(writer, &desc, &all.hits));
    all.own_hits = mmstats_local_counter(all.local, all.hits);
    CHECK(all.own_hits.mode == MMSTATS_OWN);
    desc = mmstats_desc_of("seconds");
    CHECK_OK(mmstats_writer_counter_f64(writer, &desc, &all.seconds));
    desc = mmstats_desc_of("level");
    CHECK_OK(mmstats_writer_gauge_i64(writer, &desc, &all.level));
    desc = mmstats_desc_of("word");
    CHECK_OK(mmstats_writer_text(writer, &desc, &all.word));
    desc = mmstats_desc_of("pair");
    desc.components = components;
    desc.component_count = 2;
    desc.struct_size = sizeof(struct pair);
    CHECK_OK(mmstats_writer_struct(writer, &desc, &all.pair));
    desc = mmstats_desc_of("sizes");
    CHECK_OK(mmstats_writer_histogram(writer, &desc, &all.sizes));
    all.own_sizes = mmstats_local_histogram(all.local, all.sizes);
    CHECK(all.own_sizes.mode == MMSTATS_OWN);
    desc = mmstats_desc_of("lately");
    desc.duration = UINT64_C(3600) * 1000000000;
    CHECK_OK(mmstats_writer_window(writer, &desc, &all.lately));
    return all;
}

/** Writes to all; counters get `n`, twice where a local counts too. */
#define WRITE_ALL(name, how)                                                                      \
    static inline void name(const struct all *all, uint64_t n) {                                  \
        const struct pair pair = {n, n + 1};                                                      \
        char word[24];                                                                            \
        snprintf(word, sizeof word, "%" PRIu64, n);                                               \
        how(mmstats_counter_add)(all->hits, n);                                                   \
        how(mmstats_counter_add)(all->own_hits, n);                                               \
        how(mmstats_counter_f64_add)(all->seconds, (double)n);                                    \
        how(mmstats_gauge_i64_set)(all->level, (int64_t)n);                                       \
        CHECK_OK(how(mmstats_text_set)(all->word, mmstats_str_of(word)));                         \
        CHECK_OK(how(mmstats_struct_publish)(all->pair, &pair, sizeof pair));                     \
        how(mmstats_histogram_observe)(all->sizes, n);                                            \
        how(mmstats_histogram_observe)(all->own_sizes, n);                                        \
        how(mmstats_window_observe)(all->lately, n);                                              \
    }
#define WHERE_IT_STANDS(function) function
#define BY_THE_LIBRARY(function) (function)
WRITE_ALL(write_inline, WHERE_IT_STANDS)
WRITE_ALL(write_called, BY_THE_LIBRARY)

/** What a file says that was written to `times` times, `last` last, `sum` in all. */
static inline void check_all(const char *name, uint64_t times, uint64_t sum, uint64_t last) {
    char word[24];
    mmstats_reader *reader = stats_reader(name);
    CHECK_U64(stats_value(reader, "hits").as.u64, 2 * sum);
    CHECK(stats_value(reader, "seconds").as.f64 == (double)sum);
    CHECK(stats_value(reader, "level").as.i64 == (int64_t)last);
    const mmstats_value text = stats_value(reader, "word"), pair = stats_value(reader, "pair");
    snprintf(word, sizeof word, "%" PRIu64, last);
    if (times == 0)
        CHECK(text.kind == MMSTATS_UNPUBLISHED && pair.kind == MMSTATS_UNPUBLISHED);
    else if (CHECK(text.kind == MMSTATS_TEXT && pair.kind == MMSTATS_STRUCT)) {
        CHECK_TEXT(text.as.text, word);
        CHECK_U64(pair.as.parts.values[0].as.u64, last);
        CHECK_U64(pair.as.parts.values[1].as.u64, last + 1);
    }
    const mmstats_distribution *sizes = stats_value(reader, "sizes").as.histogram;
    CHECK_U64(sizes->count, 2 * times);
    CHECK_U64(sizes->sum.u64, 2 * sum);
    const mmstats_recent *lately = stats_value(reader, "lately").as.window;
    uint64_t count = 0;
    for (size_t i = 0; i < lately->count; i++)
        count += lately->slots[i].count;
    CHECK_U64(count, times);
    mmstats_reader_free(reader);
}

/** Frees the writer and the local. */
static inline void all_free(struct all *all) {
    mmstats_local_free(all->local);
    mmstats_writer_free(all->writer);
}

#endif
