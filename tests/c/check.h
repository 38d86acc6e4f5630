/* Checks of a test program. One that fails says where and goes on; main ends with
 * `return checked()`. Compiles as C and as C++. */

#ifndef CHECK_H
#define CHECK_H

#include <mmstats_inline.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int checks_failed;
static int checks_made;

/** Whether all went well, as an exit status. A program that checked nothing did not. */
static inline int checked(void) {
    printf("%d checks, %d failed\n", checks_made, checks_failed);
    return checks_made == 0 || checks_failed > 0;
}

static inline bool check_at(bool holds, const char *file, int line, const char *what) {
    /* Any thread may check. */
    __atomic_fetch_add(&checks_made, 1, __ATOMIC_RELAXED);
    if (!holds) {
        __atomic_fetch_add(&checks_failed, 1, __ATOMIC_RELAXED);
        fprintf(stderr, "%s:%d: expected %s\n", file, line, what);
    }
    return holds;
}

static inline void check_u64_at(uint64_t found, uint64_t expected, const char *file, int line,
                                const char *what) {
    if (!check_at(found == expected, file, line, what))
        fprintf(stderr, "    expected %" PRIu64 ", found %" PRIu64 "\n", expected, found);
}

static inline bool check_status_at(mmstats_status found, mmstats_status expected, const char *file,
                                   int line, const char *what) {
    if (check_at(found == expected, file, line, what))
        return true;
    fprintf(stderr, "    expected %s, found %s: %s\n", mmstats_status_name((int32_t)expected),
            mmstats_status_name((int32_t)found), mmstats_error_message());
    return false;
}

static inline void check_text_at(mmstats_str found, const char *expected, const char *file,
                                 int line, const char *what) {
    const bool same = found.len == strlen(expected) &&
                      (found.len == 0 || memcmp(found.data, expected, found.len) == 0);
    if (!check_at(same, file, line, what))
        fprintf(stderr, "    expected \"%s\", found \"%.*s\"\n", expected, (int)found.len,
                found.data ? found.data : "");
}

/** That something holds. */
#define CHECK(holds) check_at((holds), __FILE__, __LINE__, #holds)
/** That an unsigned number is another. */
#define CHECK_U64(found, expected) \
    check_u64_at((found), (expected), __FILE__, __LINE__, #found " == " #expected)
/** That a call gives that status. */
#define CHECK_STATUS(call, expected) \
    check_status_at((call), (expected), __FILE__, __LINE__, #call " to be " #expected)
/** That a call succeeds. */
#define CHECK_OK(call) CHECK_STATUS(call, MMSTATS_OK)
/** That a mmstats_str is that string. */
#define CHECK_TEXT(found, expected) \
    check_text_at((found), (expected), __FILE__, __LINE__, #found " to be " #expected)
/** That the last error message has that in it. */
#define CHECK_MESSAGE(part)                                                                       \
    do {                                                                                          \
        if (!check_at(strstr(mmstats_error_message(), part) != NULL, __FILE__, __LINE__,          \
                      "a message with " #part))                                                   \
            fprintf(stderr, "    found \"%s\"\n", mmstats_error_message());                       \
    } while (0)

#endif
