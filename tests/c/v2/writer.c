/* The writer of format 2: registering, labels, limits, locals, retiring, closing; handles that outlive
 * it; arguments that make no sense. */

#include "stats.h"

static void counter_of(mmstats_writer *writer, const char *name, mmstats_counter *counter) {
    const mmstats_desc desc = mmstats_desc_of(name);
    CHECK_OK(mmstats_writer_counter(writer, &desc, counter));
}

/** Registering what exists gets it; another kind, type or shape is an error. */
static void test_get_or_create(void) {
    mmstats_writer *writer = stats_writer("again.mmstats");
    mmstats_counter first = {NULL, 0}, second = {NULL, 0};
    mmstats_counter_f64 other = {NULL, 0};
    mmstats_histogram histogram = {NULL, 0, 0, 0, 0};
    mmstats_desc desc = mmstats_desc_of("hits");
    counter_of(writer, "hits", &first);
    desc.help = MMSTATS_STR("other help is no other family");
    CHECK_OK(mmstats_writer_counter(writer, &desc, &second));
    CHECK(first.cell == second.cell);
    CHECK_STATUS(mmstats_writer_counter_f64(writer, &desc, &other), MMSTATS_ERROR_WRONG_TYPE);
    CHECK(other.cell == NULL);
    desc = mmstats_desc_of("latency");
    CHECK_OK(mmstats_writer_timer(writer, &desc, &histogram));
    desc.buckets = 10;
    CHECK_STATUS(mmstats_writer_timer(writer, &desc, &histogram), MMSTATS_ERROR_WRONG_TYPE);
    mmstats_writer_free(writer);
}

/** What a description says is in the file, and defaults are where it says nothing. */
static void test_descriptions(void) {
    mmstats_writer *writer = stats_writer("described.mmstats");
    mmstats_gauge_u64 gauge;
    mmstats_histogram timer;
    mmstats_window window;
    mmstats_text text;
    mmstats_desc desc = mmstats_desc_of("memory");
    desc.unit = MMSTATS_STR("By");
    desc.help = MMSTATS_STR("What is in use.");
    desc.aggregate = MMSTATS_AGGREGATE_MAX;
    desc.alive_only = true;
    CHECK_OK(mmstats_writer_gauge_u64(writer, &desc, &gauge));
    desc = mmstats_desc_of("latency");
    CHECK_OK(mmstats_writer_timer(writer, &desc, &timer));
    desc = mmstats_desc_of("lately");
    CHECK_OK(mmstats_writer_window(writer, &desc, &window));
    desc = mmstats_desc_of("status");
    desc.capacity = 20;
    CHECK_OK(mmstats_writer_text(writer, &desc, &text));
    CHECK_U64(text.capacity, 24);
    mmstats_reader *reader = stats_reader("described.mmstats");
    size_t count;
    const mmstats_family_info *families = mmstats_reader_families(reader, &count);
    CHECK_U64(count, 4);
    CHECK_TEXT(families[0].unit, "By");
    CHECK_TEXT(families[0].help, "What is in use.");
    CHECK(families[0].kind == MMSTATS_KIND_GAUGE && families[0].type == MMSTATS_U64);
    CHECK(families[0].aggregate == MMSTATS_AGGREGATE_MAX && families[0].alive_only);
    CHECK_TEXT(families[1].unit, "ns");
    CHECK(families[1].aggregate == MMSTATS_AGGREGATE_SUM && families[1].buckets == timer.buckets);
    CHECK(families[1].scale == 4 && families[1].first == -1 && families[1].buckets == 640);
    CHECK(families[2].duration == UINT64_C(10000000000) && families[2].slots == 7);
    CHECK(families[3].width == 32 && families[3].slots == 4);
    CHECK(families[3].aggregate == MMSTATS_AGGREGATE_EACH);
    mmstats_reader_free(reader);
    mmstats_writer_free(writer);
}

