/* Stripes: each thread has its own, which goes back at its end and to the next; all that is counted is
 * in the sum, however many threads there are. */

#include "process.h"
#include "stats.h"

#include <limits.h>
#include <pthread.h>

/** How many stripes there are besides that which all share. */
enum { STRIPES = 64 };

static pthread_t thread_of(void *(*run)(void *), void *of) {
    pthread_t thread;
    if (!CHECK(pthread_create(&thread, NULL, run, of) == 0))
        exit(1);
    return thread;
}

static void join(pthread_t thread) {
    CHECK(pthread_join(thread, NULL) == 0);
}

static void hits_of(mmstats_writer *writer, mmstats_counter *hits, mmstats_histogram *sizes) {
    mmstats_desc desc = mmstats_desc_of("hits");
    CHECK_OK(mmstats_writer_counter(writer, &desc, hits));
    desc = mmstats_desc_of("sizes");
    CHECK_OK(mmstats_writer_histogram(writer, &desc, sizes));
}

static void check_counted(const char *name, uint64_t hits, uint64_t sizes) {
    mmstats_reader *reader = stats_reader(name);
    CHECK_U64(stats_value(reader, "hits").as.u64, hits);
    CHECK_U64(stats_value(reader, "sizes").as.histogram->count, sizes);
    mmstats_reader_free(reader);
}

static mmstats_local *local_of(mmstats_writer *writer) {
    mmstats_local *local = NULL;
    CHECK_OK(mmstats_local_new(writer, &local));
    return local;
}

/** What threads count, each in a local of its own. */
struct crowd {
    mmstats_writer *writer;
    mmstats_counter hits;
    mmstats_histogram sizes;
    pthread_barrier_t together;
    uint64_t times;
    /** How many had a stripe of their own. */
    uint64_t own;
};

/** One of a crowd: all have their locals at the same time, and leave them to their ends. */
static void *count(void *of) {
    struct crowd *const crowd = (struct crowd *)of;
    mmstats_local *const local = local_of(crowd->writer);
    const mmstats_counter hits = mmstats_local_counter(local, crowd->hits);
    const mmstats_histogram sizes = mmstats_local_histogram(local, crowd->sizes);
    CHECK(hits.mode == sizes.mode);
    __atomic_fetch_add(&crowd->own, hits.mode == MMSTATS_OWN, __ATOMIC_RELAXED);
    pthread_barrier_wait(&crowd->together);
    for (uint64_t i = 0; i < crowd->times; i++) {
        mmstats_counter_inc(hits);
        mmstats_histogram_observe(sizes, i);
    }
    return local;
}

/** So many threads at once. Their locals are freed when they have ended, which is late and harmless. */
static void run_crowd(struct crowd *crowd, unsigned threads) {
    pthread_t all[2 * STRIPES];
    CHECK(pthread_barrier_init(&crowd->together, NULL, threads) == 0);
    for (unsigned i = 0; i < threads; i++)
        all[i] = thread_of(count, crowd);
    for (unsigned i = 0; i < threads; i++) {
        void *local = NULL;
        CHECK(pthread_join(all[i], &local) == 0);
        mmstats_local_free((mmstats_local *)local);
    }
    CHECK(pthread_barrier_destroy(&crowd->together) == 0);
}

static struct crowd crowd_of(mmstats_writer *writer, uint64_t times) {
    struct crowd crowd;
    memset(&crowd, 0, sizeof crowd);
    crowd.writer = writer;
    crowd.times = times;
    hits_of(writer, &crowd.hits, &crowd.sizes);
    return crowd;
}

/** 10,000 threads, eight at a time, count all, and take no more than eight stripes (F2-STRIPE). */
static void test_short_lived(void) {
    enum { AT_ONCE = 8, ROUNDS = 1250, TIMES = 10 };
    mmstats_writer *writer = stats_writer("short.mmstats");
    struct crowd crowd = crowd_of(writer, TIMES);
    run_crowd(&crowd, AT_ONCE);
    const size_t size = mmstats_writer_size(writer);
    for (unsigned i = 1; i < ROUNDS; i++)
        run_crowd(&crowd, AT_ONCE);
    CHECK_U64(mmstats_writer_size(writer), size);
    CHECK_U64(crowd.own, AT_ONCE * ROUNDS);
    check_counted("short.mmstats", AT_ONCE * ROUNDS * TIMES, AT_ONCE * ROUNDS * TIMES);
    mmstats_writer_free(writer);
}

/** More threads than stripes: those that have none count in what all share. Then all are free again. */
static void test_more_than_stripes(void) {
    enum { THREADS = STRIPES + 36, TIMES = 1000 };
    mmstats_writer *writer = stats_writer("many.mmstats");
    struct crowd crowd = crowd_of(writer, TIMES);
    for (uint64_t i = 1; i <= 2; i++) {
        run_crowd(&crowd, THREADS);
        CHECK_U64(crowd.own, i * STRIPES);
        check_counted("many.mmstats", i * THREADS * TIMES, i * THREADS * TIMES);
    }
    mmstats_writer_free(writer);
}

