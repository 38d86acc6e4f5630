/* Two looks at an application: rates, percentiles of what came between, and what became of files. */

#include "application.h"
#include "process.h"

#include <math.h>

/** A file with a counter and a histogram. */
struct file {
    mmstats_writer *writer;
    mmstats_counter hits;
    mmstats_histogram sizes;
    mmstats_gauge_u64 level;
};

static struct file file_open(const char *name) {
    struct file file;
    mmstats_desc desc = mmstats_desc_of("hits");
    file.writer = stats_writer(name);
    CHECK_OK(mmstats_writer_counter(file.writer, &desc, &file.hits));
    desc = mmstats_desc_of("sizes");
    CHECK_OK(mmstats_writer_histogram(file.writer, &desc, &file.sizes));
    desc = mmstats_desc_of("level");
    CHECK_OK(mmstats_writer_gauge_u64(file.writer, &desc, &file.level));
    return file;
}

static mmstats_totals *totals_of(const mmstats_application *web) {
    mmstats_totals *totals = NULL;
    if (!CHECK_OK(mmstats_totals_new(web, &totals)))
        exit(1);
    return totals;
}

/** How much a series grew. There are three. */
static mmstats_rate rate_of(const mmstats_application *web, const mmstats_totals *earlier,
                            const char *name) {
    mmstats_rate rates[3];
    CHECK_U64(mmstats_application_rates(web, earlier, rates, 3), 3);
    return rates[application_index(web, name)];
}

static void test_rates(void) {
    const struct file first = file_open("rates-1.mmstats"), second = file_open("rates-2.mmstats");
    mmstats_application *web = application_of("rates-*.mmstats");
    mmstats_counter_add(first.hits, 5);
    for (uint64_t i = 0; i < 100; i++)
        mmstats_histogram_observe(first.sizes, 1000);
    CHECK_OK(mmstats_application_look(web));
    mmstats_totals *before = totals_of(web);
    mmstats_counter_add(first.hits, 3);
    mmstats_counter_add(second.hits, 4);
    for (uint64_t i = 0; i < 100; i++)
        mmstats_histogram_observe(second.sizes, 10);
    CHECK_OK(mmstats_application_look(web));
    const mmstats_rate hits = rate_of(web, before, "hits");
    CHECK(hits.known && !hits.is_new && hits.delta.u64 == 7 && hits.per_second > 0);
    const mmstats_rate sizes = rate_of(web, before, "sizes");
    CHECK(sizes.known && sizes.delta.u64 == 100);
    CHECK(!rate_of(web, before, "level").known);
    mmstats_since since;
    CHECK_OK(mmstats_application_since(web, before, &since));
    CHECK(since.elapsed > 0 && since.gone == 0 && since.returned == 0);
    CHECK(fabs(hits.per_second * (double)since.elapsed / 1e9 - 7) < 1e-6);
    mmstats_rate one[2];
    one[1].delta.u64 = 9;
    CHECK_U64(mmstats_application_rates(web, before, one, 1), 3);
    CHECK_U64(one[1].delta.u64, 9);
    /* Of all values, and of those that came between. */
    const size_t index = application_index(web, "sizes");
    double value = 0;
    CHECK_OK(mmstats_application_percentile(web, NULL, index, 90, &value));
    CHECK(value > 950 && value < 1050);
    CHECK_OK(mmstats_application_percentile(web, before, index, 90, &value));
    CHECK(value > 9 && value < 11);
    mmstats_totals *now = totals_of(web);
    CHECK_STATUS(mmstats_application_percentile(web, now, index, 90, &value),
                 MMSTATS_ERROR_NOT_FOUND);
    CHECK_STATUS(mmstats_application_percentile(web, NULL, application_index(web, "hits"), 90,
                                                &value),
                 MMSTATS_ERROR_WRONG_TYPE);
    CHECK_STATUS(mmstats_application_percentile(web, before, application_index(web, "hits"), 90,
                                                &value),
                 MMSTATS_ERROR_WRONG_TYPE);
    CHECK_STATUS(mmstats_application_percentile(web, before, 3, 90, &value),
                 MMSTATS_ERROR_NOT_FOUND);
    mmstats_totals_free(now);
    mmstats_application_free(web);
    /* They need their application no more. */
    mmstats_totals_free(before);
    mmstats_writer_free(second.writer);
    mmstats_writer_free(first.writer);
}

