/* What a call into another library costs: functions that take what libmmstats' take and do
 * nothing. They are in a library of their own, and are called the way that one's are. */

#ifndef EMPTY_H
#define EMPTY_H

#include <stdint.h>

#include "mmstats.h"

void empty_counter_inc(mmstats_v1_counter counter);
void empty_counter_add(mmstats_v1_counter counter, uint64_t n);
void empty_cell_inc(mmstats_counter counter);
void empty_u64_set(mmstats_v1_u64_field field, uint64_t value);

#endif