/** Series of a family by their labels; those beyond its limit share one (F2-OVERFLOW). */
static void test_labels(void) {
    const mmstats_str code = {"code", 4}, values[] = {{"200", 3}, {"404", 3}, {"500", 3}};
    mmstats_writer *writer = stats_writer("labels.mmstats");
    const mmstats_family *family = NULL, *again = NULL;
    mmstats_counter counter, same, third;
    mmstats_desc desc = stats_desc("hits", &code, NULL);
    desc.limit = 2;
    CHECK_OK(mmstats_writer_family(writer, MMSTATS_KIND_COUNTER, MMSTATS_U64, &desc, &family));
    CHECK_OK(mmstats_writer_family(writer, MMSTATS_KIND_COUNTER, MMSTATS_U64, &desc, &again));
    CHECK(family == again);
    CHECK_OK(mmstats_family_counter(family, &values[0], 1, &counter));
    desc.label_values = &values[0];
    CHECK_OK(mmstats_writer_counter(writer, &desc, &same));
    CHECK(counter.cell == same.cell);
    CHECK_OK(mmstats_family_counter(family, &values[1], 1, &same));
    CHECK(counter.cell != same.cell);
    CHECK_OK(mmstats_family_counter(family, &values[2], 1, &third));
    mmstats_counter_add(counter, 1);
    mmstats_counter_add(third, 3);
    CHECK_STATUS(mmstats_writer_retire(writer, third.cell), MMSTATS_ERROR_INVALID);
    CHECK_STATUS(mmstats_family_counter(family, values, 2, &same), MMSTATS_ERROR_INVALID);
    mmstats_gauge_u64 gauge = {NULL};
    CHECK_STATUS(mmstats_family_gauge_u64(family, values, 1, &gauge), MMSTATS_ERROR_WRONG_TYPE);
    CHECK_MESSAGE("kind gauge");
    CHECK(gauge.cell == NULL);
    mmstats_reader *reader = stats_reader("labels.mmstats");
    CHECK_U64(stats_labelled(reader, "hits", "200").as.u64, 1);
    size_t count;
    const mmstats_series *series = mmstats_reader_series(reader, &count);
    CHECK_U64(count, 4); /* mmstats.overflow, the one of those beyond the limit, and two */
    CHECK(series[1].overflow && series[1].value.as.u64 == 3);
    CHECK_TEXT(series[1].labels[0].key, "otel.metric.overflow");
    CHECK_TEXT(series[1].labels[0].value, "true");
    CHECK_U64(stats_value(reader, "mmstats.overflow").as.u64, 1);
    mmstats_reader_free(reader);
    mmstats_writer_free(writer);
}

/** A retired series is gone, and its place is given to the next of its family (F2-REUSE). */
static void test_retire(void) {
    const mmstats_str key = {"job", 3}, one = {"1", 1}, two = {"2", 1};
    mmstats_writer *writer = stats_writer("retired.mmstats");
    mmstats_desc desc = stats_desc("jobs", &key, &one);
    mmstats_counter first, second;
    CHECK_OK(mmstats_writer_counter(writer, &desc, &first));
    mmstats_counter_add(first, 7);
    CHECK_OK(mmstats_writer_retire(writer, first.cell));
    CHECK_STATUS(mmstats_writer_retire(writer, first.cell), MMSTATS_ERROR_NOT_FOUND);
    mmstats_reader *reader = stats_reader("retired.mmstats");
    const mmstats_series *found = NULL;
    CHECK_STATUS(mmstats_reader_find(reader, MMSTATS_STR("jobs"), &one, 1, &found),
                 MMSTATS_ERROR_NOT_FOUND);
    desc.label_values = &two;
    CHECK_OK(mmstats_writer_counter(writer, &desc, &second));
    CHECK(second.cell == first.cell);
    CHECK_U64(mmstats_counter_get(second), 0);
    CHECK_OK(mmstats_reader_refresh(reader));
    CHECK_U64(stats_labelled(reader, "jobs", "2").as.u64, 0);
    mmstats_reader_free(reader);
    mmstats_writer_free(writer);
}