/** Threads that stay, and take one task after the other. */
struct pool {
    mmstats_writer *writer;
    mmstats_counter hits;
    mmstats_histogram sizes;
    uint64_t next_task, tasks;
};

static void *work(void *of) {
    struct pool *const pool = (struct pool *)of;
    mmstats_local *const local = local_of(pool->writer);
    while (__atomic_fetch_add(&pool->next_task, 1, __ATOMIC_RELAXED) < pool->tasks) {
        /* Asked for by each task, as a program does that keeps only the local with its thread. */
        mmstats_counter_inc(mmstats_local_counter(local, pool->hits));
        mmstats_histogram_observe(mmstats_local_histogram(local, pool->sizes), 1);
    }
    mmstats_local_free(local);
    return NULL;
}

static void test_pool(void) {
    enum { THREADS = 8, TASKS = 100000 };
    pthread_t threads[THREADS];
    mmstats_writer *writer = stats_writer("pool.mmstats");
    struct pool pool = {writer, {NULL, 0}, {NULL, 0, 0, 0, 0}, 0, TASKS};
    hits_of(writer, &pool.hits, &pool.sizes);
    for (size_t i = 0; i < THREADS; i++)
        threads[i] = thread_of(work, &pool);
    for (size_t i = 0; i < THREADS; i++)
        join(threads[i]);
    check_counted("pool.mmstats", TASKS, TASKS);
    mmstats_writer_free(writer);
}

/** A thread that counts once and waits, twice, to go on. */
struct guest {
    mmstats_writer *writer;
    mmstats_counter hits, own;
    mmstats_local *local;
    pthread_t thread;
    pthread_barrier_t step;
};

static void *stay(void *of) {
    struct guest *const guest = (struct guest *)of;
    guest->local = local_of(guest->writer);
    guest->own = mmstats_local_counter(guest->local, guest->hits);
    mmstats_counter_inc(guest->own);
    pthread_barrier_wait(&guest->step);
    pthread_barrier_wait(&guest->step);
    return NULL;
}

static void guest_come(struct guest *guest, mmstats_writer *writer, mmstats_counter hits) {
    guest->writer = writer;
    guest->hits = hits;
    CHECK(pthread_barrier_init(&guest->step, NULL, 2) == 0);
    guest->thread = thread_of(stay, guest);
    pthread_barrier_wait(&guest->step);
}

static void guest_go(struct guest *guest) {
    pthread_barrier_wait(&guest->step);
    join(guest->thread);
    CHECK(pthread_barrier_destroy(&guest->step) == 0);
}

/** A local is freed by another thread: after its thread's end, and before. No stripe is given twice. */
static void test_freed_elsewhere(void) {
    mmstats_writer *writer = stats_writer("elsewhere.mmstats");
    mmstats_counter hits;
    mmstats_histogram sizes;
    struct guest first, second, third;
    hits_of(writer, &hits, &sizes);
    guest_come(&first, writer, hits);
    guest_go(&first);
    guest_come(&second, writer, hits);
    CHECK(second.own.cell == first.own.cell); /* goes on with the stripe */
    mmstats_local_free(first.local);
    guest_come(&third, writer, hits);
    CHECK(third.own.cell != second.own.cell);
    mmstats_local_free(third.local);
    mmstats_local *local = local_of(writer);
    CHECK(mmstats_local_counter(local, hits).cell == third.own.cell);
    guest_go(&third); /* its stripe is ours by now, and stays so */
    mmstats_local *other = local_of(writer);
    const mmstats_counter own = mmstats_local_counter(other, hits);
    CHECK(own.cell != third.own.cell && own.cell != second.own.cell);
    guest_go(&second);
    mmstats_local_free(second.local);
    mmstats_local_free(other);
    mmstats_local_free(local);
    check_counted("elsewhere.mmstats", 3, 0);
    mmstats_writer_free(writer);
}

/** Keys of the program: one that is older than the library's, and one that is younger. */
static pthread_key_t keys[2];

/** A thread that counts until its end, also in destructors. */
struct leaver {
    mmstats_writer *writer;
    mmstats_counter hits, own;
    mmstats_local *local;
    int rounds[2];
};

/** Counts, and sees that nobody else has the stripe, in all rounds but the system's last. */
static void leave(struct leaver *leaver, size_t key) {
    mmstats_local *const next = local_of(leaver->writer);
    CHECK(mmstats_local_counter(next, leaver->hits).cell != leaver->own.cell);
    mmstats_local_free(next);
    mmstats_counter_inc(leaver->own);
    if (++leaver->rounds[key] < PTHREAD_DESTRUCTOR_ITERATIONS - 1)
        CHECK(pthread_setspecific(keys[key], leaver) == 0);
}

