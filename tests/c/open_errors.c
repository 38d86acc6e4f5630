/* What opening and decoding refuse: each status, its offset, and a result that stays as it was. */

#include "folder.h"

/** Where a failed call must not write. */
static mmstats_v1_reader *const UNTOUCHED = (mmstats_v1_reader *)folder_path;

/** That opening a path fails so. */
static void check_refused(const char *path, mmstats_status status) {
    mmstats_v1_reader *reader = UNTOUCHED;
    CHECK_STATUS(mmstats_v1_reader_open(mmstats_str_of(path), &reader), status);
    CHECK(reader == UNTOUCHED);
    CHECK_MESSAGE(path);
}

static void test_not_found(void) {
    check_refused(in_folder("missing.mmstats"), MMSTATS_ERROR_NOT_FOUND);
    check_refused(in_folder("missing/folder.mmstats"), MMSTATS_ERROR_NOT_FOUND);
    CHECK(mmstats_error_offset() == -1);
}

/** Root may read everything, so that root becomes somebody else for this. */
static void test_permission(void) {
    const char *path = file_of("secret.mmstats", "\1", 1);
    const bool root = geteuid() == 0;
    CHECK(chmod(path, 0) == 0);
    CHECK(chmod(folder_path, 0755) == 0);
    CHECK(!root || seteuid(65534) == 0);
    check_refused(path, MMSTATS_ERROR_PERMISSION);
    CHECK(!root || seteuid(0) == 0);
}

/** None of these is opened for long enough to wait for anybody. */
static void test_not_a_stats_file(void) {
    const char *fifo = in_folder("fifo.mmstats");
    const char *link = in_folder("link.mmstats");
    CHECK(mkfifo(fifo, 0600) == 0);
    CHECK(symlink(file_of("target.mmstats", "\1", 1), link) == 0);
    check_refused(folder_path, MMSTATS_ERROR_NOT_A_STATS_FILE);
    check_refused(fifo, MMSTATS_ERROR_NOT_A_STATS_FILE);
    check_refused(link, MMSTATS_ERROR_NOT_A_STATS_FILE);
    check_refused("/dev/null", MMSTATS_ERROR_NOT_A_STATS_FILE);
    check_refused(file_of("empty.mmstats", "", 0), MMSTATS_ERROR_NOT_A_STATS_FILE);
}

static void test_unknown_version(void) {
    check_refused(file_of("version-0.mmstats", "\0\0\0", 3), MMSTATS_ERROR_UNKNOWN_VERSION);
    CHECK(mmstats_error_offset() == 0);
    check_refused(file_of("draft.mmstats", "\2\0\0", 3), MMSTATS_ERROR_UNKNOWN_VERSION);
    CHECK(mmstats_error_offset() == 0);
    check_refused(file_of("format-2.mmstats", "\2MMSTATS", 8), MMSTATS_ERROR_UNKNOWN_VERSION);
    CHECK_MESSAGE("format 2");
}

static void test_corrupt(void) {
    check_refused(file_of("cut.mmstats", "\1\3\0ab", 5), MMSTATS_ERROR_CORRUPT);
    CHECK(mmstats_error_offset() == 3);
    CHECK_MESSAGE("offset 3");
    check_refused(file_of("tail.mmstats", "\1\0\0\0\0\0x", 7), MMSTATS_ERROR_CORRUPT);
    CHECK(mmstats_error_offset() == 6);
    CHECK_MESSAGE("SPEC.md");
}

/** A file of nothing but a hole: its size is enough. */
static void test_limit(void) {
    const char *path = file_of("huge.mmstats", "\1", 1);
    CHECK(truncate(path, (64 << 20) + 1) == 0);
    check_refused(path, MMSTATS_ERROR_LIMIT);
}

static void test_invalid(void) {
    mmstats_v1_reader *reader = UNTOUCHED;
    const mmstats_str no_bytes = {NULL, 3};
    CHECK_STATUS(mmstats_v1_reader_open(MMSTATS_STR(""), &reader), MMSTATS_ERROR_INVALID);
    CHECK_STATUS(mmstats_v1_reader_open(MMSTATS_STR("a\0b"), &reader), MMSTATS_ERROR_INVALID);
    CHECK_STATUS(mmstats_v1_reader_open(no_bytes, &reader), MMSTATS_ERROR_INVALID);
    CHECK(reader == UNTOUCHED);
}

/** A name that no file system takes. */
static void test_io(void) {
    char path[1024];
    memset(path, 'l', sizeof path);
    path[0] = '/';
    path[sizeof path - 1] = '\0';
    check_refused(path, MMSTATS_ERROR_IO);
}

static void test_decode(void) {
    mmstats_v1_reader *reader = UNTOUCHED;
    const uint8_t cut[] = {1, 3, 0, 'a', 'b'};
    CHECK_STATUS(mmstats_v1_reader_decode(cut, sizeof cut, &reader), MMSTATS_ERROR_CORRUPT);
    CHECK(mmstats_error_offset() == 3);
    CHECK_STATUS(mmstats_v1_reader_decode(cut, 0, &reader), MMSTATS_ERROR_NOT_A_STATS_FILE);
    CHECK_STATUS(mmstats_v1_reader_decode(NULL, 0, &reader), MMSTATS_ERROR_NOT_A_STATS_FILE);
    CHECK_STATUS(mmstats_v1_reader_decode(NULL, 5, &reader), MMSTATS_ERROR_INVALID);
    CHECK(reader == UNTOUCHED);
    CHECK_OK(mmstats_v1_reader_decode(cut, 1, &reader));
    CHECK_U64(mmstats_v1_reader_size(reader), 1);
    CHECK_TEXT(mmstats_v1_reader_path(reader), "");
    CHECK_STATUS(mmstats_v1_reader_refresh(reader), MMSTATS_ERROR_CLOSED);
    mmstats_v1_reader_free(reader);
}

int main(void) {
    folder_make();
    test_not_found();
    test_permission();
    test_not_a_stats_file();
    test_unknown_version();
    test_corrupt();
    test_limit();
    test_invalid();
    test_io();
    test_decode();
    return checked();
}
