/* Counts in many threads: `count FOLDER MODE THREADS N`, as exact.rs says. */

#include <mmstats_inline.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_THREADS = 64 };

static mmstats_writer *writer;
static mmstats_counter hits;
static bool in_local;
static uint64_t increments;

static void need(bool good, const char *what) {
    if (good)
        return;
    fprintf(stderr, "count.c: %s: %s\n", what, mmstats_error_message());
    _exit(1);
}

static void *count_in_thread(void *unused) {
    mmstats_local *local = NULL;
    mmstats_counter mine = hits;
    if (in_local) {
        need(mmstats_local_new(writer, &local) == MMSTATS_OK, "a local");
        mine = mmstats_local_counter(local, hits);
    }
    for (uint64_t i = 0; i < increments; i++)
        mmstats_counter_inc(mine);
    mmstats_local_free(local);
    return unused;
}

static void count(size_t threads) {
    pthread_t running[MOST_THREADS];
    need(threads <= MOST_THREADS, "so many threads");
    for (size_t i = 0; i < threads; i++)
        need(pthread_create(&running[i], NULL, count_in_thread, NULL) == 0, "a thread");
    for (size_t i = 0; i < threads; i++)
        need(pthread_join(running[i], NULL) == 0, "its end");
}

/* The child says itself that it goes on; the program in C++ has the option. */
static void count_in_child(size_t threads) {
    int status = 0;
    const pid_t child = fork();
    need(child >= 0, "a child");
    if (child == 0) {
        need(mmstats_writer_follow(writer) == MMSTATS_OK, "following");
        count(threads);
        mmstats_writer_free(writer);
        _exit(0);
    }
    need(waitpid(child, &status, 0) == child && status == 0, "the child's end");
}

int main(int argc, char **argv) {
    need(argc == 5, "expected FOLDER MODE THREADS N");
    const char *mode = argv[2];
    const size_t threads = strtoul(argv[3], NULL, 10);
    mmstats_options options = MMSTATS_OPTIONS_INIT;
    const mmstats_desc desc = mmstats_desc_of("hits");
    options.path = mmstats_str_of(argv[1]);
    options.detached = strcmp(mode, "detached") == 0;
    in_local = strcmp(mode, "local") == 0;
    increments = strtoull(argv[4], NULL, 10);

    need(mmstats_writer_new(MMSTATS_STR("count"), &options, &writer) == MMSTATS_OK, "a writer");
    need(mmstats_writer_counter(writer, &desc, &hits) == MMSTATS_OK, "a counter");
    count(threads);
    if (strcmp(mode, "follow") == 0)
        count_in_child(threads);
    if (options.detached)
        printf("%llu\n", (unsigned long long)mmstats_counter_get(hits));
    mmstats_writer_free(writer);
    return 0;
}
