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

/** Sleeps about 50 microseconds, or until stdin has something to say. Whether it is at its end. */
static inline bool input_ends(void) {
    const struct timespec pause = {0, 50000};
    struct pollfd input = {STDIN_FILENO, POLLIN, 0};
    char ignored[256];
    if (ppoll(&input, 1, &pause, NULL) <= 0)
        return false;
    const ssize_t read_now = read(STDIN_FILENO, ignored, sizeof ignored);
    return read_now == 0 || (read_now < 0 && errno != EINTR);
}

/** Ends the program: a reader saw what no writer wrote. */
__attribute__((noreturn)) static inline void violated(const char *what, double before, double now) {
    fprintf(stderr, "%s: before %.17g, now %.17g\n", what, before, now);
    exit(1);
}

/** What one look at the file of live-write showed. */
struct seen {
    uint64_t requests;
    uint64_t first, second;
    double load;
    int64_t level;
    bool alive;
};

/** Ends the program where what is seen now can't follow what was seen before. */
static inline void check_seen(const struct seen *before, const struct seen *now) {
    if (now->requests < before->requests)
        violated("requests fell", (double)before->requests, (double)now->requests);
    if (now->load * 2 < before->load * 2)
        violated("load fell", before->load, now->load);
    if (now->level > 0 || now->level < -999999)
        violated("level is out of range", (double)before->level, (double)now->level);
    if (!now->alive)
        violated("the writer is said to be dead", before->alive, now->alive);
}

/** Looks at the file: reads it again, and takes its values. */
typedef struct seen look(void *reader);

/** Looks once. Format 1 doesn't promise the tuple to a reader that two writes overtake, so that a
 *  mismatch is looked at once more. */
static inline struct seen look_well(look *again, void *reader, const struct seen *before) {
    struct seen now = again(reader);
    if (now.second != 3 * now.first) {
        check_seen(before, &now);
        now = again(reader);
        if (now.second != 3 * now.first)
            violated("requests.and.work doesn't belong together", (double)now.first,
                     (double)now.second);
    }
    check_seen(before, &now);
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
    check_seen(&before, &before);
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
