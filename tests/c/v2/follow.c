/* A forked child that follows: a file of its own, in which the handles of before the fork go on. */

#include "all.h"
#include "follower.h"
#include "process.h"

static mmstats_file_info info_of(const char *name) {
    mmstats_file_info info;
    mmstats_reader *reader = stats_reader(name);
    CHECK_OK(mmstats_reader_info(reader, &info));
    mmstats_reader_free(reader);
    return info;
}

static void check_path(const mmstats_writer *writer, const char *name) {
    mmstats_str path = {NULL, 0};
    CHECK_OK(mmstats_writer_path(writer, &path));
    CHECK_TEXT(path, in_folder(name));
}

/** All handles go on, from 0 (F2-FOLLOW), and the parent's file has nothing of it (F2-FORK). */
static void test_by_option(void) {
    struct all all = all_of(follower("option.mmstats"));
    const struct line written = line_open(), read_back = line_open();
    write_inline(&all, 1);
    const pid_t child = child_begin();
    if (child == 0) {
        const struct name own = name_of("option", getpid());
        check_path(all.writer, own.text);
        check_all(own.text, 0, 0, 0);
        write_inline(&all, 10);
        write_called(&all, 20);
        const mmstats_desc more = mmstats_desc_of("more");
        mmstats_counter counter;
        CHECK_OK(mmstats_writer_counter(all.writer, &more, &counter));
        mmstats_counter_inc(counter);
        line_tell(written);
        line_wait(read_back);
        CHECK_OK(mmstats_writer_close(all.writer));
        check_path(all.writer, own.text);
        write_inline(&all, 30);
        all_free(&all);
        child_end();
    }
    const struct name childs = name_of("option", child);
    write_called(&all, 2);
    line_wait(written);
    check_all("option.mmstats", 2, 3, 2);
    check_all(childs.text, 2, 30, 20);
    mmstats_reader *reader = stats_reader(childs.text);
    CHECK_U64(stats_value(reader, "more").as.u64, 1);
    CHECK(mmstats_reader_writer(reader) == MMSTATS_LIVENESS_ALIVE);
    const mmstats_file_info parent = info_of("option.mmstats"), own = info_of(childs.text);
    CHECK_U64(parent.pid, (uint64_t)getpid());
    CHECK_U64(own.pid, (uint64_t)child);
    CHECK(memcmp(parent.file_id, own.file_id, sizeof own.file_id) != 0);
    CHECK(own.created > parent.created && own.start >= parent.start);
    line_tell(read_back);
    child_join(child);
    CHECK_OK(mmstats_reader_refresh(reader));
    CHECK(mmstats_reader_writer(reader) == MMSTATS_LIVENESS_DEAD);
    mmstats_reader_free(reader);
    CHECK(info_of(childs.text).closed && !info_of("option.mmstats").closed);
    check_all(childs.text, 2, 30, 20);
    check_all("option.mmstats", 2, 3, 2);
    all_free(&all);
}

/** What the child wrote since the fork is in its file, and nothing that was before (F2-FOLLOW). */
static void test_by_call(void) {
    struct all all = all_of(stats_writer("call.mmstats"));
    mmstats_gauge_u64 untouched;
    const mmstats_desc desc = mmstats_desc_of("untouched");
    CHECK_OK(mmstats_writer_gauge_u64(all.writer, &desc, &untouched));
    mmstats_gauge_u64_set(untouched, 7);
    write_inline(&all, 1);
    CHECK_OK(mmstats_writer_follow(all.writer)); /* this process' file */
    check_path(all.writer, "call.mmstats");
    const pid_t child = child_begin();
    if (child == 0) {
        const struct name own = name_of("call", getpid());
        write_inline(&all, 10);
        CHECK(access(in_folder(own.text), F_OK) != 0);
        CHECK_OK(mmstats_writer_follow(all.writer));
        check_path(all.writer, own.text);
        check_all(own.text, 1, 10, 10);
        CHECK_OK(mmstats_writer_follow(all.writer));
        write_called(&all, 20);
        check_all(own.text, 2, 30, 20);
        mmstats_reader *reader = stats_reader(own.text);
        CHECK_U64(stats_value(reader, "untouched").as.u64, 0);
        mmstats_reader_free(reader);
        child_end();
    }
    write_inline(&all, 2);
    child_join(child);
    const struct name childs = name_of("call", child);
    check_all("call.mmstats", 2, 3, 2);
    check_all(childs.text, 2, 30, 20);
    mmstats_reader *reader = stats_reader(childs.text);
    CHECK(mmstats_reader_writer(reader) == MMSTATS_LIVENESS_DEAD);
    mmstats_reader_free(reader);
    all_free(&all);
}

