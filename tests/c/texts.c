/* Texts: what is stored of them, how they are cut, what of them is copied out. */

#include "folder.h"

#define HEART "\xe2\x9d\xa4"

static mmstats_v1_writer *writer;
static mmstats_v1_text_field field;

/** The text of the field, as the library copies it. */
static mmstats_str stored(void) {
    static char text[16];
    const mmstats_str found = {text, mmstats_v1_text_get(field, text, sizeof text)};
    return found;
}

static void test_set(void) {
    CHECK_TEXT(stored(), "");
    CHECK_OK(mmstats_v1_text_set(field, MMSTATS_STR("12345678")));
    CHECK_TEXT(stored(), "12345678");
    CHECK_OK(mmstats_v1_text_set(field, MMSTATS_STR("abc")));
    CHECK_TEXT(stored(), "abc");
    CHECK(memcmp(field.at, "\xff" "abc\0\0\0\0\0", 9) == 0);
    CHECK_OK(mmstats_v1_text_set(field, MMSTATS_STR("")));
    CHECK_TEXT(stored(), "");
}

/** Cut between characters, and at a NUL. */
static void test_cut(void) {
    CHECK_OK(mmstats_v1_text_set(field, MMSTATS_STR("123456789")));
    CHECK_TEXT(stored(), "12345678");
    CHECK_OK(mmstats_v1_text_set(field, MMSTATS_STR("123456" HEART)));
    CHECK_TEXT(stored(), "123456");
    CHECK_OK(mmstats_v1_text_set(field, MMSTATS_STR("12345" HEART)));
    CHECK_TEXT(stored(), "12345" HEART);
    CHECK_OK(mmstats_v1_text_set(field, MMSTATS_STR(HEART HEART HEART)));
    CHECK_TEXT(stored(), HEART HEART);
    CHECK_OK(mmstats_v1_text_set(field, MMSTATS_STR("ab\0cd")));
    CHECK_TEXT(stored(), "ab");
}

static void test_not_utf8(void) {
    CHECK_OK(mmstats_v1_text_set(field, MMSTATS_STR("before")));
    CHECK_STATUS(mmstats_v1_text_set(field, MMSTATS_STR("caf\xe9")), MMSTATS_ERROR_INVALID);
    CHECK_MESSAGE("UTF-8");
    CHECK_TEXT(stored(), "before");
}

/** A buffer that is too small gets what fits, and not a byte more. */
static void test_small_buffer(void) {
    char text[8] = "-------";
    CHECK_OK(mmstats_v1_text_set(field, MMSTATS_STR("before")));
    CHECK_U64(mmstats_v1_text_get(field, text, 3), 6);
    CHECK(memcmp(text, "bef----", 8) == 0);
    CHECK_U64(mmstats_v1_text_get(field, NULL, 0), 6);
}

static void test_no_field(void) {
    const mmstats_v1_text_field none = {0, 0};
    char text[4] = "---";
    CHECK_OK(mmstats_v1_text_set(none, MMSTATS_STR("lost")));
    CHECK_U64(mmstats_v1_text_get(none, text, sizeof text), 0);
    CHECK(memcmp(text, "---", 4) == 0);
}

static void test_constant(void) {
    CHECK_OK(mmstats_v1_writer_constant_text(writer, MMSTATS_STR("as it is"),
                                             MMSTATS_STR("2.7.18"), 0));
    CHECK_OK(mmstats_v1_writer_constant_text(writer, MMSTATS_STR("cut"),
                                             MMSTATS_STR("12" HEART), 4));
}

static void test_read(void) {
    CHECK_OK(mmstats_v1_text_set(field, MMSTATS_STR("read")));
    CHECK_OK(mmstats_v1_writer_create_file(writer));
    mmstats_v1_reader *reader = reader_of("texts.mmstats");
    CHECK(value_of(reader, "text").kind == MMSTATS_TEXT);
    CHECK_TEXT(value_of(reader, "text").as.text, "read");
    CHECK_TEXT(value_of(reader, "as it is").as.text, "2.7.18");
    CHECK_TEXT(value_of(reader, "cut").as.text, "12");
    mmstats_v1_reader_free(reader);
}

int main(void) {
    folder_make();
    writer = writer_for("texts.mmstats");
    CHECK_OK(mmstats_v1_writer_text(writer, MMSTATS_STR("text"), 8, &field));
    CHECK_U64(field.width, 8);
    test_set();
    test_cut();
    test_not_utf8();
    test_small_buffer();
    test_no_field();
    test_constant();
    test_read();
    mmstats_v1_writer_free(writer);
    return checked();
}
