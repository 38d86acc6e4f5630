/* Writes that come late: threads go on at full rate while their file is closed and their writer freed,
 * and none of it changes what the file says (F2-CLOSE, F2-LATE). */

#include "all.h"

#include <pthread.h>

enum { THREADS = 4 };

/** A thread that writes, and how often it has. */
struct writing {
    const struct all *all;
    pthread_t thread;
    uint64_t times;
    bool stop;
};

static void *write_on(void *of) {
    struct writing *const writing = (struct writing *)of;
    const struct all *const all = writing->all;
    while (!__atomic_load_n(&writing->stop, __ATOMIC_RELAXED)) {
        mmstats_counter_inc(all->hits);
        mmstats_counter_f64_add(all->seconds, 1);
        mmstats_gauge_i64_add(all->level, 1);
        (mmstats_counter_inc)(all->hits);
        mmstats_histogram_observe(all->sizes, 1);
        __atomic_fetch_add(&writing->times, 1, __ATOMIC_RELAXED);
    }
    return NULL;
}

/** Returns when each thread has written for a while since the call. */
static void wait_for_writes(const struct writing *writing) {
    for (size_t i = 0; i < THREADS; i++) {
        const uint64_t before = __atomic_load_n(&writing[i].times, __ATOMIC_RELAXED);
        while (__atomic_load_n(&writing[i].times, __ATOMIC_RELAXED) < before + 1000)
            sched_yield();
    }
}

struct values {
    uint64_t hits, sizes;
    double seconds;
    int64_t level;
    bool closed;
};

static struct values read_values(mmstats_reader *reader) {
    struct values values;
    mmstats_file_info info;
    CHECK_OK(mmstats_reader_refresh(reader));
    CHECK_OK(mmstats_reader_info(reader, &info));
    values.hits = stats_value(reader, "hits").as.u64;
    values.sizes = stats_value(reader, "sizes").as.histogram->count;
    values.seconds = stats_value(reader, "seconds").as.f64;
    values.level = stats_value(reader, "level").as.i64;
    values.closed = info.closed;
    return values;
}

static void check_same(mmstats_reader *reader, struct values before) {
    const struct values now = read_values(reader);
    CHECK(now.closed && before.closed);
    CHECK_U64(now.hits, before.hits);
    CHECK_U64(now.sizes, before.sizes);
    CHECK(now.seconds == before.seconds && now.level == before.level);
    CHECK(mmstats_reader_writer(reader) == MMSTATS_LIVENESS_DEAD);
}

static void test_while_threads_write(void) {
    struct all all = all_of(stats_writer("late.mmstats"));
    struct writing writing[THREADS];
    mmstats_reader *reader = stats_reader("late.mmstats");
    memset(writing, 0, sizeof writing);
    for (size_t i = 0; i < THREADS; i++) {
        writing[i].all = &all;
        if (!CHECK(pthread_create(&writing[i].thread, NULL, write_on, &writing[i]) == 0))
            exit(1);
    }
    wait_for_writes(writing);
    const struct values open = read_values(reader);
    CHECK(!open.closed && open.hits > 0);
    wait_for_writes(writing);
    CHECK_OK(mmstats_writer_close(all.writer));
    const struct values closed = read_values(reader);
    CHECK(closed.closed && closed.hits > open.hits && closed.seconds > open.seconds);
    wait_for_writes(writing);
    check_same(reader, closed);
    all_free(&all);
    wait_for_writes(writing);
    check_same(reader, closed);
    for (size_t i = 0; i < THREADS; i++) {
        __atomic_store_n(&writing[i].stop, true, __ATOMIC_RELAXED);
        CHECK(pthread_join(writing[i].thread, NULL) == 0);
    }
    mmstats_reader_free(reader);
}

/** Handles of all kinds, of a local too, after the end of writer and local; the file is as it was. */
static void test_all_kinds(void) {
    struct all all = all_of(stats_writer("kinds.mmstats"));
    write_inline(&all, 1);
    CHECK_OK(mmstats_writer_close(all.writer));
    write_inline(&all, 2);
    all_free(&all);
    write_inline(&all, 3);
    write_called(&all, 4);
    check_all("kinds.mmstats", 1, 1, 1);
}

int main(void) {
    folder_make();
    test_while_threads_write();
    test_all_kinds();
    return checked();
}
