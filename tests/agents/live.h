/* What live-write and live-read share: when they end, and what has to hold. */

#ifndef AGENT_LIVE_H
#define AGENT_LIVE_H

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/** Sleeps for that time, or until stdin has something to say. Whether it is at its end. */
static inline bool input_ends_within(long nanoseconds) {
    const struct timespec pause = {0, nanoseconds};
    struct pollfd input = {STDIN_FILENO, POLLIN, 0};
    char ignored[256];
    if (ppoll(&input, 1, &pause, NULL) <= 0)
        return false;
    const ssize_t read_now = read(STDIN_FILENO, ignored, sizeof ignored);
    return read_now == 0 || (read_now < 0 && errno != EINTR);
}

/** Sleeps about 50 microseconds. Whether stdin is at its end. */
static inline bool input_ends(void) {
    return input_ends_within(50000);
}

/** What one look at the file of live-write showed. */
struct seen {
    uint64_t requests;
    uint64_t first, second;
    double load;
    int64_t level;
    bool alive;
};

/** Why what is seen now can't follow what was seen before; NULL where it can. */
static inline const char *violation(const struct seen *before, const struct seen *now) {
    if (now->requests < before->requests)
        return "requests fell";
    if (now->load * 2 < before->load * 2)
        return "load fell";
    if (now->level > 0 || now->level < -999999)
        return "level is out of range";
    if (now->second != 3 * now->first)
        return "requests.and.work doesn't belong together";
    return now->alive ? NULL : "the writer isn't said to be alive";
}

static inline void print_seen(const char *when, const struct seen *seen) {
    fprintf(stderr, "%s requests %" PRIu64 " work %" PRIu64 " %" PRIu64, when, seen->requests,
            seen->first, seen->second);
    fprintf(stderr, " load %.17g level %" PRId64 " alive %d", seen->load, seen->level, seen->alive);
}

/** Looks at the file: reads it again, and takes its values. */
typedef struct seen look(void *reader);

/** Looks once, and once more where that shows what format 1 doesn't promise (SPEC.md 1.11): a
 *  reader that two writes overtake sees a tuple half-written, and one that is overtaken by one
 *  and part of the next a value before it is published, and then the one before it. Ends the
 *  program where the second look is no better: a reader saw what no writer wrote. */
static inline struct seen look_well(look *again, void *reader, const struct seen *before) {
    struct seen now = again(reader);
    if (violation(before, &now))
        now = again(reader);
    const char *what = violation(before, &now);
    if (what) {
        fprintf(stderr, "%s:", what);
        print_seen(" before", before);
        print_seen("; now", &now);
        fputc('\n', stderr);
        exit(1);
    }
    return now;
}

static inline double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/** Looks again and again for that time. */
static inline int live_read(look *again, void *reader, double seconds) {
    const double end = seconds_now() + seconds;
    uint64_t reads = 1, distinct = 1;
    struct seen before = again(reader);
    before = look_well(again, reader, &before);
    while (seconds_now() < end) {
        const struct seen now = look_well(again, reader, &before);
        distinct += now.requests != before.requests;
        reads++;
        before = now;
    }
    printf("reads %" PRIu64 " distinct %" PRIu64 "\n", reads, distinct);
    return 0;
}

#endif