/** What locals count is added up; a local of another writer gives the handle itself. */
static void test_locals(void) {
    mmstats_writer *writer = stats_writer("locals.mmstats"), *other = stats_writer("other.mmstats");
    mmstats_local *local = NULL, *foreign = NULL;
    mmstats_counter hits;
    mmstats_histogram sizes;
    mmstats_desc desc = mmstats_desc_of("sizes");
    counter_of(writer, "hits", &hits);
    CHECK_OK(mmstats_writer_histogram(writer, &desc, &sizes));
    CHECK_OK(mmstats_local_new(writer, &local));
    CHECK_OK(mmstats_local_new(other, &foreign));
    const mmstats_counter mine = mmstats_local_counter(local, hits);
    CHECK(mine.mode == MMSTATS_OWN && mine.cell != hits.cell);
    CHECK(mmstats_local_counter(foreign, hits).cell == hits.cell);
    CHECK(mmstats_local_counter(NULL, hits).cell == hits.cell);
    mmstats_counter_add(hits, 1);
    mmstats_counter_add(mine, 10);
    mmstats_histogram_observe(sizes, 1);
    mmstats_histogram_observe(mmstats_local_histogram(local, sizes), 100);
    mmstats_reader *reader = stats_reader("locals.mmstats");
    CHECK_U64(stats_value(reader, "hits").as.u64, 11);
    const mmstats_distribution *found = stats_value(reader, "sizes").as.histogram;
    CHECK_U64(found->count, 2);
    CHECK(found->min.u64 == 1 && found->max.u64 == 100 && found->sum.u64 == 101);
    mmstats_reader_free(reader);
    mmstats_local_free(foreign);
    mmstats_writer_free(other);
    mmstats_writer_free(writer);
    mmstats_local_free(local);
}

/** A closed file stays as it was; handles go on, unseen; nothing more is registered (F2-CLOSE). */
static void test_close(void) {
    mmstats_writer *writer = stats_writer("closed.mmstats");
    mmstats_counter hits, more = {NULL, 0};
    mmstats_file_info info;
    counter_of(writer, "hits", &hits);
    mmstats_counter_inc(hits);
    CHECK_OK(mmstats_writer_flush(writer, true));
    CHECK_OK(mmstats_writer_flush(writer, false));
    mmstats_reader *reader = stats_reader("closed.mmstats");
    CHECK_OK(mmstats_reader_info(reader, &info));
    CHECK(!info.closed);
    CHECK_TEXT(info.application, "test");
    CHECK_U64(info.pid, (uint64_t)getpid());
    CHECK_OK(mmstats_writer_close(writer));
    CHECK_OK(mmstats_writer_close(writer));
    mmstats_counter_add(hits, 5);
    CHECK_OK(mmstats_reader_refresh(reader));
    CHECK_OK(mmstats_reader_info(reader, &info));
    CHECK(info.closed);
    CHECK_U64(stats_value(reader, "hits").as.u64, 1);
    const mmstats_desc desc = mmstats_desc_of("more");
    CHECK_STATUS(mmstats_writer_counter(writer, &desc, &more), MMSTATS_ERROR_CLOSED);
    CHECK_STATUS(mmstats_writer_flush(writer, true), MMSTATS_ERROR_CLOSED);
    mmstats_writer_free(writer);
    mmstats_counter_add(hits, 5);
    mmstats_reader_free(reader);
}

/** Handles of a hundred writers that are gone take writes, and give what was written. */
static void test_lifetime(void) {
    mmstats_counter hits[100];
    for (size_t i = 0; i < 100; i++) {
        mmstats_writer *writer = stats_writer("one-of-many.mmstats");
        counter_of(writer, "hits", &hits[i]);
        mmstats_counter_add(hits[i], i);
        mmstats_writer_free(writer);
    }
    mmstats_reader *reader = stats_reader("one-of-many.mmstats");
    for (size_t i = 0; i < 100; i++)
        mmstats_counter_inc(hits[i]);
    CHECK_OK(mmstats_reader_refresh(reader));
    CHECK_U64(stats_value(reader, "hits").as.u64, 99);
    mmstats_reader_free(reader);
}

/** Without a file: the same handles, and no path. */
static void test_detached(void) {
    mmstats_options options = MMSTATS_OPTIONS_INIT;
    mmstats_writer *writer = NULL;
    mmstats_counter hits;
    mmstats_str path = {"untouched", 9};
    options.detached = true;
    CHECK_OK(mmstats_writer_new(MMSTATS_STR("test"), &options, &writer));
    counter_of(writer, "hits", &hits);
    mmstats_counter_add(hits, 3);
    CHECK_U64(mmstats_counter_get(hits), 3);
    CHECK_STATUS(mmstats_writer_path(writer, &path), MMSTATS_ERROR_CLOSED);
    CHECK_TEXT(path, "untouched");
    mmstats_writer_free(writer);
}

