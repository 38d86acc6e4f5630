/* NULL for an object or a result: MMSTATS_ERROR_INVALID where a status is returned, and nothing
 * where none is. */

#include "folder.h"

#define REFUSED(call) CHECK_STATUS(call, MMSTATS_ERROR_INVALID)

static const mmstats_str LABEL = {"label", 5};

/** Declaring through no writer, and into no handle. */
static void test_declare(mmstats_v1_writer *writer) {
#define SCALARS(X) X(u64) X(i64) X(u32) X(i32) X(u16) X(i16) X(u8) X(i8) X(f32) X(f64) X(bool)
#define DECLARE_SCALAR(name)                                                                      \
    mmstats_v1_##name##_field name##_field;                                                       \
    REFUSED(mmstats_v1_writer_##name(NULL, LABEL, 0, &name##_field));                             \
    REFUSED(mmstats_v1_writer_##name(writer, LABEL, 0, NULL));
    SCALARS(DECLARE_SCALAR)
    mmstats_v1_counter counter;
    mmstats_v1_text_field text;
    mmstats_v1_tuple_field tuple;
    mmstats_v1_average *average;
    mmstats_v1_timer *timer;
    mmstats_v1_sampling_counter *sampling;
    const mmstats_v1_value value = {MMSTATS_U64, {1}};
    REFUSED(mmstats_v1_writer_counter(NULL, LABEL, &counter));
    REFUSED(mmstats_v1_writer_counter(writer, LABEL, NULL));
    REFUSED(mmstats_v1_writer_text(NULL, LABEL, 8, &text));
    REFUSED(mmstats_v1_writer_text(writer, LABEL, 8, NULL));
    REFUSED(mmstats_v1_writer_tuple(NULL, LABEL, MMSTATS_STR("QQ"), &tuple));
    REFUSED(mmstats_v1_writer_tuple(writer, LABEL, MMSTATS_STR("QQ"), NULL));
    REFUSED(mmstats_v1_writer_average(NULL, LABEL, &average));
    REFUSED(mmstats_v1_writer_average(writer, LABEL, NULL));
    REFUSED(mmstats_v1_writer_moving_average(NULL, LABEL, 8, &average));
    REFUSED(mmstats_v1_writer_moving_average(writer, LABEL, 8, NULL));
    REFUSED(mmstats_v1_writer_timer(NULL, LABEL, 8, &timer));
    REFUSED(mmstats_v1_writer_timer(writer, LABEL, 8, NULL));
    REFUSED(mmstats_v1_writer_sampling_counter(NULL, LABEL, 8, &sampling));
    REFUSED(mmstats_v1_writer_sampling_counter(writer, LABEL, 8, NULL));
    REFUSED(mmstats_v1_writer_constant(NULL, LABEL, &value));
    REFUSED(mmstats_v1_writer_constant(writer, LABEL, NULL));
    REFUSED(mmstats_v1_writer_constant_text(NULL, LABEL, LABEL, 0));
    /* None of these declared anything. */
    CHECK_OK(mmstats_v1_writer_counter(writer, LABEL, &counter));
}

static void test_writer(mmstats_v1_writer *writer) {
    mmstats_str path;
    REFUSED(mmstats_v1_writer_new(LABEL, NULL, NULL));
    REFUSED(mmstats_v1_writer_create_file(NULL));
    REFUSED(mmstats_v1_writer_path(NULL, &path));
    REFUSED(mmstats_v1_writer_path(writer, NULL));
    REFUSED(mmstats_v1_writer_flush(NULL, true));
    REFUSED(mmstats_v1_writer_remove(NULL));
    CHECK_U64(mmstats_v1_writer_size(NULL), 0);
    mmstats_v1_writer_free(NULL);
}

static void test_averages(void) {
    mmstats_v1_average_add(NULL, 1);
    CHECK(mmstats_v1_average_get(NULL) == 0);
    mmstats_v1_timer_observe(NULL, 1);
    CHECK(mmstats_v1_timer_get(NULL) == 0);
    CHECK(mmstats_v1_timer_last(NULL) == 0);
    mmstats_v1_sampling_counter_add(NULL, 1);
    CHECK_U64(mmstats_v1_sampling_counter_get(NULL), 0);
    CHECK_U64(mmstats_v1_sampling_counter_per_ms(NULL), 0);
}

static void test_reader(void) {
    const uint8_t empty[] = {1};
    mmstats_v1_reader *reader = NULL;
    mmstats_v1_field field;
    mmstats_v1_value value;
    size_t count = 7;
    CHECK_OK(mmstats_v1_reader_decode(empty, sizeof empty, &reader));
    REFUSED(mmstats_v1_reader_open(MMSTATS_STR("/tmp"), NULL));
    REFUSED(mmstats_v1_reader_decode(empty, sizeof empty, NULL));
    REFUSED(mmstats_v1_reader_refresh(NULL));
    REFUSED(mmstats_v1_reader_find(NULL, LABEL, &field));
    REFUSED(mmstats_v1_reader_find(reader, LABEL, NULL));
    REFUSED(mmstats_v1_reader_part(NULL, 0, 0, &value));
    REFUSED(mmstats_v1_reader_part(reader, 0, 0, NULL));
    CHECK(mmstats_v1_reader_fields(NULL, &count) == NULL);
    CHECK_U64(count, 0);
    CHECK(mmstats_v1_reader_fields(NULL, NULL) == NULL);
    CHECK(mmstats_v1_reader_fields(reader, NULL) == NULL);
    CHECK_TEXT(mmstats_v1_reader_path(NULL), "");
    CHECK_U64(mmstats_v1_reader_size(NULL), 0);
    CHECK(mmstats_v1_reader_writer(NULL) == MMSTATS_LIVENESS_UNKNOWN);
    CHECK(!mmstats_v1_reader_is_big_endian(NULL));
    mmstats_v1_reader_free(reader);
    mmstats_v1_reader_free(NULL);
}

static void test_paths(void) {
    mmstats_paths *paths = NULL;
    mmstats_str path;
    CHECK_OK(mmstats_glob(mmstats_str_of(in_folder("*.none")), &paths));
    REFUSED(mmstats_glob(MMSTATS_STR("*"), NULL));
    REFUSED(mmstats_paths_get(NULL, 0, &path));
    REFUSED(mmstats_paths_get(paths, 0, NULL));
    CHECK_U64(mmstats_paths_count(NULL), 0);
    mmstats_paths_free(paths);
    mmstats_paths_free(NULL);
}

int main(void) {
    folder_make();
    mmstats_v1_writer *writer = writer_for("nulls.mmstats");
    test_declare(writer);
    test_writer(writer);
    test_averages();
    test_reader();
    test_paths();
    CHECK_TEXT(mmstats_str_of(NULL), "");
    mmstats_v1_writer_free(writer);
    return checked();
}
