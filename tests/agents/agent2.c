/* The C agent's part of format 2: writing a scenario, and the live file. */

#include "agent2.h"
#include "family2.h"
#include "live2.h"

/** Ends the program where a call failed. */
static void require(mmstats_status status) {
    if (status != MMSTATS_OK) {
        fprintf(stderr, "%s\n", mmstats_error_message());
        exit(1);
    }
}

/* write */

/** What a scenario has registered. */
struct play {
    mmstats_writer *writer;
    struct family *families;
    size_t family_count;
    mmstats_local *locals[64];
    size_t local_count;
};

/** A step: of which family, with which label values, and where its operation's words are. */
struct step {
    const struct line *line;
    struct family *family;
    size_t operation;
    mmstats_local *local;
};

static mmstats_writer *open_writer(const struct scenario *scenario, const char *path) {
    mmstats_options options = MMSTATS_OPTIONS_INIT;
    mmstats_str application = MMSTATS_STR("agent");
    mmstats_identity identity;
    mmstats_writer *writer;
    split_path(path, &options.path, &options.filename);
    for (size_t i = 0; i < scenario->count; i++) {
        const struct line *line = &scenario->lines[i];
        if (is(line->words[0], "application")) {
            application = word(line, 1);
        } else if (is(line->words[0], "identity")) {
            identity = read_identity(line);
            options.identity = &identity;
        }
    }
    require(mmstats_writer_new(application, &options, &writer));
    return writer;
}

/** Registers a family with all that describes it. */
static void add_family(struct play *play, const struct line *line) {
    const mmstats_family *registered;
    struct family *family = &play->families[play->family_count++];
    read_family(family, line);
    require(mmstats_writer_family(play->writer, family->kind, family->type, &family->desc,
                                  &registered));
}

static struct family *find(struct play *play, mmstats_str name) {
    for (size_t i = 0; i < play->family_count; i++)
        if (is(play->families[i].name, name.data))
            return &play->families[i];
    refuse("no family", name.data);
}

/** The local of a number, from 1; it and all before it are made when one is first named. */
static mmstats_local *local_of(struct play *play, uint64_t number) {
    if (number == 0 || number > sizeof play->locals / sizeof *play->locals)
        refuse("no such local", "");
    for (; play->local_count < number; play->local_count++)
        require(mmstats_local_new(play->writer, &play->locals[play->local_count]));
    return play->locals[number - 1];
}

/** The word of the operation, or of a value behind it. */
static mmstats_str value_of(const struct step *step, size_t index) {
    return word(step->line, step->operation + index);
}

static bool does(const struct step *step, const char *operation) {
    return is(value_of(step, 0), operation);
}

