/* Applications: the values of many files as one, those of each file, and what could not be counted. */

#include "application.h"
#include "process.h"

#include <limits.h>

struct pair {
    uint64_t n;
    int32_t level;
};

/** A file with a value of each kind; `n` is 1, 2... */
static mmstats_writer *open_all(const char *name, uint64_t n) {
    static const mmstats_component components[] = {
        MMSTATS_COMPONENT(struct pair, n, MMSTATS_U64, MMSTATS_KIND_COUNTER),
        MMSTATS_COMPONENT(struct pair, level, MMSTATS_I32, MMSTATS_KIND_GAUGE)};
    char text[32];
    mmstats_writer *writer = stats_writer(name);
    mmstats_counter hits;
    mmstats_counter_f64 seconds;
    mmstats_gauge_i64 level, least;
    mmstats_gauge_bool up;
    mmstats_text status;
    mmstats_struct structure;
    mmstats_histogram sizes;
    mmstats_window lately;
    mmstats_desc desc = mmstats_desc_of("hits");
    desc.unit = MMSTATS_STR("1");
    desc.help = MMSTATS_STR("How many.");
    CHECK_OK(mmstats_writer_counter(writer, &desc, &hits));
    mmstats_counter_add(hits, n);
    desc = mmstats_desc_of("seconds");
    CHECK_OK(mmstats_writer_counter_f64(writer, &desc, &seconds));
    mmstats_counter_f64_add(seconds, (double)n / 2);
    desc = mmstats_desc_of("level");
    CHECK_OK(mmstats_writer_gauge_i64(writer, &desc, &level));
    mmstats_gauge_i64_set(level, -(int64_t)n);
    desc = mmstats_desc_of("least");
    desc.aggregate = MMSTATS_AGGREGATE_MIN;
    CHECK_OK(mmstats_writer_gauge_i64(writer, &desc, &least));
    mmstats_gauge_i64_set(least, -(int64_t)n);
    desc = mmstats_desc_of("up");
    desc.aggregate = MMSTATS_AGGREGATE_SUM;
    CHECK_OK(mmstats_writer_gauge_bool(writer, &desc, &up));
    mmstats_gauge_bool_set(up, true);
    desc = mmstats_desc_of("status");
    CHECK_OK(mmstats_writer_text(writer, &desc, &status));
    snprintf(text, sizeof text, "file %" PRIu64, n);
    CHECK_OK(mmstats_text_set(status, mmstats_str_of(text)));
    desc = mmstats_desc_of("pair");
    desc.aggregate = MMSTATS_AGGREGATE_SUM;
    desc.components = components;
    desc.component_count = 2;
    desc.struct_size = sizeof(struct pair);
    CHECK_OK(mmstats_writer_struct(writer, &desc, &structure));
    const struct pair pair = {n, -1};
    CHECK_OK(mmstats_struct_publish(structure, &pair, sizeof pair));
    desc = mmstats_desc_of("sizes");
    desc.buckets = 100;
    desc.scale = (uint32_t)n;
    CHECK_OK(mmstats_writer_histogram(writer, &desc, &sizes));
    mmstats_histogram_observe(sizes, n);
    desc = mmstats_desc_of("lately");
    desc.slots = 6;
    desc.duration = UINT64_C(10000000000);
    CHECK_OK(mmstats_writer_window(writer, &desc, &lately));
    mmstats_window_observe(lately, n);
    return writer;
}

