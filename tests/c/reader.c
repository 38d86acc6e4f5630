/* The reader: fields in order, labels, a live file, files found by a glob, dead writers. */

#include "folder.h"

#include <signal.h>
#include <sys/wait.h>

static void test_fields(void) {
    mmstats_v1_options options = options_for("fields.mmstats");
    mmstats_v1_writer *writer = NULL;
    mmstats_v1_u16_field field;
    mmstats_v1_field found;
    size_t count = 0;
    options.no_system_fields = true;
    CHECK_OK(mmstats_v1_writer_new(MMSTATS_STR("test"), &options, &writer));
    CHECK_OK(mmstats_v1_writer_u16(writer, MMSTATS_STR("first"), 1, &field));
    CHECK_OK(mmstats_v1_writer_u16(writer, MMSTATS_STR("second"), 2, &field));
    CHECK_OK(mmstats_v1_writer_create_file(writer));
    mmstats_v1_reader *reader = reader_of("fields.mmstats");
    const mmstats_v1_field *fields = mmstats_v1_reader_fields(reader, &count);
    CHECK_U64(count, 2);
    CHECK_TEXT(fields[0].label, "first");
    CHECK_TEXT(fields[1].label, "second");
    CHECK_U64(fields[1].value.as.u64, 2);
    CHECK_OK(mmstats_v1_reader_find(reader, MMSTATS_STR("second"), &found));
    CHECK_TEXT(found.label, "second");
    CHECK_STATUS(mmstats_v1_reader_find(reader, MMSTATS_STR("third"), &found),
                 MMSTATS_ERROR_NOT_FOUND);
    CHECK_MESSAGE("third");
    CHECK_TEXT(found.label, "second");
    CHECK_TEXT(mmstats_v1_reader_path(reader), in_folder("fields.mmstats"));
    CHECK_U64(mmstats_v1_reader_size(reader), 4096);
    CHECK_U64(mmstats_v1_writer_size(writer), 4096);
    CHECK(mmstats_v1_reader_is_typed(reader));
    CHECK(!mmstats_v1_reader_is_big_endian(reader));
    /* By its lock: no field names its process. */
    CHECK(mmstats_v1_reader_writer(reader) == MMSTATS_LIVENESS_ALIVE);
    mmstats_v1_writer_free(writer);
    CHECK(mmstats_v1_reader_writer(reader) == MMSTATS_LIVENESS_UNKNOWN);
    mmstats_v1_reader_free(reader);
}

/** A char, big-endian file, whose text isn't all UTF-8 in its typed brother. */
static void test_other_layouts(void) {
    const uint8_t big[] = {1, 0, 1, 'a', 'H', 0xff, 1, 2};
    const uint8_t text[] = {1, 1, 0, 'a', 2, 0, '4', 's', 0xff, 'b', 0xe9, 'c', 0};
    mmstats_v1_reader *reader = NULL;
    CHECK_OK(mmstats_v1_reader_decode(big, sizeof big, &reader));
    CHECK(!mmstats_v1_reader_is_typed(reader));
    CHECK(mmstats_v1_reader_is_big_endian(reader));
    CHECK_U64(value_of(reader, "a").as.u64, 0x0102);
    mmstats_v1_reader_free(reader);
    CHECK_OK(mmstats_v1_reader_decode(text, sizeof text, &reader));
    CHECK_TEXT(value_of(reader, "a").as.text, "bc");
    mmstats_v1_reader_free(reader);
}

static void test_refresh(void) {
    mmstats_v1_counter hits = {0};
    mmstats_v1_writer *writer = writer_for("live.mmstats");
    CHECK_OK(mmstats_v1_writer_counter(writer, MMSTATS_STR("hits"), &hits));
    CHECK_OK(mmstats_v1_writer_create_file(writer));
    mmstats_v1_reader *reader = reader_of("live.mmstats");
    for (uint64_t i = 1; i <= 5; i++) {
        mmstats_v1_counter_inc(hits);
        CHECK_U64(value_of(reader, "hits").as.u64, i - 1);
        CHECK_OK(mmstats_v1_reader_refresh(reader));
        CHECK_U64(value_of(reader, "hits").as.u64, i);
    }
    CHECK(mmstats_v1_reader_writer(reader) == MMSTATS_LIVENESS_ALIVE);
    /* It stays the file that was opened. */
    CHECK_OK(mmstats_v1_writer_remove(writer));
    CHECK_OK(mmstats_v1_reader_refresh(reader));
    CHECK_U64(value_of(reader, "hits").as.u64, 5);
    mmstats_v1_reader_free(reader);
    mmstats_v1_writer_free(writer);
}

