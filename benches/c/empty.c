#include "empty.h"

void empty_counter_inc(mmstats_v1_counter counter) {
    (void)counter;
}

void empty_counter_add(mmstats_v1_counter counter, uint64_t n) {
    (void)counter;
    (void)n;
}

void empty_u64_set(mmstats_v1_u64_field field, uint64_t value) {
    (void)field;
    (void)value;
}

void empty_cell_inc(mmstats_counter counter) {
    (void)counter;
}