/** Options of other versions: those that end before `follow`, and larger ones of later versions. */
static void test_sizes(void) {
    const size_t first = offsetof(mmstats_options, follow);
    mmstats_options options = stats_options("sizes.mmstats");
    mmstats_writer *writer = NULL;
    mmstats_counter hits;
    for (size_t size = 0; size < sizeof options; size++) {
        options.size = size;
        if (size != first)
            CHECK_STATUS(mmstats_writer_new(MMSTATS_STR("test"), &options, &writer),
                         MMSTATS_ERROR_INVALID);
    }
    CHECK(writer == NULL);
    /* Nothing behind the size is looked at, which valgrind and sanitizers would see. */
    mmstats_options *const earlier = (mmstats_options *)malloc(first);
    if (!CHECK(earlier != NULL))
        return;
    options.size = first;
    options.reserve = 65536;
    options.detached = true;
    memcpy((void *)earlier, &options, first);
    CHECK_OK(mmstats_writer_new(MMSTATS_STR("test"), earlier, &writer));
    counter_of(writer, "hits", &hits);
    CHECK_STATUS(mmstats_writer_path(writer, &options.path), MMSTATS_ERROR_CLOSED);
    mmstats_writer_free(writer);
    free(earlier);
    struct {
        mmstats_options known;
        char later[16];
    } larger;
    memset(&larger, 0xff, sizeof larger);
    larger.known = stats_options("sizes.mmstats");
    larger.known.size = sizeof larger;
    CHECK_OK(mmstats_writer_new(MMSTATS_STR("test"), &larger.known, &writer));
    mmstats_writer_free(writer);
}

static void test_options(void) {
    mmstats_options options = stats_options("options.mmstats");
    mmstats_writer *writer = NULL;
    CHECK_STATUS(mmstats_writer_new(MMSTATS_STR(""), &options, &writer), MMSTATS_ERROR_INVALID);
    options.path = MMSTATS_STR("/nowhere/at/all");
    CHECK_STATUS(mmstats_writer_new(MMSTATS_STR("test"), &options, &writer),
                 MMSTATS_ERROR_NOT_FOUND);
    CHECK(writer == NULL);
    options = stats_options("options.mmstats");
    options.reserve = 65536;
    options.mode = 0666;
    umask(027); /* takes nothing away (F2-MODE) */
    CHECK_OK(mmstats_writer_new(MMSTATS_STR("test"), &options, &writer));
    struct stat about;
    CHECK(stat(in_folder("options.mmstats"), &about) == 0 && (about.st_mode & 07777) == 0666);
    CHECK_U64(mmstats_writer_size(writer), (uint64_t)about.st_size);
    mmstats_histogram large;
    mmstats_desc desc = mmstats_desc_of("large");
    desc.scale = 8;
    desc.buckets = 65536;
    CHECK_STATUS(mmstats_writer_histogram(writer, &desc, &large), MMSTATS_ERROR_LIMIT);
    mmstats_writer *second = NULL;
    options = stats_options("options.mmstats");
    CHECK_STATUS(mmstats_writer_new(MMSTATS_STR("test"), &options, &second), MMSTATS_ERROR_BUSY);
    mmstats_writer_free(writer);
}

struct sample {
    uint64_t n;
    char word[4];
    uint16_t port;
};

/** The mode of the environment, and one that is none (F2-MODE). */
static void test_mode(void) {
    const mmstats_options options = stats_options("mode.mmstats");
    mmstats_writer *writer = NULL;
    struct stat about;
    CHECK(setenv("MMSTATS_MODE", "0644", 1) == 0);
    CHECK_OK(mmstats_writer_new(MMSTATS_STR("test"), &options, &writer));
    CHECK(stat(in_folder("mode.mmstats"), &about) == 0 && (about.st_mode & 07777) == 0644);
    mmstats_writer_free(writer);
    writer = NULL;
    CHECK(setenv("MMSTATS_MODE", "rw", 1) == 0);
    CHECK_STATUS(mmstats_writer_new(MMSTATS_STR("test"), &options, &writer),
                 MMSTATS_ERROR_INVALID);
    CHECK_MESSAGE("MMSTATS_MODE");
    CHECK(unsetenv("MMSTATS_MODE") == 0 && writer == NULL);
    writer = stats_writer("mode.mmstats");
    CHECK(stat(in_folder("mode.mmstats"), &about) == 0 && (about.st_mode & 07777) == 0600);
    mmstats_writer_free(writer);
}

