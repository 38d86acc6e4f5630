/* What looks found, kept: read later, and compared with each other. */

#include "application.h"

#include <math.h>
#include <pthread.h>

/** A file with a counter of two codes, a text, and a histogram. */
struct file {
    mmstats_writer *writer;
    mmstats_counter hits;
    mmstats_text status;
    mmstats_histogram sizes;
};

static struct file file_open(const char *name) {
    struct file file;
    mmstats_desc desc = mmstats_desc_of("hits");
    desc.help = MMSTATS_STR("How many.");
    file.writer = stats_writer(name);
    CHECK_OK(mmstats_writer_counter(file.writer, &desc, &file.hits));
    desc = mmstats_desc_of("status");
    desc.aggregate = MMSTATS_AGGREGATE_LAST;
    CHECK_OK(mmstats_writer_text(file.writer, &desc, &file.status));
    desc = mmstats_desc_of("sizes");
    CHECK_OK(mmstats_writer_histogram(file.writer, &desc, &file.sizes));
    return file;
}

static void file_write(const struct file *file, uint64_t n, const char *status) {
    mmstats_counter_add(file->hits, n);
    CHECK_OK(mmstats_text_set(file->status, mmstats_str_of(status)));
    mmstats_histogram_observe(file->sizes, n);
}

/** What a look found, kept. */
static mmstats_totals *look(mmstats_application *web) {
    mmstats_totals *totals = NULL;
    CHECK_OK(mmstats_application_look(web));
    if (!CHECK_OK(mmstats_totals_new(web, &totals)))
        exit(1);
    return totals;
}

static const mmstats_series *find(const mmstats_totals *totals, const char *name) {
    const mmstats_series *series = NULL;
    if (!CHECK_OK(mmstats_totals_find(totals, mmstats_str_of(name), NULL, 0, &series)))
        exit(1);
    return series;
}

static size_t index_in(const mmstats_totals *totals, const char *name) {
    return (size_t)(find(totals, name) - mmstats_totals_series(totals, NULL));
}

/** That they say what `file_write` with 5 and "first" left, and the file that can't be read. */
static void check_first(const mmstats_totals *totals) {
    size_t count = 7;
    const mmstats_family_info *families = mmstats_totals_families(totals, &count);
    CHECK_U64(count, 3);
    CHECK_TEXT(families[find(totals, "hits")->family].help, "How many.");
    mmstats_totals_series(totals, &count);
    CHECK_U64(count, 3);
    CHECK_U64(find(totals, "hits")->value.as.u64, 5);
    CHECK_TEXT(find(totals, "status")->value.as.text, "first");
    const mmstats_distribution *sizes = find(totals, "sizes")->value.as.histogram;
    CHECK(sizes->count == 1 && sizes->sum.u64 == 5 && sizes->bucket_count == 1);
    CHECK(sizes->buckets[0].count == 1);
    const mmstats_file_value *each =
        mmstats_totals_each(totals, index_in(totals, "status"), &count);
    CHECK_U64(count, 1);
    CHECK_TEXT(each[0].value.as.text, "first");
    const mmstats_application_file *files = mmstats_totals_files(totals, &count);
    CHECK_U64(count, 1);
    CHECK_TEXT(files[each[0].file].path, in_folder("test-1-kept.mmstats"));
    const mmstats_problem *problems = mmstats_totals_problems(totals, &count);
    CHECK_U64(count, 1);
    CHECK_TEXT(problems[0].path, in_folder("test-0-kept.mmstats"));
    CHECK(problems[0].kind == MMSTATS_PROBLEM_UNREAD && problems[0].text.len > 10);
    CHECK(mmstats_totals_taken(totals) > 0);
}

/** Whatever later looks find, and without their application. */
static void test_kept(void) {
    /* One that says nothing is named as the application's. */
    FILE *empty = fopen(in_folder("test-0-kept.mmstats"), "w");
    CHECK(empty && fclose(empty) == 0);
    const struct file file = file_open("test-1-kept.mmstats");
    mmstats_application *web = application_of("test-*-kept.mmstats");
    CHECK_OK(mmstats_application_keep_each(web, true));
    file_write(&file, 5, "first");
    mmstats_totals *first = look(web);
    check_first(first);
    /* The application's own. */
    check_first(mmstats_application_totals(web));
    CHECK_U64(mmstats_application_taken(web), mmstats_totals_taken(first));
    CHECK(remove(in_folder("test-0-kept.mmstats")) == 0);
    file_write(&file, 6, "second");
    mmstats_totals *second = look(web);
    CHECK_U64(application_value(web, "hits").as.u64, 11);
    file_write(&file, 7, "third");
    CHECK_OK(mmstats_application_look(web));
    CHECK(remove(in_folder("test-1-kept.mmstats")) == 0);
    mmstats_writer_free(file.writer);
    CHECK_OK(mmstats_application_look(web));
    CHECK_U64(application_files(web), 0);
    mmstats_application_free(web);
    check_first(first);
    CHECK_U64(find(second, "hits")->value.as.u64, 11);
    CHECK_TEXT(find(second, "status")->value.as.text, "second");
    size_t count = 7;
    CHECK(mmstats_totals_problems(second, &count) == NULL && count == 0);
    mmstats_totals_free(second);
    check_first(first);
    mmstats_totals_free(first);
}

