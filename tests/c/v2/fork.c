/* A forked child that doesn't follow: what it writes never reaches its parent's file, and nothing of the
 * parent's is held by it. */

#include "all.h"
#include "process.h"

static void check_closed(mmstats_status status) {
    if (CHECK_STATUS(status, MMSTATS_ERROR_CLOSED))
        CHECK_MESSAGE("parent");
}

/** What a child can't do with its parent's file. */
static void check_refused(const struct all *all) {
    const mmstats_desc old = mmstats_desc_of("hits"), more = mmstats_desc_of("more");
    const mmstats_str key = MMSTATS_STR("key");
    const mmstats_desc labelled = stats_desc("labelled", &key, NULL);
    mmstats_counter counter = {NULL, 0};
    mmstats_local *local = NULL;
    const mmstats_family *family = NULL;
    mmstats_str path = MMSTATS_STR("untouched");
    check_closed(mmstats_writer_counter(all->writer, &old, &counter));
    check_closed(mmstats_writer_counter(all->writer, &more, &counter));
    check_closed(mmstats_writer_family(all->writer, MMSTATS_KIND_COUNTER, MMSTATS_U64, &labelled,
                                       &family));
    check_closed(mmstats_local_new(all->writer, &local));
    check_closed(mmstats_writer_flush(all->writer, true));
    check_closed(mmstats_writer_retire(all->writer, all->hits.cell));
    CHECK_STATUS(mmstats_writer_path(all->writer, &path), MMSTATS_ERROR_CLOSED);
    CHECK(counter.cell == NULL && local == NULL && family == NULL);
    CHECK_TEXT(path, "untouched");
    CHECK_U64(mmstats_writer_size(all->writer), 0);
}

/** The child writes in every way, before and after it ended the writer, and the parent between
 *  (F2-FORK, F2-LATE). */
static void test_writes(void) {
    struct all all = all_of(stats_writer("quiet.mmstats"));
    write_inline(&all, 1);
    const struct line forked = line_open(), written = line_open();
    const pid_t child = child_begin();
    if (child == 0) {
        line_wait(forked);
        write_inline(&all, 10);
        write_called(&all, 20);
        CHECK(mmstats_gauge_i64_get(all.level) == 20);
        check_refused(&all);
        CHECK_OK(mmstats_writer_close(all.writer));
        write_inline(&all, 30);
        line_tell(written);
        all_free(&all);
        write_called(&all, 40);
        CHECK(mmstats_gauge_i64_get(all.level) == 40);
        child_end();
    }
    write_called(&all, 2);
    line_tell(forked);
    line_wait(written);
    write_inline(&all, 3);
    child_join(child);
    check_all("quiet.mmstats", 3, 6, 3);
    const mmstats_desc more = mmstats_desc_of("more");
    mmstats_counter counter;
    CHECK_OK(mmstats_writer_counter(all.writer, &more, &counter));
    mmstats_reader *reader = stats_reader("quiet.mmstats");
    mmstats_file_info info;
    CHECK_OK(mmstats_reader_info(reader, &info));
    CHECK(!info.closed && info.pid == (uint64_t)getpid());
    CHECK(mmstats_reader_writer(reader) == MMSTATS_LIVENESS_ALIVE);
    mmstats_reader_free(reader);
    all_free(&all);
}

/** Nor does a grandchild's, whose parent ended before it wrote. */
static void test_grandchild(void) {
    struct all all = all_of(stats_writer("grandchild.mmstats"));
    const struct line orphaned = line_open(), written = line_open();
    write_inline(&all, 1);
    const pid_t child = child_begin();
    if (child == 0) {
        const pid_t grandchild = fork();
        CHECK(grandchild >= 0);
        if (grandchild > 0)
            child_end();
        alarm(60);
        line_wait(orphaned);
        write_inline(&all, 10);
        write_called(&all, 10);
        all_free(&all);
        line_tell(written);
        child_end();
    }
    child_join(child);
    line_tell(orphaned);
    line_wait(written);
    write_inline(&all, 2);
    check_all("grandchild.mmstats", 2, 3, 2);
    all_free(&all);
}

/** A detached writer has no file that could be its parent's: both go on. */
static void test_detached(void) {
    mmstats_options options = MMSTATS_OPTIONS_INIT;
    mmstats_writer *writer = NULL;
    options.detached = true;
    CHECK_OK(mmstats_writer_new(MMSTATS_STR("test"), &options, &writer));
    struct all all = all_of(writer);
    const uint64_t before = mmstats_counter_get(all.hits);
    const pid_t child = child_begin();
    if (child == 0) {
        const mmstats_desc more = mmstats_desc_of("more");
        mmstats_counter counter;
        CHECK_OK(mmstats_writer_counter(writer, &more, &counter));
        mmstats_counter_inc(counter);
        CHECK_U64(mmstats_counter_get(counter), 1);
        write_inline(&all, 5);
        CHECK_U64(mmstats_counter_get(all.hits), before + 5);
        all_free(&all);
        child_end();
    }
    child_join(child);
    CHECK_U64(mmstats_counter_get(all.hits), before);
    all_free(&all);
}

int main(void) {
    folder_make();
    test_writes();
    test_grandchild();
    test_detached();
    return checked();
}
