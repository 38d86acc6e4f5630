/* What it costs to read files: one that is open, and many that are found. */

#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "mmstats.h"
#include "plain_reader.h"

enum { FIELDS_OF_ONE = 1000, FILES = 200, FIELDS_OF_MANY = 100, PATH_ROOM = 512 };

/* The sum of all values and sizes of labels and texts, so that each is looked at; both sides of a
 * benchmark have to come to the same. */
static uint64_t sum;

static void look(const mmstats_v1_reader *reader) {
    size_t count;
    const mmstats_v1_field *fields = mmstats_v1_reader_fields(reader, &count);
    for (size_t i = 0; i < count; i++)
        sum += fields[i].label.len + (fields[i].value.kind == MMSTATS_TEXT
                                          ? fields[i].value.as.text.len
                                          : fields[i].value.as.u64);
}

static void plain_look(const plain_reader *reader) {
    for (size_t i = 0; i < reader->field_count; i++)
        sum += reader->fields[i].label_size + (reader->fields[i].code == 's'
                                                   ? reader->fields[i].value.text.size
                                                   : reader->fields[i].value.u64);
}

typedef enum contents { COUNTERS, MIXED } contents;

/* Declares a field. Of mixed ones each is of another type than the one before. */
static void declare(mmstats_v1_writer *writer, contents of, int i) {
    char text[32];
    snprintf(text, sizeof text, "http.requests.%04d", i);
    mmstats_str label = mmstats_str_of(text);
    mmstats_status status = MMSTATS_OK;
    switch (of == MIXED ? i % 4 : 0) {
    case 0: {
        mmstats_v1_counter counter;
        status = mmstats_v1_writer_counter(writer, label, &counter);
        mmstats_v1_counter_add(counter, (uint64_t)i);
        break;
    }
    case 1: {
        mmstats_v1_f64_field field;
        status = mmstats_v1_writer_f64(writer, label, i, &field);
        break;
    }
    case 2: {
        mmstats_v1_i32_field field;
        status = mmstats_v1_writer_i32(writer, label, -i, &field);
        break;
    }
    case 3:
        status = mmstats_v1_writer_constant_text(writer, label, MMSTATS_STR("running"), 16);
        break;
    }
    bench_check(status == MMSTATS_OK);
}

/* Writes a file of so many fields, and the system fields. */
static void make_file(const char *folder, const char *name, contents of, int count) {
    mmstats_v1_options options = MMSTATS_V1_OPTIONS_INIT;
    options.path = mmstats_str_of(folder);
    options.filename = mmstats_str_of(name);
    mmstats_v1_writer *writer;
    bench_check(mmstats_v1_writer_new(MMSTATS_STR("bench"), &options, &writer) == MMSTATS_OK);
    for (int i = 0; i < count; i++)
        declare(writer, of, i);
    bench_check(mmstats_v1_writer_create_file(writer) == MMSTATS_OK);
    mmstats_v1_writer_free(writer);
}

/* One file that stays open, known to both sides. */
typedef struct open_file {
    mmstats_v1_reader *reader;
    plain_reader plain;
    int file;
    size_t size;
} open_file;

static void refresh(void *context, uint64_t times) {
    open_file *one = context;
    for (uint64_t i = 0; i < times; i++) {
        bench_check(mmstats_v1_reader_refresh(one->reader) == MMSTATS_OK);
        look(one->reader);
    }
}

static void plain_refreshes(void *context, uint64_t times) {
    open_file *one = context;
    for (uint64_t i = 0; i < times; i++) {
        bench_check(plain_refresh(&one->plain, one->file, one->size));
        plain_look(&one->plain);
    }
}

/* Many files: their paths, and a glob that finds them. */
typedef struct many_files {
    char paths[FILES][PATH_ROOM];
    char pattern[PATH_ROOM];
    plain_reader plain;
} many_files;

/* What both sides keep between two files: the memory of the one before. */
static mmstats_v1_reader *scraper;

static void open_one(mmstats_str path) {
    if (!scraper)
        bench_check(mmstats_v1_reader_open(path, &scraper) == MMSTATS_OK);
    else
        bench_check(mmstats_v1_reader_reopen(scraper, path) == MMSTATS_OK);
    look(scraper);
}

static void open_all(void *context, uint64_t times) {
    many_files *many = context;
    for (uint64_t i = 0; i < times; i++)
        for (int file = 0; file < FILES; file++)
            open_one(mmstats_str_of(many->paths[file]));
}

