/* Handles outlive their writer and its file; writers come and go without end. */

#include "folder.h"

#include <sys/mman.h>

static uint64_t read_hits(const char *name) {
    mmstats_v1_reader *reader = reader_of(name);
    const uint64_t hits = value_of(reader, "hits").as.u64;
    mmstats_v1_reader_free(reader);
    return hits;
}

/** All kinds of handles of a writer. */
struct handles {
    mmstats_v1_counter hits;
    mmstats_v1_f64_field load;
    mmstats_v1_bool_field up;
    mmstats_v1_text_field word;
    mmstats_v1_tuple_field pair;
};

static struct handles declare(mmstats_v1_writer *writer) {
    struct handles handles;
    CHECK_OK(mmstats_v1_writer_counter(writer, MMSTATS_STR("hits"), &handles.hits));
    CHECK_OK(mmstats_v1_writer_f64(writer, MMSTATS_STR("load"), 0, &handles.load));
    CHECK_OK(mmstats_v1_writer_bool(writer, MMSTATS_STR("up"), false, &handles.up));
    CHECK_OK(mmstats_v1_writer_text(writer, MMSTATS_STR("word"), 8, &handles.word));
    CHECK_OK(
        mmstats_v1_writer_tuple(writer, MMSTATS_STR("pair"), MMSTATS_STR("QQ"), &handles.pair));
    return handles;
}

/** Writes through every handle. */
static void write_all(struct handles handles) {
    const uint64_t pair[] = {1, 2};
    mmstats_v1_counter_inc(handles.hits);
    mmstats_v1_f64_set(handles.load, 0.5);
    mmstats_v1_bool_set(handles.up, true);
    CHECK_OK(mmstats_v1_text_set(handles.word, MMSTATS_STR("later")));
    CHECK_OK(mmstats_v1_tuple_set(handles.pair, pair, sizeof pair));
}

/** The file of a freed writer stays as it was then. */
static void test_free(void) {
    mmstats_v1_writer *writer = writer_for("freed.mmstats");
    const struct handles handles = declare(writer);
    CHECK_OK(mmstats_v1_writer_create_file(writer));
    write_all(handles);
    CHECK_U64(read_hits("freed.mmstats"), 1);
    mmstats_v1_writer_free(writer);
    write_all(handles);
    write_all(handles);
    CHECK_U64(read_hits("freed.mmstats"), 1);
    CHECK(mmstats_v1_bool_get(handles.up));
}

/** A removed file is gone; the handles go on from where they were. */
static void test_remove(void) {
    mmstats_v1_writer *writer = writer_for("removed.mmstats");
    const struct handles handles = declare(writer);
    CHECK_OK(mmstats_v1_writer_create_file(writer));
    write_all(handles);
    CHECK_OK(mmstats_v1_writer_remove(writer));
    CHECK(access(in_folder("removed.mmstats"), F_OK) != 0);
    write_all(handles);
    CHECK_U64(mmstats_v1_counter_get(handles.hits), 2);
    mmstats_v1_writer_free(writer);
    write_all(handles);
}

/** A writer that never had a file. */
static void test_never_created(void) {
    mmstats_v1_writer *writer = writer_for("never.mmstats");
    const struct handles handles = declare(writer);
    write_all(handles);
    CHECK_U64(mmstats_v1_counter_get(handles.hits), 1);
    mmstats_v1_writer_free(writer);
    write_all(handles);
    CHECK(access(in_folder("never.mmstats"), F_OK) != 0);
}

/** What is written before the file is created is in it, and a second writer takes the name. */
static void test_values_of_before(void) {
    for (uint64_t i = 1; i <= 3; i++) {
        mmstats_v1_writer *writer = writer_for("again.mmstats");
        const struct handles handles = declare(writer);
        mmstats_v1_counter_add(handles.hits, i);
        CHECK_OK(mmstats_v1_writer_create_file(writer));
        CHECK_U64(read_hits("again.mmstats"), i);
        mmstats_v1_writer_free(writer);
    }
}

static size_t mappings_now(void) {
    size_t lines = 0;
    char line[1024];
    FILE *maps = fopen("/proc/self/maps", "r");
    if (!CHECK(maps != NULL))
        return 0;
    while (fgets(line, sizeof line, maps))
        lines++;
    fclose(maps);
    return lines;
}

/** Whether the page of an address takes memory. */
static bool resident(const uint8_t *at) {
    unsigned char pages[1] = {0xff};
    const uintptr_t page_size = (uintptr_t)sysconf(_SC_PAGESIZE);
    void *page = (void *)((uintptr_t)at / page_size * page_size);
    CHECK(mincore(page, 1, pages) == 0);
    return pages[0] & 1;
}

/** A freed writer leaves behind the few addresses that its handles point to, and no memory. */
static void test_thousand_writers(void) {
    const size_t writers = 1000, before = mappings_now();
    for (size_t i = 0; i < writers; i++) {
        mmstats_v1_writer *writer = writer_for("one-of-many.mmstats");
        const struct handles handles = declare(writer);
        CHECK_OK(mmstats_v1_writer_create_file(writer));
        write_all(handles);
        CHECK(resident(handles.hits.at));
        mmstats_v1_writer_free(writer);
        CHECK(!resident(handles.hits.at));
    }
    /* At most a mapping each. */
    CHECK(mappings_now() <= before + writers + 50);
}

int main(void) {
    folder_make();
    test_free();
    test_remove();
    test_never_created();
    test_values_of_before();
    test_thousand_writers();
    return checked();
}
