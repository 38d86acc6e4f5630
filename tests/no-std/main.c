/* Calls the Rust library as a firmware would. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

size_t no_std_encode(uint8_t *bytes, size_t size, uint64_t hits);
int64_t no_std_decode(const uint8_t *bytes, size_t size);

#define CHECK(what)                                                       \
    do {                                                                  \
        if (!(what)) {                                                    \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #what); \
            return 1;                                                     \
        }                                                                 \
    } while (0)

int main(void) {
    static const uint8_t expected[] = {
        1, 4, 0, 'h', 'i', 't', 's', 1, 0, 'Q', 1,
        42, 0, 0, 0, 0, 0, 0, 0,  0, 0, 0, 0, 0, 0, 0, 0,
    };
    uint8_t bytes[64] = {0};
    CHECK(no_std_encode(bytes, sizeof bytes, 42) == sizeof expected);
    CHECK(memcmp(bytes, expected, sizeof expected) == 0);
    CHECK(no_std_decode(bytes, sizeof bytes) == 42);
    CHECK(no_std_decode(bytes, sizeof expected) == 42);
    CHECK(no_std_decode(bytes, sizeof expected - 1) == -1 - 11);
    CHECK(no_std_decode(bytes, 1) == -1 - 1);
    CHECK(no_std_encode(bytes, sizeof expected, 1) == sizeof expected);
    CHECK(no_std_encode(bytes, sizeof expected - 1, 1) == 0);
    CHECK(no_std_encode(bytes, 0, 1) == 0);
    return 0;
}
