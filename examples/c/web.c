/* A pretend web server that publishes statistics.
 *
 *     cc web.c $(pkg-config --cflags --libs mmstats) -o web
 *     ./web [SECONDS]     without SECONDS it runs until SIGINT or SIGTERM
 *
 * While it runs, look at it from another terminal: `mmstats slurp`. The file is in MMSTATS_PATH,
 * else in the temporary folder, and stays when the program ends.
 */

#define _POSIX_C_SOURCE 200809L

#include <mmstats_inline.h> /* or mmstats.h: the same, with calls where this has instructions */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static volatile sig_atomic_t stop;

static void on_signal(int number) {
    (void)number;
    stop = 1;
}

/* Published as a whole: nobody sees the page of one request with the code of another. */
struct request {
    char page[32];
    uint64_t code;
    uint64_t duration;
};

/* What this program tells of itself. Zeros are handles too, whose writes go nowhere: so the
 * program runs on even where nothing could be registered. */
static struct {
    mmstats_writer *writer;
    mmstats_counter found, missing;
    mmstats_histogram latency;
    mmstats_gauge_i64 active;
    mmstats_struct last;
} stats;

/* One family, whose series are told apart by a label: the counter of requests with that code. */
static mmstats_status register_requests(const char *code, mmstats_counter *counter) {
    const mmstats_str key = MMSTATS_STR("code"), value = mmstats_str_of(code);
    mmstats_desc requests = mmstats_desc_of("http.requests");
    requests.unit = MMSTATS_STR("1");
    requests.help = MMSTATS_STR("Requests that were answered.");
    requests.labels = 1;
    requests.label_keys = &key;
    requests.label_values = &value;
    return mmstats_writer_counter(stats.writer, &requests, counter);
}

static mmstats_status register_last(void) {
    mmstats_component components[] = {
        MMSTATS_COMPONENT(struct request, page, MMSTATS_TEXT, MMSTATS_KIND_TEXT),
        MMSTATS_COMPONENT(struct request, code, MMSTATS_U64, MMSTATS_KIND_GAUGE),
        MMSTATS_COMPONENT(struct request, duration, MMSTATS_U64, MMSTATS_KIND_GAUGE),
    };
    components[2].unit = MMSTATS_STR("ns");
    mmstats_desc last = mmstats_desc_of("http.last");
    last.help = MMSTATS_STR("The last request.");
    last.components = components;
    last.component_count = sizeof components / sizeof *components;
    last.struct_size = sizeof(struct request);
    return mmstats_writer_struct(stats.writer, &last, &stats.last);
}

/* The writer has its file at once, and everybody sees what is registered in it from there on. */
static mmstats_status publish(void) {
    mmstats_desc latency = mmstats_desc_of("http.latency");
    mmstats_desc active = mmstats_desc_of("http.active");
    latency.help = MMSTATS_STR("How long that took.");
    active.help = MMSTATS_STR("Requests that are being answered.");

    mmstats_status status = mmstats_writer_new(MMSTATS_STR("web"), NULL, &stats.writer);
    if (status == MMSTATS_OK)
        status = register_requests("200", &stats.found);
    if (status == MMSTATS_OK)
        status = register_requests("404", &stats.missing);
    if (status == MMSTATS_OK)
        status = mmstats_writer_timer(stats.writer, &latency, &stats.latency);
    if (status == MMSTATS_OK)
        status = mmstats_writer_gauge_i64(stats.writer, &active, &stats.active);
    if (status == MMSTATS_OK)
        status = register_last();
    return status;
}

static unsigned serve(const char *page) {
    const struct timespec pause = {0, (1 + (long)strlen(page)) * 1000000};
    nanosleep(&pause, NULL);
    return strcmp(page, "/lost") == 0 ? 404 : 200;
}

int main(int argc, char **argv) {
    static const char *const pages[] = {"/", "/news", "/about", "/lost"};
    const double seconds = argc > 1 ? strtod(argv[1], NULL) : 0;
    const double start = mmstats_clock_seconds();
    const struct sigaction action = {.sa_handler = on_signal};
    unsigned served = 0;
    mmstats_str path;

    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);

    if (publish() != MMSTATS_OK)
        fprintf(stderr, "web: no statistics: %s\n", mmstats_error_message());
    else if (mmstats_writer_path(stats.writer, &path) == MMSTATS_OK)
        printf("Statistics are in %.*s\n", (int)path.len, path.data);
    fflush(stdout);

    /* Serving: each of these is a few stores to memory, with no lock and no system call. */
    for (; !stop && (argc == 1 || mmstats_clock_seconds() - start < seconds); served++) {
        struct request last = {0};
        const char *page = pages[served % 4];
        const uint64_t started = mmstats_timer_start();
        mmstats_gauge_i64_add(stats.active, 1);
        last.code = serve(page);
        mmstats_counter_inc(last.code == 200 ? stats.found : stats.missing);
        last.duration = mmstats_timer_stop(stats.latency, started);
        snprintf(last.page, sizeof last.page, "%s", page);
        mmstats_struct_publish(stats.last, &last, sizeof last);
        mmstats_gauge_i64_add(stats.active, -1);
    }

    /* The file stays, and says what this program had done when it ended. */
    printf("Served %u requests\n", served);
    mmstats_writer_free(stats.writer);
    return 0;
}
