/* What live-read2 of all agents sees, and what has to hold. */

#ifndef AGENT_LIVE2_H
#define AGENT_LIVE2_H

#include "live.h"

#include <string.h>

/** A number of one look: whether it was there, and if so which. */
struct maybe {
    bool known;
    double value;
};

/** Whether step `n` of live-write2 was the last: the pause behind it. At full rate there is none, and
 *  stdin is asked for now and then. */
static inline bool live_ends(uint64_t n, bool full_rate) {
    if (!full_rate)
        return input_ends();
    return n % 256 == 0 && input_ends_within(0);
}

/** What one look at the file of live-write2 showed. What was busy, or not published yet, isn't
 *  known. Numbers are far below 2^53. */
struct seen2 {
    struct maybe requests, pair, load, status, latency, hits, hits_series;
    uint64_t busy;
};

/** Ends the program: a reader saw what no writer wrote. */
__attribute__((noreturn)) static inline void violated(const char *what, double before, double now) {
    fprintf(stderr, "%s: before %.17g; now %.17g\n", what, before, now);
    exit(1);
}

static inline struct maybe is_known(double value) {
    const struct maybe now = {true, value};
    return now;
}

/** The newer of two, neither of which may have fallen. */
static inline struct maybe newer(const char *what, struct maybe before, struct maybe now) {
    if (before.known && now.known && now.value < before.value)
        violated(what, before.value, now.value);
    return now.known ? now : before;
}

/** The number in decimal that is all of a text. */
static inline double decimal(const char *what, const char *text, size_t size) {
    char copy[32] = "";
    char *end = copy;
    if (size > 0 && size < sizeof copy)
        memcpy(copy, text, size);
    const double value = strtod(copy, &end);
    if (size == 0 || end != copy + size)
        violated(what, 0, 0);
    return value;
}

/** `n` of the struct, whose components have to belong together. */
static inline struct maybe pair_of(uint64_t n, uint64_t triple, const char *word, size_t size) {
    if (triple != 3 * n)
        violated("pair.triple doesn't belong to pair.n", (double)n, (double)triple);
    if (decimal("pair.word", word, size) != (double)n)
        violated("pair.word doesn't belong to pair.n", (double)n, decimal("", word, size));
    return is_known((double)n);
}

/** The number in a status. */
static inline struct maybe status_of(const char *text, size_t size) {
    if (size < 3 || memcmp(text, "n=", 2) != 0)
        violated("status isn't n= and a number", 0, 0);
    return is_known(decimal("status", text + 2, size - 2));
}

/** Looks at the file: reads it again, and takes its values. */
typedef struct seen2 look2(void *reader);

/** Looks again and again for that time. */
static inline int live_read2(look2 *again, void *reader, double seconds) {
    const double end = seconds_now() + seconds;
    uint64_t reads = 0, distinct = 0, busy = 0;
    struct seen2 newest = {{false, 0}, {false, 0}, {false, 0}, {false, 0},
                           {false, 0}, {false, 0}, {false, 0}, 0};
    do {
        const struct seen2 now = again(reader);
        reads++;
        distinct += !newest.requests.known || now.requests.value > newest.requests.value;
        busy += now.busy;
        newest.requests = newer("requests fell", newest.requests, now.requests);
        newest.pair = newer("pair.n fell", newest.pair, now.pair);
        newest.load = newer("load fell", newest.load, now.load);
        newest.status = newer("status fell", newest.status, now.status);
        newest.latency = newer("latency's count fell", newest.latency, now.latency);
        newest.hits = newer("hits fell", newest.hits, now.hits);
        newest.hits_series = newer("series of hits fell", newest.hits_series, now.hits_series);
    } while (seconds_now() < end);
    printf("reads %" PRIu64 " distinct %" PRIu64 " busy %" PRIu64 "\n", reads, distinct, busy);
    return 0;
}

#endif
