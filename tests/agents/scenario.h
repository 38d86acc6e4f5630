/* The lines form of a scenario: a directive a line, words between tabs, odd bytes as %XX. */

#ifndef AGENT_SCENARIO_H
#define AGENT_SCENARIO_H

#include <mmstats_inline.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** A directive and its words; each word has a NUL behind it. */
struct line {
    mmstats_str *words;
    size_t count;
};

/** The whole scenario. Its memory lives as long as the program. */
struct scenario {
    struct line *lines;
    size_t count;
};

/** Ends the program: what it was given makes no sense. */
__attribute__((noreturn)) static inline void refuse(const char *what, const char *found) {
    fprintf(stderr, "agent: %s: %s\n", what, found);
    exit(2);
}

static inline void *grown(void *memory, size_t size) {
    void *larger = realloc(memory, size);
    if (!larger)
        refuse("no memory", "");
    return larger;
}

/** Whether a word is this one. */
static inline bool is(mmstats_str word, const char *text) {
    return word.len == strlen(text) && memcmp(word.data, text, word.len) == 0;
}

/** The word at `index`, which has to be there. */
static inline mmstats_str word(const struct line *line, size_t index) {
    if (index >= line->count)
        refuse("a word is missing after", line->words[line->count - 1].data);
    return line->words[index];
}

/** Decodes %XX in place, and puts a NUL behind the word. */
static inline mmstats_str unescaped(char *from, char *end) {
    char *const start = from;
    char *to = from;
    while (from < end) {
        if (*from == '%' && end - from > 2) {
            const char digits[] = {from[1], from[2], '\0'};
            *to++ = (char)strtoul(digits, NULL, 16);
            from += 3;
        } else {
            *to++ = *from++;
        }
    }
    *to = '\0';
    const mmstats_str decoded = {start, (size_t)(to - start)};
    return decoded;
}

static inline void add_word(struct line *line, mmstats_str decoded) {
    line->words = (mmstats_str *)grown(line->words, (line->count + 1) * sizeof decoded);
    line->words[line->count++] = decoded;
}

/** Takes a line apart; `end` is where its newline stood. */
static inline struct line split(char *text, char *end) {
    struct line line = {NULL, 0};
    for (;;) {
        char *tab = (char *)memchr(text, '\t', (size_t)(end - text));
        add_word(&line, unescaped(text, tab ? tab : end));
        if (!tab)
            return line;
        text = tab + 1;
    }
}

/** All of a stream, with one byte of room behind it. */
static inline char *read_all(FILE *in, size_t *size) {
    char *text = NULL;
    size_t copied = 0;
    *size = 0;
    do {
        text = (char *)grown(text, *size + 65537);
        copied = fread(text + *size, 1, 65536, in);
        *size += copied;
    } while (copied > 0);
    return text;
}

static inline struct scenario scenario_read(FILE *in) {
    size_t size = 0;
    char *text = read_all(in, &size);
    char *const end = text + size;
    struct scenario scenario = {NULL, 0};
    while (text < end) {
        char *newline = (char *)memchr(text, '\n', (size_t)(end - text));
        if (!newline)
            newline = end;
        scenario.lines = (struct line *)grown(
            scenario.lines, (scenario.count + 1) * sizeof *scenario.lines);
        scenario.lines[scenario.count++] = split(text, newline);
        text = newline + 1;
    }
    return scenario;
}

/** A file name as a template that stands for itself: braces doubled. */
static inline mmstats_str as_template(const char *name) {
    char *quoted = (char *)grown(NULL, 2 * strlen(name) + 1);
    size_t len = 0;
    for (; *name; name++) {
        if (*name == '{' || *name == '}')
            quoted[len++] = *name;
        quoted[len++] = *name;
    }
    const mmstats_str text = {quoted, len};
    return text;
}

/** The folder of a path, as the library wants it, and its last part. */
static inline void split_path(const char *path, mmstats_str *folder, mmstats_str *filename) {
    const char *slash = strrchr(path, '/');
    *folder = mmstats_str_of(slash ? path : ".");
    if (slash)
        folder->len = slash == path ? 1 : (size_t)(slash - path);
    *filename = as_template(slash ? slash + 1 : path);
}

#endif
