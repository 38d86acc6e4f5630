/* Families of a scenario of format 2, from words. */

#ifndef AGENT_FAMILY2_H
#define AGENT_FAMILY2_H

#include "numbers.h"

/** A family and what describes it. */
struct family {
    mmstats_str name;
    int32_t kind, type;
    mmstats_desc desc;
    mmstats_str *keys;
    mmstats_component *components;
};

/** A word, after the key that it begins with; NULL where that is another. */
static inline const char *behind(mmstats_str text, const char *key) {
    const size_t size = strlen(key);
    return text.len >= size && memcmp(text.data, key, size) == 0 ? text.data + size : NULL;
}

/** Its place in a list that ends with NULL. */
static inline int32_t place_of(mmstats_str text, const char *const *list) {
    for (int32_t i = 0; list[i]; i++)
        if (is(text, list[i]))
            return i;
    refuse("no such word", text.data);
}

static inline int32_t kind_of(mmstats_str text) {
    static const char *const kinds[] = {"",          "counter", "gauge", "text",
                                        "histogram", "struct",  "window", NULL};
    return place_of(text, kinds);
}

static inline int32_t type_of(mmstats_str text) {
    static const char *const types[] = {"",   "u64", "i64",  "u32",  "i32",   "u16",   "i16", "u8",
                                        "i8", "f32", "f64", "bool", "text", "tuple", "bytes", NULL};
    return place_of(text, types);
}

/** The width of a component's type; 0 of a text. */
static inline uint32_t width_of(int32_t type) {
    switch (type) {
    case MMSTATS_U64:
    case MMSTATS_I64:
    case MMSTATS_F64: return 8;
    case MMSTATS_U32:
    case MMSTATS_I32:
    case MMSTATS_F32: return 4;
    case MMSTATS_U16:
    case MMSTATS_I16: return 2;
    case MMSTATS_TEXT: return 0;
    default: return 1;
    }
}

/** The part of a text before the next colon, with NUL in its place; the text goes on behind. */
static inline mmstats_str up_to_colon(char **text) {
    char *colon = strchr(*text, ':');
    const mmstats_str part = {*text, colon ? (size_t)(colon - *text) : strlen(*text)};
    *text += part.len + (colon != NULL);
    if (colon)
        *colon = '\0';
    return part;
}

/** NAME:TYPE:KIND:UNIT, and of a text :WIDTH, behind the components that are there. */
static inline void add_component(struct family *family, const char *text) {
    const size_t count = ++family->desc.component_count;
    family->components =
        (mmstats_component *)grown(family->components, count * sizeof *family->components);
    mmstats_component *component = &family->components[count - 1];
    char *rest = (char *)text;
    component->name = up_to_colon(&rest);
    component->type = type_of(up_to_colon(&rest));
    component->kind = kind_of(up_to_colon(&rest));
    component->width = width_of(component->type);
    char *const last = component->width ? NULL : strrchr(rest, ':');
    if (last) {
        component->width = (uint32_t)unsigned_of(mmstats_str_of(last + 1));
        *last = '\0';
    }
    component->unit = mmstats_str_of(rest);
    const uint32_t alignment = component->type == MMSTATS_TEXT ? 1 : component->width;
    component->offset =
        ((uint32_t)family->desc.struct_size + alignment - 1) / alignment * alignment;
    family->desc.struct_size = component->offset + component->width;
}

static inline void add_key(struct family *family, const char *key) {
    const size_t count = ++family->desc.labels;
    family->keys = (mmstats_str *)grown(family->keys, count * sizeof *family->keys);
    family->keys[count - 1] = mmstats_str_of(key);
}

/** 0 is the default of a description. */
static inline uint32_t capacity_of(mmstats_str text) {
    const uint32_t capacity = (uint32_t)unsigned_of(text);
    return capacity ? capacity : MMSTATS_NO_CAPACITY;
}

/** A number behind a key, where the word begins with it. */
#define FAMILY_NUMBER(key, member, parse)                                                         \
    else if ((value = behind(text, key "=")))                                                     \
        family->desc.member = (parse)
