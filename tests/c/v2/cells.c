/* The inline functions and the library's leave the same words, on plain memory: scalars (SPEC.md
 * 2.7), histograms (2.8, F2-BUCKET), windows (2.9, F2-WINDOW-RESET), structs and texts (F2-PUBLISH).
 * Each of two arrays gets all of it, one inlined and one by calls; words around the cell stay. */

#include "check.h"

#include <math.h>

enum { WORDS = 1024, GUARD = 8 };
static const uint64_t UNTOUCHED = UINT64_C(0x5555555555555555);

static uint64_t inlined_words[WORDS], called_words[WORDS];
static uint64_t *const INLINED = inlined_words + GUARD, *const CALLED = called_words + GUARD;

/** A cell of zeros in both arrays, with other words around it. */
static void fresh(size_t words) {
    for (size_t i = 0; i < WORDS; i++) {
        const bool in_cell = i >= GUARD && i < GUARD + words;
        inlined_words[i] = called_words[i] = in_cell ? 0 : UNTOUCHED;
    }
}

/** Both are the same, and nothing but the cell was written. */
static void check_same(size_t words) {
    CHECK(memcmp(inlined_words, called_words, sizeof inlined_words) == 0);
    for (size_t i = 0; i < WORDS; i++)
        if (i < GUARD || i >= GUARD + words)
            if (inlined_words[i] != UNTOUCHED)
                CHECK(!"a word outside of the cell was written");
}

static void test_counters(uint32_t mode) {
    static const uint64_t steps[] = {0, 1, 255, UINT64_MAX, 1000003, UINT64_C(1) << 63};
    const mmstats_counter in_one = {INLINED, mode}, in_other = {CALLED, mode};
    uint64_t sum = 0;
    fresh(1);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        mmstats_counter_inc(in_one);
        (mmstats_counter_inc)(in_other);
        mmstats_counter_add(in_one, steps[i]);
        (mmstats_counter_add)(in_other, steps[i]);
        sum += 1 + steps[i];
        CHECK_U64(mmstats_counter_get(in_one), sum);
        CHECK_U64((mmstats_counter_get)(in_other), sum);
        check_same(1);
    }
}

/** A counter doesn't fall (F2-MONOTONIC): what isn't greater than 0 is not added. */
static void test_counters_f64(uint32_t mode) {
    static const double steps[] = {0.5, -1, 1e300, (double)NAN, -0.0, 0, 5e-324};
    const mmstats_counter_f64 in_one = {INLINED, mode}, in_other = {CALLED, mode};
    fresh(1);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        const double before = mmstats_counter_f64_get(in_one);
        mmstats_counter_f64_add(in_one, steps[i]);
        (mmstats_counter_f64_add)(in_other, steps[i]);
        CHECK(mmstats_counter_f64_get(in_one) >= before);
        CHECK((mmstats_counter_f64_get)(in_one) == mmstats_counter_f64_get(in_other));
        check_same(1);
    }
    CHECK(mmstats_counter_f64_get(in_one) == 0.5 + 1e300);
}

/** X(name, C type, a value, what is added to it, the sum) of each gauge that is a number. */
#define GAUGES(X)                                                                                 \
    X(u64, uint64_t, UINT64_MAX, 3, 2)                                                            \
    X(i64, int64_t, INT64_MIN, -1, INT64_MAX)                                                     \
    X(f64, double, -0.5, 0.75, 0.25)