/** A file that goes takes values away, which is no negative rate; one that comes is new. */
static void test_turnover(void) {
    const struct file stays = file_open("turns-1.mmstats"), goes = file_open("turns-2.mmstats");
    mmstats_application *web = application_of("turns-*.mmstats");
    mmstats_counter_add(stays.hits, 1);
    mmstats_counter_add(goes.hits, 100);
    CHECK_OK(mmstats_application_keep_each(web, true));
    CHECK_OK(mmstats_application_look(web));
    mmstats_totals *before = totals_of(web);
    mmstats_writer_free(goes.writer);
    CHECK(remove(in_folder("turns-2.mmstats")) == 0);
    const struct file comes = file_open("turns-3.mmstats");
    mmstats_counter_add(comes.hits, 10);
    mmstats_counter_add(stays.hits, 2);
    CHECK_OK(mmstats_application_look(web));
    CHECK_U64(application_value(web, "hits").as.u64, 13);
    CHECK_U64(rate_of(web, before, "hits").delta.u64, 12);
    mmstats_since since;
    CHECK_OK(mmstats_application_since(web, before, &since));
    CHECK(since.gone == 1 && since.returned == 0);
    CHECK_OK(mmstats_application_keep_each(web, false));
    CHECK_OK(mmstats_application_look(web));
    CHECK_U64(rate_of(web, before, "hits").delta.u64, 0);
    mmstats_totals_free(before);
    mmstats_application_free(web);
    mmstats_writer_free(comes.writer);
    mmstats_writer_free(stays.writer);
}

/** Looks while processes write and are killed: no total falls, and rates add up to it. */
static void test_live(void) {
    enum { PROCESSES = 4, LOOKS = 200 };
    pid_t processes[PROCESSES];
    for (int p = 0; p < PROCESSES; p++) {
        const struct line made = line_open();
        processes[p] = child_begin();
        if (processes[p] == 0) {
            char name[32];
            snprintf(name, sizeof name, "live-%d.mmstats", p);
            const struct file file = file_open(name);
            line_tell(made);
            for (uint64_t i = 0;; i++) {
                mmstats_counter_inc(file.hits);
                mmstats_histogram_observe(file.sizes, i % 1000);
            }
        }
        line_wait(made);
    }
    mmstats_application *web = application_of("live-*.mmstats");
    CHECK_U64(application_files(web), PROCESSES);
    mmstats_totals *first = totals_of(web);
    uint64_t hits = application_value(web, "hits").as.u64, counted = 0;
    const uint64_t begun = hits;
    for (int look = 0; look < LOOKS; look++) {
        mmstats_totals *before = totals_of(web);
        if (look % (LOOKS / PROCESSES) == LOOKS / PROCESSES - 1)
            child_kill(processes[look / (LOOKS / PROCESSES)]);
        CHECK_OK(mmstats_application_look(web));
        const uint64_t now = application_value(web, "hits").as.u64;
        CHECK_U64(rate_of(web, before, "hits").delta.u64, now - hits);
        counted += now - hits;
        hits = now;
        mmstats_totals_free(before);
    }
    CHECK(hits > begun);
    CHECK_U64(rate_of(web, first, "hits").delta.u64, counted);
    CHECK_U64(application_files(web), PROCESSES);
    mmstats_totals_free(first);
    mmstats_application_free(web);
}

int main(void) {
    folder_make();
    test_rates();
    test_turnover();
    test_live();
    return checked();
}
