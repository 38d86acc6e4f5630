/* Format 1 as a C programmer parses it who knows the files: typed, little-endian, one part to a
 * value. It checks every size against the file and knows every code and text, and is else as
 * plain as can be: no UTF-8, no zeros after the end, no other layout, no message. The floor of
 * what reading can cost. Takes a little-endian machine. */

#ifndef PLAIN_READER_H
#define PLAIN_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct plain_field {
    const char *label;
    size_t label_size;
    char code; /* of the signature; 's' for text */
    union {
        uint64_t u64;
        int64_t i64;
        double f64;
        struct {
            const char *bytes;
            size_t size;
        } text;
    } value;
} plain_field;

/* What is kept from one file to the next. All zeros to begin with. */
typedef struct plain_reader {
    uint8_t *bytes;
    size_t capacity;
    plain_field *fields;
    size_t field_capacity;
    size_t field_count;
} plain_reader;

/* Parses bytes into `fields`, which borrow from them. False where they make no sense. */
bool plain_parse(plain_reader *reader, const uint8_t *bytes, size_t size);

/* Reads an open file of at most that size with one call, and parses it. */
bool plain_refresh(plain_reader *reader, int file, size_t size);

/* Opens a file, reads it, closes it, parses it. */
bool plain_open(plain_reader *reader, const char *path);

/* The same through a mapping, which is closed again once `look` has seen the fields. */
bool plain_open_mapped(plain_reader *reader, const char *path,
                       void (*look)(const plain_reader *reader));

void plain_free(plain_reader *reader);

#endif
