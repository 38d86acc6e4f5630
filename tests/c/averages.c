/* Averages, timers and counters with a rate. */

#include "folder.h"

static mmstats_v1_writer *writer;

static void test_average(void) {
    mmstats_v1_average *average = NULL;
    CHECK_OK(mmstats_v1_writer_average(writer, MMSTATS_STR("average"), &average));
    CHECK(mmstats_v1_average_get(average) == 0);
    mmstats_v1_average_add(average, 1);
    mmstats_v1_average_add(average, 2);
    mmstats_v1_average_add(average, 4.5);
    CHECK(mmstats_v1_average_get(average) == 2.5);
}

static void test_moving_average(void) {
    mmstats_v1_average *average = NULL;
    CHECK_OK(mmstats_v1_writer_moving_average(writer, MMSTATS_STR("moving"), 2, &average));
    mmstats_v1_average_add(average, 100);
    CHECK(mmstats_v1_average_get(average) == 100);
    mmstats_v1_average_add(average, 1);
    mmstats_v1_average_add(average, 2);
    CHECK(mmstats_v1_average_get(average) == 1.5);
    CHECK_STATUS(mmstats_v1_writer_moving_average(writer, MMSTATS_STR("empty"), 0, &average),
                 MMSTATS_ERROR_INVALID);
    CHECK(mmstats_v1_average_get(average) == 1.5);
}

static void test_timer(void) {
    mmstats_v1_timer *timer = NULL;
    CHECK_OK(mmstats_v1_writer_timer(writer, MMSTATS_STR("timer"), 2, &timer));
    CHECK(mmstats_v1_timer_last(timer) == 0);
    mmstats_v1_timer_observe(timer, 100);
    mmstats_v1_timer_observe(timer, 0.25);
    mmstats_v1_timer_observe(timer, 0.5);
    CHECK(mmstats_v1_timer_get(timer) == 0.375);
    CHECK(mmstats_v1_timer_last(timer) == 0.5);
    CHECK_STATUS(mmstats_v1_writer_timer(writer, MMSTATS_STR("empty"), 0, &timer),
                 MMSTATS_ERROR_INVALID);
}

static void test_sampling_counter(void) {
    mmstats_v1_sampling_counter *counter = NULL;
    CHECK_OK(mmstats_v1_writer_sampling_counter(writer, MMSTATS_STR("sampled"), 10, &counter));
    mmstats_v1_sampling_counter_add(counter, 9);
    CHECK_U64(mmstats_v1_sampling_counter_get(counter), 9);
    CHECK_U64(mmstats_v1_sampling_counter_per_ms(counter), 0);
    /* So many that whatever time this took there were some in a millisecond. */
    mmstats_v1_sampling_counter_add(counter, UINT64_C(1) << 60);
    CHECK_U64(mmstats_v1_sampling_counter_get(counter), (UINT64_C(1) << 60) + 9);
    CHECK(mmstats_v1_sampling_counter_per_ms(counter) > 0);
}

static void test_clock(void) {
    double before = mmstats_clock_seconds();
    CHECK(before >= 0);
    for (int i = 0; i < 1000; i++) {
        const double now = mmstats_clock_seconds();
        if (now < before)
            CHECK(now >= before);
        before = now;
    }
}

static void test_read(void) {
    mmstats_v1_value part = {0, {0}};
    CHECK_OK(mmstats_v1_writer_create_file(writer));
    mmstats_v1_reader *reader = reader_of("averages.mmstats");
    CHECK(value_of(reader, "average").as.f64 == 2.5);
    CHECK(value_of(reader, "moving").as.f64 == 1.5);
    CHECK(value_of(reader, "timer").as.f64 == 0.375);
    CHECK_U64(value_of(reader, "sampled").as.u64, 2);
    CHECK_OK(mmstats_v1_reader_part(reader, 8, 0, &part));
    CHECK_U64(part.as.u64, (UINT64_C(1) << 60) + 9);
    mmstats_v1_reader_free(reader);
}

int main(void) {
    folder_make();
    writer = writer_for("averages.mmstats");
    test_average();
    test_moving_average();
    test_timer();
    test_sampling_counter();
    test_clock();
    test_read();
    mmstats_v1_writer_free(writer);
    return checked();
}