static void leave_older(void *of) {
    leave((struct leaver *)of, 0);
}

static void leave_younger(void *of) {
    leave((struct leaver *)of, 1);
}

static void *run_leaver(void *of) {
    struct leaver *const leaver = (struct leaver *)of;
    leaver->local = local_of(leaver->writer);
    leaver->own = mmstats_local_counter(leaver->local, leaver->hits);
    CHECK(leaver->own.mode == MMSTATS_OWN);
    CHECK(pthread_setspecific(keys[0], leaver) == 0 && pthread_setspecific(keys[1], leaver) == 0);
    mmstats_counter_inc(leaver->own);
    return NULL;
}

/** Destructors of the program's own may count: the stripe goes back behind them. */
static void test_destructors(void) {
    enum { IN_DESTRUCTORS = 2 * (PTHREAD_DESTRUCTOR_ITERATIONS - 1) };
    mmstats_writer *writer = stats_writer("destructors.mmstats");
    mmstats_histogram sizes;
    struct leaver leaver;
    memset(&leaver, 0, sizeof leaver);
    leaver.writer = writer;
    hits_of(writer, &leaver.hits, &sizes);
    CHECK(pthread_key_create(&keys[1], leave_younger) == 0);
    join(thread_of(run_leaver, &leaver));
    check_counted("destructors.mmstats", 1 + IN_DESTRUCTORS, 0);
    mmstats_local *next = local_of(writer);
    CHECK(mmstats_local_counter(next, leaver.hits).cell == leaver.own.cell);
    mmstats_local_free(next);
    mmstats_local_free(leaver.local);
    mmstats_writer_free(writer);
}

/** How many of 2 * STRIPES locals have a stripe of their own, of which none has that of `not_this`. */
static uint64_t take_all(mmstats_writer *writer, mmstats_counter hits, mmstats_counter not_this) {
    mmstats_local *all[2 * STRIPES];
    uint64_t own = 0;
    for (size_t i = 0; i < 2 * STRIPES; i++) {
        all[i] = local_of(writer);
        const mmstats_counter mine = mmstats_local_counter(all[i], hits);
        CHECK(mine.cell != not_this.cell);
        own += mine.mode == MMSTATS_OWN;
        mmstats_counter_inc(mine);
    }
    for (size_t i = 0; i < 2 * STRIPES; i++)
        mmstats_local_free(all[i]);
    return own;
}

/** In a child that follows, the stripes of threads that it doesn't have are free, and go once only,
 *  whoever frees their locals. */
static void test_fork(void) {
    enum { THREADS = STRIPES - 1 };
    static struct guest guests[THREADS];
    char name[64];
    mmstats_options options = stats_options("forked.mmstats");
    mmstats_writer *writer = NULL;
    mmstats_counter hits;
    mmstats_histogram sizes;
    options.follow = true;
    CHECK_OK(mmstats_writer_new(MMSTATS_STR("test"), &options, &writer));
    hits_of(writer, &hits, &sizes);
    mmstats_local *local = local_of(writer);
    const mmstats_counter own = mmstats_local_counter(local, hits);
    CHECK(own.mode == MMSTATS_OWN);
    for (size_t i = 0; i < THREADS; i++)
        guest_come(&guests[i], writer, hits);
    CHECK_U64(take_all(writer, hits, own), 0);
    const pid_t child = child_begin();
    if (child == 0) {
        snprintf(name, sizeof name, "forked-%d.mmstats", (int)getpid());
        mmstats_counter_inc(own);
        CHECK_U64(take_all(writer, hits, own), THREADS);
        struct guest guest;
        guest_come(&guest, writer, hits);
        CHECK(guest.own.mode == MMSTATS_OWN && guest.own.cell != own.cell);
        for (size_t i = 0; i < THREADS; i++)
            mmstats_local_free(guests[i].local);
        CHECK_U64(take_all(writer, hits, own), THREADS - 1);
        CHECK_U64(take_all(writer, hits, guest.own), THREADS - 1);
        guest_go(&guest);
        CHECK_U64(take_all(writer, hits, own), THREADS);
        check_counted(name, 1 + 1 + 4 * 2 * STRIPES, 0);
        mmstats_local_free(guest.local);
        mmstats_local_free(local);
        mmstats_writer_free(writer);
        child_end();
    }
    child_join(child);
    for (size_t i = 0; i < THREADS; i++) {
        guest_go(&guests[i]);
        mmstats_local_free(guests[i].local);
    }
    check_counted("forked.mmstats", 2 * STRIPES + THREADS, 0);
    mmstats_local_free(local);
    mmstats_writer_free(writer);
}

int main(void) {
    CHECK(pthread_key_create(&keys[0], leave_older) == 0);
    folder_make();
    test_short_lived();
    test_more_than_stripes();
    test_pool();
    test_freed_elsewhere();
    test_destructors();
    test_fork();
    return checked();
}
