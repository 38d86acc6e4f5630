/* Folding: what dead writers counted stays in the totals, their files go, and nothing else does (SPEC.md
 * 2.21: F2-FOLD, F2-FOLD-KINDS, F2-FOLD-READ). */

#include "application.h"
#include "process.h"

#include <sys/stat.h>

/** A file of the application that counts so many hits. */
static mmstats_writer *counting(const char *name, uint64_t hits) {
    mmstats_options options = stats_options(name);
    mmstats_writer *writer = NULL;
    mmstats_counter counter;
    mmstats_histogram sizes;
    mmstats_gauge_u64 level;
    options.no_fold = true;
    if (!CHECK_OK(mmstats_writer_new(MMSTATS_STR("test"), &options, &writer)))
        exit(1);
    mmstats_desc desc = mmstats_desc_of("hits");
    CHECK_OK(mmstats_writer_counter(writer, &desc, &counter));
    mmstats_counter_add(counter, hits);
    desc = mmstats_desc_of("sizes");
    CHECK_OK(mmstats_writer_histogram(writer, &desc, &sizes));
    mmstats_histogram_observe(sizes, hits);
    desc = mmstats_desc_of("level");
    CHECK_OK(mmstats_writer_gauge_u64(writer, &desc, &level));
    mmstats_gauge_u64_set(level, hits);
    return writer;
}

/** The same of a process that is killed. */
static void leave(const char *name, uint64_t hits) {
    const struct line made = line_open();
    const pid_t process = child_begin();
    if (process == 0) {
        counting(name, hits);
        line_tell(made);
        for (;;)
            pause();
    }
    line_wait(made);
    child_kill(process);
}

static bool is_there(const char *name) {
    struct stat about;
    return lstat(in_folder(name), &about) == 0;
}

/** Folds the folder. */
static mmstats_fold_report *fold(const mmstats_fold_options *options) {
    mmstats_fold_report *report = NULL;
    if (!CHECK_OK(mmstats_fold(mmstats_str_of(folder_path), options, &report)))
        exit(1);
    return report;
}

/** What became of a file, which has to be in the report. */
static mmstats_fold_outcome outcome_of(const mmstats_fold_report *report, const char *name) {
    const mmstats_str path = mmstats_str_of(in_folder(name));
    size_t count = 0;
    const mmstats_fold_outcome *outcomes = mmstats_fold_report_outcomes(report, &count);
    mmstats_fold_outcome found;
    memset(&found, 0, sizeof found);
    for (size_t i = 0; i < count; i++)
        if (outcomes[i].path.len == path.len &&
            memcmp(outcomes[i].path.data, path.data, path.len) == 0)
            found = outcomes[i];
    CHECK(found.path.len != 0);
    return found;
}

static void check_totals(mmstats_application *web, uint64_t hits, uint64_t sizes) {
    CHECK_OK(mmstats_application_look(web));
    application_is_well(web);
    CHECK_U64(application_value(web, "hits").as.u64, hits);
    CHECK_U64(application_value(web, "sizes").as.histogram->count, sizes);
}

/** Two dead files of three go, and the totals stay; the living one is untouched. */
static void test_fold(void) {
    mmstats_fold_options options = MMSTATS_FOLD_OPTIONS_INIT;
    leave("test-1.mmstats", 1);
    leave("test-2.mmstats", 2);
    mmstats_writer *alive = counting("test-3.mmstats", 4);
    mmstats_application *web = application_of("*.mmstats");
    check_totals(web, 7, 3);
    CHECK_U64(application_files(web), 3);
    /* Only said. */
    options.keep_newest = MMSTATS_KEEP_NONE;
    options.dry_run = true;
    mmstats_fold_report *report = fold(&options);
    CHECK(outcome_of(report, "test-1.mmstats").result == MMSTATS_FOLD_FOLDED);
    mmstats_fold_report_free(report);
    CHECK(is_there("test-1.mmstats"));
    /* By default the newest are kept. */
    report = fold(NULL);
    CHECK(outcome_of(report, "test-1.mmstats").result == MMSTATS_FOLD_NEWEST);
    CHECK(outcome_of(report, "test-3.mmstats").result == MMSTATS_FOLD_ALIVE);
    CHECK(outcome_of(report, "test-3.mmstats").cause == MMSTATS_OK);
    CHECK_TEXT(outcome_of(report, "test-1.mmstats").text, "kept: it is one of the newest");
    mmstats_fold_report_free(report);
    CHECK(is_there("test-1.mmstats") && is_there("test-2.mmstats"));
    check_totals(web, 7, 3);
    /* One of them, then the other. */
    options.dry_run = false;
    options.limit = 1;
    report = fold(&options);
    CHECK(outcome_of(report, "test-1.mmstats").result == MMSTATS_FOLD_FOLDED);
    CHECK(outcome_of(report, "test-2.mmstats").result == MMSTATS_FOLD_LIMIT);
    CHECK_TEXT(outcome_of(report, "test-1.mmstats").text, "folded");
    mmstats_fold_report_free(report);
    CHECK(!is_there("test-1.mmstats") && is_there("test-2.mmstats"));
    check_totals(web, 7, 3);
    options.limit = 0;
    mmstats_fold_report_free(fold(&options));
    CHECK(!is_there("test-2.mmstats") && is_there("test-3.mmstats"));
    check_totals(web, 7, 3);
    size_t accumulators = 0;
    for (size_t i = 0; i < application_files(web); i++)
        accumulators += mmstats_application_files(web, NULL)[i].accumulator;
    CHECK_U64(accumulators, 1);
    CHECK_U64(application_files(web), 2);
    /* What says how things are goes with who said it. */
    size_t count = 0;
    mmstats_application_each(web, application_index(web, "level"), &count);
    CHECK_U64(count, 1);
    mmstats_application_free(web);
    mmstats_writer_free(alive);
}

