/* Options of a writer, and the environment that stands in for them. */

#include "folder.h"

/** The name of the writer's file, behind the folder; valid as long as the writer. */
static mmstats_str created_name(mmstats_v1_writer *writer) {
    mmstats_str path = MMSTATS_STR("");
    const size_t folder = strlen(folder_path) + 1;
    CHECK_OK(mmstats_v1_writer_create_file(writer));
    CHECK_OK(mmstats_v1_writer_path(writer, &path));
    if (!CHECK(path.len > folder && memcmp(path.data, folder_path, folder - 1) == 0))
        exit(1);
    const mmstats_str name = {path.data + folder, path.len - folder};
    return name;
}

/** A size of another version, or none. A larger one is of a later version, and taken. */
static void test_size(void) {
    struct {
        mmstats_v1_options known;
        char later[16];
    } larger;
    mmstats_v1_options options = options_for("size.mmstats");
    mmstats_v1_writer *const untouched = (mmstats_v1_writer *)folder_path;
    mmstats_v1_writer *writer = untouched;
    const size_t refused[] = {0, 1, sizeof options - 1};
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        options.size = refused[i];
        CHECK_STATUS(mmstats_v1_writer_new(MMSTATS_STR("test"), &options, &writer),
                     MMSTATS_ERROR_INVALID);
        CHECK_MESSAGE("size");
        CHECK(writer == untouched);
    }
    memset(&larger, 0, sizeof larger);
    larger.known = options_for("size.mmstats");
    larger.known.size = sizeof larger;
    CHECK_OK(mmstats_v1_writer_new(MMSTATS_STR("test"), &larger.known, &writer));
    mmstats_v1_writer_free(writer);
}

/** Strings that are none. */
static void test_strings(void) {
    mmstats_v1_writer *writer = NULL;
    const mmstats_str no_data = {NULL, 1}, latin_1 = MMSTATS_STR("caf\xe9");
    const mmstats_str refused[] = {no_data, latin_1};
    for (size_t i = 0; i < 2; i++) {
        mmstats_v1_options options = options_for("strings.mmstats");
        CHECK_STATUS(mmstats_v1_writer_new(refused[i], NULL, &writer), MMSTATS_ERROR_INVALID);
        options.filename = refused[i];
        CHECK_STATUS(mmstats_v1_writer_new(MMSTATS_STR("test"), &options, &writer),
                     MMSTATS_ERROR_INVALID);
        options = options_for("strings.mmstats");
        options.label_prefix = refused[i];
        CHECK_STATUS(mmstats_v1_writer_new(MMSTATS_STR("test"), &options, &writer),
                     MMSTATS_ERROR_INVALID);
    }
    CHECK(writer == NULL);
}

static void test_template(void) {
    char expected[64];
    mmstats_v1_options options = options_for("{CLASS}-{PID}-{{}}.mmstats");
    mmstats_v1_writer *writer = NULL;
    CHECK_OK(mmstats_v1_writer_new(MMSTATS_STR("shop"), &options, &writer));
    snprintf(expected, sizeof expected, "shop-%d-{}.mmstats", (int)getpid());
    CHECK_TEXT(created_name(writer), expected);
    mmstats_v1_writer_free(writer);
}

static void test_mode(void) {
    struct stat about;
    mmstats_v1_options options = options_for("mode.mmstats");
    mmstats_v1_writer *writer = NULL;
    options.mode = 0660;
    umask(027);
    CHECK_OK(mmstats_v1_writer_new(MMSTATS_STR("test"), &options, &writer));
    CHECK_OK(mmstats_v1_writer_create_file(writer));
    CHECK(stat(in_folder("mode.mmstats"), &about) == 0);
    CHECK_U64(about.st_mode & 07777, 0640);
    mmstats_v1_writer_free(writer);
    writer = writer_for("default-mode.mmstats");
    CHECK_OK(mmstats_v1_writer_create_file(writer));
    CHECK(stat(in_folder("default-mode.mmstats"), &about) == 0);
    CHECK_U64(about.st_mode & 07777, 0640);
    mmstats_v1_writer_free(writer);
}

static void test_labels(void) {
    mmstats_v1_options options = options_for("labels.mmstats");
    mmstats_v1_writer *writer = NULL;
    mmstats_v1_counter hits;
    size_t count = 0;
    options.label_prefix = MMSTATS_STR("web.");
    CHECK_OK(mmstats_v1_writer_new(MMSTATS_STR("test"), &options, &writer));
    CHECK_OK(mmstats_v1_writer_counter(writer, MMSTATS_STR("hits"), &hits));
    CHECK_OK(mmstats_v1_writer_create_file(writer));
    mmstats_v1_reader *reader = reader_of("labels.mmstats");
    const mmstats_v1_field *fields = mmstats_v1_reader_fields(reader, &count);
    CHECK_U64(count, 6);
    CHECK_TEXT(fields[0].label, "web.sys.pid");
    CHECK_TEXT(fields[5].label, "web.hits");
    CHECK(mmstats_v1_reader_writer(reader) == MMSTATS_LIVENESS_ALIVE);
    mmstats_v1_reader_free(reader);
    mmstats_v1_writer_free(writer);
}

/** Without options the environment says where the file goes and how it is called. */
static void test_environment(void) {
    mmstats_v1_writer *writer = NULL;
    CHECK(setenv("MMSTATS_PATH", folder_path, 1) == 0);
    CHECK(setenv("MMSTATS_FILES", "by-{CLASS}.mmstats", 1) == 0);
    CHECK_OK(mmstats_v1_writer_new(MMSTATS_STR("environment"), NULL, &writer));
    CHECK_TEXT(created_name(writer), "by-environment.mmstats");
    mmstats_v1_writer_free(writer);
}

int main(void) {
    folder_make();
    test_size();
    test_strings();
    test_template();
    test_mode();
    test_labels();
    test_environment();
    return checked();
}
