/* Error messages belong to a thread; names of statuses and the version are always there. */

#include "folder.h"

#include <pthread.h>

/** What a thread fails on, in step with another. */
struct failure {
    pthread_barrier_t *both;
    const char *path;
    bool found;
};

/** Fails while the other thread does, and looks whether the message is its own. */
static void *fail_and_look(void *of) {
    struct failure *failure = (struct failure *)of;
    mmstats_v1_reader *reader = NULL;
    failure->found = mmstats_error_message()[0] == '\0' && mmstats_error_offset() == -1;
    for (int i = 0; i < 100; i++) {
        pthread_barrier_wait(failure->both);
        failure->found &= mmstats_v1_reader_open(mmstats_str_of(failure->path), &reader) ==
                          MMSTATS_ERROR_NOT_FOUND;
        pthread_barrier_wait(failure->both);
        failure->found &= strstr(mmstats_error_message(), failure->path) != NULL;
    }
    return NULL;
}

static void test_threads(void) {
    pthread_barrier_t both;
    struct failure failures[] = {{&both, "/missing-one", false}, {&both, "/missing-two", false}};
    pthread_t threads[2];
    mmstats_v1_reader *reader = NULL;
    CHECK_STATUS(mmstats_v1_reader_open(MMSTATS_STR("/missing"), &reader), MMSTATS_ERROR_NOT_FOUND);
    pthread_barrier_init(&both, NULL, 2);
    for (int i = 0; i < 2; i++)
        CHECK(pthread_create(&threads[i], NULL, fail_and_look, &failures[i]) == 0);
    for (int i = 0; i < 2; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
        CHECK(failures[i].found);
    }
    pthread_barrier_destroy(&both);
    CHECK_MESSAGE("/missing:");
}

/** A message and its offset stay until the next failure. */
static void test_stays(void) {
    const uint8_t corrupt[] = {1, 3, 0, 'a', 'b'};
    mmstats_v1_reader *reader = NULL;
    CHECK_STATUS(mmstats_v1_reader_decode(corrupt, 5, &reader), MMSTATS_ERROR_CORRUPT);
    CHECK_OK(mmstats_v1_reader_decode(corrupt, 1, &reader));
    CHECK(mmstats_error_offset() == 3);
    CHECK_MESSAGE("offset 3");
    CHECK_STATUS(mmstats_v1_reader_refresh(reader), MMSTATS_ERROR_CLOSED);
    CHECK(mmstats_error_offset() == -1);
    mmstats_v1_reader_free(reader);
}

static void test_names(void) {
    static const char *const names[] = {
        "ok",   "not found", "permission", "not a stats file", "unknown version",
        "corrupt", "full",   "busy",       "closed",           "wrong type",
        "limit", "duplicate", "invalid",   "io",               "internal"};
    for (int32_t status = MMSTATS_OK; status <= MMSTATS_ERROR_INTERNAL; status++)
        CHECK_TEXT(mmstats_str_of(mmstats_status_name(status)), names[status]);
    CHECK_TEXT(mmstats_str_of(mmstats_status_name(15)), "unknown status");
    CHECK_TEXT(mmstats_str_of(mmstats_status_name(-1)), "unknown status");
    CHECK(strlen(mmstats_version()) >= strlen("1.0.0"));
}

int main(void) {
    CHECK_TEXT(mmstats_str_of(mmstats_error_message()), "");
    CHECK(mmstats_error_offset() == -1);
    test_threads();
    test_stays();
    test_names();
    return checked();
}
