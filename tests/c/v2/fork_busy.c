/* Forks in the middle of what other threads register, retire and take: a child finds no lock held by a
 * thread that it doesn't have, and nothing half done. Not for sanitizers, whose allocator isn't made
 * for forks of programs with threads. */

#include "all.h"
#include "follower.h"
#include "process.h"

#include <pthread.h>

enum { BUSY_THREADS = 3 };

struct busy_thread {
    struct busy *of;
    pthread_t thread;
    int number;
    uint64_t counted;
};

struct busy {
    mmstats_writer *writer;
    mmstats_counter hits;
    const mmstats_family *family;
    struct busy_thread threads[BUSY_THREADS];
    bool stop;
};

static void *busy_run(void *of) {
    struct busy_thread *const own = (struct busy_thread *)of;
    mmstats_writer *const writer = own->of->writer;
    const mmstats_counter hits = own->of->hits;
    for (uint64_t i = 0; !__atomic_load_n(&own->of->stop, __ATOMIC_RELAXED); i++) {
        char label[32];
        mmstats_counter one;
        mmstats_local *local;
        snprintf(label, sizeof label, "%d-%" PRIu64, own->number, i % 500);
        const mmstats_str value = mmstats_str_of(label);
        CHECK_OK(mmstats_family_counter(own->of->family, &value, 1, &one));
        CHECK_OK(mmstats_local_new(writer, &local));
        mmstats_counter_inc(mmstats_local_counter(local, one));
        mmstats_counter_inc(mmstats_local_counter(local, hits));
        mmstats_counter_inc(hits);
        own->counted += 2;
        mmstats_local_free(local);
        if (i % 3 == 0)
            CHECK_OK(mmstats_writer_retire(writer, one.cell));
    }
    return NULL;
}

static void busy_start(struct busy *busy, mmstats_writer *writer) {
    const mmstats_str key = MMSTATS_STR("key");
    const mmstats_desc hits = mmstats_desc_of("busy.hits"), desc = stats_desc("busy", &key, NULL);
    memset(busy, 0, sizeof *busy);
    busy->writer = writer;
    CHECK_OK(mmstats_writer_counter(writer, &hits, &busy->hits));
    CHECK_OK(mmstats_writer_family(writer, MMSTATS_KIND_COUNTER, MMSTATS_U64, &desc,
                                   &busy->family));
    for (int i = 0; i < BUSY_THREADS; i++) {
        busy->threads[i].of = busy;
        busy->threads[i].number = i;
        if (!CHECK(pthread_create(&busy->threads[i].thread, NULL, busy_run, &busy->threads[i]) == 0))
            exit(1);
    }
}

/** Stops the threads. Returns what they counted. */
static uint64_t busy_stop(struct busy *busy) {
    uint64_t counted = 0;
    __atomic_store_n(&busy->stop, true, __ATOMIC_RELAXED);
    for (int i = 0; i < BUSY_THREADS; i++) {
        CHECK(pthread_join(busy->threads[i].thread, NULL) == 0);
        counted += busy->threads[i].counted;
    }
    return counted;
}

/** A child finds no lock held by a thread that it doesn't have: all it asks for returns. */
static void test_quiet(void) {
    enum { FORKS = 100 };
    struct all all = all_of(stats_writer("quiet.mmstats"));
    struct busy busy;
    busy_start(&busy, all.writer);
    for (uint64_t i = 1; i <= FORKS; i++) {
        const pid_t child = child_begin();
        if (child == 0) {
            const mmstats_desc desc = mmstats_desc_of("one");
            mmstats_counter one;
            mmstats_local *local;
            write_inline(&all, 1000);
            CHECK_STATUS(mmstats_writer_counter(all.writer, &desc, &one), MMSTATS_ERROR_CLOSED);
            CHECK_STATUS(mmstats_local_new(all.writer, &local), MMSTATS_ERROR_CLOSED);
            CHECK_STATUS(mmstats_writer_retire(all.writer, all.hits.cell), MMSTATS_ERROR_CLOSED);
            mmstats_counter_add(busy.hits, 1000);
            all_free(&all);
            child_end();
        }
        write_inline(&all, 1);
        child_join(child);
    }
    const uint64_t counted = busy_stop(&busy);
    CHECK(counted > 0);
    mmstats_reader *reader = stats_reader("quiet.mmstats");
    CHECK_U64(stats_value(reader, "busy.hits").as.u64, counted);
    mmstats_reader_free(reader);
    check_all("quiet.mmstats", FORKS, FORKS, 1);
    all_free(&all);
}

/** Each child's file is whole, and exact. */
static void test_following(void) {
    enum { FORKS = 50 };
    struct all all = all_of(follower("following.mmstats"));
    struct busy busy;
    busy_start(&busy, all.writer);
    for (uint64_t i = 1; i <= FORKS; i++) {
        const pid_t child = child_begin();
        if (child == 0) {
            const struct name own = name_of("following", getpid());
            const mmstats_str value = MMSTATS_STR("child");
            mmstats_counter one;
            write_inline(&all, 1000);
            CHECK_OK(mmstats_family_counter(busy.family, &value, 1, &one));
            mmstats_counter_inc(one);
            check_all(own.text, 1, 1000, 1000);
            mmstats_reader *reader = stats_reader(own.text);
            CHECK_U64(stats_labelled(reader, "busy", "child").as.u64, 1);
            CHECK_U64(stats_value(reader, "busy.hits").as.u64, 0);
            mmstats_reader_free(reader);
            CHECK(unlink(in_folder(own.text)) == 0);
            child_end();
        }
        write_inline(&all, 1);
        child_join(child);
    }
    const uint64_t counted = busy_stop(&busy);
    CHECK(counted > 0);
    mmstats_reader *reader = stats_reader("following.mmstats");
    CHECK_U64(stats_value(reader, "busy.hits").as.u64, counted);
    mmstats_reader_free(reader);
    check_all("following.mmstats", FORKS, FORKS, 1);
    all_free(&all);
}

int main(void) {
    folder_make();
    test_quiet();
    test_following();
    return checked();
}