static void check_totals(const mmstats_application *web) {
    size_t count = 0;
    const mmstats_family_info *families = mmstats_application_families(web, &count);
    CHECK_U64(count, 9);
    const mmstats_series *hits = application_series(web, "hits", NULL);
    CHECK(hits->value.kind == MMSTATS_U64 && hits->value.as.u64 == 3);
    CHECK_TEXT(families[hits->family].unit, "1");
    CHECK_TEXT(families[hits->family].help, "How many.");
    CHECK(families[hits->family].kind == MMSTATS_KIND_COUNTER);
    CHECK(families[hits->family].aggregate == MMSTATS_AGGREGATE_SUM);
    CHECK(application_value(web, "seconds").as.f64 == 1.5);
    CHECK(application_value(web, "level").kind == MMSTATS_EACH);
    CHECK(application_value(web, "least").as.i64 == -2);
    CHECK(application_value(web, "up").kind == MMSTATS_U64);
    CHECK_U64(application_value(web, "up").as.u64, 2);
    CHECK(application_value(web, "status").kind == MMSTATS_EACH);
    const mmstats_value pair = application_value(web, "pair");
    if (CHECK(pair.kind == MMSTATS_STRUCT && pair.as.parts.count == 2)) {
        CHECK_U64(pair.as.parts.values[0].as.u64, 3);
        CHECK(pair.as.parts.values[1].kind == MMSTATS_I64);
        CHECK(pair.as.parts.values[1].as.i64 == -2);
    }
}

/** Of two scales the lower one has all values. */
static void check_merged(const mmstats_application *web) {
    const mmstats_distribution *sizes = application_value(web, "sizes").as.histogram;
    CHECK(sizes->count == 2 && sizes->sum.u64 == 3 && sizes->scale == 1);
    CHECK(sizes->has_extremes && sizes->min.u64 == 1 && sizes->max.u64 == 2);
    uint64_t counted = sizes->zero;
    for (size_t i = 0; i < sizes->bucket_count; i++)
        counted += sizes->buckets[i].count;
    CHECK_U64(counted, 2);
    const mmstats_recent *lately = application_value(web, "lately").as.window;
    CHECK(lately->duration == UINT64_C(10000000000) && lately->number == 6);
    CHECK(lately->last.count == 2 && lately->last.sum.u64 == 3 && lately->last.max.u64 == 2);
    CHECK(lately->last.covered > 0 && lately->last.covered < UINT64_C(60000000000));
}

static void check_each(const mmstats_application *web, const char *name, int kind,
                       bool expected) {
    size_t count = 7;
    const mmstats_file_value *each =
        mmstats_application_each(web, application_index(web, name), &count);
    CHECK_U64(count, expected ? 2 : 0);
    CHECK((each != NULL) == expected);
    for (size_t i = 0; i < count; i++)
        CHECK(each[i].file == i && each[i].value.kind == kind);
}

static void test_values(void) {
    mmstats_writer *first = open_all("values-1.mmstats", 1);
    mmstats_writer *second = open_all("values-2.mmstats", 2);
    mmstats_application *web = application_of("values-*.mmstats");
    application_is_well(web);
    check_totals(web);
    check_merged(web);
    check_each(web, "status", MMSTATS_TEXT, true);
    check_each(web, "level", MMSTATS_I64, true);
    check_each(web, "hits", MMSTATS_U64, false);
    check_each(web, "sizes", MMSTATS_HISTOGRAM, false);
    const mmstats_file_value *status =
        mmstats_application_each(web, application_index(web, "status"), NULL);
    CHECK_TEXT(status[0].value.as.text, "file 1");
    CHECK_TEXT(status[1].value.as.text, "file 2");
    const uint64_t taken = mmstats_application_taken(web);
    CHECK_OK(mmstats_application_keep_each(web, true));
    CHECK_OK(mmstats_application_look(web));
    CHECK(taken > 0 && mmstats_application_taken(web) > taken);
    check_totals(web);
    check_merged(web);
    check_each(web, "hits", MMSTATS_U64, true);
    check_each(web, "pair", MMSTATS_STRUCT, true);
    check_each(web, "sizes", MMSTATS_HISTOGRAM, true);
    check_each(web, "lately", MMSTATS_WINDOW, true);
    const mmstats_file_value *sizes =
        mmstats_application_each(web, application_index(web, "sizes"), NULL);
    CHECK(sizes[0].value.as.histogram->scale == 1 && sizes[1].value.as.histogram->scale == 2);
    CHECK(sizes[1].value.as.histogram->sum.u64 == 2);
    size_t count = 7;
    CHECK(mmstats_application_each(web, 1000, &count) == NULL && count == 0);
    mmstats_application_free(web);
    mmstats_writer_free(second);
    mmstats_writer_free(first);
}

