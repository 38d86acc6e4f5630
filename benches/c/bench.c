#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "mmstats.h"

void bench_fail(const char *file, int line, const char *expected) {
    fprintf(stderr, "%s:%d: expected %s; libmmstats' last error: %s\n", file, line, expected,
            mmstats_error_message());
    exit(1);
}

/* What benches/run sets for the programs of every language. */
static uint64_t setting(const char *name) {
    const char *text = getenv(name);
    uint64_t value = text ? strtoull(text, NULL, 10) : 0;
    if (value == 0) {
        fprintf(stderr, "%s is not set: start the benchmarks with benches/run\n", name);
        exit(1);
    }
    return value;
}

/* Processor time of this thread: what other programs take meanwhile doesn't count. */
static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static uint64_t nanoseconds(bench_side side, uint64_t times) {
    uint64_t start = now();
    side.run(side.context, times);
    return now() - start;
}

/* How many operations fill a batch. */
static uint64_t calibrate(bench_side side, uint64_t batch) {
    uint64_t times = 1;
    uint64_t taken;
    while ((taken = nanoseconds(side, times)) < batch / 2)
        times *= 2;
    uint64_t wanted = (uint64_t)((double)times * (double)batch / (double)taken);
    return wanted ? wanted : 1;
}

void bench(const char *id, const char *goal, bench_side ours, const char *against,
           bench_side theirs) {
    const char *only = getenv("BENCH_ONLY");
    if (only && strncmp(id, only, strlen(only)) != 0)
        return;
    uint64_t batch = setting("BENCH_BATCH_NS");
    uint64_t rounds = setting("BENCH_ROUNDS");
    uint64_t our_times = calibrate(ours, batch);
    uint64_t their_times = calibrate(theirs, batch);
    for (uint64_t round = 0; round < rounds; round++) {
        uint64_t our_ns = nanoseconds(ours, our_times);
        uint64_t their_ns = nanoseconds(theirs, their_times);
        printf("%s\t%s\t%s\t%.6g\t%.6g\n", id, goal, against, (double)our_ns / (double)our_times,
               (double)their_ns / (double)their_times);
    }
}
