/* The C agent: a test program with the subcommands that tests/agents.py lists. */

#include <mmstats_inline.h>

#include "agent2.h"
#include "decoded2.h"
#include "live.h"
#include "mutations.h"
#include "numbers.h"
#include "scenario.h"
#include "touch.h"

/** Ends the program where a call failed. */
static void require(mmstats_status status) {
    if (status != MMSTATS_OK) {
        fprintf(stderr, "%s\n", mmstats_error_message());
        exit(1);
    }
}

/* decode */

static void print_field(mmstats_v1_reader *reader, size_t index, const mmstats_v1_field *field) {
    printf("%s{\"name\":", index ? "," : "");
    print_text(field->label);
    if (field->value.kind != MMSTATS_TUPLE) {
        putchar(',');
        print_value(&field->value);
        putchar('}');
        return;
    }
    printf(",\"type\":\"tuple\",\"parts\":[");
    for (size_t part = 0; part < field->value.as.u64; part++) {
        mmstats_v1_value value;
        require(mmstats_v1_reader_part(reader, index, part, &value));
        printf("%s{", part ? "," : "");
        print_value(&value);
        putchar('}');
    }
    printf("]}");
}

static void print_v1(mmstats_v1_reader *reader) {
    size_t count;
    const mmstats_v1_field *fields = mmstats_v1_reader_fields(reader, &count);
    printf("{\"format\":1,\"layout\":\"%s\",\"byte_order\":\"%s\",\"fields\":[",
           mmstats_v1_reader_is_typed(reader) ? "typed" : "char",
           mmstats_v1_reader_is_big_endian(reader) ? "big" : "little");
    for (size_t i = 0; i < count; i++)
        print_field(reader, i, &fields[i]);
    printf("]}\n");
}

static int decode(const char *path) {
    mmstats_v1_reader *v1;
    mmstats_reader *v2;
    require(mmstats_open(mmstats_str_of(path), &v1, &v2));
    if (v1)
        print_v1(v1);
    else
        print_reader(v2);
    mmstats_v1_reader_free(v1);
    mmstats_reader_free(v2);
    return 0;
}

/* mutations */

static uint64_t decoded_or_not(const uint8_t *bytes, size_t size) {
    mmstats_v1_reader *v1;
    mmstats_reader *v2;
    if (mmstats_decode(bytes, size, &v1, &v2) != MMSTATS_OK)
        return (UINT64_C(1) << 32) + (uint64_t)mmstats_error_offset();
    const uint64_t count = v1 ? touch_v1(v1) : touch_v2(v2);
    mmstats_v1_reader_free(v1);
    mmstats_reader_free(v2);
    return count;
}

/* write */

/** A field that was declared. */
struct declared {
    mmstats_str label, kind, signature;
    union {
        mmstats_v1_counter counter;
        mmstats_v1_average *average;
        mmstats_v1_timer *timer;
        mmstats_v1_u64_field u64;
        mmstats_v1_i64_field i64;
        mmstats_v1_u32_field u32;
        mmstats_v1_i32_field i32;
        mmstats_v1_u16_field u16;
        mmstats_v1_i16_field i16;
        mmstats_v1_u8_field u8;
        mmstats_v1_i8_field i8;
        mmstats_v1_f32_field f32;
        mmstats_v1_f64_field f64;
        mmstats_v1_bool_field boolean;
        mmstats_v1_text_field text;
        mmstats_v1_tuple_field tuple;
    } as;
};

/** X(kind and function, member of the union, C type, parse function) of each scalar. */
#define SCALARS(X)                                                                                \
    X(u64, u64, uint64_t, unsigned_of)                                                            \
    X(i64, i64, int64_t, signed_of)                                                               \
    X(u32, u32, uint32_t, unsigned_of)                                                            \
    X(i32, i32, int32_t, signed_of)                                                               \
    X(u16, u16, uint16_t, unsigned_of)                                                            \
    X(i16, i16, int16_t, signed_of)                                                               \
    X(u8, u8, uint8_t, unsigned_of)                                                               \
    X(i8, i8, int8_t, signed_of)                                                                  \
    X(f32, f32, float, float_of)                                                                  \
    X(f64, f64, double, double_of)                                                                \
    X(bool, boolean, bool, bool_of)

/** A constant of a scalar type, from words: field LABEL static TYPE VALUE. */
static mmstats_v1_value constant_of(const struct line *line) {
    const mmstats_str type = word(line, 3), text = word(line, 4);
    mmstats_v1_value value = {0, {0}};
    static const char *const types[] = {"u64", "i64", "u32", "i32", "u16", "i16",
                                        "u8",  "i8",  "f32", "f64", "bool"};
    for (int i = 0; i < MMSTATS_BOOL; i++)
        if (is(type, types[i]))
            value.kind = MMSTATS_U64 + i;
    switch (type.data[0]) {
    case 'u': value.as.u64 = unsigned_of(text); break;
    case 'i': value.as.i64 = signed_of(text); break;
    case 'f':
        value.as.f64 = value.kind == MMSTATS_F32 ? (double)float_of(text) : double_of(text);
        break;
    default: value.as.u64 = bool_of(text); break;
    }
    return value;
}