/** Labels are told apart by their keys, in whatever order a file has these. */
static void test_labels(void) {
    const mmstats_str keys[] = {MMSTATS_STR("method"), MMSTATS_STR("code")};
    const mmstats_str turned[] = {keys[1], keys[0]};
    const mmstats_str values[] = {MMSTATS_STR("GET"), MMSTATS_STR("200")};
    const mmstats_str turned_values[] = {values[1], values[0]};
    const mmstats_str empty[] = {values[0], MMSTATS_STR("")};
    mmstats_writer *first = stats_writer("labels-1.mmstats");
    mmstats_writer *second = stats_writer("labels-2.mmstats");
    mmstats_counter hits;
    mmstats_desc desc = stats_desc("hits", keys, values);
    desc.labels = 2;
    CHECK_OK(mmstats_writer_counter(first, &desc, &hits));
    mmstats_counter_add(hits, 1);
    desc.label_values = empty;
    CHECK_OK(mmstats_writer_counter(first, &desc, &hits));
    mmstats_counter_add(hits, 10);
    desc.label_keys = turned;
    desc.label_values = turned_values;
    CHECK_OK(mmstats_writer_counter(second, &desc, &hits));
    mmstats_counter_add(hits, 2);
    mmstats_application *web = application_of("labels-*.mmstats");
    application_is_well(web);
    const mmstats_series *series = NULL;
    CHECK_OK(mmstats_application_find(web, MMSTATS_STR("hits"), turned_values, 2, &series));
    CHECK(series->value.as.u64 == 3 && series->label_count == 2);
    CHECK_TEXT(series->labels[0].key, "code");
    CHECK_TEXT(series->labels[1].value, "GET");
    const mmstats_str none[] = {MMSTATS_STR(""), values[0]};
    CHECK_OK(mmstats_application_find(web, MMSTATS_STR("hits"), none, 2, &series));
    CHECK(series->value.as.u64 == 10 && series->label_count == 2);
    CHECK_TEXT(series->labels[0].value, "");
    CHECK_STATUS(mmstats_application_find(web, MMSTATS_STR("hits"), values, 2, &series),
                 MMSTATS_ERROR_NOT_FOUND);
    CHECK_MESSAGE("test: no series \"hits\"");
    CHECK_STATUS(mmstats_application_find(web, MMSTATS_STR("hits"), values, 1, &series),
                 MMSTATS_ERROR_NOT_FOUND);
    CHECK_STATUS(mmstats_application_find(web, MMSTATS_STR("none"), NULL, 0, &series),
                 MMSTATS_ERROR_NOT_FOUND);
    mmstats_application_free(web);
    mmstats_writer_free(second);
    mmstats_writer_free(first);
}

/** What a process counted stays when it is killed; format 1 counts, too. */
static void test_files(void) {
    const struct line made = line_open();
    const pid_t process = child_begin();
    if (process == 0) {
        open_all("test-2.mmstats", 2);
        line_tell(made);
        for (;;)
            pause();
    }
    line_wait(made);
    child_kill(process);
    mmstats_writer *writer = open_all("test-1.mmstats", 1);
    mmstats_v1_writer *old = writer_for("test-3.mmstats");
    mmstats_v1_counter hits;
    CHECK_OK(mmstats_v1_writer_counter(old, MMSTATS_STR("old.hits"), &hits));
    CHECK_OK(mmstats_v1_writer_create_file(old));
    mmstats_v1_counter_add(hits, 5);
    mmstats_application *web = application_of("test-*.mmstats");
    application_is_well(web);
    CHECK_U64(application_value(web, "hits").as.u64, 3);
    CHECK_U64(application_value(web, "old.hits").as.u64, 5);
    size_t count = 0;
    const mmstats_application_file *files = mmstats_application_files(web, &count);
    CHECK_U64(count, 3);
    CHECK_TEXT(files[0].path, in_folder("test-1.mmstats"));
    CHECK(files[0].writer == MMSTATS_LIVENESS_ALIVE && files[1].writer == MMSTATS_LIVENESS_DEAD);
    CHECK(files[0].format == 2 && files[1].format == 2 && files[2].format == 1);
    CHECK(files[0].pid == (uint64_t)getpid() && files[1].pid == (uint64_t)process);
    CHECK(files[0].created > 0 && files[0].created >= files[1].created);
    static const uint8_t none[16] = {0};
    CHECK(memcmp(files[0].file_id, files[1].file_id, 16) != 0);
    CHECK(memcmp(files[2].file_id, none, 16) == 0);
    CHECK(remove(in_folder("test-2.mmstats")) == 0);
    CHECK_OK(mmstats_application_look(web));
    CHECK_U64(application_files(web), 2);
    CHECK_U64(application_value(web, "hits").as.u64, 1);
    mmstats_application_free(web);
    mmstats_v1_writer_free(old);
    mmstats_writer_free(writer);
}

