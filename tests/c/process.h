/* Processes of a test program: forked children, whose checks count as the program's. */

#ifndef PROCESS_H
#define PROCESS_H

#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/** Forks: 0 in the child, which ends by `child_end`. One that hangs ends by a signal, and so does
 *  one whose parent is gone. */
static inline pid_t child_begin(void) {
    fflush(NULL);
    const pid_t child = fork();
    if (child < 0) {
        perror("fork");
        exit(1);
    }
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        alarm(60);
        checks_made = checks_failed = 0;
    }
    return child;
}

/** Ends a child. What the program does at its exit is its parent's. */
static inline void child_end(void) {
    fflush(NULL);
    _exit(checks_made == 0 || checks_failed > 0);
}

static inline int child_wait(pid_t child) {
    int status = 0;
    while (waitpid(child, &status, 0) < 0)
        if (!CHECK(errno == EINTR))
            break;
    return status;
}

/** Waits for the end of a child, all of whose checks have to hold. */
static inline void child_join(pid_t child) {
    const int status = child_wait(child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/** Ends a child from outside, in the middle of whatever it does. */
static inline void child_kill(pid_t child) {
    CHECK(kill(child, SIGKILL) == 0);
    const int status = child_wait(child);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

/** A line between processes, for one word: one tells, the other waits until it does. */
struct line {
    int ends[2];
};

static inline struct line line_open(void) {
    struct line line = {{-1, -1}};
    if (pipe2(line.ends, O_CLOEXEC) != 0) {
        perror("pipe");
        exit(1);
    }
    return line;
}

static inline void line_tell(struct line line) {
    CHECK(write(line.ends[1], "", 1) == 1);
    close(line.ends[0]);
    close(line.ends[1]);
}

static inline void line_wait(struct line line) {
    char told;
    close(line.ends[1]);
    CHECK(read(line.ends[0], &told, 1) == 1);
    close(line.ends[0]);
}

#endif
