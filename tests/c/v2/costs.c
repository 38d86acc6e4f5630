/* No write takes memory or a system call, inlined or through the library. Memory: the program's malloc
 * counts. System calls: once it may make none but read, write and exit, any other kills it. */

#include "stats.h"

#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

static bool counting;
static size_t allocations;

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);

void *malloc(size_t size) {
    allocations += counting;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    allocations += counting;
    return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
    allocations += counting;
    return __libc_realloc(memory, size);
}

/** 14 words and a half: the library copies it by way of the stack where it isn't aligned. */
struct wide {
    char bytes[116];
};

struct handles {
    mmstats_counter counter, own_counter;
    mmstats_counter_f64 counter_f64;
    mmstats_gauge_u64 gauge_u64;
    mmstats_gauge_i64 gauge_i64;
    mmstats_gauge_f64 gauge_f64;
    mmstats_gauge_bool gauge_bool;
    mmstats_text text;
    mmstats_struct structure;
    mmstats_histogram histogram, own_histogram;
    mmstats_histogram_f64 histogram_f64;
    mmstats_window window;
    mmstats_window_f64 window_f64;
};

/** All writes, by these functions. */
#define WRITE_ALL(counter_inc, counter_add, counter_f64_add, gauge_u64_set, gauge_u64_add,        \
                  gauge_i64_set, gauge_i64_add, gauge_f64_set, gauge_f64_add, gauge_bool_set,     \
                  text_set, struct_publish, histogram_observe, histogram_f64_observe,             \
                  window_observe_at, window_f64_observe_at)                                       \
    for (uint64_t i = 0; i < 1000; i++) {                                                         \
        counter_inc(all->counter);                                                                \
        counter_add(all->own_counter, i);                                                         \
        counter_f64_add(all->counter_f64, (double)i);                                             \
        gauge_u64_set(all->gauge_u64, i);                                                         \
        gauge_u64_add(all->gauge_u64, i);                                                         \
        gauge_i64_set(all->gauge_i64, -1);                                                        \
        gauge_i64_add(all->gauge_i64, -1);                                                        \
        gauge_f64_set(all->gauge_f64, 0.5);                                                       \
        gauge_f64_add(all->gauge_f64, 0.5);                                                       \
        gauge_bool_set(all->gauge_bool, i % 2 == 1);                                              \
        failed += text_set(all->text, MMSTATS_STR("ascii")) != MMSTATS_OK;                        \
        failed += text_set(all->text, MMSTATS_STR("\xc3\xa4")) != MMSTATS_OK;                     \
        failed += struct_publish(all->structure, value + i % 2, sizeof(struct wide)) != MMSTATS_OK; \
        histogram_observe(all->histogram, i);                                                     \
        histogram_observe(all->own_histogram, i << 30);                                           \
        histogram_f64_observe(all->histogram_f64, (double)i - 1);                                 \
        window_observe_at(all->window, i << 30, i);                                               \
        window_f64_observe_at(all->window_f64, i << 30, (double)i - 1);                           \
    }

static size_t write_all(const struct handles *all) {
    static const unsigned char value[sizeof(struct wide) + 1] = {1, 2, 3};
    size_t failed = 0;
    WRITE_ALL(mmstats_counter_inc, mmstats_counter_add, mmstats_counter_f64_add,
              mmstats_gauge_u64_set, mmstats_gauge_u64_add, mmstats_gauge_i64_set,
              mmstats_gauge_i64_add, mmstats_gauge_f64_set, mmstats_gauge_f64_add,
              mmstats_gauge_bool_set, mmstats_text_set, mmstats_struct_publish,
              mmstats_histogram_observe, mmstats_histogram_f64_observe, mmstats_window_observe_at,
              mmstats_window_f64_observe_at)
    WRITE_ALL((mmstats_counter_inc), (mmstats_counter_add), (mmstats_counter_f64_add),
              (mmstats_gauge_u64_set), (mmstats_gauge_u64_add), (mmstats_gauge_i64_set),
              (mmstats_gauge_i64_add), (mmstats_gauge_f64_set), (mmstats_gauge_f64_add),
              (mmstats_gauge_bool_set), (mmstats_text_set), (mmstats_struct_publish),
              (mmstats_histogram_observe), (mmstats_histogram_f64_observe),
              (mmstats_window_observe_at), (mmstats_window_f64_observe_at))
    return failed;
}

static struct handles register_all(mmstats_writer *writer) {
    static const mmstats_component component =
        MMSTATS_COMPONENT(struct wide, bytes, MMSTATS_TEXT, MMSTATS_KIND_TEXT);
    struct handles all;
    mmstats_local *local;
    mmstats_desc desc = mmstats_desc_of("structure");
    desc.components = &component;
    desc.component_count = 1;
    desc.struct_size = sizeof(struct wide);
    CHECK_OK(mmstats_writer_struct(writer, &desc, &all.structure));
#define NAMED(name)                                                                               \
    desc = mmstats_desc_of(#name);                                                                \
    CHECK_OK(mmstats_writer_##name(writer, &desc, &all.name))
    NAMED(counter);
    NAMED(counter_f64);
    NAMED(gauge_u64);
    NAMED(gauge_i64);
    NAMED(gauge_f64);
    NAMED(gauge_bool);
    NAMED(text);
    NAMED(histogram);
    NAMED(histogram_f64);
    NAMED(window);
    NAMED(window_f64);
    CHECK_OK(mmstats_local_new(writer, &local));
    all.own_counter = mmstats_local_counter(local, all.counter);
    all.own_histogram = mmstats_local_histogram(local, all.histogram);
    CHECK(all.own_counter.mode == MMSTATS_OWN && all.own_histogram.mode == MMSTATS_OWN);
    return all;
}

int main(void) {
    folder_make();
    mmstats_writer *writer = stats_writer("costs.mmstats");
    const struct handles all = register_all(writer);
    /* Every function is called once before, so that it is linked. */
    CHECK_U64(write_all(&all), 0);
    allocations = 0;
    counting = true;
    void *volatile counted = malloc(1); /* it does count */
    free(counted);
    const size_t failed = write_all(&all);
    counting = false;
    CHECK_U64(failed, 0);
    CHECK_U64(allocations, 1);
    const int status = checked();
    fflush(stdout);
    folder_remove();
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT) != 0) {
        perror("seccomp");
        return 1;
    }
    const size_t failed_again = write_all(&all);
    syscall(SYS_exit, status || failed_again > 0);
}