/** The series of a step in a handle of that name, in its writer or local. */
#define SERIES(name, type)                                                                        \
    type handle;                                                                                  \
    require(mmstats_writer_##name(play->writer, &step->family->desc, &handle))
#define LOCAL(name)                                                                               \
    if (step->local)                                                                              \
        handle = mmstats_local_##name(step->local, handle)
#define RETIRE                                                                                    \
    if (does(step, "retire")) {                                                                   \
        require(mmstats_writer_retire(play->writer, handle.cell));                                \
        return;                                                                                   \
    }

static void do_counter(struct play *play, const struct step *step) {
    if (step->family->type == MMSTATS_F64) {
        SERIES(counter_f64, mmstats_counter_f64);
        RETIRE
        LOCAL(counter_f64);
        mmstats_counter_f64_add(handle, does(step, "inc") ? 1 : double_of(value_of(step, 1)));
    } else {
        SERIES(counter, mmstats_counter);
        RETIRE
        LOCAL(counter);
        mmstats_counter_add(handle, does(step, "inc") ? 1 : unsigned_of(value_of(step, 1)));
    }
}

#define GAUGE(name, parse)                                                                        \
    {                                                                                             \
        SERIES(gauge_##name, mmstats_gauge_##name);                                               \
        RETIRE                                                                                    \
        if (does(step, "add"))                                                                    \
            mmstats_gauge_##name##_add(handle, parse(value_of(step, 1)));                         \
        else                                                                                      \
            mmstats_gauge_##name##_set(handle, parse(value_of(step, 1)));                         \
        break;                                                                                    \
    }
static void do_gauge(struct play *play, const struct step *step) {
    switch (step->family->type) {
    case MMSTATS_U64: GAUGE(u64, unsigned_of)
    case MMSTATS_I64: GAUGE(i64, signed_of)
    case MMSTATS_F64: GAUGE(f64, double_of)
    default: {
        SERIES(gauge_bool, mmstats_gauge_bool);
        RETIRE
        mmstats_gauge_bool_set(handle, bool_of(value_of(step, 1)));
    }
    }
}

static void do_text(struct play *play, const struct step *step) {
    SERIES(text, mmstats_text);
    RETIRE
    require(mmstats_text_set(handle, value_of(step, 1)));
}

static void do_struct(struct play *play, const struct step *step) {
    SERIES(struct, mmstats_struct);
    RETIRE
    unsigned char *value = struct_of(step->family, step->line, step->operation + 1);
    require(mmstats_struct_publish(handle, value, step->family->desc.struct_size));
    free(value);
}

static void do_histogram(struct play *play, const struct step *step) {
    if (step->family->type == MMSTATS_F64) {
        SERIES(histogram_f64, mmstats_histogram_f64);
        RETIRE
        LOCAL(histogram_f64);
        mmstats_histogram_f64_observe(handle, double_of(value_of(step, 1)));
    } else {
        SERIES(histogram, mmstats_histogram);
        RETIRE
        LOCAL(histogram);
        mmstats_histogram_observe(handle, unsigned_of(value_of(step, 1)));
    }
}

static void do_window(struct play *play, const struct step *step) {
    if (step->family->type == MMSTATS_F64) {
        SERIES(window_f64, mmstats_window_f64);
        RETIRE
        LOCAL(window_f64);
        mmstats_window_f64_observe_at(handle, unsigned_of(value_of(step, 1)),
                                      double_of(value_of(step, 2)));
    } else {
        SERIES(window, mmstats_window);
        RETIRE
        LOCAL(window);
        mmstats_window_observe_at(handle, unsigned_of(value_of(step, 1)),
                                  unsigned_of(value_of(step, 2)));
    }
}

/** FAMILY COUNT LABEL... OPERATION VALUE..., from a word on. */
static void do_step(struct play *play, const struct line *line, size_t first, mmstats_local *local) {
    static void (*const by_kind[])(struct play *, const struct step *) = {
        NULL, do_counter, do_gauge, do_text, do_histogram, do_struct, do_window};
    const size_t labels = unsigned_of(word(line, first + 1));
    const struct step step = {line, find(play, word(line, first)), first + 2 + labels, local};
    if (labels != step.family->desc.labels)
        refuse("label values other than keys", step.family->name.data);
    step.family->desc.label_values = labels ? &line->words[first + 2] : NULL;
    by_kind[step.family->kind](play, &step);
}

int write_scenario2(const struct scenario *scenario, const char *path) {
    struct play play = {.writer = open_writer(scenario, path)};
    play.families = (struct family *)grown(NULL, (scenario->count + 1) * sizeof *play.families);
    for (size_t i = 0; i < scenario->count; i++) {
        const struct line *line = &scenario->lines[i];
        if (is(line->words[0], "family"))
            add_family(&play, line);
        else if (is(line->words[0], "step"))
            do_step(&play, line, 1, NULL);
        else if (is(line->words[0], "local"))
            do_step(&play, line, 2, local_of(&play, unsigned_of(word(line, 1))));
        else if (is(line->words[0], "close"))
            require(mmstats_writer_close(play.writer));
    }
    /* Nothing is freed: what isn't closed stays as if the writer had been killed. */
    return 0;
}

/* live-write2 and live-read2 */

struct pair {
    uint64_t n, triple;
    char word[16];
};

static const mmstats_component pair_components[] = {
    MMSTATS_COMPONENT(struct pair, n, MMSTATS_U64, MMSTATS_KIND_COUNTER),
    MMSTATS_COMPONENT(struct pair, triple, MMSTATS_U64, MMSTATS_KIND_COUNTER),
    MMSTATS_COMPONENT(struct pair, word, MMSTATS_TEXT, MMSTATS_KIND_TEXT),
};

/** The handles of the live file. */
struct live {
    mmstats_writer *writer;
    mmstats_counter requests, ok;
    mmstats_struct pair;
    mmstats_gauge_f64 load;
    mmstats_text status;
    mmstats_histogram latency;
    const mmstats_family *hits;
};

static struct live live_open(const char *path) {
    static const mmstats_str code = {"code", 4}, ok = {"200", 3};
    struct live live;
    mmstats_options options = MMSTATS_OPTIONS_INIT;
    split_path(path, &options.path, &options.filename);
    require(mmstats_writer_new(MMSTATS_STR("agent"), &options, &live.writer));
    mmstats_desc desc = mmstats_desc_of("requests");
    require(mmstats_writer_counter(live.writer, &desc, &live.requests));
    desc = mmstats_desc_of("pair");
    desc.components = pair_components;
    desc.component_count = sizeof pair_components / sizeof *pair_components;
    desc.struct_size = sizeof(struct pair);
    require(mmstats_writer_struct(live.writer, &desc, &live.pair));
    desc = mmstats_desc_of("load");
    require(mmstats_writer_gauge_f64(live.writer, &desc, &live.load));
    desc = mmstats_desc_of("status");
    desc.capacity = 24;
    require(mmstats_writer_text(live.writer, &desc, &live.status));
    desc = mmstats_desc_of("latency");
    require(mmstats_writer_histogram(live.writer, &desc, &live.latency));
    desc = mmstats_desc_of("hits");
    desc.label_keys = &code;
    desc.labels = 1;
    require(mmstats_writer_family(live.writer, MMSTATS_KIND_COUNTER, MMSTATS_U64, &desc,
                                  &live.hits));
    require(mmstats_family_counter(live.hits, &ok, 1, &live.ok));
    return live;
}

/** One more series of hits every thousand steps, until there are 20. */
static void live_grow(const struct live *live, uint64_t n) {
    char name[32];
    mmstats_counter counter;
    if (n % 1000 != 0 || n / 1000 >= 20)
        return;
    snprintf(name, sizeof name, "n%" PRIu64, n / 1000);
    const mmstats_str value = mmstats_str_of(name);
    require(mmstats_family_counter(live->hits, &value, 1, &counter));
}

int live_write2(const char *path, bool full_rate) {
    const struct live live = live_open(path);
    puts("ready");
    fflush(stdout);
    uint64_t n = 0;
    do {
        char status[32];
        n++;
        mmstats_counter_inc(live.requests);
        struct pair pair = {n, 3 * n, ""};
        snprintf(pair.word, sizeof pair.word, "%" PRIu64, n);
        require(mmstats_struct_publish(live.pair, &pair, sizeof pair));
        mmstats_gauge_f64_set(live.load, (double)n / 2);
        snprintf(status, sizeof status, "n=%" PRIu64, n);
        require(mmstats_text_set(live.status, mmstats_str_of(status)));
        mmstats_histogram_observe(live.latency, n % 1000);
        mmstats_counter_inc(live.ok);
        live_grow(&live, n);
    } while (!live_ends(n, full_rate));
    printf("wrote %" PRIu64 "\n", n);
    mmstats_writer_free(live.writer);
    return 0;
}

/** The value of a series, which has to be there. */
static mmstats_value found(const mmstats_reader *reader, const char *name, const char *label) {
    const mmstats_series *series;
    const mmstats_str value = mmstats_str_of(label);
    require(mmstats_reader_find(reader, mmstats_str_of(name), &value, label ? 1 : 0, &series));
    return series->value;
}

static double hits_series(const mmstats_reader *reader) {
    size_t count;
    const mmstats_family_info *families = mmstats_reader_families(reader, &count);
    for (size_t i = 0; i < count; i++)
        if (is(families[i].name, "hits"))
            return (double)families[i].series_count;
    refuse("no family", "hits");
}

static struct seen2 look_again(void *of) {
    mmstats_reader *reader = (mmstats_reader *)of;
    require(mmstats_reader_refresh(reader));
    const mmstats_value pair = found(reader, "pair", NULL), status = found(reader, "status", NULL);
    struct seen2 seen = {
        .requests = is_known((double)found(reader, "requests", NULL).as.u64),
        .load = is_known(found(reader, "load", NULL).as.f64),
        .latency = is_known((double)found(reader, "latency", NULL).as.histogram->count),
        .hits = is_known((double)found(reader, "hits", "200").as.u64),
        .hits_series = is_known(hits_series(reader)),
        .busy = (pair.kind == MMSTATS_BUSY) + (uint64_t)(status.kind == MMSTATS_BUSY),
    };
    if (pair.kind == MMSTATS_STRUCT) {
        const mmstats_value *parts = pair.as.parts.values;
        const mmstats_str text = parts[2].as.text;
        seen.pair = pair_of(parts[0].as.u64, parts[1].as.u64, text.data, text.len);
    }
    if (status.kind == MMSTATS_TEXT)
        seen.status = status_of(status.as.text.data, status.as.text.len);
    return seen;
}

int live_read2_of(const char *path, double seconds) {
    mmstats_reader *reader;
    require(mmstats_reader_open(mmstats_str_of(path), &reader));
    const int status = live_read2(look_again, reader, seconds);
    mmstats_reader_free(reader);
    return status;
}
