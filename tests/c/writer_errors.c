/* What declaring and creating refuse. Results stay as they were, and handles go on. */

#include "folder.h"

/** That declaring a counter of that label fails so. */
static void check_refused(mmstats_v1_writer *writer, mmstats_str label, mmstats_status status) {
    uint8_t untouched = 0;
    mmstats_v1_counter counter = {&untouched};
    CHECK_STATUS(mmstats_v1_writer_counter(writer, label, &counter), status);
    CHECK(counter.at == &untouched);
}

static void test_labels(void) {
    static char label[65536];
    const mmstats_str too_long = {label, sizeof label}, longest = {label, sizeof label - 1};
    mmstats_v1_counter counter = {0};
    mmstats_v1_writer *writer = writer_for("labels.mmstats");
    memset(label, 'l', sizeof label);
    check_refused(writer, MMSTATS_STR(""), MMSTATS_ERROR_INVALID);
    check_refused(writer, MMSTATS_STR("a\0b"), MMSTATS_ERROR_INVALID);
    check_refused(writer, MMSTATS_STR("caf\xe9"), MMSTATS_ERROR_INVALID);
    check_refused(writer, too_long, MMSTATS_ERROR_LIMIT);
    CHECK_OK(mmstats_v1_writer_counter(writer, longest, &counter));
    CHECK_OK(mmstats_v1_writer_counter(writer, MMSTATS_STR("hits"), &counter));
    check_refused(writer, MMSTATS_STR("hits"), MMSTATS_ERROR_DUPLICATE);
    CHECK_MESSAGE("hits");
    check_refused(writer, MMSTATS_STR("sys.pid"), MMSTATS_ERROR_DUPLICATE);
    mmstats_v1_writer_free(writer);
}

static void test_signatures(void) {
    static const char *const refused[] = {"", "QX", "Q Q", "3", "01s", "<Q"};
    mmstats_v1_writer *writer = writer_for("signatures.mmstats");
    mmstats_v1_tuple_field field = {0, 7};
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        CHECK_STATUS(mmstats_v1_writer_tuple(writer, MMSTATS_STR("tuple"),
                                             mmstats_str_of(refused[i]), &field),
                     MMSTATS_ERROR_INVALID);
    CHECK_U64(field.width, 7);
    mmstats_v1_writer_free(writer);
}

/** A file has at most 16 MiB; the writer goes on without the field that doesn't fit. */
static void test_limit(void) {
    mmstats_v1_writer *writer = writer_for("limit.mmstats");
    mmstats_v1_text_field field = {0, 7};
    CHECK_STATUS(mmstats_v1_writer_text(writer, MMSTATS_STR("text"), 16 << 20, &field),
                 MMSTATS_ERROR_LIMIT);
    CHECK_STATUS(mmstats_v1_writer_text(writer, MMSTATS_STR("text"), SIZE_MAX, &field),
                 MMSTATS_ERROR_LIMIT);
    CHECK_U64(field.width, 7);
    CHECK_OK(mmstats_v1_writer_text(writer, MMSTATS_STR("text"), 16, &field));
    CHECK_U64(field.width, 16);
    CHECK_OK(mmstats_v1_writer_create_file(writer));
    mmstats_v1_writer_free(writer);
}