static void plain_open_all(void *context, uint64_t times) {
    many_files *many = context;
    for (uint64_t i = 0; i < times; i++)
        for (int file = 0; file < FILES; file++) {
            bench_check(plain_open(&many->plain, many->paths[file]));
            plain_look(&many->plain);
        }
}

static void plain_map_all(void *context, uint64_t times) {
    many_files *many = context;
    for (uint64_t i = 0; i < times; i++)
        for (int file = 0; file < FILES; file++)
            bench_check(plain_open_mapped(&many->plain, many->paths[file], plain_look));
}

static void glob_all(void *context, uint64_t times) {
    many_files *many = context;
    for (uint64_t i = 0; i < times; i++) {
        mmstats_paths *found;
        bench_check(mmstats_glob(mmstats_str_of(many->pattern), &found) == MMSTATS_OK);
        bench_check(mmstats_paths_count(found) == FILES);
        for (size_t file = 0; file < FILES; file++) {
            mmstats_str path;
            bench_check(mmstats_paths_get(found, file, &path) == MMSTATS_OK);
            open_one(path);
        }
        mmstats_paths_free(found);
    }
}

static void plain_glob_all(void *context, uint64_t times) {
    many_files *many = context;
    for (uint64_t i = 0; i < times; i++) {
        glob_t found;
        bench_check(glob(many->pattern, 0, NULL, &found) == 0);
        bench_check(found.gl_pathc == FILES);
        for (size_t file = 0; file < FILES; file++) {
            bench_check(plain_open(&many->plain, found.gl_pathv[file]));
            plain_look(&many->plain);
        }
        globfree(&found);
    }
}

/* Checks that both sides see the same, and times them. */
static void compare(const char *id, const char *goal, bench_side ours, const char *against,
                    bench_side theirs) {
    sum = 0;
    ours.run(ours.context, 1);
    uint64_t our_sum = sum;
    sum = 0;
    theirs.run(theirs.context, 1);
    bench_check(sum == our_sum && sum != 0);
    bench(id, goal, ours, against, theirs);
}

static void bench_open_file(const char *id, const char *goal, const char *folder, contents of) {
    char path[PATH_ROOM];
    make_file(folder, "one.mmstats", of, FIELDS_OF_ONE);
    snprintf(path, sizeof path, "%s/one.mmstats", folder);
    open_file one = {0};
    bench_check(mmstats_v1_reader_open(mmstats_str_of(path), &one.reader) == MMSTATS_OK);
    one.file = open(path, O_RDONLY | O_CLOEXEC);
    bench_check(one.file >= 0);
    one.size = mmstats_v1_reader_size(one.reader);
    compare(id, goal, (bench_side){refresh, &one}, "plain C parser, pread",
            (bench_side){plain_refreshes, &one});
    mmstats_v1_reader_free(one.reader);
    plain_free(&one.plain);
    close(one.file);
}

static void bench_many_files(const char *folder) {
    many_files *many = calloc(1, sizeof *many);
    bench_check(many);
    snprintf(many->pattern, sizeof many->pattern, "%s/many-*.mmstats", folder);
    for (int file = 0; file < FILES; file++) {
        char name[32];
        snprintf(name, sizeof name, "many-%03d.mmstats", file);
        snprintf(many->paths[file], sizeof many->paths[file], "%s/%s", folder, name);
        make_file(folder, name, COUNTERS, FIELDS_OF_MANY);
    }
    bench_side ours = {open_all, many};
    compare("v1.read.200x100", "1.3", ours, "plain C parser, open and pread",
            (bench_side){plain_open_all, many});
    compare("v1.read.200x100.mapped", "", ours, "plain C parser, open and mmap",
            (bench_side){plain_map_all, many});
    compare("v1.open.glob.200", "", (bench_side){glob_all, many},
            "plain C parser, glob(3), open and pread", (bench_side){plain_glob_all, many});
    mmstats_v1_reader_free(scraper);
    scraper = NULL;
    plain_free(&many->plain);
    free(many);
}

int main(int argc, char **argv) {
    bench_check(argc == 2); /* a folder to write to */
    bench_open_file("v1.read.1000", "1.3", argv[1], COUNTERS);
    bench_open_file("v1.read.1000.mixed", "", argv[1], MIXED);
    bench_many_files(argv[1]);
}
