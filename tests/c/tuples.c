/* Tuples, given as C structs, and constants of all types. */

#include "folder.h"

/** As SPEC.md 1.4 lays out "bQ?": 17 bytes, in a struct of 24. */
struct mixed {
    int8_t low;
    uint64_t high;
    bool truth;
};

static const char *const FILE_NAME = "tuples.mmstats";

static void test_struct(mmstats_v1_tuple_field field) {
    struct mixed value, read;
    memset(&value, 0, sizeof value);
    memset(&read, 0, sizeof read);
    CHECK_U64(field.width, 17);
    for (int8_t i = 1; i <= 3; i++) {
        value.low = (int8_t)-i;
        value.high = UINT64_MAX - (uint64_t)i;
        value.truth = i % 2 == 1;
        CHECK_OK(mmstats_v1_tuple_set(field, &value, sizeof value));
        CHECK_U64(mmstats_v1_tuple_get(field, &read, sizeof read), 17);
        CHECK(memcmp(&read, &value, 17) == 0);
    }
    CHECK_OK(mmstats_v1_tuple_set(field, &value, 17));
}

/** Sizes of no struct of these parts. */
static void test_sizes(mmstats_v1_tuple_field field) {
    uint8_t before[17], bytes[32];
    memset(bytes, 0x55, sizeof bytes);
    CHECK_U64(mmstats_v1_tuple_get(field, before, sizeof before), 17);
    CHECK_STATUS(mmstats_v1_tuple_set(field, bytes, 16), MMSTATS_ERROR_WRONG_TYPE);
    CHECK_MESSAGE("17");
    CHECK_STATUS(mmstats_v1_tuple_set(field, bytes, 25), MMSTATS_ERROR_WRONG_TYPE);
    CHECK_STATUS(mmstats_v1_tuple_set(field, NULL, 24), MMSTATS_ERROR_INVALID);
    CHECK_U64(mmstats_v1_tuple_get(field, bytes, 16), 17);
    CHECK_U64(bytes[0], 0x55);
    CHECK_U64(mmstats_v1_tuple_get(field, NULL, 0), 17);
    CHECK_U64(mmstats_v1_tuple_get(field, bytes, 17), 17);
    CHECK(memcmp(bytes, before, 17) == 0);
    CHECK_U64(bytes[17], 0x55);
}

static void test_no_field(void) {
    const mmstats_v1_tuple_field none = {0, 0};
    uint64_t value = 7;
    CHECK_OK(mmstats_v1_tuple_set(none, &value, sizeof value));
    CHECK_U64(mmstats_v1_tuple_get(none, &value, sizeof value), 0);
    CHECK_U64(value, 7);
}

static void test_parts(mmstats_v1_reader *reader, size_t index) {
    mmstats_v1_value part = {0, {0}};
    CHECK_OK(mmstats_v1_reader_part(reader, index, 0, &part));
    CHECK(part.kind == MMSTATS_I8 && part.as.i64 == -3);
    CHECK_OK(mmstats_v1_reader_part(reader, index, 1, &part));
    CHECK(part.kind == MMSTATS_U64 && part.as.u64 == UINT64_MAX - 3);
    CHECK_OK(mmstats_v1_reader_part(reader, index, 2, &part));
    CHECK(part.kind == MMSTATS_BOOL && part.as.u64 == 1);
    CHECK_STATUS(mmstats_v1_reader_part(reader, index, 3, &part), MMSTATS_ERROR_NOT_FOUND);
    CHECK_STATUS(mmstats_v1_reader_part(reader, 1000, 0, &part), MMSTATS_ERROR_NOT_FOUND);
    CHECK(part.kind == MMSTATS_BOOL && part.as.u64 == 1);
    CHECK_STATUS(mmstats_v1_reader_part(reader, index, 0, NULL), MMSTATS_ERROR_INVALID);
    /* A field that is no tuple has one part. */
    CHECK_OK(mmstats_v1_reader_part(reader, 0, 0, &part));
    CHECK(part.kind == MMSTATS_U32 && part.as.u64 == (uint64_t)getpid());
    CHECK_STATUS(mmstats_v1_reader_part(reader, 0, 1, &part), MMSTATS_ERROR_NOT_FOUND);
}

/** A constant of each type; the payload's number is 1, however it is spelled. */
static void declare_constants(mmstats_v1_writer *writer) {
    for (int32_t kind = MMSTATS_U64; kind <= MMSTATS_BOOL; kind++) {
        char label[32];
        mmstats_v1_value value = {kind, {1}};
        if (kind == MMSTATS_F32 || kind == MMSTATS_F64)
            value.as.f64 = 1;
        snprintf(label, sizeof label, "constant %d", kind);
        CHECK_OK(mmstats_v1_writer_constant(writer, mmstats_str_of(label), &value));
    }
    const int32_t no_scalars[] = {0, -1, MMSTATS_TEXT, MMSTATS_TUPLE, 14};
    for (size_t i = 0; i < sizeof no_scalars / sizeof no_scalars[0]; i++) {
        const mmstats_v1_value value = {no_scalars[i], {0}};
        CHECK_STATUS(mmstats_v1_writer_constant(writer, MMSTATS_STR("none"), &value),
                     MMSTATS_ERROR_WRONG_TYPE);
    }
}

static void test_constants(const mmstats_v1_reader *reader) {
    for (int32_t kind = MMSTATS_U64; kind <= MMSTATS_BOOL; kind++) {
        char label[32];
        snprintf(label, sizeof label, "constant %d", kind);
        const mmstats_v1_value value = value_of(reader, label);
        CHECK(value.kind == kind);
        if (kind == MMSTATS_F32 || kind == MMSTATS_F64)
            CHECK(value.as.f64 == 1);
        else
            CHECK_U64(value.as.u64, 1);
    }
}

int main(void) {
    folder_make();
    mmstats_v1_writer *writer = writer_for(FILE_NAME);
    mmstats_v1_tuple_field field = {0, 0};
    CHECK_OK(mmstats_v1_writer_tuple(writer, MMSTATS_STR("mixed"), MMSTATS_STR("bQ?"), &field));
    declare_constants(writer);
    CHECK_OK(mmstats_v1_writer_create_file(writer));
    test_struct(field);
    test_sizes(field);
    test_no_field();
    mmstats_v1_reader *reader = reader_of(FILE_NAME);
    CHECK(value_of(reader, "mixed").kind == MMSTATS_TUPLE);
    CHECK_U64(value_of(reader, "mixed").as.u64, 3);
    test_parts(reader, 5);
    test_constants(reader);
    mmstats_v1_reader_free(reader);
    mmstats_v1_writer_free(writer);
    return checked();
}
