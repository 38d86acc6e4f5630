/* Whether the writer of a file lives (SPEC.md 2.19, F2-LIVENESS), of writers that end in every way. */

#include "all.h"
#include "process.h"

#include <sched.h>
#include <sys/syscall.h>

static void check_writer(mmstats_reader *reader, mmstats_liveness expected) {
    CHECK_U64((uint64_t)mmstats_reader_writer(reader), (uint64_t)expected);
}

/** A process with a writer, and what else it starts; it waits for the end that it is given. */
static pid_t process_with(const char *name, bool follow, void (*start)(void)) {
    const struct line made = line_open();
    const pid_t process = child_begin();
    if (process == 0) {
        mmstats_options options = stats_options(name);
        mmstats_writer *writer = NULL;
        options.follow = follow;
        CHECK_OK(mmstats_writer_new(MMSTATS_STR("test"), &options, &writer));
        if (start)
            start();
        line_tell(made);
        for (;;)
            pause();
    }
    line_wait(made);
    return process;
}

/** Alive, by its lock; after kill -9, dead. */
static void test_killed(void) {
    const pid_t process = process_with("killed.mmstats", false, NULL);
    mmstats_reader *reader = stats_reader("killed.mmstats");
    mmstats_file_info info;
    check_writer(reader, MMSTATS_LIVENESS_ALIVE);
    child_kill(process);
    check_writer(reader, MMSTATS_LIVENESS_DEAD);
    CHECK_OK(mmstats_reader_refresh(reader));
    CHECK_OK(mmstats_reader_info(reader, &info));
    CHECK(!info.closed && info.pid == (uint64_t)process);
    check_writer(reader, MMSTATS_LIVENESS_DEAD);
    mmstats_reader_free(reader);
}

/** Dead, since it says so, while its process lives; and after the next writer has the name. */
static void test_closed(void) {
    mmstats_writer *writer = stats_writer("closed.mmstats");
    mmstats_reader *reader = stats_reader("closed.mmstats");
    check_writer(reader, MMSTATS_LIVENESS_ALIVE);
    CHECK_OK(mmstats_writer_close(writer));
    CHECK_OK(mmstats_reader_refresh(reader));
    check_writer(reader, MMSTATS_LIVENESS_DEAD);
    mmstats_writer_free(writer);
    writer = stats_writer("closed.mmstats");
    check_writer(reader, MMSTATS_LIVENESS_DEAD);
    mmstats_reader_free(reader);
    reader = stats_reader("closed.mmstats");
    check_writer(reader, MMSTATS_LIVENESS_ALIVE);
    mmstats_reader_free(reader);
    mmstats_writer_free(writer);
}

/** A pipe whose reading end tells processes that nobody else follows to end. */
static int leash[2];

static void wait_for_leash(void) {
    char byte;
    close(leash[1]);
    while (read(leash[0], &byte, 1) > 0) {
    }
}

/** A child that the test program doesn't know; it ends with the leash. Returns when it has come behind
 *  its fork handlers. */
static void start_forked(void) {
    const struct line forked = line_open();
    if (fork() == 0) {
        line_tell(forked);
        wait_for_leash();
        _exit(0);
    }
    line_wait(forked);
}

/** The same past the C library's handlers. */
static void start_cloned(void) {
    if (syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) == 0) {
        char byte;
        syscall(SYS_close, leash[1]);
        while (syscall(SYS_read, leash[0], &byte, 1) > 0) {
        }
        syscall(SYS_exit_group, 0);
    }
}

static void leash_make(void) {
    CHECK(pipe(leash) == 0);
}

/** Lets the processes go that wait for it. */
static void leash_drop(void) {
    close(leash[0]);
    close(leash[1]);
}

/** A forked child that lives on has nothing of its parent's lock (F2-FORK). */
static void test_child_outlives(void) {
    leash_make();
    const pid_t process = process_with("outlived.mmstats", false, start_forked);
    mmstats_reader *reader = stats_reader("outlived.mmstats");
    check_writer(reader, MMSTATS_LIVENESS_ALIVE);
    child_kill(process);
    check_writer(reader, MMSTATS_LIVENESS_DEAD);
    mmstats_reader_free(reader);
    leash_drop();
}

/** Where the child follows, its file is alive, and its parent's is dead. */
static void test_follower_outlives(void) {
    leash_make();
    const pid_t process = process_with("by-{PID}.mmstats", true, start_forked);
    mmstats_paths *paths = NULL;
    size_t alive = 0, dead = 0;
    child_kill(process);
    CHECK_OK(mmstats_glob(mmstats_str_of(in_folder("by-*.mmstats")), &paths));
    CHECK_U64(mmstats_paths_count(paths), 2);
    for (size_t i = 0; i < mmstats_paths_count(paths); i++) {
        mmstats_str path = {NULL, 0};
        mmstats_reader *reader = NULL;
        mmstats_file_info info;
        CHECK_OK(mmstats_paths_get(paths, i, &path));
        CHECK_OK(mmstats_reader_open(path, &reader));
        CHECK_OK(mmstats_reader_info(reader, &info));
        const mmstats_liveness writer = mmstats_reader_writer(reader);
        CHECK((writer == MMSTATS_LIVENESS_DEAD) == (info.pid == (uint64_t)process));
        alive += writer == MMSTATS_LIVENESS_ALIVE;
        dead += writer == MMSTATS_LIVENESS_DEAD;
        mmstats_reader_free(reader);
    }
    CHECK(alive == 1 && dead == 1);
    mmstats_paths_free(paths);
    leash_drop();
}

/** A child that was made past the handlers holds the lock of a writer that is gone. */
static void test_orphaned(void) {
    leash_make();
    const pid_t process = process_with("orphaned.mmstats", false, start_cloned);
    mmstats_reader *reader = stats_reader("orphaned.mmstats");
    check_writer(reader, MMSTATS_LIVENESS_ALIVE);
    child_kill(process);
    check_writer(reader, MMSTATS_LIVENESS_ORPHANED);
    leash_drop();
    while (mmstats_reader_writer(reader) == MMSTATS_LIVENESS_ORPHANED)
        sched_yield();
    check_writer(reader, MMSTATS_LIVENESS_DEAD);
    mmstats_reader_free(reader);
}

/** Of bytes in memory nobody can say, unless they say it themselves. */
static void test_in_memory(void) {
    static unsigned char bytes[65536];
    mmstats_writer *writer = stats_writer("memory.mmstats");
    for (int closed = 0; closed < 2; closed++) {
        FILE *const file = fopen(in_folder("memory.mmstats"), "rb");
        if (!CHECK(file != NULL))
            return;
        const size_t size = fread(bytes, 1, sizeof bytes, file);
        mmstats_reader *reader = NULL;
        CHECK(fclose(file) == 0);
        CHECK_OK(mmstats_reader_decode(bytes, size, &reader));
        check_writer(reader, closed ? MMSTATS_LIVENESS_DEAD : MMSTATS_LIVENESS_UNKNOWN);
        mmstats_reader_free(reader);
        CHECK_OK(mmstats_writer_close(writer));
    }
    mmstats_writer_free(writer);
    check_writer(NULL, MMSTATS_LIVENESS_UNKNOWN);
}

int main(void) {
    folder_make();
    test_killed();
    test_closed();
    test_child_outlives();
    test_follower_outlives();
    test_orphaned();
    test_in_memory();
    return checked();
}