/** Descriptions that make no sense. */
static void test_wrong_descriptions(void) {
    mmstats_component components[] = {
        MMSTATS_COMPONENT(struct sample, n, MMSTATS_U64, MMSTATS_KIND_COUNTER),
        MMSTATS_COMPONENT(struct sample, word, MMSTATS_TEXT, MMSTATS_KIND_TEXT),
        MMSTATS_COMPONENT(struct sample, port, MMSTATS_U16, MMSTATS_KIND_GAUGE),
    };
    mmstats_writer *writer = stats_writer("wrong.mmstats");
    mmstats_struct handle = {NULL, 0, 0};
    mmstats_counter counter = {NULL, 0};
    const mmstats_family *family = NULL;
    mmstats_desc desc = mmstats_desc_of("sample");
    desc.components = components;
    desc.component_count = 3;
    CHECK_STATUS(mmstats_writer_struct(writer, &desc, &handle), MMSTATS_ERROR_INVALID);
    CHECK_MESSAGE("struct_size");
    desc.struct_size = 8;
    CHECK_STATUS(mmstats_writer_struct(writer, &desc, &handle), MMSTATS_ERROR_INVALID);
    desc.struct_size = sizeof(struct sample);
    components[2].type = MMSTATS_TUPLE;
    CHECK_STATUS(mmstats_writer_struct(writer, &desc, &handle), MMSTATS_ERROR_INVALID);
    components[2].type = MMSTATS_U16;
    components[2].kind = MMSTATS_KIND_WINDOW;
    CHECK_STATUS(mmstats_writer_struct(writer, &desc, &handle), MMSTATS_ERROR_INVALID);
    components[2].kind = MMSTATS_KIND_GAUGE;
    CHECK_OK(mmstats_writer_struct(writer, &desc, &handle));
    const struct sample sample = {1, "abc", 80};
    CHECK_OK(mmstats_struct_publish(handle, &sample, sizeof sample));
    CHECK_STATUS(mmstats_struct_publish(handle, &sample, 8), MMSTATS_ERROR_WRONG_TYPE);
    CHECK_STATUS(mmstats_struct_publish(handle, NULL, sizeof sample), MMSTATS_ERROR_INVALID);
    desc = mmstats_desc_of("");
    CHECK_STATUS(mmstats_writer_counter(writer, &desc, &counter), MMSTATS_ERROR_INVALID);
    desc = mmstats_desc_of("hits");
    desc.aggregate = 6;
    CHECK_STATUS(mmstats_writer_counter(writer, &desc, &counter), MMSTATS_ERROR_INVALID);
    desc.aggregate = -1;
    CHECK_STATUS(mmstats_writer_counter(writer, &desc, &counter), MMSTATS_ERROR_INVALID);
    desc = mmstats_desc_of("hits");
    desc.size = 8;
    CHECK_STATUS(mmstats_writer_counter(writer, &desc, &counter), MMSTATS_ERROR_INVALID);
    desc = mmstats_desc_of("hits");
    desc.labels = 1;
    CHECK_STATUS(mmstats_writer_counter(writer, &desc, &counter), MMSTATS_ERROR_INVALID);
    CHECK_STATUS(mmstats_writer_family(writer, 7, MMSTATS_U64, &desc, &family),
                 MMSTATS_ERROR_INVALID);
    desc.labels = 0;
    CHECK_STATUS(mmstats_writer_family(writer, MMSTATS_KIND_COUNTER, MMSTATS_TEXT, &desc, &family),
                 MMSTATS_ERROR_INVALID);
    CHECK_STATUS(mmstats_writer_family(writer, MMSTATS_KIND_COUNTER, MMSTATS_BOOL, &desc, &family),
                 MMSTATS_ERROR_INVALID);
    CHECK(family == NULL && counter.cell == NULL);
    mmstats_reader *reader = stats_reader("wrong.mmstats");
    size_t count;
    mmstats_reader_families(reader, &count);
    CHECK_U64(count, 1); /* nothing but the struct */
    const mmstats_parts parts = stats_value(reader, "sample").as.parts;
    CHECK(parts.count == 3 && parts.values[0].as.u64 == 1 && parts.values[2].as.u64 == 80);
    CHECK_TEXT(parts.values[1].as.text, "abc");
    mmstats_reader_free(reader);
    mmstats_writer_free(writer);
}

int main(void) {
    folder_make();
    test_get_or_create();
    test_descriptions();
    test_labels();
    test_retire();
    test_locals();
    test_close();
    test_lifetime();
    test_detached();
    test_sizes();
    test_options();
    test_mode();
    test_wrong_descriptions();
    return checked();
}
