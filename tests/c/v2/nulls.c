/* NULL for an object or a result: MMSTATS_ERROR_INVALID where a status is returned, and nothing
 * where none is. Handles that are all zeros take writes and give 0. */

#include "stats.h"

#define REFUSED(call) CHECK_STATUS(call, MMSTATS_ERROR_INVALID)

/** X(function, handle) of each kind of series. */
#define SERIES(X)                                                                                 \
    X(counter, mmstats_counter)                                                                   \
    X(counter_f64, mmstats_counter_f64)                                                           \
    X(gauge_u64, mmstats_gauge_u64)                                                               \
    X(gauge_i64, mmstats_gauge_i64)                                                               \
    X(gauge_f64, mmstats_gauge_f64)                                                               \
    X(gauge_bool, mmstats_gauge_bool)                                                             \
    X(text, mmstats_text)                                                                         \
    X(histogram, mmstats_histogram)                                                               \
    X(histogram_f64, mmstats_histogram_f64)                                                       \
    X(window, mmstats_window)                                                                     \
    X(window_f64, mmstats_window_f64)

static void test_writer(mmstats_writer *writer) {
    const mmstats_desc desc = mmstats_desc_of("name");
    mmstats_writer *made;
    mmstats_local *local;
    mmstats_str path;
    mmstats_struct structure;
    const mmstats_family *family;
    REFUSED(mmstats_writer_new(MMSTATS_STR("test"), NULL, NULL));
    const mmstats_str no_data = {NULL, 1};
    REFUSED(mmstats_writer_new(no_data, NULL, &made));
#define REGISTER(name, type)                                                                      \
    {                                                                                             \
        type handle;                                                                              \
        REFUSED(mmstats_writer_##name(NULL, &desc, &handle));                                     \
        REFUSED(mmstats_writer_##name(writer, NULL, &handle));                                    \
        REFUSED(mmstats_writer_##name(writer, &desc, NULL));                                      \
        REFUSED(mmstats_family_##name(NULL, NULL, 0, &handle));                                   \
    }
    SERIES(REGISTER)
    mmstats_histogram timer;
    REFUSED(mmstats_writer_timer(NULL, &desc, &timer));
    REFUSED(mmstats_writer_struct(NULL, &desc, &structure));
    REFUSED(mmstats_family_struct(NULL, NULL, 0, &structure));
    REFUSED(mmstats_writer_family(NULL, MMSTATS_KIND_COUNTER, MMSTATS_U64, &desc, &family));
    REFUSED(mmstats_writer_family(writer, MMSTATS_KIND_COUNTER, MMSTATS_U64, &desc, NULL));
    REFUSED(mmstats_writer_family(writer, MMSTATS_KIND_COUNTER, MMSTATS_U64, NULL, &family));
    REFUSED(mmstats_writer_retire(NULL, NULL));
    CHECK_STATUS(mmstats_writer_retire(writer, NULL), MMSTATS_ERROR_NOT_FOUND);
    REFUSED(mmstats_writer_close(NULL));
    REFUSED(mmstats_writer_follow(NULL));
    REFUSED(mmstats_writer_flush(NULL, true));
    REFUSED(mmstats_writer_path(NULL, &path));
    REFUSED(mmstats_writer_path(writer, NULL));
    CHECK_U64(mmstats_writer_size(NULL), 0);
    REFUSED(mmstats_local_new(NULL, &local));
    REFUSED(mmstats_local_new(writer, NULL));
    mmstats_writer_free(NULL);
    mmstats_local_free(NULL);
}

static void test_reader(const char *path) {
    mmstats_reader *reader, *other;
    mmstats_v1_reader *v1;
    mmstats_snapshot *snapshot;
    mmstats_file_info info;
    const mmstats_series *series;
    double value;
    size_t count = 7;
    CHECK_OK(mmstats_reader_open(mmstats_str_of(path), &reader));
    REFUSED(mmstats_reader_open(mmstats_str_of(path), NULL));
    REFUSED(mmstats_reader_open(MMSTATS_STR(""), &other));
    REFUSED(mmstats_reader_decode(NULL, 8, &other));
    REFUSED(mmstats_reader_decode((const uint8_t *)"", 0, NULL));
    REFUSED(mmstats_open(mmstats_str_of(path), NULL, &other));
    REFUSED(mmstats_open(mmstats_str_of(path), &v1, NULL));
    REFUSED(mmstats_decode(NULL, 8, &v1, &other));
    REFUSED(mmstats_reader_refresh(NULL));
    CHECK(mmstats_reader_families(NULL, &count) == NULL && count == 0);
    CHECK(mmstats_reader_series(NULL, NULL) == NULL);
    REFUSED(mmstats_reader_find(NULL, MMSTATS_STR("x"), NULL, 0, &series));
    REFUSED(mmstats_reader_find(reader, MMSTATS_STR("x"), NULL, 0, NULL));
    REFUSED(mmstats_reader_info(NULL, &info));
    REFUSED(mmstats_reader_info(reader, NULL));
    CHECK_U64(mmstats_reader_path(NULL).len, 0);
    REFUSED(mmstats_snapshot_new(NULL, &snapshot));
    REFUSED(mmstats_snapshot_new(reader, NULL));
    CHECK_U64(mmstats_reader_rates(reader, NULL, NULL, 0), 0);
    CHECK_U64(mmstats_reader_rates(NULL, NULL, NULL, 0), 0);
    REFUSED(mmstats_reader_percentile(NULL, 0, 50, &value));
    REFUSED(mmstats_reader_percentile(reader, 0, 50, NULL));
    mmstats_snapshot_free(NULL);
    mmstats_reader_free(NULL);
    mmstats_reader_free(reader);
}

static void test_totals(const mmstats_totals *totals) {
    mmstats_since since;
    const mmstats_series *series;
    double value;
    size_t count = 7;
    CHECK(mmstats_application_totals(NULL) == NULL);
    CHECK_U64(mmstats_totals_shape(NULL), 0);
    CHECK(mmstats_totals_families(NULL, &count) == NULL && count == 0);
    CHECK(mmstats_totals_series(NULL, NULL) == NULL);
    count = 7;
    CHECK(mmstats_totals_each(NULL, 0, &count) == NULL && count == 0);
    CHECK(mmstats_totals_files(NULL, NULL) == NULL);
    count = 7;
    CHECK(mmstats_totals_problems(NULL, &count) == NULL && count == 0);
    REFUSED(mmstats_totals_find(NULL, MMSTATS_STR("x"), NULL, 0, &series));
    REFUSED(mmstats_totals_find(totals, MMSTATS_STR("x"), NULL, 0, NULL));
    REFUSED(mmstats_totals_find(totals, MMSTATS_STR("x"), NULL, 1, &series));
    CHECK_U64(mmstats_totals_taken(NULL), 0);
    CHECK_U64(mmstats_totals_rates(NULL, totals, NULL, 0), 0);
    CHECK_U64(mmstats_totals_rates(totals, NULL, NULL, 0), 0);
    REFUSED(mmstats_totals_since(NULL, totals, &since));
    REFUSED(mmstats_totals_since(totals, NULL, &since));
    REFUSED(mmstats_totals_since(totals, totals, NULL));
    REFUSED(mmstats_totals_percentile(NULL, totals, 0, 50, &value));
    REFUSED(mmstats_totals_percentile(totals, totals, 0, 50, NULL));
}

static void test_application(void) {
    mmstats_application *web, *other;
    mmstats_totals *totals, *other_totals;
    mmstats_since since;
    const mmstats_series *series;
    double value;
    size_t count = 7;
    CHECK_OK(mmstats_application_new(MMSTATS_STR("test"), NULL, 0, &web));
    CHECK_OK(mmstats_totals_new(web, &totals));
    REFUSED(mmstats_application_new(MMSTATS_STR("test"), NULL, 0, NULL));
    REFUSED(mmstats_application_new(MMSTATS_STR("test"), NULL, 1, &other));
    REFUSED(mmstats_application_keep_each(NULL, true));
    REFUSED(mmstats_application_keep_open(NULL, true));
    REFUSED(mmstats_application_look(NULL));
    CHECK(mmstats_application_families(NULL, &count) == NULL && count == 0);
    CHECK(mmstats_application_series(NULL, NULL) == NULL);
    count = 7;
    CHECK(mmstats_application_each(NULL, 0, &count) == NULL && count == 0);
    CHECK(mmstats_application_files(NULL, NULL) == NULL);
    count = 7;
    CHECK(mmstats_application_problems(NULL, &count) == NULL && count == 0);
    REFUSED(mmstats_application_find(NULL, MMSTATS_STR("x"), NULL, 0, &series));
    REFUSED(mmstats_application_find(web, MMSTATS_STR("x"), NULL, 0, NULL));
    REFUSED(mmstats_application_find(web, MMSTATS_STR("x"), NULL, 1, &series));
    CHECK_U64(mmstats_application_taken(NULL), 0);
    REFUSED(mmstats_totals_new(NULL, &other_totals));
    REFUSED(mmstats_totals_new(web, NULL));
    CHECK_U64(mmstats_application_rates(NULL, totals, NULL, 0), 0);
    CHECK_U64(mmstats_application_rates(web, NULL, NULL, 0), 0);
    REFUSED(mmstats_application_since(NULL, totals, &since));
    REFUSED(mmstats_application_since(web, NULL, &since));
    REFUSED(mmstats_application_since(web, totals, NULL));
    REFUSED(mmstats_application_percentile(NULL, totals, 0, 50, &value));
    REFUSED(mmstats_application_percentile(web, totals, 0, 50, NULL));
    mmstats_application_free(NULL);
    mmstats_application_free(web);
    test_totals(totals);
    mmstats_totals_free(NULL);
    mmstats_totals_free(totals);
}

static void test_fold(void) {
    mmstats_fold_options options = MMSTATS_FOLD_OPTIONS_INIT;
    mmstats_fold_report *report;
    size_t count = 7;
    REFUSED(mmstats_fold(mmstats_str_of(folder_path), NULL, NULL));
    REFUSED(mmstats_fold(MMSTATS_STR(""), NULL, &report));
    options.size = 0;
    REFUSED(mmstats_fold(mmstats_str_of(folder_path), &options, &report));
    CHECK_MESSAGE("mmstats_fold_options: size");
    CHECK(mmstats_fold_report_outcomes(NULL, &count) == NULL && count == 0);
    mmstats_fold_report_free(NULL);
}

/** Handles of nothing, inlined and called. */
static void test_handles(void) {
#define NOTHING(type) (memset(&nothing_##type, 0, sizeof nothing_##type), nothing_##type)
#define DECLARE(name, type) type nothing_##type;
    SERIES(DECLARE)
    mmstats_struct nothing_mmstats_struct;
#define BOTH(function, ...)                                                                       \
    function(__VA_ARGS__);                                                                        \
    (function)(__VA_ARGS__)
    BOTH(mmstats_counter_inc, NOTHING(mmstats_counter));
    BOTH(mmstats_counter_add, NOTHING(mmstats_counter), 3);
    BOTH(mmstats_counter_f64_add, NOTHING(mmstats_counter_f64), 3);
    BOTH(mmstats_gauge_u64_set, NOTHING(mmstats_gauge_u64), 3);
    BOTH(mmstats_gauge_u64_add, NOTHING(mmstats_gauge_u64), 3);
    BOTH(mmstats_gauge_i64_set, NOTHING(mmstats_gauge_i64), 3);
    BOTH(mmstats_gauge_i64_add, NOTHING(mmstats_gauge_i64), 3);
    BOTH(mmstats_gauge_f64_set, NOTHING(mmstats_gauge_f64), 3);
    BOTH(mmstats_gauge_f64_add, NOTHING(mmstats_gauge_f64), 3);
    BOTH(mmstats_gauge_bool_set, NOTHING(mmstats_gauge_bool), true);
    BOTH(mmstats_histogram_observe, NOTHING(mmstats_histogram), 3);
    BOTH(mmstats_histogram_f64_observe, NOTHING(mmstats_histogram_f64), 3);
    BOTH(mmstats_window_observe, NOTHING(mmstats_window), 3);
    BOTH(mmstats_window_observe_at, NOTHING(mmstats_window), 1, 3);
    BOTH(mmstats_window_f64_observe, NOTHING(mmstats_window_f64), 3);
    BOTH(mmstats_window_f64_observe_at, NOTHING(mmstats_window_f64), 1, 3);
    CHECK_OK(mmstats_text_set(NOTHING(mmstats_text), MMSTATS_STR("x")));
    CHECK_OK((mmstats_text_set)(NOTHING(mmstats_text), MMSTATS_STR("x")));
    CHECK_OK(mmstats_struct_publish(NOTHING(mmstats_struct), "x", 1));
    CHECK_OK((mmstats_struct_publish)(NOTHING(mmstats_struct), "x", 1));
    CHECK_U64(mmstats_counter_get(NOTHING(mmstats_counter)), 0);
    CHECK_U64((mmstats_counter_get)(NOTHING(mmstats_counter)), 0);
    CHECK(mmstats_counter_f64_get(NOTHING(mmstats_counter_f64)) == 0);
    CHECK((mmstats_counter_f64_get)(NOTHING(mmstats_counter_f64)) == 0);
    CHECK_U64(mmstats_gauge_u64_get(NOTHING(mmstats_gauge_u64)), 0);
    CHECK_U64((mmstats_gauge_u64_get)(NOTHING(mmstats_gauge_u64)), 0);
    CHECK(mmstats_gauge_i64_get(NOTHING(mmstats_gauge_i64)) == 0);
    CHECK((mmstats_gauge_i64_get)(NOTHING(mmstats_gauge_i64)) == 0);
    CHECK(mmstats_gauge_f64_get(NOTHING(mmstats_gauge_f64)) == 0);
    CHECK((mmstats_gauge_f64_get)(NOTHING(mmstats_gauge_f64)) == 0);
    CHECK(!mmstats_gauge_bool_get(NOTHING(mmstats_gauge_bool)));
    CHECK(!(mmstats_gauge_bool_get)(NOTHING(mmstats_gauge_bool)));
    const uint64_t started = mmstats_timer_start();
    CHECK(mmstats_timer_stop(NOTHING(mmstats_histogram), started) < UINT64_C(60000000000));
}

int main(void) {
    folder_make();
    mmstats_writer *writer = stats_writer("nulls.mmstats");
    test_writer(writer);
    test_reader(in_folder("nulls.mmstats"));
    test_application();
    test_fold();
    test_handles();
    mmstats_writer_free(writer);
    return checked();
}