static void declare_static(mmstats_v1_writer *writer, const struct line *line) {
    const mmstats_str label = word(line, 1);
    if (is(word(line, 3), "text")) {
        const size_t width = unsigned_of(word(line, 4));
        require(mmstats_v1_writer_constant_text(writer, label, word(line, 5), width));
    } else {
        const mmstats_v1_value value = constant_of(line);
        require(mmstats_v1_writer_constant(writer, label, &value));
    }
}

/** field LABEL KIND args... */
static struct declared declare(mmstats_v1_writer *writer, const struct line *line) {
    struct declared field = {.label = word(line, 1), .kind = word(line, 2)};
    const mmstats_str label = field.label, kind = field.kind;
    if (is(kind, "counter")) {
        require(mmstats_v1_writer_counter(writer, label, &field.as.counter));
    } else if (is(kind, "average")) {
        require(mmstats_v1_writer_average(writer, label, &field.as.average));
    } else if (is(kind, "moving_average")) {
        const size_t size = unsigned_of(word(line, 3));
        require(mmstats_v1_writer_moving_average(writer, label, size, &field.as.average));
    } else if (is(kind, "timer")) {
        const size_t size = unsigned_of(word(line, 3));
        require(mmstats_v1_writer_timer(writer, label, size, &field.as.timer));
    } else if (is(kind, "text")) {
        const size_t width = unsigned_of(word(line, 3));
        require(mmstats_v1_writer_text(writer, label, width, &field.as.text));
    } else if (is(kind, "tuple")) {
        field.signature = word(line, 3);
        require(mmstats_v1_writer_tuple(writer, label, field.signature, &field.as.tuple));
    } else if (is(kind, "static")) {
        declare_static(writer, line);
    }
#define DECLARE(name, member, type, parse)                                                        \
    else if (is(kind, #name)) {                                                                   \
        const type initial = (type)(line->count > 3 ? parse(word(line, 3)) : 0);                  \
        require(mmstats_v1_writer_##name(writer, label, initial, &field.as.member));              \
    }
    SCALARS(DECLARE)
    else refuse("unknown kind", kind.data);
#undef DECLARE
    return field;
}

static void set_tuple(const struct declared *field, const struct line *line) {
    const size_t width = field->as.tuple.width;
    unsigned char *value = tuple_of(field->signature.data, width, line, 3);
    require(mmstats_v1_tuple_set(field->as.tuple, value, width));
    free(value);
}

/** step LABEL OP VALUE... */
static void step(const struct declared *field, const struct line *line) {
    const mmstats_str kind = field->kind, value = word(line, 3);
    if (is(kind, "counter")) {
        const uint64_t n = unsigned_of(value);
        if (is(word(line, 2), "add"))
            mmstats_v1_counter_add(field->as.counter, n);
        else
            mmstats_v1_counter_set(field->as.counter, n);
    } else if (is(kind, "average") || is(kind, "moving_average")) {
        mmstats_v1_average_add(field->as.average, double_of(value));
    } else if (is(kind, "timer")) {
        mmstats_v1_timer_observe(field->as.timer, double_of(value));
    } else if (is(kind, "text")) {
        require(mmstats_v1_text_set(field->as.text, value));
    } else if (is(kind, "tuple")) {
        set_tuple(field, line);
    }
#define SET(name, member, type, parse)                                                            \
    else if (is(kind, #name)) mmstats_v1_##name##_set(field->as.member, (type)parse(value));
    SCALARS(SET)
    else refuse("no step for kind", kind.data);
#undef SET
}

static const struct declared *find(const struct declared *fields, size_t count, mmstats_str label) {
    for (size_t i = 0; i < count; i++)
        if (is(fields[i].label, label.data))
            return &fields[i];
    refuse("no field", label.data);
}

static mmstats_v1_options options_of(const struct scenario *scenario, const char *path) {
    mmstats_v1_options options = MMSTATS_V1_OPTIONS_INIT;
    split_path(path, &options.path, &options.filename);
    options.no_system_fields = true;
    for (size_t i = 0; i < scenario->count; i++) {
        const struct line *line = &scenario->lines[i];
        if (is(line->words[0], "prefix"))
            options.label_prefix = word(line, 1);
        else if (is(line->words[0], "system"))
            options.no_system_fields = !is(word(line, 1), "1");
    }
    return options;
}

static int write_scenario(const char *path) {
    const struct scenario scenario = scenario_read(stdin);
    if (scenario.count > 0 && is(scenario.lines[0].words[0], "format"))
        return write_scenario2(&scenario, path);
    const mmstats_v1_options options = options_of(&scenario, path);
    struct declared *fields = grown(NULL, (scenario.count + 1) * sizeof *fields);
    size_t declared = 0;
    mmstats_v1_writer *writer;
    require(mmstats_v1_writer_new(MMSTATS_STR("agent"), &options, &writer));
    for (size_t i = 0; i < scenario.count; i++)
        if (is(scenario.lines[i].words[0], "field"))
            fields[declared++] = declare(writer, &scenario.lines[i]);
    require(mmstats_v1_writer_create_file(writer));
    for (size_t i = 0; i < scenario.count; i++)
        if (is(scenario.lines[i].words[0], "step"))
            step(find(fields, declared, word(&scenario.lines[i], 1)), &scenario.lines[i]);
    mmstats_v1_writer_free(writer);
    free(fields);
    return 0;
}

/* live-write and live-read */

static int live_write(const char *path) {
    struct {
        uint64_t requests, work;
    } both;
    mmstats_v1_options options = MMSTATS_V1_OPTIONS_INIT;
    mmstats_v1_writer *writer;
    mmstats_v1_counter requests;
    mmstats_v1_tuple_field requests_and_work;
    mmstats_v1_f64_field load;
    mmstats_v1_i32_field level;
    mmstats_v1_bool_field odd;
    mmstats_v1_text_field text;
    split_path(path, &options.path, &options.filename);
    require(mmstats_v1_writer_new(MMSTATS_STR("agent"), &options, &writer));
    require(mmstats_v1_writer_counter(writer, MMSTATS_STR("requests"), &requests));
    require(mmstats_v1_writer_tuple(writer, MMSTATS_STR("requests.and.work"), MMSTATS_STR("QQ"),
                                    &requests_and_work));
    require(mmstats_v1_writer_f64(writer, MMSTATS_STR("load"), 0, &load));
    require(mmstats_v1_writer_i32(writer, MMSTATS_STR("level"), 0, &level));
    require(mmstats_v1_writer_bool(writer, MMSTATS_STR("odd"), false, &odd));
    require(mmstats_v1_writer_text(writer, MMSTATS_STR("word"), 16, &text));
    require(mmstats_v1_writer_create_file(writer));
    puts("ready");
    fflush(stdout);
    uint64_t n = 0;
    do {
        char decimal[32];
        n++;
        mmstats_v1_counter_add(requests, 1);
        both.requests = n;
        both.work = 3 * n;
        require(mmstats_v1_tuple_set(requests_and_work, &both, sizeof both));
        mmstats_v1_f64_set(load, (double)n / 2);
        mmstats_v1_i32_set(level, -(int32_t)(n % 1000000));
        mmstats_v1_bool_set(odd, n % 2 == 1);
        snprintf(decimal, sizeof decimal, "%" PRIu64, n);
        require(mmstats_v1_text_set(text, mmstats_str_of(decimal)));
    } while (!input_ends());
    printf("wrote %" PRIu64 "\n", n);
    mmstats_v1_writer_free(writer);
    return 0;
}

/** The value of the field of that label; part 0 or 1 where it is a tuple. */
static mmstats_v1_payload payload(mmstats_v1_reader *reader, const char *label, size_t part) {
    size_t count, index = 0;
    const mmstats_v1_field *fields = mmstats_v1_reader_fields(reader, &count);
    while (index < count && !is(fields[index].label, label))
        index++;
    mmstats_v1_value value;
    require(mmstats_v1_reader_part(reader, index, part, &value));
    return value.as;
}

static struct seen look_again(void *of) {
    mmstats_v1_reader *reader = of;
    require(mmstats_v1_reader_refresh(reader));
    const struct seen seen = {
        .requests = payload(reader, "requests", 0).u64,
        .first = payload(reader, "requests.and.work", 0).u64,
        .second = payload(reader, "requests.and.work", 1).u64,
        .load = payload(reader, "load", 0).f64,
        .level = payload(reader, "level", 0).i64,
        .alive = mmstats_v1_reader_writer(reader) == MMSTATS_LIVENESS_ALIVE,
    };
    return seen;
}

static int look_at(const char *path, double seconds) {
    mmstats_v1_reader *reader;
    require(mmstats_v1_reader_open(mmstats_str_of(path), &reader));
    const int status = live_read(look_again, reader, seconds);
    mmstats_v1_reader_free(reader);
    return status;
}

int main(int argc, char **argv) {
    const mmstats_str command = mmstats_str_of(argc > 1 ? argv[1] : "");
    if (argc == 3 && is(command, "decode"))
        return decode(argv[2]);
    if (argc == 3 && is(command, "write"))
        return write_scenario(argv[2]);
    if (argc == 3 && is(command, "mutations"))
        return mutations(argv[2], decoded_or_not);
    if (argc == 3 && is(command, "live-write"))
        return live_write(argv[2]);
    if (argc == 4 && is(command, "live-read"))
        return look_at(argv[2], double_of(mmstats_str_of(argv[3])));
    if (argc == 3 && is(command, "live-write2"))
        return live_write2(argv[2], false);
    if (argc == 4 && is(command, "live-write2") && is(mmstats_str_of(argv[3]), "--full-rate"))
        return live_write2(argv[2], true);
    if (argc == 4 && is(command, "live-read2"))
        return live_read2_of(argv[2], double_of(mmstats_str_of(argv[3])));
    refuse("usage", "agent-c decode|write|mutations|live-write|live-write2 FILE, or "
                    "live-read|live-read2 FILE SECONDS");
}