/** What came between any two of three looks. */
static void test_between(void) {
    const struct file file = file_open("between-1.mmstats");
    mmstats_application *web = application_of("between-*.mmstats");
    mmstats_totals *looks[3];
    const uint64_t grown[] = {10, 20, 40};
    for (size_t i = 0; i < 3; i++) {
        file_write(&file, grown[i], "well");
        looks[i] = look(web);
    }
    file_write(&file, 80, "well");
    CHECK_OK(mmstats_application_look(web));
    mmstats_application_free(web);
    const uint64_t wanted[3][3] = {{0, 0, 0}, {20, 0, 0}, {60, 40, 0}};
    for (size_t later = 0; later < 3; later++)
        for (size_t earlier = 0; earlier <= later; earlier++) {
            mmstats_rate rates[3];
            mmstats_since since;
            CHECK_U64(mmstats_totals_rates(looks[later], looks[earlier], rates, 3), 3);
            CHECK_OK(mmstats_totals_since(looks[later], looks[earlier], &since));
            const mmstats_rate hits = rates[index_in(looks[later], "hits")];
            CHECK_U64(hits.delta.u64, wanted[later][earlier]);
            CHECK_U64(rates[index_in(looks[later], "sizes")].delta.u64, later - earlier);
            CHECK(hits.known && !rates[index_in(looks[later], "status")].known);
            CHECK_U64(since.elapsed, mmstats_totals_taken(looks[later]) -
                                         mmstats_totals_taken(looks[earlier]));
            CHECK(since.gone == 0 && since.returned == 0);
            const double seconds = (double)since.elapsed / 1e9;
            CHECK(fabs(hits.per_second * seconds - (double)hits.delta.u64) < 1e-6);
        }
    const size_t sizes = index_in(looks[1], "sizes");
    double value = 0;
    CHECK_OK(mmstats_totals_percentile(looks[1], looks[0], sizes, 50, &value));
    CHECK(value > 19 && value < 21);
    CHECK_OK(mmstats_totals_percentile(looks[1], NULL, sizes, 0, &value));
    CHECK(value == 10);
    CHECK_STATUS(mmstats_totals_percentile(looks[1], looks[1], sizes, 50, &value),
                 MMSTATS_ERROR_NOT_FOUND);
    CHECK_STATUS(mmstats_totals_percentile(looks[1], looks[0], 3, 50, &value),
                 MMSTATS_ERROR_NOT_FOUND);
    for (size_t i = 0; i < 3; i++)
        mmstats_totals_free(looks[i]);
    mmstats_writer_free(file.writer);
}

/** The same while families and series are, whatever their values. */
static void test_shape(void) {
    mmstats_application *web = NULL;
    const mmstats_str glob = mmstats_str_of(in_folder("shape-*.mmstats"));
    CHECK_OK(mmstats_application_new(MMSTATS_STR("test"), &glob, 1, &web));
    CHECK_U64(mmstats_totals_shape(mmstats_application_totals(web)), 0);
    const struct file first = file_open("shape-1.mmstats");
    mmstats_totals *before = look(web);
    const uint64_t shape = mmstats_totals_shape(before);
    CHECK(shape != 0);
    file_write(&first, 7, "well");
    const struct file second = file_open("shape-2.mmstats");
    CHECK_OK(mmstats_application_look(web));
    CHECK_U64(mmstats_totals_shape(mmstats_application_totals(web)), shape);
    mmstats_counter more;
    const mmstats_desc desc = mmstats_desc_of("more");
    CHECK_OK(mmstats_writer_counter(second.writer, &desc, &more));
    CHECK_OK(mmstats_application_look(web));
    CHECK(mmstats_totals_shape(mmstats_application_totals(web)) != shape);
    CHECK_U64(mmstats_totals_shape(before), shape);
    mmstats_totals_free(before);
    mmstats_application_free(web);
    mmstats_writer_free(second.writer);
    mmstats_writer_free(first.writer);
}

/** What threads share. */
struct shared {
    const mmstats_application *web;
    const mmstats_totals *first;
};

static void *use(void *given) {
    const struct shared *shared = (const struct shared *)given;
    for (int i = 0; i < 1000; i++) {
        mmstats_totals *own = NULL;
        mmstats_rate rates[3];
        CHECK_OK(mmstats_totals_new(shared->web, &own));
        CHECK_U64(mmstats_totals_rates(own, shared->first, rates, 3), 3);
        CHECK_U64(rates[index_in(own, "hits")].delta.u64, 6);
        CHECK_U64(find(shared->first, "hits")->value.as.u64, 5);
        mmstats_totals_free(own);
    }
    return NULL;
}

/** Any number of threads keep what was found, read it, and free their own. */
static void test_threads(void) {
    enum { THREADS = 4 };
    const struct file file = file_open("threads-1.mmstats");
    mmstats_application *web = application_of("threads-*.mmstats");
    file_write(&file, 5, "first");
    mmstats_totals *first = look(web);
    file_write(&file, 6, "second");
    CHECK_OK(mmstats_application_look(web));
    struct shared shared = {web, first};
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, use, &shared) == 0);
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
    mmstats_totals_free(first);
    mmstats_application_free(web);
    mmstats_writer_free(file.writer);
}

int main(void) {
    folder_make();
    test_kept();
    test_between();
    test_shape();
    test_threads();
    return checked();
}