static inline void add_parameter(struct family *family, mmstats_str text) {
    static const char *const aggregates[] = {"", "sum", "min", "max", "last", "each", NULL};
    const char *value;
    if ((value = behind(text, "component=")))
        add_component(family, value);
    else if ((value = behind(text, "label=")))
        add_key(family, value);
    FAMILY_NUMBER("aggregate", aggregate, place_of(mmstats_str_of(value), aggregates));
    FAMILY_NUMBER("unit", unit, mmstats_str_of(value));
    FAMILY_NUMBER("help", help, mmstats_str_of(value));
    FAMILY_NUMBER("alive_only", alive_only, *value == '1');
    FAMILY_NUMBER("limit", limit, (uint32_t)unsigned_of(mmstats_str_of(value)));
    FAMILY_NUMBER("scale", scale, (uint32_t)unsigned_of(mmstats_str_of(value)));
    FAMILY_NUMBER("first", first, (int32_t)signed_of(mmstats_str_of(value)));
    FAMILY_NUMBER("buckets", buckets, (uint32_t)unsigned_of(mmstats_str_of(value)));
    FAMILY_NUMBER("duration", duration, unsigned_of(mmstats_str_of(value)));
    FAMILY_NUMBER("slots", slots, (uint32_t)unsigned_of(mmstats_str_of(value)));
    FAMILY_NUMBER("capacity", capacity, capacity_of(mmstats_str_of(value)));
    else refuse("no such key of a family", text.data);
}
#undef FAMILY_NUMBER

/** family NAME KIND TYPE KEY=VALUE... */
static inline void read_family(struct family *family, const struct line *line) {
    memset(family, 0, sizeof *family);
    family->name = word(line, 1);
    family->kind = kind_of(word(line, 2));
    family->type = type_of(word(line, 3));
    family->desc.size = sizeof family->desc;
    family->desc.name = family->name;
    for (size_t i = 4; i < line->count; i++)
        add_parameter(family, word(line, i));
    family->desc.label_keys = family->keys;
    family->desc.components = family->components;
}

/** Puts a component's value at its place in a struct. */
static inline void put_component(unsigned char *value, const mmstats_component *component,
                                 mmstats_str text) {
    unsigned char *const at = value + component->offset;
    switch (component->type) {
#define PUT(type, parse)                                                                          \
    {                                                                                             \
        const type part = (type)parse(text);                                                      \
        memcpy(at, &part, sizeof part);                                                           \
        break;                                                                                    \
    }
    case MMSTATS_U64: PUT(uint64_t, unsigned_of)
    case MMSTATS_I64: PUT(int64_t, signed_of)
    case MMSTATS_U32: PUT(uint32_t, unsigned_of)
    case MMSTATS_I32: PUT(int32_t, signed_of)
    case MMSTATS_U16: PUT(uint16_t, unsigned_of)
    case MMSTATS_I16: PUT(int16_t, signed_of)
    case MMSTATS_U8: PUT(uint8_t, unsigned_of)
    case MMSTATS_I8: PUT(int8_t, signed_of)
    case MMSTATS_F32: PUT(float, float_of)
    case MMSTATS_F64: PUT(double, double_of)
    case MMSTATS_BOOL: PUT(bool, bool_of)
#undef PUT
    default: memcpy(at, text.data, cut(text, component->width)); break;
    }
}

/** A value of the family's struct, from a word a component. The caller frees it. */
static inline unsigned char *struct_of(const struct family *family, const struct line *line,
                                       size_t first_word) {
    unsigned char *value = (unsigned char *)calloc(family->desc.struct_size + 1, 1);
    if (!value)
        refuse("no memory", "");
    for (size_t i = 0; i < family->desc.component_count; i++)
        put_component(value, &family->components[i], word(line, first_word + i));
    return value;
}

/** Takes 16 bytes from 32 hexadecimal digits. */
static inline void hexadecimal(uint8_t *bytes, const char *digits) {
    for (size_t i = 0; i < 16; i++) {
        const char two[] = {digits[2 * i], digits[2 * i + 1], '\0'};
        bytes[i] = (uint8_t)strtoul(two, NULL, 16);
    }
}

/** identity created= created_boot= pid= start= boot_id= pid_namespace= uid= file_id= */
static inline mmstats_identity read_identity(const struct line *line) {
    mmstats_identity identity;
    identity.created = unsigned_of(mmstats_str_of(behind(word(line, 1), "created=")));
    identity.created_boot = unsigned_of(mmstats_str_of(behind(word(line, 2), "created_boot=")));
    identity.pid = unsigned_of(mmstats_str_of(behind(word(line, 3), "pid=")));
    identity.start = unsigned_of(mmstats_str_of(behind(word(line, 4), "start=")));
    hexadecimal(identity.boot_id, behind(word(line, 5), "boot_id="));
    identity.pid_namespace = unsigned_of(mmstats_str_of(behind(word(line, 6), "pid_namespace=")));
    identity.uid = unsigned_of(mmstats_str_of(behind(word(line, 7), "uid=")));
    hexadecimal(identity.file_id, behind(word(line, 8), "file_id="));
    return identity;
}

#endif