/** What can't be done yet, or any more. */
static void test_closed(void) {
    mmstats_v1_writer *writer = writer_for("closed.mmstats");
    mmstats_str path = MMSTATS_STR("untouched");
    CHECK_STATUS(mmstats_v1_writer_path(writer, &path), MMSTATS_ERROR_CLOSED);
    CHECK_TEXT(path, "untouched");
    CHECK_STATUS(mmstats_v1_writer_flush(writer, true), MMSTATS_ERROR_CLOSED);
    CHECK_OK(mmstats_v1_writer_create_file(writer));
    CHECK_OK(mmstats_v1_writer_path(writer, &path));
    CHECK_TEXT(path, in_folder("closed.mmstats"));
    CHECK_OK(mmstats_v1_writer_flush(writer, true));
    CHECK_OK(mmstats_v1_writer_flush(writer, false));
    check_refused(writer, MMSTATS_STR("late"), MMSTATS_ERROR_CLOSED);
    CHECK_STATUS(mmstats_v1_writer_create_file(writer), MMSTATS_ERROR_CLOSED);
    CHECK_OK(mmstats_v1_writer_remove(writer));
    CHECK_OK(mmstats_v1_writer_remove(writer));
    CHECK(access(in_folder("closed.mmstats"), F_OK) != 0);
    CHECK_STATUS(mmstats_v1_writer_create_file(writer), MMSTATS_ERROR_CLOSED);
    CHECK_STATUS(mmstats_v1_writer_flush(writer, true), MMSTATS_ERROR_CLOSED);
    CHECK_STATUS(mmstats_v1_writer_path(writer, &path), MMSTATS_ERROR_CLOSED);
    mmstats_v1_writer_free(writer);
}

/** That creating a file of that name fails so, and that a handle works before, after and on. */
static void check_not_created(const char *name, mmstats_status status) {
    mmstats_v1_counter counter = {0};
    mmstats_v1_writer *writer = writer_for(name);
    CHECK_OK(mmstats_v1_writer_counter(writer, MMSTATS_STR("hits"), &counter));
    mmstats_v1_counter_inc(counter);
    CHECK_STATUS(mmstats_v1_writer_create_file(writer), status);
    mmstats_v1_counter_inc(counter);
    CHECK_U64(mmstats_v1_counter_get(counter), 2);
    mmstats_v1_writer_free(writer);
    mmstats_v1_counter_inc(counter);
}

static void test_names(void) {
    char too_long[300];
    memset(too_long, 'l', sizeof too_long - 1);
    too_long[sizeof too_long - 1] = '\0';
    check_not_created("{NOBODY}.mmstats", MMSTATS_ERROR_INVALID);
    CHECK_MESSAGE("NOBODY");
    check_not_created("lone-}.mmstats", MMSTATS_ERROR_INVALID);
    check_not_created("missing/folder.mmstats", MMSTATS_ERROR_NOT_FOUND);
    check_not_created(too_long, MMSTATS_ERROR_IO);
}

/** What has the name already, and is no stats file that nobody writes. */
static void test_name_taken(void) {
    mmstats_v1_writer *first = writer_for("taken.mmstats");
    CHECK_OK(mmstats_v1_writer_create_file(first));
    check_not_created("taken.mmstats", MMSTATS_ERROR_BUSY);
    CHECK_MESSAGE("taken.mmstats");
    mmstats_v1_writer_free(first);
    mmstats_v1_writer *second = writer_for("taken.mmstats");
    CHECK_OK(mmstats_v1_writer_create_file(second));
    mmstats_v1_writer_free(second);

    CHECK(mkdir(in_folder("folder.mmstats"), 0700) == 0);
    CHECK(mkfifo(in_folder("fifo.mmstats"), 0600) == 0);
    CHECK(symlink("taken.mmstats", in_folder("link.mmstats")) == 0);
    check_not_created("folder.mmstats", MMSTATS_ERROR_NOT_A_STATS_FILE);
    check_not_created("fifo.mmstats", MMSTATS_ERROR_NOT_A_STATS_FILE);
    check_not_created("link.mmstats", MMSTATS_ERROR_NOT_A_STATS_FILE);
}

/** Root may write everywhere, so that root becomes somebody else for this. */
static void test_permission(void) {
    const bool root = geteuid() == 0;
    CHECK(mkdir(in_folder("closed"), 0555) == 0);
    CHECK(chmod(folder_path, 0755) == 0);
    CHECK(!root || seteuid(65534) == 0);
    check_not_created("closed/file.mmstats", MMSTATS_ERROR_PERMISSION);
    CHECK(!root || seteuid(0) == 0);
}

int main(void) {
    folder_make();
    test_labels();
    test_signatures();
    test_limit();
    test_closed();
    test_names();
    test_name_taken();
    test_permission();
    return checked();
}
