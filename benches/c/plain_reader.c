#include "plain_reader.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { VERSION = 1, UNBUFFERED = 0xff };

/* Bytes that are left, and how to take some. */
typedef struct cursor {
    const uint8_t *at;
    size_t left;
} cursor;

static inline const uint8_t *take(cursor *from, size_t size) {
    if (from->left < size)
        return NULL;
    const uint8_t *taken = from->at;
    from->at += size;
    from->left -= size;
    return taken;
}

static inline size_t u16_at(const uint8_t *bytes) {
    return bytes[0] | (size_t)bytes[1] << 8;
}

/* The width of a value and its code; false for a signature that isn't known. */
static inline bool width_of(const uint8_t *signature, size_t size, size_t *width, char *code) {
    *code = (char)signature[size - 1];
    if (size > 1) {
        *width = 0;
        for (size_t i = 0; i + 1 < size; i++) {
            if (signature[i] < '0' || signature[i] > '9' || *width > 999999999)
                return false;
            *width = *width * 10 + (signature[i] - '0');
        }
        return *code == 's';
    }
    switch (*code) {
    case 'Q': case 'q': case 'L': case 'l': case 'd':
        *width = 8;
        return true;
    case 'I': case 'i': case 'f':
        *width = 4;
        return true;
    case 'H': case 'h':
        *width = 2;
        return true;
    case 'B': case 'b': case '?':
        *width = 1;
        return true;
    default:
        return false;
    }
}

#define AS(type) (__extension__({ type word; memcpy(&word, bytes, sizeof word); word; }))

static inline void decode(plain_field *field, const uint8_t *bytes, size_t width) {
    switch (field->code) {
    case 'Q': case 'L': case 'd': field->value.u64 = AS(uint64_t); break;
    case 'q': case 'l': field->value.i64 = AS(int64_t); break;
    case 'I': field->value.u64 = AS(uint32_t); break;
    case 'i': field->value.i64 = AS(int32_t); break;
    case 'H': field->value.u64 = AS(uint16_t); break;
    case 'h': field->value.i64 = AS(int16_t); break;
    case 'B': field->value.u64 = AS(uint8_t); break;
    case 'b': field->value.i64 = AS(int8_t); break;
    case '?': field->value.u64 = AS(uint8_t) != 0; break;
    case 'f': field->value.f64 = AS(float); break;
    case 's':
        field->value.text.bytes = (const char *)bytes;
        field->value.text.size = strnlen((const char *)bytes, width);
        break;
    }
}

static inline bool parse_field(cursor *from, plain_field *field, size_t label_size) {
    const uint8_t *label = take(from, label_size);
    const uint8_t *type_size = label ? take(from, 2) : NULL;
    if (!type_size || u16_at(type_size) == 0)
        return false;
    const uint8_t *signature = take(from, u16_at(type_size));
    size_t width;
    if (!signature || !width_of(signature, u16_at(type_size), &width, &field->code))
        return false;
    const uint8_t *write_buffer = take(from, 1);
    if (!write_buffer || (*write_buffer > 1 && *write_buffer != UNBUFFERED))
        return false;
    bool buffered = *write_buffer != UNBUFFERED;
    const uint8_t *value = take(from, buffered ? 2 * width : width);
    if (!value)
        return false;
    if (buffered && *write_buffer == 0)
        value += width;
    field->label = (const char *)label;
    field->label_size = label_size;
    decode(field, value, width);
    return true;
}

bool plain_parse(plain_reader *reader, const uint8_t *bytes, size_t size) {
    cursor from = {bytes, size};
    size_t count = 0;
    const uint8_t *version = take(&from, 1);
    if (!version || *version != VERSION)
        return false;
    const uint8_t *label_size;
    while ((label_size = take(&from, 2)) && u16_at(label_size) != 0) {
        if (count == reader->field_capacity) {
            reader->field_capacity = count ? 2 * count : 64;
            size_t room = reader->field_capacity * sizeof *reader->fields;
            reader->fields = realloc(reader->fields, room);
            if (!reader->fields)
                abort();
        }
        if (!parse_field(&from, &reader->fields[count], u16_at(label_size)))
            return false;
        count++;
    }
    reader->field_count = count;
    return true;
}

bool plain_refresh(plain_reader *reader, int file, size_t size) {
    if (reader->capacity < size) {
        reader->bytes = realloc(reader->bytes, size);
        if (!reader->bytes)
            abort();
        reader->capacity = size;
    }
    ssize_t copied = pread(file, reader->bytes, size, 0);
    return copied >= 0 && plain_parse(reader, reader->bytes, (size_t)copied);
}

bool plain_open(plain_reader *reader, const char *path) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    struct stat about;
    bool done = fstat(file, &about) == 0 && plain_refresh(reader, file, (size_t)about.st_size);
    close(file);
    return done;
}

bool plain_open_mapped(plain_reader *reader, const char *path,
                       void (*look)(const plain_reader *reader)) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    struct stat about;
    bool done = fstat(file, &about) == 0;
    size_t size = done ? (size_t)about.st_size : 0;
    void *bytes = done ? mmap(NULL, size, PROT_READ, MAP_SHARED, file, 0) : MAP_FAILED;
    close(file);
    if (bytes == MAP_FAILED)
        return false;
    done = plain_parse(reader, bytes, size);
    if (done)
        look(reader);
    munmap(bytes, size);
    return done;
}

void plain_free(plain_reader *reader) {
    free(reader->bytes);
    free(reader->fields);
    *reader = (plain_reader){0};
}
