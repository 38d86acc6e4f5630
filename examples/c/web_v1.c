/* A pretend web server that publishes statistics in format 1, which mmstats 0.8.0's tools read.
 *
 *     cc web_v1.c $(pkg-config --cflags --libs mmstats) -o web_v1
 *     ./web_v1 [SECONDS]     without SECONDS it runs until SIGINT or SIGTERM
 *
 * While it runs, look at it from another terminal: `mmstats slurp`. The file is in MMSTATS_PATH,
 * else in the temporary folder, and stays when the program ends.
 */

#define _POSIX_C_SOURCE 200809L

#include <mmstats_inline.h> /* or mmstats.h: the same, with calls where this has instructions */

#include <inttypes.h>
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

static void serve(const char *page) {
    const struct timespec pause = {0, (1 + (long)strlen(page)) * 1000000};
    nanosleep(&pause, NULL);
}

/* What this program tells of itself. Zeros are handles too, whose writes go nowhere: so the
 * program runs on even where nothing could be declared. */
static struct {
    mmstats_v1_writer *writer;
    mmstats_v1_counter requests;
    mmstats_v1_timer *latency;
    mmstats_v1_text_field page;
} stats;

/* Declare what there is to know, then create the file: from there on everybody sees it. */
static mmstats_status publish(void) {
    const mmstats_str version = mmstats_str_of(mmstats_version());
    mmstats_v1_options options = MMSTATS_V1_OPTIONS_INIT;
    options.label_prefix = MMSTATS_STR("web.");

    mmstats_status status = mmstats_v1_writer_new(MMSTATS_STR("web"), &options, &stats.writer);
    mmstats_v1_writer *writer = stats.writer;
    if (status == MMSTATS_OK)
        status = mmstats_v1_writer_counter(writer, MMSTATS_STR("requests"), &stats.requests);
    if (status == MMSTATS_OK)
        status = mmstats_v1_writer_timer(writer, MMSTATS_STR("latency"), 100, &stats.latency);
    if (status == MMSTATS_OK)
        status = mmstats_v1_writer_text(writer, MMSTATS_STR("page"), 32, &stats.page);
    if (status == MMSTATS_OK)
        status = mmstats_v1_writer_constant_text(writer, MMSTATS_STR("version"), version, 0);
    if (status == MMSTATS_OK)
        status = mmstats_v1_writer_create_file(writer);
    return status;
}

int main(int argc, char **argv) {
    static const char *const pages[] = {"/", "/news", "/about"};
    const double seconds = argc > 1 ? strtod(argv[1], NULL) : 0;
    const double start = mmstats_clock_seconds();
    const struct sigaction action = {.sa_handler = on_signal};
    mmstats_str path;

    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);

    if (publish() != MMSTATS_OK)
        fprintf(stderr, "web: no statistics: %s\n", mmstats_error_message());
    else if (mmstats_v1_writer_path(stats.writer, &path) == MMSTATS_OK)
        printf("Statistics are in %.*s\n", (int)path.len, path.data);
    fflush(stdout);

    /* Serving: each of these is a few stores to memory, with no lock and no system call. */
    for (size_t i = 0; !stop && (argc == 1 || mmstats_clock_seconds() - start < seconds); i++) {
        const char *page = pages[i % 3];
        const double began = mmstats_clock_seconds();
        mmstats_v1_text_set(stats.page, mmstats_str_of(page));
        serve(page);
        mmstats_v1_counter_inc(stats.requests);
        mmstats_v1_timer_observe(stats.latency, mmstats_clock_seconds() - began);
    }

    /* The file stays, and says what this program had done when it ended. */
    printf("Served %" PRIu64 " requests in %.4f s each\n", mmstats_v1_counter_get(stats.requests),
           mmstats_v1_timer_get(stats.latency));
    mmstats_v1_writer_free(stats.writer);
    return 0;
}
