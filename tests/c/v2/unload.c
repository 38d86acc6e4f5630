/* dlclose: the library stays, since threads that end and processes that fork call into it.
 *
 *   unload LIBRARY */

#include "process.h"
#include "stats.h"

#include <dlfcn.h>
#include <pthread.h>

static const char *library;

/** What the test calls of a library that it isn't linked to. */
struct loaded {
    void *handle;
    __typeof__(&mmstats_writer_new) writer_new;
    __typeof__(&mmstats_writer_counter) writer_counter;
    __typeof__(&mmstats_writer_free) writer_free;
    __typeof__(&mmstats_local_new) local_new;
    __typeof__(&mmstats_local_counter) local_counter;
    __typeof__(&mmstats_local_free) local_free;
    __typeof__(&mmstats_counter_add) counter_add;
};

/** Finds a function. POSIX wants that an address of data can be one of a function. */
#define FIND(loaded, name)                                                                        \
    do {                                                                                          \
        void *const found = dlsym((loaded).handle, "mmstats_" #name);                             \
        if (!CHECK(found != NULL))                                                                \
            exit(1);                                                                              \
        memcpy(&(loaded).name, &found, sizeof found);                                             \
    } while (0)

static struct loaded load(void) {
    struct loaded loaded;
    memset(&loaded, 0, sizeof loaded);
    loaded.handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (!CHECK(loaded.handle != NULL)) {
        fprintf(stderr, "%s\n", dlerror());
        exit(1);
    }
    FIND(loaded, writer_new);
    FIND(loaded, writer_counter);
    FIND(loaded, writer_free);
    FIND(loaded, local_new);
    FIND(loaded, local_counter);
    FIND(loaded, local_free);
    FIND(loaded, counter_add);
    return loaded;
}

/** A thread that has a local when the library is closed, and ends later. */
struct user {
    struct loaded loaded;
    mmstats_writer *writer;
    mmstats_counter hits;
    mmstats_local *local;
    pthread_barrier_t step;
};

static void *use(void *of) {
    struct user *const user = (struct user *)of;
    CHECK(user->loaded.local_new(user->writer, &user->local) == MMSTATS_OK);
    const mmstats_counter own = user->loaded.local_counter(user->local, user->hits);
    CHECK(own.mode == MMSTATS_OWN);
    pthread_barrier_wait(&user->step);
    pthread_barrier_wait(&user->step);
    user->loaded.counter_add(own, 5);
    return NULL;
}

int main(int count, char **given) {
    struct user user;
    pthread_t thread;
    if (count != 2) {
        fprintf(stderr, "usage: unload LIBRARY\n");
        return 2;
    }
    library = given[1];
    folder_make();
    memset(&user, 0, sizeof user);
    user.loaded = load();
    const mmstats_options options = stats_options("unload.mmstats");
    const mmstats_desc desc = mmstats_desc_of("hits");
    CHECK(user.loaded.writer_new(MMSTATS_STR("test"), &options, &user.writer) == MMSTATS_OK);
    CHECK(user.loaded.writer_counter(user.writer, &desc, &user.hits) == MMSTATS_OK);
    CHECK(pthread_barrier_init(&user.step, NULL, 2) == 0);
    CHECK(pthread_create(&thread, NULL, use, &user) == 0);
    pthread_barrier_wait(&user.step);

    CHECK(dlclose(user.loaded.handle) == 0);
    CHECK(dlopen(library, RTLD_NOW | RTLD_NOLOAD) != NULL);
    const pid_t child = child_begin();
    if (child == 0) {
        user.loaded.counter_add(user.hits, 7);
        CHECK(access(in_folder("unload.mmstats"), F_OK) == 0);
        child_end();
    }
    child_join(child);
    pthread_barrier_wait(&user.step);
    CHECK(pthread_join(thread, NULL) == 0);

    /* It is the same one, which knows the stripe that the thread gave back. */
    const struct loaded again = load();
    CHECK(again.counter_add == user.loaded.counter_add);
    mmstats_local *local = NULL;
    CHECK(again.local_new(user.writer, &local) == MMSTATS_OK);
    again.local_free(local);
    again.local_free(user.local);
    again.writer_free(user.writer);
    return checked();
}
