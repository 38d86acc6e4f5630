/* The reader of format 2: what a file says, values of all kinds, looking again, rates and percentiles,
 * files of either format. */

#include "stats.h"

/** All kinds of handles of a writer. */
struct handles {
    mmstats_writer *writer;
    mmstats_counter_f64 seconds;
    mmstats_gauge_i64 level;
    mmstats_gauge_bool up;
    mmstats_text status;
    mmstats_histogram latency;
    mmstats_window_f64 lately;
};

static struct handles open_all(const char *name) {
    struct handles all;
    all.writer = stats_writer(name);
    mmstats_desc desc = mmstats_desc_of("seconds");
    CHECK_OK(mmstats_writer_counter_f64(all.writer, &desc, &all.seconds));
    desc = mmstats_desc_of("level");
    CHECK_OK(mmstats_writer_gauge_i64(all.writer, &desc, &all.level));
    desc = mmstats_desc_of("up");
    CHECK_OK(mmstats_writer_gauge_bool(all.writer, &desc, &all.up));
    desc = mmstats_desc_of("status");
    CHECK_OK(mmstats_writer_text(all.writer, &desc, &all.status));
    desc = mmstats_desc_of("latency");
    CHECK_OK(mmstats_writer_histogram(all.writer, &desc, &all.latency));
    desc = mmstats_desc_of("lately");
    CHECK_OK(mmstats_writer_window_f64(all.writer, &desc, &all.lately));
    return all;
}

static void test_values(void) {
    const struct handles all = open_all("values.mmstats");
    mmstats_reader *reader = stats_reader("values.mmstats");
    CHECK(stats_value(reader, "status").kind == MMSTATS_UNPUBLISHED);
    CHECK(!stats_value(reader, "latency").as.histogram->has_extremes);
    CHECK_U64(stats_value(reader, "lately").as.window->count, 0);
    mmstats_counter_f64_add(all.seconds, 0.5);
    mmstats_gauge_i64_set(all.level, -3);
    mmstats_gauge_bool_set(all.up, true);
    CHECK_OK(mmstats_text_set(all.status, MMSTATS_STR("gut")));
    mmstats_histogram_observe(all.latency, 1000);
    mmstats_window_f64_observe_at(all.lately, UINT64_C(35000000000), 2.5);
    CHECK_OK(mmstats_reader_refresh(reader));
    CHECK(stats_value(reader, "seconds").as.f64 == 0.5);
    CHECK(stats_value(reader, "level").kind == MMSTATS_I64);
    CHECK(stats_value(reader, "level").as.i64 == -3);
    CHECK_U64(stats_value(reader, "up").as.u64, 1);
    CHECK_TEXT(stats_value(reader, "status").as.text, "gut");
    const mmstats_distribution *latency = stats_value(reader, "latency").as.histogram;
    CHECK(latency->bucket_count == 1 && latency->buckets[0].count == 1);
    const double upper = mmstats_bucket_upper_bound(all.latency.scale, latency->buckets[0].index);
    const double lower = mmstats_bucket_lower_bound(all.latency.scale, latency->buckets[0].index);
    CHECK(lower < 1000 && 1000 <= upper && upper / lower < 1.05);
    const mmstats_recent *lately = stats_value(reader, "lately").as.window;
    CHECK(lately->count == 1 && lately->slots[0].epoch == 4 && lately->slots[0].sum.f64 == 2.5);
    mmstats_reader_free(reader);
    mmstats_writer_free(all.writer);
}

/** Series that are added while a reader has the file open. */
static void test_growing(void) {
    const mmstats_str key = {"n", 1};
    mmstats_writer *writer = stats_writer("growing.mmstats");
    mmstats_reader *reader = stats_reader("growing.mmstats");
    size_t count = 1;
    CHECK(mmstats_reader_series(reader, &count) == NULL);
    CHECK_U64(count, 0);
    for (uint64_t n = 1; n <= 1000; n++) {
        char name[32];
        mmstats_counter counter;
        snprintf(name, sizeof name, "%" PRIu64, n);
        const mmstats_str value = mmstats_str_of(name);
        const mmstats_desc desc = stats_desc("hits", &key, &value);
        CHECK_OK(mmstats_writer_counter(writer, &desc, &counter));
        mmstats_counter_add(counter, n);
        if (n % 250 == 0) {
            CHECK_OK(mmstats_reader_refresh(reader));
            const mmstats_series *series = mmstats_reader_series(reader, &count);
            CHECK_U64(count, n + 1);
            CHECK_U64(series[n].value.as.u64, n);
            CHECK_TEXT(series[n].labels[0].value, name);
            CHECK_U64(stats_labelled(reader, "hits", name).as.u64, n);
        }
    }
    mmstats_reader_free(reader);
    mmstats_writer_free(writer);
}

