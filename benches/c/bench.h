/* Two ways to do the same, timed in turn. */

#ifndef BENCH_H
#define BENCH_H

#include <stdint.h>

/* One of the two: does its operation so many times. */
typedef struct bench_side {
    void (*run)(void *context, uint64_t times);
    void *context;
} bench_side;

/* Times both and prints a line for each round:
 *
 *     id, goal, against, nanoseconds an operation of ours, and of theirs
 *
 * `goal` is what the ratio of the two is to be at most; "" where the line informs only.
 * `against` names the other side. Nothing happens where BENCH_ONLY leaves the id out. */
void bench(const char *id, const char *goal, bench_side ours, const char *against,
           bench_side theirs);

/* Ends the program with a message where what a benchmark is built on doesn't hold. */
#define bench_check(holds) \
    ((holds) ? (void)0 : bench_fail(__FILE__, __LINE__, #holds))
_Noreturn void bench_fail(const char *file, int line, const char *expected);

/* The optimizer forgets what it knew of a pointer and of all memory: each turn of a loop is an
 * operation of its own. No instruction comes of it. */
#define bench_opaque(pointer) __asm__ volatile("" : "+r"(pointer) : : "memory")

#endif