#define TEST_GAUGE(name, type, value, n, sum)                                                     \
    static void test_gauge_##name(void) {                                                         \
        const mmstats_gauge_##name in_one = {INLINED}, in_other = {CALLED};                       \
        fresh(1);                                                                                 \
        mmstats_gauge_##name##_set(in_one, value);                                                \
        (mmstats_gauge_##name##_set)(in_other, value);                                            \
        check_same(1);                                                                            \
        CHECK(mmstats_gauge_##name##_get(in_other) == (type)value);                               \
        mmstats_gauge_##name##_add(in_one, n);                                                    \
        (mmstats_gauge_##name##_add)(in_other, n);                                                \
        check_same(1);                                                                            \
        CHECK((mmstats_gauge_##name##_get)(in_one) == (type)sum);                                 \
    }
GAUGES(TEST_GAUGE)

/** F2-BOOL: a bool is 0 or 1. */
static void test_gauge_bool(void) {
    const mmstats_gauge_bool in_one = {INLINED}, in_other = {CALLED};
    fresh(1);
    mmstats_gauge_bool_set(in_one, true);
    (mmstats_gauge_bool_set)(in_other, true);
    check_same(1);
    CHECK_U64(*INLINED, 1);
    *CALLED = 2;
    CHECK(mmstats_gauge_bool_get(in_other));
    CHECK((mmstats_gauge_bool_get)(in_other));
    mmstats_gauge_bool_set(in_one, false);
    CHECK_U64(*INLINED, 0);
}

/** Counts a value in both, and checks that it is in the bucket of that index, or in that word. */
static void observe(mmstats_histogram of, uint64_t value, int64_t index) {
    const int64_t bucket = index - of.first;
    const size_t word = bucket < 0                      ? MMSTATS_HISTOGRAM_ZERO
                        : bucket >= (int64_t)of.buckets ? MMSTATS_HISTOGRAM_ABOVE
                                                        : MMSTATS_HISTOGRAM_BUCKETS + (size_t)bucket;
    const uint64_t before = INLINED[word];
    of.cell = INLINED;
    mmstats_histogram_observe(of, value);
    of.cell = CALLED;
    (mmstats_histogram_observe)(of, value);
    if (INLINED[word] != before + 1)
        CHECK_U64(INLINED[word], before + 1);
}

/** F2-BUCKET, of every bound of every scale in the highest octave: the value is in the lower bucket, and
 *  the next one in the upper. */
static void test_buckets(uint32_t scale, uint32_t mode) {
    const int32_t per_octave = 1 << scale, step = 256 >> scale;
    const mmstats_histogram of = {NULL, scale, 63 * per_octave - 1, (uint32_t)per_octave, mode};
    const size_t words = MMSTATS_HISTOGRAM_BUCKETS + (size_t)per_octave;
    fresh(words);
    for (int32_t k = 0; k < per_octave; k++) {
        const uint64_t bound = mmstats_bucket_bounds[k * step];
        observe(of, bound, 63 * per_octave + k - 1);
        observe(of, bound + 1, 63 * per_octave + k);
    }
    observe(of, UINT64_MAX, 64 * per_octave - 1);
    observe(of, 0, INT32_MIN);
    observe(of, 1, -1);
    check_same(words);
    CHECK_U64(INLINED[MMSTATS_HISTOGRAM_MAX], UINT64_MAX);
    CHECK_U64(~INLINED[MMSTATS_HISTOGRAM_MIN_INVERTED], 0);
}

/** What SPEC.md says of T. */
static void test_bounds(void) {
    CHECK_U64(mmstats_bucket_bounds[0], UINT64_C(1) << 63);
    CHECK_U64(mmstats_bucket_bounds[1], UINT64_C(9248379135337035440));
    CHECK_U64(mmstats_bucket_bounds[255], UINT64_C(18396865112328554661));
    for (int k = 1; k < 256; k++)
        if (mmstats_bucket_bounds[k] <= mmstats_bucket_bounds[k - 1])
            CHECK(!"bounds grow");
}

/** Powers of two and their neighbours, of all sizes. */
static void test_powers(void) {
    const mmstats_histogram of = {NULL, 0, -1, 65, MMSTATS_OWN};
    fresh(MMSTATS_HISTOGRAM_BUCKETS + 65);
    for (int e = 0; e < 64; e++) {
        const uint64_t power = UINT64_C(1) << e;
        observe(of, power, e - 1);
        if (e > 1)
            observe(of, power - 1, e - 1);
        if (e > 0)
            observe(of, power + 1, e);
    }
    check_same(MMSTATS_HISTOGRAM_BUCKETS + 65);
}

static void test_histogram_f64(uint32_t mode) {
    static const double values[] = {0,     -0.0,   -1,        (double)NAN, -(double)NAN, (double)INFINITY,
                                    5e-324, 1,     1.0000001, 2,           1e-308,       1e308,
                                    -5e-324, -(double)INFINITY, 2.2250738585072014e-308};
    mmstats_histogram_f64 of = {INLINED, 4, -16, 48, mode};
    const size_t words = MMSTATS_HISTOGRAM_BUCKETS + 48;
    fresh(words);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        of.cell = INLINED;
        mmstats_histogram_f64_observe(of, values[i]);
        of.cell = CALLED;
        (mmstats_histogram_f64_observe)(of, values[i]);
        check_same(words);
    }
    CHECK_U64(INLINED[MMSTATS_HISTOGRAM_ZERO], 5);
    CHECK_U64(INLINED[MMSTATS_HISTOGRAM_ABOVE], 2);
    CHECK_U64(INLINED[MMSTATS_HISTOGRAM_NEGATIVE], 3);
    CHECK_U64(INLINED[MMSTATS_HISTOGRAM_NAN], 2);
    CHECK_U64(INLINED[MMSTATS_HISTOGRAM_BUCKETS + 15], 1); /* 1: above 2^(-1/16), at most 1 */
    CHECK_U64(INLINED[MMSTATS_HISTOGRAM_BUCKETS + 16], 1);
    CHECK_U64(INLINED[MMSTATS_HISTOGRAM_BUCKETS + 31], 1);
}

/** Slots of 10 ns: filled, reset when their time comes again, and not set back. */
static void test_window(void) {
    static const struct {
        uint64_t now, value;
    } steps[] = {{0, 5}, {9, 7}, {10, 1}, {29, 2}, {30, 3}, {5, 4}, {1000, 1}, {1039, UINT64_MAX}};
    const mmstats_window in_one = {INLINED, 10, 3}, in_other = {CALLED, 10, 3};
    const size_t words = MMSTATS_WINDOW_SLOTS + 3 * MMSTATS_WINDOW_SLOT_WORDS;
    fresh(words);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        mmstats_window_observe_at(in_one, steps[i].now, steps[i].value);
        (mmstats_window_observe_at)(in_other, steps[i].now, steps[i].value);
        check_same(words);
    }
    /* 1000 is in epoch 101, slot 2; nothing but its own value is in it. */
    const uint64_t *slot = INLINED + MMSTATS_WINDOW_SLOTS + 2 * MMSTATS_WINDOW_SLOT_WORDS;
    CHECK_U64(slot[MMSTATS_WINDOW_EPOCH], 104);
    CHECK_U64(slot[MMSTATS_WINDOW_COUNT], 1);
    CHECK_U64(slot[MMSTATS_WINDOW_SUM], UINT64_MAX);
    CHECK_U64(slot[MMSTATS_WINDOW_MAX], UINT64_MAX);
}

static void test_window_f64(void) {
    static const double values[] = {1.5, -0.0, -1, (double)NAN, (double)INFINITY, 0.25};
    const mmstats_window_f64 in_one = {INLINED, 1000, 2}, in_other = {CALLED, 1000, 2};
    const size_t words = MMSTATS_WINDOW_SLOTS + 2 * MMSTATS_WINDOW_SLOT_WORDS;
    fresh(words);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        mmstats_window_f64_observe_at(in_one, 1, values[i]);
        (mmstats_window_f64_observe_at)(in_other, 1, values[i]);
        check_same(words);
    }
    CHECK_U64(INLINED[MMSTATS_WINDOW_REFUSED], 2);
}

/** Sizes with and without a word that isn't whole, at addresses that are aligned and not. */
static void test_structs(void) {
    uint64_t value[66];
    for (size_t i = 0; i < sizeof value; i++)
        ((unsigned char *)value)[i] = (unsigned char)(i + 1);
    for (uint32_t size = 1; size <= 200; size++) {
        const uint32_t width = (size + 7) / 8 * 8, slots = size % 3 ? 4 : 2;
        const size_t words = 1 + slots * (width / 8);
        const mmstats_struct in_one = {INLINED, slots, width}, in_other = {CALLED, slots, width};
        fresh(words);
        for (uint64_t i = 1; i <= 9; i++) {
            const unsigned char *bytes = (const unsigned char *)value + i % 3;
            CHECK_OK(mmstats_struct_publish(in_one, bytes, size));
            CHECK_OK((mmstats_struct_publish)(in_other, bytes, size));
            const uint64_t *slot = INLINED + 1 + i % slots * (width / 8);
            CHECK(*INLINED == i && memcmp(slot, bytes, size) == 0);
            check_same(words);
        }
    }
}

/** Texts of all lengths, ASCII and not: cut between characters, refused where they are no UTF-8. */
static void test_texts(void) {
    static const char ascii[] = "the quick brown fox jumps", wide[] = "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\xc3\xb6";
    const mmstats_text in_one = {INLINED, 4, 24}, in_other = {CALLED, 4, 24};
    fresh(1 + 4 * 4);
    for (size_t len = 0; len < sizeof ascii; len++) {
        const mmstats_str text = {ascii, len};
        CHECK_OK(mmstats_text_set(in_one, text));
        CHECK_OK((mmstats_text_set)(in_other, text));
        check_same(1 + 4 * 4);
    }
    const uint64_t before = *INLINED;
    for (size_t len = 0; len < sizeof wide; len++) {
        const mmstats_str text = {wide, len};
        CHECK(mmstats_text_set(in_one, text) == (mmstats_text_set)(in_other, text));
        check_same(1 + 4 * 4);
    }
    CHECK_U64(*INLINED, before + 5); /* the empty one, and one behind each character */
    const mmstats_str broken = {"\xff", 1};
    CHECK_STATUS(mmstats_text_set(in_one, broken), MMSTATS_ERROR_INVALID);
    CHECK_STATUS((mmstats_text_set)(in_other, broken), MMSTATS_ERROR_INVALID);
    check_same(1 + 4 * 4);
}

/** A text that is cut in the middle of a character, which then isn't there. */
static void test_cut(void) {
    const mmstats_text in_one = {INLINED, 4, 8}, in_other = {CALLED, 4, 8};
    fresh(1 + 4 * 2);
    CHECK_OK(mmstats_text_set(in_one, MMSTATS_STR("1234567\xc3\xa4")));
    CHECK_OK((mmstats_text_set)(in_other, MMSTATS_STR("1234567\xc3\xa4")));
    check_same(1 + 4 * 2);
    CHECK_U64(INLINED[1 + 2], 7);
    CHECK(memcmp(INLINED + 1 + 3, "1234567\0", 8) == 0);
}

int main(void) {
    for (uint32_t mode = MMSTATS_SHARED; mode <= MMSTATS_OWN; mode++) {
        test_counters(mode);
        test_counters_f64(mode);
        test_histogram_f64(mode);
        for (uint32_t scale = 0; scale <= 8; scale++)
            test_buckets(scale, mode);
    }
    test_gauge_u64();
    test_gauge_i64();
    test_gauge_f64();
    test_gauge_bool();
    test_bounds();
    test_powers();
    test_window();
    test_window_f64();
    test_structs();
    test_texts();
    test_cut();
    return checked();
}
