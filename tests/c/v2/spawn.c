/* What posix_spawn and exec leave of a writer in the program that they start: no file, no lock, no
 * descriptor. This program starts itself: `spawn PROGRAM FOLDER` is what it starts. */

#include "all.h"
#include "process.h"

#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <spawn.h>

extern char **environ;

/* The program that is started. */

/** How many descriptors of this process are of files in that folder. */
static int descriptors_in(const char *folder) {
    DIR *const all = opendir("/proc/self/fd");
    int found = 0;
    if (!all)
        return -1;
    for (const struct dirent *one; (one = readdir(all)) != NULL;) {
        char path[512];
        const ssize_t size = readlinkat(dirfd(all), one->d_name, path, sizeof path);
        if (size > 0 && memmem(path, (size_t)size, folder, strlen(folder)))
            found++;
    }
    closedir(all);
    return found;
}

/** Says how many descriptors it has of that folder, by its exit status, once its input ends. */
static int started(const char *folder) {
    char byte;
    while (read(STDIN_FILENO, &byte, 1) > 0) {
    }
    return descriptors_in(folder);
}

/* The program that starts it. */

static char program[] = "spawn", task[] = "started", self[] = "/proc/self/exe";
static char *const arguments[] = {program, task, folder_path, NULL};

/** An input for a program that is started: it waits for its end. */
struct input {
    int read, write;
};

static struct input input_open(void) {
    int ends[2] = {-1, -1};
    CHECK(pipe2(ends, O_CLOEXEC) == 0);
    const struct input input = {ends[0], ends[1]};
    return input;
}

static pid_t spawn(struct input input) {
    posix_spawn_file_actions_t actions;
    pid_t child = -1;
    CHECK(posix_spawn_file_actions_init(&actions) == 0);
    CHECK(posix_spawn_file_actions_adddup2(&actions, input.read, STDIN_FILENO) == 0);
    CHECK(posix_spawn(&child, self, &actions, NULL, arguments, environ) == 0);
    CHECK(posix_spawn_file_actions_destroy(&actions) == 0);
    return child;
}

/** Returns when the child has come behind its fork handlers. */
static pid_t fork_and_exec(struct input input) {
    const struct line forked = line_open();
    const pid_t child = fork();
    if (child == 0) {
        line_tell(forked);
        dup2(input.read, STDIN_FILENO);
        execv(self, arguments);
        _exit(127);
    }
    CHECK(child > 0);
    line_wait(forked);
    return child;
}

/** Ends the input, and so the program; it has no descriptor of a stats file. */
static void finish(pid_t child, struct input input) {
    close(input.read);
    close(input.write);
    child_join(child);
}

static size_t files(void) {
    DIR *const all = opendir(folder_path);
    size_t found = 0;
    if (!CHECK(all != NULL))
        return 0;
    for (const struct dirent *one; (one = readdir(all)) != NULL;)
        found += strcmp(one->d_name, ".") != 0 && strcmp(one->d_name, "..") != 0;
    closedir(all);
    return found;
}

static bool is_locked(const char *name) {
    struct flock lock;
    const int file = open(in_folder(name), O_RDONLY | O_CLOEXEC);
    memset(&lock, 0, sizeof lock);
    lock.l_type = F_RDLCK;
    lock.l_whence = SEEK_SET;
    CHECK(file >= 0 && fcntl(file, F_OFD_GETLK, &lock) == 0);
    close(file);
    return lock.l_type != F_UNLCK;
}

static mmstats_liveness writer_of(const char *name) {
    mmstats_reader *reader = stats_reader(name);
    const mmstats_liveness writer = mmstats_reader_writer(reader);
    mmstats_reader_free(reader);
    return writer;
}

static mmstats_writer *writer_for_spawn(const char *name, bool follow) {
    mmstats_options options = stats_options(name);
    mmstats_writer *writer = NULL;
    options.follow = follow;
    if (!CHECK_OK(mmstats_writer_new(MMSTATS_STR("test"), &options, &writer)))
        exit(1);
    return writer;
}

static void remove_file(const char *name) {
    CHECK(unlink(in_folder(name)) == 0);
}

/** Nothing is left, also of a writer that follows, by any of the ways that don't run fork handlers. */
static void test_spawn(bool follow) {
    struct all all = all_of(writer_for_spawn("spawn.mmstats", follow));
    const struct input input = input_open();
    const pid_t child = spawn(input);
    write_inline(&all, 1);
    CHECK_U64(files(), 1);
    finish(child, input);
    CHECK(system("exit 0") == 0);
    FILE *const shell = popen("exit 0", "r");
    CHECK(shell && pclose(shell) == 0);
    CHECK_U64(files(), 1);
    check_all("spawn.mmstats", 1, 1, 1);
    CHECK(writer_of("spawn.mmstats") == MMSTATS_LIVENESS_ALIVE);
    all_free(&all);
    remove_file("spawn.mmstats");
}

/** The same by fork and exec, where the writer doesn't follow. */
static void test_exec(void) {
    struct all all = all_of(writer_for_spawn("exec.mmstats", false));
    const struct input input = input_open();
    const pid_t child = fork_and_exec(input);
    write_inline(&all, 1);
    finish(child, input);
    CHECK_U64(files(), 1);
    check_all("exec.mmstats", 1, 1, 1);
    all_free(&all);
    remove_file("exec.mmstats");
}

/** Where it follows, the child's file stays, as its process was between fork and exec; it has no lock,
 *  and is dead when the program ends, or where the lock is proof already before (SPEC.md 2.19). */
static void test_exec_of_follower(void) {
    char name[64];
    struct all all = all_of(writer_for_spawn("follow.mmstats", true));
    const struct input input = input_open();
    const pid_t child = fork_and_exec(input);
    snprintf(name, sizeof name, "follow-%d.mmstats", (int)child);
    write_inline(&all, 1);
    while (is_locked(name)) /* until it executes the program */
        sched_yield();
    finish(child, input);
    CHECK(writer_of(name) == MMSTATS_LIVENESS_DEAD);
    CHECK_U64(files(), 2);
    check_all(name, 0, 0, 0);
    check_all("follow.mmstats", 1, 1, 1);
    CHECK(is_locked("follow.mmstats"));
    all_free(&all);
    remove_file(name);
    remove_file("follow.mmstats");
}

/** A program that was started keeps nobody from seeing that the writer is dead (F2-LOCK). */
static void test_started_outlives(void) {
    const struct line made = line_open();
    const struct input input = input_open();
    const pid_t writer = child_begin();
    if (writer == 0) {
        writer_for_spawn("outlived.mmstats", false);
        spawn(input);
        fork_and_exec(input);
        line_tell(made);
        pause();
    }
    line_wait(made);
    CHECK(writer_of("outlived.mmstats") == MMSTATS_LIVENESS_ALIVE);
    child_kill(writer);
    CHECK(writer_of("outlived.mmstats") == MMSTATS_LIVENESS_DEAD);
    CHECK(!is_locked("outlived.mmstats"));
    close(input.read);
    close(input.write);
    remove_file("outlived.mmstats");
}

int main(int count, char **given) {
    if (count == 3 && strcmp(given[1], task) == 0)
        return started(given[2]);
    folder_make();
    test_spawn(false);
    test_spawn(true);
    test_exec();
    test_exec_of_follower();
    test_started_outlives();
    return checked();
}