/** The problem of that kind, of which there has to be one. */
static mmstats_problem problem_of(const mmstats_application *web, mmstats_problem_kind kind) {
    size_t count = 0, found = 0;
    const mmstats_problem *problems = mmstats_application_problems(web, &count);
    mmstats_problem problem;
    memset(&problem, 0, sizeof problem);
    for (size_t i = 0; i < count; i++)
        if (problems[i].kind == (int)kind) {
            problem = problems[i];
            found++;
        }
    CHECK_U64(found, 1);
    return problem;
}

/** They stand beside the values. */
static void test_problems(void) {
    mmstats_writer *first = open_all("wrong-1.mmstats", 1);
    mmstats_writer *second = stats_writer("wrong-2.mmstats");
    mmstats_gauge_u64 other;
    mmstats_window lately;
    mmstats_desc desc = mmstats_desc_of("hits");
    CHECK_OK(mmstats_writer_gauge_u64(second, &desc, &other));
    desc = mmstats_desc_of("lately");
    desc.slots = 3;
    desc.duration = UINT64_C(1000000000);
    CHECK_OK(mmstats_writer_window(second, &desc, &lately));
    mmstats_window_observe(lately, 7);
    mmstats_application *web = application_of("wrong-*.mmstats");
    CHECK_U64(application_files(web), 2);
    CHECK_U64(application_value(web, "hits").as.u64, 1);
    mmstats_problem problem = problem_of(web, MMSTATS_PROBLEM_FAMILIES);
    CHECK(problem.cause == MMSTATS_OK && problem.path.len == 0 && problem.text.len > 4);
    problem_of(web, MMSTATS_PROBLEM_DURATIONS);
    const mmstats_value both = application_value(web, "lately");
    if (CHECK(both.kind == MMSTATS_WINDOWS && both.as.parts.count == 2)) {
        const mmstats_value *windows = both.as.parts.values;
        CHECK(windows[0].kind == MMSTATS_WINDOW && windows[1].kind == MMSTATS_WINDOW);
        CHECK_U64(windows[0].as.window->duration, UINT64_C(1000000000));
        CHECK_U64(windows[0].as.window->last.sum.u64, 7);
        CHECK_U64(windows[1].as.window->duration, UINT64_C(10000000000));
        CHECK_U64(windows[1].as.window->slots[0].sum.u64, 1);
    }
    /* What was counted is missing now, and it says so. */
    CHECK_OK(mmstats_writer_close(first));
    mmstats_writer_free(first);
    CHECK(truncate(in_folder("wrong-1.mmstats"), 100) == 0);
    CHECK_OK(mmstats_application_look(web));
    problem = problem_of(web, MMSTATS_PROBLEM_UNREAD);
    CHECK(problem.cause == MMSTATS_ERROR_CORRUPT && problem.counted);
    CHECK_TEXT(problem.path, in_folder("wrong-1.mmstats"));
    CHECK_U64(application_files(web), 1);
    mmstats_application_free(web);
    mmstats_writer_free(second);
}

