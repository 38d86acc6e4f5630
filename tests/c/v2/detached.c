/* Where a file can't be had: an error, or a writer without one that says why. And what a writer with a
 * file may warn of. */

#include "all.h"

#include <sys/vfs.h>

static bool contains(mmstats_str text, const char *part) {
    return memmem(text.data, text.len, part, strlen(part)) != NULL;
}

static mmstats_options nowhere(void) {
    mmstats_options options = MMSTATS_OPTIONS_INIT;
    options.path = MMSTATS_STR("/nowhere/at/all");
    options.filename = MMSTATS_STR("none.mmstats");
    return options;
}

static void test_no_folder(void) {
    mmstats_options options = nowhere();
    mmstats_writer *writer = NULL;
    mmstats_warning warning = MMSTATS_WARNING_NONE;
    mmstats_str text = MMSTATS_STR(""), again = MMSTATS_STR(""), path = MMSTATS_STR("untouched");
    CHECK_STATUS(mmstats_writer_new(MMSTATS_STR("test"), &options, &writer),
                 MMSTATS_ERROR_NOT_FOUND);
    CHECK(writer == NULL);
    options.or_detached = true;
    if (!CHECK_OK(mmstats_writer_new(MMSTATS_STR("test"), &options, &writer)))
        return;
    CHECK_OK(mmstats_writer_warning(writer, &warning, &text));
    CHECK(warning == MMSTATS_WARNING_DETACHED);
    CHECK(contains(text, "/nowhere/at/all") && contains(text, "not published"));
    struct all all = all_of(writer);
    write_inline(&all, 1);
    write_called(&all, 2);
    CHECK_U64(mmstats_counter_get(all.hits), 3);
    CHECK(mmstats_gauge_i64_get(all.level) == 2);
    CHECK_STATUS(mmstats_writer_path(writer, &path), MMSTATS_ERROR_CLOSED);
    CHECK_TEXT(path, "untouched");
    CHECK_OK(mmstats_writer_warning(writer, &warning, &again));
    CHECK(again.data == text.data && again.len == text.len); /* it stays until the writer is freed */
    all_free(&all);
}

/** Why a file can't be had doesn't matter; but what is no name of an application is an error. */
static void test_other_reasons(void) {
    mmstats_writer *first = stats_writer("taken.mmstats"), *second = NULL;
    mmstats_options options = stats_options("taken.mmstats");
    mmstats_warning warning = MMSTATS_WARNING_NONE;
    mmstats_str text = MMSTATS_STR("");
    options.or_detached = true;
    CHECK_OK(mmstats_writer_new(MMSTATS_STR("test"), &options, &second));
    CHECK_OK(mmstats_writer_warning(second, &warning, &text));
    CHECK(warning == MMSTATS_WARNING_DETACHED && contains(text, "taken.mmstats"));
    mmstats_writer_free(second);
    mmstats_writer_free(first);
    options.filename = MMSTATS_STR("{NONE}.mmstats");
    CHECK_OK(mmstats_writer_new(MMSTATS_STR("test"), &options, &second));
    CHECK_OK(mmstats_writer_warning(second, &warning, &text));
    CHECK(warning == MMSTATS_WARNING_DETACHED && contains(text, "{NONE}"));
    mmstats_writer_free(second);
    second = NULL;
    CHECK_STATUS(mmstats_writer_new(MMSTATS_STR(""), &options, &second), MMSTATS_ERROR_INVALID);
    CHECK(second == NULL);
}

/** A writer that was meant to be detached, and one that has its file, in memory. */
static void test_nothing_to_say(void) {
    mmstats_options options = nowhere();
    mmstats_writer *writer = NULL;
    mmstats_warning warning = MMSTATS_WARNING_REMOTE;
    mmstats_str text = MMSTATS_STR("untouched");
    struct statfs about;
    options.detached = true;
    CHECK_OK(mmstats_writer_new(MMSTATS_STR("test"), &options, &writer));
    CHECK_OK(mmstats_writer_warning(writer, &warning, &text));
    CHECK(warning == MMSTATS_WARNING_NONE);
    CHECK_TEXT(text, "");
    mmstats_writer_free(writer);
    options = nowhere();
    options.path = MMSTATS_STR("/dev/shm");
    options.filename = MMSTATS_STR("mmstats-test-{PID}.mmstats");
    options.or_detached = true;
    if (statfs("/dev/shm", &about) != 0 || about.f_type != 0x01021994) {
        printf("not tested: a writer in memory, since /dev/shm is no tmpfs\n");
        return;
    }
    CHECK_OK(mmstats_writer_new(MMSTATS_STR("test"), &options, &writer));
    warning = MMSTATS_WARNING_REMOTE;
    CHECK_OK(mmstats_writer_warning(writer, &warning, &text));
    CHECK(warning == MMSTATS_WARNING_NONE);
    CHECK_OK(mmstats_writer_path(writer, &text));
    char path[256];
    snprintf(path, sizeof path, "%.*s", (int)text.len, text.data);
    CHECK(unlink(path) == 0);
    mmstats_writer_free(writer);
}

/** In the folder of the tests: what there is to say, if anything, says what to do. */
static void test_a_file(void) {
    mmstats_writer *writer = stats_writer("file.mmstats");
    mmstats_warning warning = MMSTATS_WARNING_DETACHED;
    mmstats_str text = MMSTATS_STR("untouched");
    CHECK_OK(mmstats_writer_warning(writer, &warning, &text));
    CHECK(warning != MMSTATS_WARNING_DETACHED);
    CHECK((warning == MMSTATS_WARNING_NONE) == (text.len == 0));
    CHECK(warning == MMSTATS_WARNING_NONE ||
          (contains(text, folder_path) && contains(text, "MMSTATS_PATH")));
    CHECK_STATUS(mmstats_writer_warning(NULL, &warning, &text), MMSTATS_ERROR_INVALID);
    CHECK_STATUS(mmstats_writer_warning(writer, NULL, &text), MMSTATS_ERROR_INVALID);
    CHECK_STATUS(mmstats_writer_warning(writer, &warning, NULL), MMSTATS_ERROR_INVALID);
    mmstats_writer_free(writer);
}

int main(void) {
    folder_make();
    test_no_folder();
    test_other_reasons();
    test_nothing_to_say();
    test_a_file();
    return checked();
}