static void test_rates(void) {
    const struct handles all = open_all("rates.mmstats");
    mmstats_reader *reader = stats_reader("rates.mmstats");
    mmstats_snapshot *before = NULL;
    mmstats_rate rates[6];
    CHECK_OK(mmstats_snapshot_new(reader, &before));
    mmstats_counter_f64_add(all.seconds, 1.5);
    for (uint64_t i = 1; i <= 100; i++)
        mmstats_histogram_observe(all.latency, i);
    CHECK_OK(mmstats_reader_refresh(reader));
    CHECK_U64(mmstats_reader_rates(reader, before, rates, 6), 6);
    CHECK(rates[0].known && rates[0].delta.f64 == 1.5 && rates[0].per_second > 0);
    CHECK(!rates[0].is_new);
    CHECK(!rates[1].known && !rates[3].known);
    CHECK(rates[4].known && rates[4].delta.u64 == 100);
    rates[1].delta.u64 = 7;
    CHECK_U64(mmstats_reader_rates(reader, before, rates, 1), 6);
    CHECK_U64(rates[1].delta.u64, 7);
    double median = 0;
    CHECK_OK(mmstats_reader_percentile(reader, 4, 50, &median));
    CHECK(median > 48 && median < 52);
    CHECK_STATUS(mmstats_reader_percentile(reader, 0, 50, &median), MMSTATS_ERROR_WRONG_TYPE);
    CHECK_STATUS(mmstats_reader_percentile(reader, 6, 50, &median), MMSTATS_ERROR_NOT_FOUND);
    mmstats_snapshot_free(before);
    mmstats_reader_free(reader);
    mmstats_writer_free(all.writer);
}

static void test_errors(void) {
    mmstats_reader *reader = NULL;
    const mmstats_series *series = NULL;
    CHECK_STATUS(mmstats_reader_open(mmstats_str_of(in_folder("none")), &reader),
                 MMSTATS_ERROR_NOT_FOUND);
    static const uint8_t short_file[] = "\2MMSTATS";
    CHECK_STATUS(mmstats_reader_decode(short_file, 8, &reader), MMSTATS_ERROR_CORRUPT);
    CHECK(mmstats_error_offset() == 8);
    CHECK_MESSAGE("F2-HEADER");
    CHECK(reader == NULL);
    const struct handles all = open_all("errors.mmstats");
    reader = stats_reader("errors.mmstats");
    CHECK_STATUS(mmstats_reader_find(reader, MMSTATS_STR("none"), NULL, 0, &series),
                 MMSTATS_ERROR_NOT_FOUND);
    CHECK_MESSAGE("errors.mmstats");
    const mmstats_str value = {"x", 1};
    CHECK_STATUS(mmstats_reader_find(reader, MMSTATS_STR("up"), &value, 1, &series),
                 MMSTATS_ERROR_NOT_FOUND);
    CHECK_STATUS(mmstats_reader_find(reader, MMSTATS_STR("up"), NULL, 1, &series),
                 MMSTATS_ERROR_INVALID);
    CHECK(series == NULL);
    mmstats_reader_free(reader);
    mmstats_writer_free(all.writer);
    CHECK(mmstats_bucket_upper_bound(0, -1) == 1 && mmstats_bucket_lower_bound(0, 0) == 1);
    CHECK(mmstats_bucket_upper_bound(9, 0) != mmstats_bucket_upper_bound(9, 0));
    CHECK(mmstats_bucket_lower_bound(0, INT32_MIN) != mmstats_bucket_lower_bound(0, INT32_MIN));
}

/** A file of either format, from its path and from its bytes. */
static void test_any(void) {
    const struct handles all = open_all("any2.mmstats");
    mmstats_v1_writer *old = writer_for("any1.mmstats");
    mmstats_v1_counter hits;
    mmstats_v1_reader *v1 = NULL;
    mmstats_reader *v2 = NULL;
    CHECK_OK(mmstats_v1_writer_counter(old, MMSTATS_STR("hits"), &hits));
    CHECK_OK(mmstats_v1_writer_create_file(old));
    mmstats_v1_counter_add(hits, 3);
    CHECK_OK(mmstats_open(mmstats_str_of(in_folder("any1.mmstats")), &v1, &v2));
    CHECK(v1 != NULL && v2 == NULL);
    CHECK_U64(value_of(v1, "hits").as.u64, 3);
    CHECK_OK(mmstats_v1_reader_refresh(v1));
    mmstats_v1_reader_free(v1);
    CHECK_OK(mmstats_open(mmstats_str_of(in_folder("any2.mmstats")), &v1, &v2));
    CHECK(v1 == NULL && v2 != NULL);
    CHECK_TEXT(mmstats_reader_path(v2), in_folder("any2.mmstats"));
    mmstats_reader_free(v2);
    CHECK_STATUS(mmstats_reader_open(mmstats_str_of(in_folder("any1.mmstats")), &v2),
                 MMSTATS_ERROR_UNKNOWN_VERSION);
    static const uint8_t one[] = {1, 0, 0};
    CHECK_OK(mmstats_decode(one, 3, &v1, &v2));
    CHECK(v1 != NULL && v2 == NULL);
    mmstats_v1_reader_free(v1);
    mmstats_v1_writer_free(old);
    mmstats_writer_free(all.writer);
}

int main(void) {
    folder_make();
    test_values();
    test_growing();
    test_rates();
    test_errors();
    test_any();
    return checked();
}