/** Each has its own: by the option, and by a call of one whose parent didn't follow. */
static void test_grandchildren(void) {
    struct all follows = all_of(follower("line.mmstats")), quiet = all_of(stats_writer("skip.mmstats"));
    const struct line numbered = line_open();
    write_inline(&follows, 1);
    write_inline(&quiet, 1);
    const pid_t child = child_begin();
    if (child == 0) {
        write_inline(&follows, 10);
        write_inline(&quiet, 10);
        const pid_t grandchild = child_begin();
        if (grandchild == 0) {
            write_inline(&follows, 100);
            CHECK_OK(mmstats_writer_follow(quiet.writer));
            write_inline(&quiet, 100);
            const struct name own = name_of("line", getpid()), skipped = name_of("skip", getpid());
            check_all(own.text, 1, 100, 100);
            check_all(skipped.text, 1, 100, 100);
            child_end();
        }
        child_join(grandchild);
        write_inline(&follows, 20);
        const struct name own = name_of("line", getpid()), skipped = name_of("skip", getpid());
        const struct name below = name_of("line", grandchild);
        check_all(own.text, 2, 30, 20);
        check_all(below.text, 1, 100, 100);
        CHECK(access(in_folder(skipped.text), F_OK) != 0);
        line_tell(numbered);
        child_end();
    }
    line_wait(numbered);
    write_inline(&follows, 2);
    write_inline(&quiet, 2);
    child_join(child);
    check_all("line.mmstats", 2, 3, 2);
    check_all("skip.mmstats", 2, 3, 2);
    all_free(&follows);
    all_free(&quiet);
}

/** What is registered, retired and beyond the limit is so in the child, too. */
static void test_labels(void) {
    const mmstats_str key = MMSTATS_STR("key");
    const mmstats_str values[] = {{"1", 1}, {"2", 1}, {"3", 1}, {"4", 1}};
    mmstats_counter counters[4], again;
    const mmstats_family *family;
    mmstats_writer *writer = follower("labels.mmstats");
    mmstats_desc desc = stats_desc("jobs", &key, NULL);
    desc.limit = 2;
    CHECK_OK(mmstats_writer_family(writer, MMSTATS_KIND_COUNTER, MMSTATS_U64, &desc, &family));
    for (size_t i = 0; i < 3; i++)
        CHECK_OK(mmstats_family_counter(family, &values[i], 1, &counters[i]));
    CHECK_OK(mmstats_writer_retire(writer, counters[0].cell));
    const pid_t child = child_begin();
    if (child == 0) {
        CHECK_OK(mmstats_family_counter(family, &values[1], 1, &again));
        CHECK(again.cell == counters[1].cell);
        mmstats_counter_add(again, 2);
        mmstats_counter_add(counters[2], 3); /* stands for those beyond the limit */
        CHECK_OK(mmstats_family_counter(family, &values[3], 1, &counters[3]));
        CHECK(counters[3].cell == counters[0].cell);
        mmstats_counter_add(counters[3], 4);
        mmstats_reader *reader = stats_reader(name_of("labels", getpid()).text);
        const mmstats_series *none = NULL;
        CHECK_STATUS(mmstats_reader_find(reader, desc.name, &values[0], 1, &none),
                     MMSTATS_ERROR_NOT_FOUND);
        CHECK_U64(stats_labelled(reader, "jobs", "2").as.u64, 2);
        CHECK_U64(stats_labelled(reader, "jobs", "4").as.u64, 4);
        size_t count, overflows = 0;
        const mmstats_series *series = mmstats_reader_series(reader, &count);
        for (size_t i = 0; i < count; i++)
            if (series[i].overflow) {
                overflows++;
                CHECK_U64(series[i].value.as.u64, 3);
            }
        CHECK_U64(overflows, 1);
        mmstats_reader_free(reader);
        child_end();
    }
    child_join(child);
    mmstats_reader *reader = stats_reader("labels.mmstats");
    CHECK_U64(stats_labelled(reader, "jobs", "2").as.u64, 0);
    mmstats_reader_free(reader);
    mmstats_writer_free(writer);
}