/** A file that is cut off under a reader is an error, and the reader can go on. */
static void test_cut_off(void) {
    const uint8_t whole[] = {1, 1, 0, 'a', 1, 0, 'B', 0xff, 7};
    size_t count = 7;
    file_of("cut-off.mmstats", whole, sizeof whole);
    mmstats_v1_reader *reader = reader_of("cut-off.mmstats");
    CHECK_U64(value_of(reader, "a").as.u64, 7);
    file_of("cut-off.mmstats", whole, 8);
    CHECK_STATUS(mmstats_v1_reader_refresh(reader), MMSTATS_ERROR_CORRUPT);
    CHECK(mmstats_error_offset() == 8);
    CHECK(mmstats_v1_reader_fields(reader, &count) == NULL);
    CHECK_U64(count, 0);
    file_of("cut-off.mmstats", whole, sizeof whole);
    CHECK_OK(mmstats_v1_reader_refresh(reader));
    CHECK_U64(value_of(reader, "a").as.u64, 7);
    mmstats_v1_reader_free(reader);
}

/** A process that is killed leaves a file whose writer is dead. */
static void test_dead_writer(void) {
    int status = 0;
    const pid_t child = fork();
    if (child == 0) {
        mmstats_v1_writer *writer = writer_for("dead.mmstats");
        if (mmstats_v1_writer_create_file(writer) == MMSTATS_OK)
            raise(SIGKILL);
        _exit(1);
    }
    CHECK(child > 0 && waitpid(child, &status, 0) == child && WIFSIGNALED(status));
    mmstats_v1_reader *reader = reader_of("dead.mmstats");
    CHECK_U64(value_of(reader, "sys.pid").as.u64, (uint64_t)child);
    CHECK(mmstats_v1_reader_writer(reader) == MMSTATS_LIVENESS_DEAD);
    mmstats_v1_reader_free(reader);
}

static void test_glob(void) {
    mmstats_paths *paths = NULL;
    mmstats_str path = MMSTATS_STR("untouched");
    file_of("b.globbed", "\1", 1);
    file_of("a.globbed", "\1", 1);
    CHECK_OK(mmstats_glob(mmstats_str_of(in_folder("*.globbed")), &paths));
    CHECK_U64(mmstats_paths_count(paths), 2);
    CHECK_STATUS(mmstats_paths_get(paths, 2, &path), MMSTATS_ERROR_NOT_FOUND);
    CHECK_TEXT(path, "untouched");
    CHECK_OK(mmstats_paths_get(paths, 0, &path));
    CHECK_TEXT(path, in_folder("a.globbed"));
    CHECK_OK(mmstats_paths_get(paths, 1, &path));
    CHECK_TEXT(path, in_folder("b.globbed"));
    mmstats_paths_free(paths);

    CHECK(setenv("MMSTATS_GLOB", in_folder("a.*"), 1) == 0);
    CHECK_OK(mmstats_glob(MMSTATS_STR(""), &paths));
    CHECK_U64(mmstats_paths_count(paths), 1);
    mmstats_paths_free(paths);

    mmstats_paths *const untouched = paths = (mmstats_paths *)folder_path;
    CHECK_STATUS(mmstats_glob(MMSTATS_STR("/tmp/a\0b"), &paths), MMSTATS_ERROR_INVALID);
    CHECK(paths == untouched);
}

/** At which place of the list a path is, which is in it once. */
static size_t place_of(const mmstats_paths *paths, const char *expected) {
    size_t found = 0, place = 0;
    for (size_t i = 0; i < mmstats_paths_count(paths); i++) {
        mmstats_str path = {NULL, 0};
        CHECK_OK(mmstats_paths_get(paths, i, &path));
        if (path.len == strlen(expected) && memcmp(path.data, expected, path.len) == 0) {
            found++;
            place = i;
        }
    }
    CHECK_U64(found, 1);
    return place;
}

/** Without a pattern: folders of services, then of users, then the temporary one. */
static void test_default_globs(void) {
    mmstats_paths *paths = NULL;
    char list[1100];
    CHECK(unsetenv("MMSTATS_GLOB") == 0 && unsetenv("MMSTATS_PATH") == 0);
    CHECK(mkdir(in_folder("run"), 0700) == 0 && mkdir(in_folder("mmstats-7"), 0700) == 0);
    file_of("run/a.mmstats", "\1", 1);
    file_of("mmstats-7/a.mmstats", "\1", 1);
    file_of("a.mmstats", "\1", 1);
    snprintf(list, sizeof list, "%s:%s", in_folder("none"), in_folder("run"));
    CHECK(setenv("RUNTIME_DIRECTORY", list, 1) == 0 && setenv("TMPDIR", folder_path, 1) == 0);
    CHECK_OK(mmstats_glob(MMSTATS_STR(""), &paths));
    const size_t service = place_of(paths, in_folder("run/a.mmstats"));
    const size_t user = place_of(paths, in_folder("mmstats-7/a.mmstats"));
    CHECK(service < user && user < place_of(paths, in_folder("a.mmstats")));
    mmstats_paths_free(paths);
    CHECK(setenv("MMSTATS_PATH", in_folder("run"), 1) == 0);
    CHECK_OK(mmstats_glob(MMSTATS_STR(""), &paths));
    CHECK_U64(mmstats_paths_count(paths), 1);
    mmstats_paths_free(paths);
}

int main(void) {
    folder_make();
    test_fields();
    test_other_layouts();
    test_refresh();
    test_cut_off();
    test_dead_writer();
    test_glob();
    test_default_globs();
    return checked();
}
