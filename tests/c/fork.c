/* A forked child of a format 1 writer: what it writes stays its own, and its parent's file the
 * parent's. */

#include "folder.h"
#include "process.h"

/** Handles of each kind of cell: two buffers, one byte, text, tuple. */
struct handles {
    mmstats_v1_counter hits;
    mmstats_v1_bool_field up;
    mmstats_v1_text_field word;
    mmstats_v1_tuple_field pair;
};

static struct handles declare(mmstats_v1_writer *writer) {
    struct handles handles;
    CHECK_OK(mmstats_v1_writer_counter(writer, MMSTATS_STR("hits"), &handles.hits));
    CHECK_OK(mmstats_v1_writer_bool(writer, MMSTATS_STR("up"), false, &handles.up));
    CHECK_OK(mmstats_v1_writer_text(writer, MMSTATS_STR("word"), 8, &handles.word));
    CHECK_OK(
        mmstats_v1_writer_tuple(writer, MMSTATS_STR("pair"), MMSTATS_STR("QQ"), &handles.pair));
    return handles;
}

static void write_all(struct handles handles, uint64_t n, bool up, const char *word) {
    const uint64_t pair[] = {n, n + 1};
    mmstats_v1_counter_add(handles.hits, n);
    (mmstats_v1_counter_add)(handles.hits, n);
    mmstats_v1_bool_set(handles.up, up);
    CHECK_OK(mmstats_v1_text_set(handles.word, mmstats_str_of(word)));
    CHECK_OK(mmstats_v1_tuple_set(handles.pair, pair, sizeof pair));
}

static void check_file(const char *name, uint64_t hits, bool up, const char *word, uint64_t pair) {
    mmstats_v1_reader *reader = reader_of(name);
    size_t count = 0;
    const mmstats_v1_field *fields = mmstats_v1_reader_fields(reader, &count);
    mmstats_v1_value part;
    CHECK_U64(value_of(reader, "hits").as.u64, hits);
    CHECK_U64(value_of(reader, "up").as.u64, up);
    CHECK_TEXT(value_of(reader, "word").as.text, word);
    CHECK_TEXT(fields[count - 1].label, "pair");
    CHECK_OK(mmstats_v1_reader_part(reader, count - 1, 1, &part));
    CHECK_U64(part.as.u64, pair + 1);
    CHECK(mmstats_v1_reader_writer(reader) == MMSTATS_LIVENESS_ALIVE);
    mmstats_v1_reader_free(reader);
}

static void test_writes(void) {
    mmstats_v1_writer *writer = writer_for("quiet.mmstats");
    const struct handles handles = declare(writer);
    CHECK_OK(mmstats_v1_writer_create_file(writer));
    write_all(handles, 1, true, "one");
    const pid_t child = child_begin();
    if (child == 0) {
        const uint64_t before = mmstats_v1_counter_get(handles.hits);
        write_all(handles, 100, false, "child");
        CHECK_U64(mmstats_v1_counter_get(handles.hits), before + 200);
        CHECK(!mmstats_v1_bool_get(handles.up));
        mmstats_v1_writer_free(writer);
        write_all(handles, 100, false, "later");
        child_end();
    }
    child_join(child);
    check_file("quiet.mmstats", 2, true, "one", 1);
    write_all(handles, 2, true, "two");
    check_file("quiet.mmstats", 6, true, "two", 2);
    mmstats_v1_writer_free(writer);
}

/** The child's writer, ended or removed, doesn't end or remove its parent's file. */
static void test_remove(void) {
    mmstats_v1_writer *writer = writer_for("stays.mmstats");
    const struct handles handles = declare(writer);
    CHECK_OK(mmstats_v1_writer_create_file(writer));
    write_all(handles, 1, true, "one");
    const pid_t child = child_begin();
    if (child == 0) {
        (void)mmstats_v1_writer_remove(writer);
        CHECK(access(in_folder("stays.mmstats"), F_OK) == 0);
        mmstats_v1_writer_free(writer);
        child_end();
    }
    child_join(child);
    write_all(handles, 1, true, "two");
    check_file("stays.mmstats", 4, true, "two", 1);
    mmstats_v1_writer_free(writer);
}

/** A child makes a writer of its own. */
static void test_own(void) {
    mmstats_v1_writer *writer = writer_for("{PID}.mmstats");
    const struct handles handles = declare(writer);
    char name[32];
    CHECK_OK(mmstats_v1_writer_create_file(writer));
    const pid_t child = child_begin();
    snprintf(name, sizeof name, "%d.mmstats", (int)getpid());
    if (child == 0) {
        mmstats_v1_writer *own = writer_for("{PID}.mmstats");
        const struct handles of_own = declare(own);
        CHECK_OK(mmstats_v1_writer_create_file(own));
        write_all(of_own, 5, false, "own");
        check_file(name, 10, false, "own", 5);
        mmstats_v1_writer_free(own);
        mmstats_v1_writer_free(writer);
        child_end();
    }
    child_join(child);
    write_all(handles, 1, true, "one");
    check_file(name, 2, true, "one", 1);
    mmstats_v1_writer_free(writer);
}

int main(void) {
    folder_make();
    test_writes();
    test_remove();
    test_own();
    return checked();
}
