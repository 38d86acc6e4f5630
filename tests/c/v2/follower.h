/* A writer whose forked children follow, and the names of their files. */

#ifndef FOLLOWER_H
#define FOLLOWER_H

#include "stats.h"

static inline mmstats_writer *follower(const char *name) {
    mmstats_options options = stats_options(name);
    mmstats_writer *writer = NULL;
    options.follow = true;
    if (!CHECK_OK(mmstats_writer_new(MMSTATS_STR("test"), &options, &writer)))
        exit(1);
    return writer;
}

/** The name of a child's file, where the parent's is `stem`.mmstats. */
struct name {
    char text[64];
};

static inline struct name name_of(const char *stem, pid_t child) {
    struct name name;
    snprintf(name.text, sizeof name.text, "%s-%d.mmstats", stem, (int)child);
    return name;
}

#endif