/** A fold between two looks is no reset. */
static void test_rates(void) {
    mmstats_fold_options options = MMSTATS_FOLD_OPTIONS_INIT;
    mmstats_totals *before = NULL;
    mmstats_rate rates[8];
    leave("test-4.mmstats", 8);
    mmstats_application *web = application_of("*.mmstats");
    const uint64_t hits = application_value(web, "hits").as.u64;
    CHECK_OK(mmstats_totals_new(web, &before));
    options.keep_newest = MMSTATS_KEEP_NONE;
    mmstats_fold_report_free(fold(&options));
    CHECK(!is_there("test-4.mmstats"));
    mmstats_writer *writer = counting("test-5.mmstats", 16);
    CHECK_OK(mmstats_application_look(web));
    CHECK_U64(application_value(web, "hits").as.u64, hits + 16);
    CHECK(mmstats_application_rates(web, before, rates, 8) <= 8);
    CHECK_U64(rates[application_index(web, "hits")].delta.u64, 16);
    mmstats_totals_free(before);
    mmstats_application_free(web);
    mmstats_writer_free(writer);
}

/** What doesn't fold stays, and why is said. */
static void test_kept(void) {
    mmstats_fold_options options = MMSTATS_FOLD_OPTIONS_INIT;
    mmstats_v1_writer *old = writer_for("test-6.mmstats");
    CHECK_OK(mmstats_v1_writer_create_file(old));
    leave("other-1.mmstats", 1);
    file_of("test-8.mmstats", "\2MMSTATS", 8);
    options.keep_newest = MMSTATS_KEEP_NONE;
    options.application = MMSTATS_STR("another");
    mmstats_fold_report_free(fold(&options));
    CHECK(is_there("other-1.mmstats"));
    options.application = MMSTATS_STR("");
    mmstats_fold_report *report = fold(&options);
    const mmstats_fold_outcome broken = outcome_of(report, "test-8.mmstats");
    CHECK(broken.result == MMSTATS_FOLD_UNREAD && broken.cause == MMSTATS_ERROR_CORRUPT);
    CHECK(outcome_of(report, "other-1.mmstats").result == MMSTATS_FOLD_FOLDED);
    CHECK(outcome_of(report, "test-6.mmstats").result == MMSTATS_FOLD_FORMAT_ONE);
    mmstats_fold_report_free(report);
    CHECK(!is_there("other-1.mmstats") && is_there("test-8.mmstats"));
    CHECK(is_there("test-6.mmstats"));
    mmstats_v1_writer_free(old);
}

static void test_errors(void) {
    mmstats_fold_report *report = NULL;
    CHECK_STATUS(mmstats_fold(mmstats_str_of(in_folder("none")), NULL, &report),
                 MMSTATS_ERROR_NOT_FOUND);
    CHECK_MESSAGE("/none");
    CHECK(report == NULL);
}

/** A writer folds when it is made, unless it was told not to. */
static void test_creation(void) {
    char name[32];
    for (uint64_t n = 0; n < 20; n++) {
        snprintf(name, sizeof name, "made-%" PRIu64 ".mmstats", n);
        leave(name, 1);
    }
    mmstats_application *web = application_of("*.mmstats");
    const uint64_t hits = application_value(web, "hits").as.u64;
    const size_t files = application_files(web);
    mmstats_writer *quiet = counting("quiet.mmstats", 32);
    CHECK_OK(mmstats_application_look(web));
    CHECK_U64(application_files(web), files + 1);
    mmstats_writer *folds = stats_writer("folds.mmstats");
    CHECK_OK(mmstats_application_look(web));
    CHECK(application_files(web) < files);
    CHECK_U64(application_value(web, "hits").as.u64, hits + 32);
    mmstats_application_free(web);
    mmstats_writer_free(folds);
    mmstats_writer_free(quiet);
}

int main(void) {
    folder_make();
    unsetenv("MMSTATS_FOLD");
    test_fold();
    test_rates();
    test_kept();
    test_errors();
    test_creation();
    return checked();
}
