/* Counters and fields of one value: declare, set, get; the inline functions and the library's
 * leave the same bytes; a reader finds what was set. */

#include "folder.h"

#include <math.h>

/** X(name, C type, kind, member of the payload, two values) of each scalar. */
#define SCALARS(X)                                                                                \
    X(u64, uint64_t, MMSTATS_U64, u64, UINT64_MAX, UINT64_C(0x0102030405060708))                  \
    X(i64, int64_t, MMSTATS_I64, i64, INT64_MIN, INT64_C(-0x0102030405060708))                    \
    X(u32, uint32_t, MMSTATS_U32, u64, UINT32_MAX, UINT32_C(0x01020304))                          \
    X(i32, int32_t, MMSTATS_I32, i64, INT32_MIN, -0x01020304)                                     \
    X(u16, uint16_t, MMSTATS_U16, u64, UINT16_MAX, 0x0102)                                        \
    X(i16, int16_t, MMSTATS_I16, i64, INT16_MIN, -0x0102)                                         \
    X(u8, uint8_t, MMSTATS_U8, u64, UINT8_MAX, 1)                                                 \
    X(i8, int8_t, MMSTATS_I8, i64, INT8_MIN, -1)                                                  \
    X(f32, float, MMSTATS_F32, f64, 3.40282346638528859812e+38F, -0.5F)                           \
    X(f64, double, MMSTATS_F64, f64, 5e-324, -0.1)                                                \
    X(bool, bool, MMSTATS_BOOL, u64, true, false)

static bool buffered(const uint8_t *at) {
    return *at != MMSTATS_V1_UNBUFFERED;
}

/** All bytes of a cell whose value has that width. */
static size_t cell_size(const uint8_t *at, size_t width) {
    return MMSTATS_V1_VALUE_OFFSET + (buffered(at) ? 2 : 1) * width;
}