/** A file and its copy count once. */
static void test_twice(void) {
    mmstats_writer *writer = open_all("twice-1.mmstats", 1);
    CHECK(link(in_folder("twice-1.mmstats"), in_folder("twice-2.mmstats")) == 0);
    mmstats_application *web = application_of("twice-*.mmstats");
    CHECK_U64(application_value(web, "hits").as.u64, 1);
    const mmstats_problem problem = problem_of(web, MMSTATS_PROBLEM_TWICE);
    CHECK_TEXT(problem.path, in_folder("twice-2.mmstats"));
    CHECK(problem.cause == MMSTATS_OK && !problem.counted);
    mmstats_application_free(web);
    mmstats_writer_free(writer);
}

/** How many descriptors this process has of files in the folder. */
static size_t descriptors(void) {
    char link[64], target[PATH_MAX];
    size_t count = 0;
    for (int fd = 0; fd < 1024; fd++) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        const ssize_t size = readlink(link, target, sizeof target);
        const size_t folder = strlen(folder_path);
        count += size > (ssize_t)folder && memcmp(target, folder_path, folder) == 0;
    }
    return count;
}

/** Files stay open from look to look, or not. */
static void test_open(void) {
    mmstats_writer *writer = open_all("open-1.mmstats", 1);
    const size_t before = descriptors();
    mmstats_application *web = application_of("open-*.mmstats");
    CHECK_OK(mmstats_application_look(web));
    CHECK(descriptors() > before);
    CHECK_OK(mmstats_application_keep_open(web, false));
    CHECK_OK(mmstats_application_look(web));
    CHECK_U64(application_value(web, "hits").as.u64, 1);
    CHECK_U64(descriptors(), before);
    CHECK_OK(mmstats_application_keep_open(web, true));
    CHECK_OK(mmstats_application_look(web));
    CHECK(descriptors() > before);
    mmstats_application_free(web);
    CHECK_U64(descriptors(), before);
    mmstats_writer_free(writer);
}

static void test_errors(void) {
    const mmstats_str bad = MMSTATS_STR("/tmp/a\0b");
    const mmstats_str no_text = {"\xff", 1};
    mmstats_application *web = NULL;
    size_t count = 7;
    CHECK_STATUS(mmstats_application_new(no_text, NULL, 0, &web), MMSTATS_ERROR_INVALID);
    CHECK_STATUS(mmstats_application_new(MMSTATS_STR("test"), NULL, 1, &web),
                 MMSTATS_ERROR_INVALID);
    CHECK(web == NULL);
    CHECK_OK(mmstats_application_new(MMSTATS_STR("test"), &bad, 1, &web));
    CHECK_STATUS(mmstats_application_look(web), MMSTATS_ERROR_INVALID);
    CHECK(mmstats_application_series(web, &count) == NULL && count == 0);
    CHECK(mmstats_application_taken(web) == 0);
    mmstats_application_free(web);
    web = application_of("nothing-*.mmstats");
    CHECK_U64(application_files(web), 0);
    mmstats_application_free(web);
}

/** The files that count without a glob: here those of MMSTATS_GLOB. */
static void test_default(void) {
    mmstats_writer *writer = open_all("default-1.mmstats", 1);
    mmstats_application *web = NULL;
    CHECK(setenv("MMSTATS_GLOB", in_folder("default-*.mmstats"), 1) == 0);
    CHECK_OK(mmstats_application_new(MMSTATS_STR("test"), NULL, 0, &web));
    CHECK_U64(application_files(web), 0);
    CHECK_OK(mmstats_application_look(web));
    CHECK_U64(application_files(web), 1);
    mmstats_application_free(web);
    /* Not those of other applications. */
    CHECK_OK(mmstats_application_new(MMSTATS_STR("tes"), NULL, 0, &web));
    CHECK_OK(mmstats_application_look(web));
    CHECK_U64(application_files(web), 0);
    mmstats_application_free(web);
    CHECK(unsetenv("MMSTATS_GLOB") == 0);
    mmstats_writer_free(writer);
}

int main(void) {
    folder_make();
    test_values();
    test_labels();
    test_files();
    test_problems();
    test_twice();
    test_open();
    test_errors();
    test_default();
    return checked();
}
