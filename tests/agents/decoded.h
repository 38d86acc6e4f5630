/* What `decode` prints: JSON. */

#ifndef AGENT_DECODED_H
#define AGENT_DECODED_H

#include <mmstats_inline.h>

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static inline void print_text(mmstats_str text) {
    putchar('"');
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char byte = (unsigned char)text.data[i];
        if (byte == '"' || byte == '\\')
            printf("\\%c", byte);
        else if (byte < 0x20)
            printf("\\u%04x", byte);
        else
            putchar(byte);
    }
    putchar('"');
}

/** The fewest digits that give the same number again. */
static inline void print_double(double value) {
    char digits[32] = "nan";
    for (int precision = 1; precision <= 17 && !isnan(value); precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, value);
        if (strtod(digits, NULL) == value)
            break;
    }
    printf("\"%s\"", digits);
}

/** `"type":...,"value":...` of any value but a tuple. */
static inline void print_value(const mmstats_v1_value *value) {
    static const char *const types[] = {"",    "u64", "i64", "u32", "i32",  "u16", "i16",
                                        "u8",  "i8",  "f32", "f64", "bool", "text"};
    printf("\"type\":\"%s\",\"value\":", types[value->kind]);
    switch (value->kind) {
    case MMSTATS_I64:
    case MMSTATS_I32:
    case MMSTATS_I16:
    case MMSTATS_I8: printf("\"%" PRId64 "\"", value->as.i64); break;
    case MMSTATS_F32:
    case MMSTATS_F64: print_double(value->as.f64); break;
    case MMSTATS_BOOL: fputs(value->as.u64 ? "true" : "false", stdout); break;
    case MMSTATS_TEXT: print_text(value->as.text); break;
    default: printf("\"%" PRIu64 "\"", value->as.u64); break;
    }
}

#endif