#define TEST_SCALAR(name, type, number, member, high, low)                                        \
    static void test_##name(void) {                                                               \
        const type values[] = {high, low, 0, high};                                               \
        mmstats_v1_##name##_field inlined = {0}, called = {0};                                    \
        mmstats_v1_writer *writer = writer_for(#name ".mmstats");                                 \
        CHECK_OK(mmstats_v1_writer_##name(writer, MMSTATS_STR("inlined"), low, &inlined));        \
        CHECK_OK(mmstats_v1_writer_##name(writer, MMSTATS_STR("called"), low, &called));          \
        CHECK(mmstats_v1_##name##_get(inlined) == low);                                           \
        CHECK((mmstats_v1_##name##_get)(inlined) == low);                                         \
        const size_t size = cell_size(inlined.at, sizeof(type));                                  \
        CHECK(buffered(inlined.at) == (sizeof(type) > 1));                                        \
        CHECK_OK(mmstats_v1_writer_create_file(writer));                                          \
        for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {                           \
            mmstats_v1_##name##_set(inlined, values[i]);                                          \
            (mmstats_v1_##name##_set)(called, values[i]);                                         \
            CHECK(memcmp(inlined.at, called.at, size) == 0);                                      \
            CHECK((mmstats_v1_##name##_get)(inlined) == values[i]);                               \
            CHECK(mmstats_v1_##name##_get(called) == values[i]);                                  \
        }                                                                                         \
        mmstats_v1_reader *reader = reader_of(#name ".mmstats");                                  \
        const mmstats_v1_value value = value_of(reader, "inlined");                               \
        CHECK(value.kind == number);                                                              \
        CHECK((type)value.as.member == high);                                                     \
        mmstats_v1_reader_free(reader);                                                           \
        mmstats_v1_writer_free(writer);                                                           \
        const mmstats_v1_##name##_field none = {0};                                               \
        mmstats_v1_##name##_set(none, high);                                                      \
        (mmstats_v1_##name##_set)(none, high);                                                    \
        CHECK(mmstats_v1_##name##_get(none) == 0);                                                \
        CHECK((mmstats_v1_##name##_get)(none) == 0);                                              \
    }
SCALARS(TEST_SCALAR)

/** The same steps on two counters, inlined and called. */
static void test_counter(void) {
    mmstats_v1_counter inlined = {0}, called = {0};
    mmstats_v1_writer *writer = writer_for("counter.mmstats");
    CHECK_OK(mmstats_v1_writer_counter(writer, MMSTATS_STR("inlined"), &inlined));
    CHECK_OK(mmstats_v1_writer_counter(writer, MMSTATS_STR("called"), &called));
    CHECK_OK(mmstats_v1_writer_create_file(writer));
    const uint64_t steps[] = {1, 255, 0, UINT64_MAX, 1000003, UINT64_C(1) << 63};
    uint64_t sum = 0;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        mmstats_v1_counter_inc(inlined);
        (mmstats_v1_counter_inc)(called);
        mmstats_v1_counter_add(inlined, steps[i]);
        (mmstats_v1_counter_add)(called, steps[i]);
        sum += 1 + steps[i];
        CHECK(memcmp(inlined.at, called.at, cell_size(inlined.at, 8)) == 0);
        CHECK_U64(mmstats_v1_counter_get(called), sum);
        CHECK_U64((mmstats_v1_counter_get)(inlined), sum);
    }
    mmstats_v1_counter_set(inlined, 7);
    (mmstats_v1_counter_set)(called, 7);
    CHECK(memcmp(inlined.at, called.at, cell_size(inlined.at, 8)) == 0);
    mmstats_v1_reader *reader = reader_of("counter.mmstats");
    CHECK(value_of(reader, "called").kind == MMSTATS_U64);
    CHECK_U64(value_of(reader, "inlined").as.u64, 7);
    mmstats_v1_reader_free(reader);
    mmstats_v1_writer_free(writer);
}

/** A counter whose handle is all zeros takes everything and gives 0. */
static void test_no_counter(void) {
    const mmstats_v1_counter none = {0};
    mmstats_v1_counter_inc(none);
    mmstats_v1_counter_add(none, 3);
    mmstats_v1_counter_set(none, 3);
    (mmstats_v1_counter_inc)(none);
    (mmstats_v1_counter_add)(none, 3);
    (mmstats_v1_counter_set)(none, 3);
    CHECK_U64(mmstats_v1_counter_get(none), 0);
    CHECK_U64((mmstats_v1_counter_get)(none), 0);
}

/** Whatever stands in the write buffer byte, only its lowest bit counts: the cell isn't left. */
static void test_spoilt_write_buffer(void) {
    const uint8_t spoilt[] = {2, 3, 0x80, 0xfe, 0xff};
    for (size_t i = 0; i < sizeof spoilt; i++) {
        /* 8 bytes before and behind the cell. */
        uint8_t inlined[33], called[33];
        memset(inlined, 0x55, sizeof inlined);
        inlined[8] = spoilt[i];
        memcpy(called, inlined, sizeof called);
        const mmstats_v1_counter in_one = {inlined + 8}, in_other = {called + 8};
        mmstats_v1_counter_add(in_one, 1);
        (mmstats_v1_counter_add)(in_other, 1);
        CHECK(memcmp(inlined, called, sizeof called) == 0);
        CHECK_U64(inlined[8], (spoilt[i] & 1) ^ 1);
        CHECK_U64(inlined[7], 0x55);
        CHECK_U64(inlined[25], 0x55);
        CHECK_U64(mmstats_v1_counter_get(in_one), UINT64_C(0x5555555555555556));
    }
}

/** Bits of floats that compare as equal, or not even with themselves. */
static void test_float_bits(void) {
    mmstats_v1_f32_field f32 = {0};
    mmstats_v1_f64_field f64 = {0};
    mmstats_v1_writer *writer = writer_for("float-bits.mmstats");
    CHECK_OK(mmstats_v1_writer_f32(writer, MMSTATS_STR("f32"), 0, &f32));
    CHECK_OK(mmstats_v1_writer_f64(writer, MMSTATS_STR("f64"), 0, &f64));
    mmstats_v1_f32_set(f32, -0.0F);
    mmstats_v1_f64_set(f64, -0.0);
    CHECK(signbit(mmstats_v1_f32_get(f32)));
    CHECK(signbit(mmstats_v1_f64_get(f64)));
    mmstats_v1_f32_set(f32, NAN);
    mmstats_v1_f64_set(f64, (double)NAN);
    CHECK(isnan(mmstats_v1_f32_get(f32)));
    CHECK(isnan(mmstats_v1_f64_get(f64)));
    mmstats_v1_writer_free(writer);
}

int main(void) {
    folder_make();
#define RUN(name, type, number, member, high, low) test_##name();
    SCALARS(RUN)
    test_counter();
    test_no_counter();
    test_spoilt_write_buffer();
    test_float_bits();
    return checked();
}
