/* Every header stands by itself, and may come more than once and in any order. */

#include <mmstats.h>
#include <mmstats_inline.h>
#include <mmstats.h>
#include <mmstats_inline.h>

#ifdef __cplusplus
#include <mmstats.hpp>
#include <mmstats.hpp>
#endif

/** Names without an argument list are the library's own functions. */
static void (*const add)(mmstats_v1_counter, uint64_t) = mmstats_v1_counter_add;

int main(void) {
    uint8_t cell[17] = {0};
    const mmstats_v1_counter counter = {cell};
    add(counter, 3);
    mmstats_v1_counter_add(counter, 4);
    return mmstats_v1_counter_get(counter) == 7 ? 0 : 1;
}