/** A template with {PID} gives the child's name by itself. */
static void test_template(void) {
    char name[32];
    struct all all = all_of(follower("by-{PID}.mmstats"));
    const pid_t child = child_begin();
    if (child == 0) {
        write_inline(&all, 1);
        child_end();
    }
    child_join(child);
    snprintf(name, sizeof name, "by-%d.mmstats", (int)child);
    check_all(name, 1, 1, 1);
    all_free(&all);
}

/** Where the child can't have a file it stays quiet, is told why, and can try again. */
static void test_failure(void) {
    char folder[128];
    snprintf(folder, sizeof folder, "%s", in_folder("gone"));
    CHECK(mkdir(folder, 0700) == 0);
    mmstats_options options = MMSTATS_OPTIONS_INIT;
    mmstats_writer *writer = NULL;
    options.path = mmstats_str_of(folder);
    options.filename = MMSTATS_STR("gone.mmstats");
    options.follow = true;
    CHECK_OK(mmstats_writer_new(MMSTATS_STR("test"), &options, &writer));
    struct all all = all_of(writer);
    CHECK(unlink(in_folder("gone/gone.mmstats")) == 0 && rmdir(folder) == 0);
    const pid_t child = child_begin();
    if (child == 0) {
        mmstats_warning warning = MMSTATS_WARNING_NONE;
        mmstats_str text = {NULL, 0};
        write_inline(&all, 1);
        CHECK_OK(mmstats_writer_warning(writer, &warning, &text));
        CHECK(warning == MMSTATS_WARNING_DETACHED);
        CHECK(text.len > 0 && memmem(text.data, text.len, folder, strlen(folder)) != NULL);
        CHECK_STATUS(mmstats_writer_follow(writer), MMSTATS_ERROR_NOT_FOUND);
        write_inline(&all, 2);
        CHECK(mkdir(folder, 0700) == 0);
        CHECK_OK(mmstats_writer_follow(writer));
        write_inline(&all, 3);
        CHECK_OK(mmstats_writer_warning(writer, &warning, &text));
        CHECK(warning != MMSTATS_WARNING_DETACHED);
        char name[64];
        snprintf(name, sizeof name, "gone/gone-%d.mmstats", (int)getpid());
        check_all(name, 3, 6, 3);
        child_end();
    }
    child_join(child);
    all_free(&all);
}

/** A writer that was closed is closed in a child. */
static void test_closed(void) {
    struct all all = all_of(follower("closed.mmstats"));
    write_inline(&all, 1);
    CHECK_OK(mmstats_writer_close(all.writer));
    const pid_t child = child_begin();
    if (child == 0) {
        write_inline(&all, 1);
        CHECK_STATUS(mmstats_writer_follow(all.writer), MMSTATS_ERROR_CLOSED);
        CHECK(access(in_folder(name_of("closed", getpid()).text), F_OK) != 0);
        all_free(&all);
        child_end();
    }
    child_join(child);
    check_all("closed.mmstats", 1, 1, 1);
    all_free(&all);
}

int main(void) {
    folder_make();
    test_by_option();
    test_by_call();
    test_grandchildren();
    test_labels();
    test_template();
    test_failure();
    test_closed();
    return checked();
}
