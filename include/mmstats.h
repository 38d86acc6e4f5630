/* libmmstats: statistics in mapped files. /proc for your application.
 *
 * Generated from mmstats-capi by `make header`; don't edit.
 *
 * In short: make a writer, register what there is to tell, write through the handles.
 *
 *     mmstats_writer *writer;
 *     mmstats_counter hits = {0};
 *     if (mmstats_writer_new(MMSTATS_STR("web"), NULL, &writer) == MMSTATS_OK) {
 *         mmstats_desc desc = mmstats_desc_of("http.hits");
 *         mmstats_writer_counter(writer, &desc, &hits);
 *     } else {
 *         fprintf(stderr, "%s\n", mmstats_error_message());
 *     }
 *     mmstats_counter_inc(hits);
 *
 * That is format 2. Names that begin with mmstats_v1_ are of format 1, which has the same in fields:
 *
 *     mmstats_v1_writer *writer;
 *     mmstats_v1_counter hits = {0};
 *     if (mmstats_v1_writer_new(MMSTATS_STR("web"), NULL, &writer) == MMSTATS_OK) {
 *         mmstats_v1_writer_counter(writer, MMSTATS_STR("hits"), &hits);
 *         if (mmstats_v1_writer_create_file(writer) != MMSTATS_OK)
 *             fprintf(stderr, "%s\n", mmstats_error_message());
 *     }
 *     mmstats_v1_counter_inc(hits);
 *
 * What the writers of many processes say, of both formats, alive and dead, is looked at as one:
 *
 *     mmstats_application *web = NULL;
 *     size_t count = 0;
 *     if (mmstats_application_new(MMSTATS_STR("web"), NULL, 0, &web) == MMSTATS_OK &&
 *         mmstats_application_look(web) == MMSTATS_OK) {
 *         const mmstats_family_info *families = mmstats_application_families(web, NULL);
 *         const mmstats_series *series = mmstats_application_series(web, &count);
 *     }
 *     mmstats_application_free(web);
 *
 * Rules that hold everywhere:
 * - Functions that can fail return a mmstats_status. On an error results are left as they were,
 *   and mmstats_error_message() says why.
 * - Strings are a pointer and a length, UTF-8. Paths are bytes.
 * - Objects end with their _free function, which takes NULL. Elsewhere NULL for an object or a
 *   result is MMSTATS_ERROR_INVALID where a status is returned, and does nothing where none is.
 * - A pointer that is given is valid: for an object, one that its function made and that was not
 *   freed; for a result, a place to write to; for a string, as many bytes as its length says.
 * - A function is thread-safe unless the object's type says otherwise.
 * - Nothing unwinds out of the library, and it ends the process only where memory runs out.
 * - After a fork a file is the parent's alone. What the child writes through handles that it inherited
 *   stays in its own memory; mmstats_writer_follow, or the option follow, gives the child a file of
 *   its own, in which they go on. In format 1 a child that wants statistics makes a writer of its own.
 *   It finds no lock of this library held by a thread that it doesn't have; what else the child of a
 *   program with threads may do, the C library says (glibc: allocate memory, so all of this library).
 *   What posix_spawn and exec start has no file, no lock and no descriptor of it.
 * - The shared library stays loaded once it was: dlclose is harmless, and does nothing. A plug-in that
 *   has the static library in it is linked with -z nodelete, for the same reason: threads that end,
 *   and processes that fork, call into it.
 * - Include mmstats_inline.h instead of this header to have the hot paths inlined.
 */

#ifndef MMSTATS_H
#define MMSTATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/**
 * The write buffer byte of a field with one value only (SPEC.md 1.3).
 */
#define MMSTATS_V1_UNBUFFERED 255

/**
 * The first value starts this many bytes after the write buffer byte.
 */
#define MMSTATS_V1_VALUE_OFFSET 1

/**
 * The `capacity` of a text that is always empty, since 0 is the default.
 */
#define MMSTATS_NO_CAPACITY 4294967295

/**
 * `keep_newest` of `mmstats_fold_options`: keep none.
 */
#define MMSTATS_KEEP_NONE 4294967295

/**
 * The `mode` of a handle that any number of threads may write through: atomic operations.
 */
#define MMSTATS_SHARED 0

/**
 * The `mode` of a handle of one thread's own stripe, which has a cell: plain loads and stores.
 */
#define MMSTATS_OWN 1

/**
 * Word of a histogram's cell: how many values were at most the first bucket's lower bound.
 */
#define MMSTATS_HISTOGRAM_ZERO 0

/**
 * Word of a histogram's cell: the sum.
 */
#define MMSTATS_HISTOGRAM_SUM 1

/**
 * Word of a histogram's cell: the maximum.
 */
#define MMSTATS_HISTOGRAM_MAX 2

/**
 * Word of a histogram's cell: the minimum, every bit inverted.
 */
#define MMSTATS_HISTOGRAM_MIN_INVERTED 3

/**
 * Word of a histogram's cell: how many values were above the last bucket's upper bound.
 */
#define MMSTATS_HISTOGRAM_ABOVE 4

/**
 * Word of a histogram's cell: how many values were negative.
 */
#define MMSTATS_HISTOGRAM_NEGATIVE 5

/**
 * Word of a histogram's cell: how many values were NaN.
 */
#define MMSTATS_HISTOGRAM_NAN 6

/**
 * Word of a histogram's cell: the first bucket's count.
 */
#define MMSTATS_HISTOGRAM_BUCKETS 8

/**
 * Word of a window's cell: how many values were refused.
 */
#define MMSTATS_WINDOW_REFUSED 0

/**
 * Word of a window's cell: the first slot.
 */
#define MMSTATS_WINDOW_SLOTS 1

/**
 * Words of a window's slot.
 */
#define MMSTATS_WINDOW_SLOT_WORDS 4

/**
 * Word of a window's slot: its epoch.
 */
#define MMSTATS_WINDOW_EPOCH 0

/**
 * Word of a window's slot: how many values.
 */
#define MMSTATS_WINDOW_COUNT 1

/**
 * Word of a window's slot: their sum.
 */
#define MMSTATS_WINDOW_SUM 2

/**
 * Word of a window's slot: their maximum.
 */
#define MMSTATS_WINDOW_MAX 3

/**
 * What a call returns: `MMSTATS_OK`, or why it failed. Numbers are never reused.
 */
typedef enum mmstats_status {
    /**
     * Done.
     */
    MMSTATS_OK = 0,
    /**
     * No such file, folder or field.
     */
    MMSTATS_ERROR_NOT_FOUND = 1,
    /**
     * Not allowed.
     */
    MMSTATS_ERROR_PERMISSION = 2,
    /**
     * A directory, a FIFO, a symbolic link, an empty file: no stats file.
     */
    MMSTATS_ERROR_NOT_A_STATS_FILE = 3,
    /**
     * A version that this library doesn't know.
     */
    MMSTATS_ERROR_UNKNOWN_VERSION = 4,
    /**
     * The bytes break the format; `mmstats_error_offset` says where.
     */
    MMSTATS_ERROR_CORRUPT = 5,
    /**
     * No space on the file system.
     */
    MMSTATS_ERROR_FULL = 6,
    /**
     * In use by another writer.
     */
    MMSTATS_ERROR_BUSY = 7,
    /**
     * No longer, or not yet, possible in this state.
     */
    MMSTATS_ERROR_CLOSED = 8,
    /**
     * The value is of another type.
     */
    MMSTATS_ERROR_WRONG_TYPE = 9,
    /**
     * Beyond a limit.
     */
    MMSTATS_ERROR_LIMIT = 10,
    /**
     * A field of that label is there already.
     */
    MMSTATS_ERROR_DUPLICATE = 11,
    /**
     * An argument makes no sense: NULL where there has to be an object, text that isn't UTF-8.
     */
    MMSTATS_ERROR_INVALID = 12,
    /**
     * The system said something else; the message says what.
     */
    MMSTATS_ERROR_IO = 13,
    /**
     * A bug in this library. The object it happened to should only be freed.
     */
    MMSTATS_ERROR_INTERNAL = 14,
} mmstats_status;

/**
 * Whether the writer of a file lives (SPEC.md 2.19). Numbers are never reused.
 */
typedef enum mmstats_liveness {
    /**
     * Nobody can say. Who would remove the file keeps it.
     */
    MMSTATS_LIVENESS_UNKNOWN = 0,
    /**
     * It may write.
     */
    MMSTATS_LIVENESS_ALIVE = 1,
    /**
     * It has closed the file, or has ended.
     */
    MMSTATS_LIVENESS_DEAD = 2,
    /**
     * It has ended, but another process has its lock: a child that was made by the system call, past
     * the C library's fork handlers.
     */
    MMSTATS_LIVENESS_ORPHANED = 3,
} mmstats_liveness;

/**
 * What a writer that works warns of. Numbers are never reused; a later version may have more.
 */
typedef enum mmstats_warning {
    /**
     * Nothing.
     */
    MMSTATS_WARNING_NONE = 0,
    /**
     * It has no file: nobody sees what is written.
     */
    MMSTATS_WARNING_DETACHED = 1,
    /**
     * Its folder is on a device: while that is written to, writes to the file may wait.
     */
    MMSTATS_WARNING_STALLS = 2,
    /**
     * Its folder is on a file system that ends a program by SIGBUS where it is full.
     */
    MMSTATS_WARNING_SIGNALS = 3,
    /**
     * Its folder is that of another machine or program: who looks from there may see no lock, and
     * old values.
     */
    MMSTATS_WARNING_REMOTE = 4,
} mmstats_warning;

/**
 * The type of a value. Numbers are never reused.
 */
typedef enum mmstats_type {
    /**
     * u64.
     */
    MMSTATS_U64 = 1,
    /**
     * i64.
     */
    MMSTATS_I64 = 2,
    /**
     * u32, in `u64`.
     */
    MMSTATS_U32 = 3,
    /**
     * i32, in `i64`.
     */
    MMSTATS_I32 = 4,
    /**
     * u16, in `u64`.
     */
    MMSTATS_U16 = 5,
    /**
     * i16, in `i64`.
     */
    MMSTATS_I16 = 6,
    /**
     * u8, in `u64`.
     */
    MMSTATS_U8 = 7,
    /**
     * i8, in `i64`.
     */
    MMSTATS_I8 = 8,
    /**
     * f32, in `f64`.
     */
    MMSTATS_F32 = 9,
    /**
     * f64.
     */
    MMSTATS_F64 = 10,
    /**
     * bool, in `u64` as 0 or 1.
     */
    MMSTATS_BOOL = 11,
    /**
     * Text, in `text`.
     */
    MMSTATS_TEXT = 12,
    /**
     * Several parts of format 1, their number in `u64`; `mmstats_v1_reader_part` gives each.
     */
    MMSTATS_TUPLE = 13,
    /**
     * The type of a family of texts or structs of format 2, and of no value.
     */
    MMSTATS_BYTES = 14,
    /**
     * A struct of format 2, in `parts`.
     */
    MMSTATS_STRUCT = 15,
    /**
     * A histogram of format 2, in `histogram`.
     */
    MMSTATS_HISTOGRAM = 16,
    /**
     * A window of format 2, in `window`.
     */
    MMSTATS_WINDOW = 17,
    /**
     * A text or a struct of format 2 that was never published: there is no value.
     */
    MMSTATS_UNPUBLISHED = 18,
    /**
     * A value of format 2 that changed each time that it was looked at. The next look may find it.
     */
    MMSTATS_BUSY = 19,
    /**
     * There is no value of all files of an application: each has its own.
     */
    MMSTATS_EACH = 20,
    /**
     * Windows of an application whose slots differ in duration, in `parts`: a MMSTATS_WINDOW of each.
     */
    MMSTATS_WINDOWS = 21,
} mmstats_type;

/**
 * What the series of a family are. Numbers are never reused.
 */
typedef enum mmstats_kind {
    /**
     * Only grows.
     */
    MMSTATS_KIND_COUNTER = 1,
    /**
     * Goes up and down.
     */
    MMSTATS_KIND_GAUGE = 2,
    /**
     * UTF-8.
     */
    MMSTATS_KIND_TEXT = 3,
    /**
     * A distribution.
     */
    MMSTATS_KIND_HISTOGRAM = 4,
    /**
     * Several values that change together.
     */
    MMSTATS_KIND_STRUCT = 5,
    /**
     * What happened lately.
     */
    MMSTATS_KIND_WINDOW = 6,
} mmstats_kind;

/**
 * What a sum over the files of one application is. Numbers are never reused.
 */
typedef enum mmstats_aggregate {
    /**
     * That of the kind: the sum of counters, histograms and windows; else each.
     */
    MMSTATS_AGGREGATE_DEFAULT = 0,
    /**
     * All together.
     */
    MMSTATS_AGGREGATE_SUM = 1,
    /**
     * The smallest.
     */
    MMSTATS_AGGREGATE_MIN = 2,
    /**
     * The greatest.
     */
    MMSTATS_AGGREGATE_MAX = 3,
    /**
     * That of the file created last.
     */
    MMSTATS_AGGREGATE_LAST = 4,
    /**
     * None: one for each file.
     */
    MMSTATS_AGGREGATE_EACH = 5,
} mmstats_aggregate;

/**
 * What kind of problem. Numbers are never reused; a later version may have more.
 */
typedef enum mmstats_problem_kind {
    /**
     * One that has no number here; its text says what.
     */
    MMSTATS_PROBLEM_OTHER = 0,
    /**
     * A file or a folder that could not be read.
     */
    MMSTATS_PROBLEM_UNREAD = 1,
    /**
     * Series of a file changed each time they were read, and are left out this time.
     */
    MMSTATS_PROBLEM_BUSY = 2,
    /**
     * A file is there twice, and is counted once.
     */
    MMSTATS_PROBLEM_TWICE = 3,
    /**
     * A file has families of a kind that this library doesn't know.
     */
    MMSTATS_PROBLEM_SKIPPED = 4,
    /**
     * Families of one name differ, and are not added up.
     */
    MMSTATS_PROBLEM_FAMILIES = 5,
    /**
     * A histogram has nothing in common with those of other files, and is left out.
     */
    MMSTATS_PROBLEM_BUCKETS = 6,
    /**
     * Windows of one name have slots of several durations, and are not added up.
     */
    MMSTATS_PROBLEM_DURATIONS = 7,
} mmstats_problem_kind;

/**
 * What became of a file. Numbers are never reused; a later version may have more.
 */
typedef enum mmstats_fold_result {
    /**
     * Its counts are in the accumulator, and it is gone; with `dry_run`: they would be.
     */
    MMSTATS_FOLD_FOLDED = 1,
    /**
     * Its counts were in the accumulator already, and it is gone.
     */
    MMSTATS_FOLD_REMOVED = 2,
    /**
     * It stays as it is, for another reason than those below.
     */
    MMSTATS_FOLD_KEPT = 3,
    /**
     * It stays: its writer lives.
     */
    MMSTATS_FOLD_ALIVE = 4,
    /**
     * It stays: its writer has ended, but a child of it has its lock.
     */
    MMSTATS_FOLD_ORPHANED = 5,
    /**
     * It stays: nobody can say from here whether its writer lives.
     */
    MMSTATS_FOLD_UNKNOWN = 6,
    /**
     * It stays: it belongs to another user, who folds it.
     */
    MMSTATS_FOLD_OTHER_USER = 7,
    /**
     * It stays: it is one of the newest.
     */
    MMSTATS_FOLD_NEWEST = 8,
    /**
     * It stays: so many were folded as were asked for at most.
     */
    MMSTATS_FOLD_LIMIT = 9,
    /**
     * It stays: a family is another one in the accumulator.
     */
    MMSTATS_FOLD_CONFLICT = 10,
    /**
     * It stays: it is of format 1, which doesn't fold.
     */
    MMSTATS_FOLD_FORMAT_ONE = 11,
    /**
     * It stays: it has no id by which an accumulator could list it.
     */
    MMSTATS_FOLD_NO_ID = 12,
    /**
     * It stays: another process has it, or the accumulator, at this moment.
     */
    MMSTATS_FOLD_BUSY = 13,
    /**
     * It stays: it can't be read, or not be removed.
     */
    MMSTATS_FOLD_UNREAD = 14,
    /**
     * It stays: the accumulator can't be read or written.
     */
    MMSTATS_FOLD_ACCUMULATOR = 15,
    /**
     * It stays: another file has the same id. One of them is a copy, or has two names.
     */
    MMSTATS_FOLD_TWICE = 16,
    /**
     * It stays: it is an accumulator, under another name.
     */
    MMSTATS_FOLD_HOLDS = 17,
} mmstats_fold_result;

/**
 * All files of one application, of both formats, whether their writers live or not, added up by
 * families and labels. Made by `mmstats_application_new`, ended by `mmstats_application_free`.
 *
 * A family is one where name, kind, type, unit, label keys, in any order, and components agree;
 * others of that name stand beside it. Its aggregate says what a total is, as the file created last
 * has it. Histograms merge whatever their buckets are, and windows by the clock. A file of format 2
 * says whose it is; one of format 1 is that of the application that its name begins with, and its
 * counters add up, while all else each file has for itself.
 *
 * What is known of a file is kept from look to look, and only its values are read again. Files stay
 * open meanwhile (`mmstats_application_keep_open`). What was folded (`mmstats_fold`) counts as
 * before.
 *
 * All that is borrowed from it is valid until the next look, or until it is freed. Threads: one at
 * a time looks or frees, and nobody uses it meanwhile; else any number read what was found.
 */
typedef struct mmstats_application mmstats_application;

/**
 * A family: what shares a name, a kind, a type, label keys, a unit and help. Belongs to its writer,
 * and is freed with it. Threads: any number use it.
 */
typedef struct mmstats_family mmstats_family;

/**
 * What folding did, file by file. Made by `mmstats_fold`, ended by `mmstats_fold_report_free`. Threads:
 * any number look at it.
 */
typedef struct mmstats_fold_report mmstats_fold_report;

/**
 * One thread's stripe of a writer: counters, histograms and windows that it alone writes, with plain
 * loads and stores. Readers add them up. Made by `mmstats_local_new`, ended by
 * `mmstats_local_free`; it may outlive its writer.
 *
 * The stripe goes back when the local is freed or the thread that made it ends, whichever comes first,
 * and the next thread goes on with it: a thread that ends has nothing to free, but memory. Until then
 * the thread may write through the local's handles, also in destructors of its own, but those that
 * the system calls in the last of its rounds.
 *
 * Threads: the one that made it, as for its handles. Any may free it once that one doesn't use it any
 * more, also when it has ended.
 */
typedef struct mmstats_local mmstats_local;

/**
 * Paths that a glob found. Made by `mmstats_glob`, ended by `mmstats_paths_free`. Threads: any
 * number look at it.
 */
typedef struct mmstats_paths mmstats_paths;

/**
 * A reader of one file of format 2. Made by `mmstats_reader_open`, ended by `mmstats_reader_free`.
 * It copies the file's bytes, never maps them: a file that is cut off is an error and no signal.
 *
 * All that is borrowed from it is valid until it is refreshed or freed. Threads: one at a time
 * refreshes or frees, and nobody uses it meanwhile; else any number look.
 */
typedef struct mmstats_reader mmstats_reader;

/**
 * What a reader saw at one moment, kept to compare it with what it sees later. Made by
 * `mmstats_snapshot_new`, ended by `mmstats_snapshot_free`; independent of its reader. Threads: any
 * number look at it.
 */
typedef struct mmstats_snapshot mmstats_snapshot;

/**
 * What a look at an application found, kept: to be read while the application looks again, and to be
 * compared with what other looks found. Made by `mmstats_totals_new`, ended by
 * `mmstats_totals_free`; independent of its application. It doesn't change, and all that is borrowed
 * from it is valid until it is freed. Threads: any number use it; one frees it, and nobody uses it
 * then.
 */
typedef struct mmstats_totals mmstats_totals;

/**
 * A mean, of all values or of the last ones. Belongs to its writer. Threads: one at a time.
 */
typedef struct mmstats_v1_average mmstats_v1_average;

/**
 * A reader of one file. Made by `mmstats_v1_reader_open`, ended by `mmstats_v1_reader_free`. It
 * copies the file's bytes, never maps them: a file that is cut off is an error and no signal.
 *
 * All that is borrowed from it is valid until it is refreshed, reopened or freed. Threads: one at
 * a time refreshes, reopens, frees or asks for a part, and nobody uses it meanwhile; else any
 * number look.
 */
typedef struct mmstats_v1_reader mmstats_v1_reader;

/**
 * A counter with its rate. Belongs to its writer. Threads: one at a time.
 */
typedef struct mmstats_v1_sampling_counter mmstats_v1_sampling_counter;

/**
 * A timer. Belongs to its writer. Threads: one at a time.
 */
typedef struct mmstats_v1_timer mmstats_v1_timer;

/**
 * A writer: owns one stats file. Made by `mmstats_v1_writer_new`, ended by
 * `mmstats_v1_writer_free`.
 *
 * Fields are declared first; each gives a handle that can be written at once. Then
 * `mmstats_v1_writer_create_file` makes the file visible, whole, with the values that the fields
 * have by then. Where that fails the handles go on, in private memory: failure to publish
 * is not the application's problem.
 *
 * Threads: one at a time uses a writer; handles are used without it.
 */
typedef struct mmstats_v1_writer mmstats_v1_writer;

/**
 * A writer: owns one stats file of format 2. Made by `mmstats_writer_new`, ended by
 * `mmstats_writer_free`.
 *
 * Its file is there at once. What is in it is registered at any time; registering what exists gets
 * it. Each registration gives a handle that can be written at once, without the writer.
 *
 * After a `fork` the file is the parent's: what the child writes through handles stays in its own
 * memory, and it can register nothing. `mmstats_writer_follow`, or the option `follow`, gives the
 * child a file of its own, in which the same handles go on. A detached writer goes on in both.
 *
 * Threads: any number use a writer, until one frees it.
 */
typedef struct mmstats_writer mmstats_writer;

/**
 * A string: a pointer and a length in bytes, UTF-8, no NUL needed at its end.
 *
 * As an argument it is read during the call only; `data` may be NULL where `len` is 0. As a
 * result it is borrowed from the object it was asked of, and says so there.
 */
typedef struct mmstats_str {
    /**
     * The first byte.
     */
    const char *data;
    /**
     * How many bytes.
     */
    size_t len;
} mmstats_str;

/**
 * A counter: a u64, buffered. Handles like this one are small values: copy them freely. They are
 * made by a writer and stay valid for the life of the process: once the writer is freed or its
 * file removed, writes go to private memory. A handle that is all zeros is valid too: writes
 * go nowhere, reads give 0; so one that could not be declared can be used all the same.
 *
 * Threads: one at a time uses a field. Since 1.0, as all handles and functions of format 1.
 */
typedef struct mmstats_v1_counter {
    /**
     * The write buffer byte in mapped memory; NULL: writes go nowhere, reads give 0.
     */
    uint8_t *at;
} mmstats_v1_counter;

/**
 * A field of text, unbuffered.
 */
typedef struct mmstats_v1_text_field {
    /**
     * The write buffer byte in mapped memory; NULL: writes go nowhere, reads give no text.
     */
    uint8_t *at;
    /**
     * Its width in bytes.
     */
    size_t width;
} mmstats_v1_text_field;

/**
 * A field of several parts, buffered.
 */
typedef struct mmstats_v1_tuple_field {
    /**
     * The write buffer byte in mapped memory; NULL: writes go nowhere, reads give zeros.
     */
    uint8_t *at;
    /**
     * Width of a value in bytes.
     */
    size_t width;
} mmstats_v1_tuple_field;

/**
 * A value as its widest type; the `kind` of `mmstats_v1_value` says which.
 */
typedef union mmstats_v1_payload {
    /**
     * Unsigned integers, bool, the number of parts of a tuple.
     */
    uint64_t u64;
    /**
     * Signed integers.
     */
    int64_t i64;
    /**
     * Floats.
     */
    double f64;
    /**
     * Text: UTF-8, no NUL at its end.
     */
    struct mmstats_str text;
} mmstats_v1_payload;

/**
 * A value.
 */
typedef struct mmstats_v1_value {
    /**
     * Its type, a `mmstats_type`, which says what of `as` is valid.
     */
    int32_t kind;
    /**
     * The value.
     */
    union mmstats_v1_payload as;
} mmstats_v1_value;

/**
 * A field of one u64, buffered.
 */
typedef struct mmstats_v1_u64_field {
    /**
     * The write buffer byte in mapped memory; NULL: writes go nowhere, reads give 0.
     */
    uint8_t *at;
} mmstats_v1_u64_field;

/**
 * A field of one i64, buffered.
 */
typedef struct mmstats_v1_i64_field {
    /**
     * The write buffer byte in mapped memory; NULL: writes go nowhere, reads give 0.
     */
    uint8_t *at;
} mmstats_v1_i64_field;

/**
 * A field of one u32, buffered.
 */
typedef struct mmstats_v1_u32_field {
    /**
     * The write buffer byte in mapped memory; NULL: writes go nowhere, reads give 0.
     */
    uint8_t *at;
} mmstats_v1_u32_field;

/**
 * A field of one i32, buffered.
 */
typedef struct mmstats_v1_i32_field {
    /**
     * The write buffer byte in mapped memory; NULL: writes go nowhere, reads give 0.
     */
    uint8_t *at;
} mmstats_v1_i32_field;

/**
 * A field of one u16, buffered.
 */
typedef struct mmstats_v1_u16_field {
    /**
     * The write buffer byte in mapped memory; NULL: writes go nowhere, reads give 0.
     */
    uint8_t *at;
} mmstats_v1_u16_field;

/**
 * A field of one i16, buffered.
 */
typedef struct mmstats_v1_i16_field {
    /**
     * The write buffer byte in mapped memory; NULL: writes go nowhere, reads give 0.
     */
    uint8_t *at;
} mmstats_v1_i16_field;

/**
 * A field of one u8, unbuffered.
 */
typedef struct mmstats_v1_u8_field {
    /**
     * The write buffer byte in mapped memory; NULL: writes go nowhere, reads give 0.
     */
    uint8_t *at;
} mmstats_v1_u8_field;

/**
 * A field of one i8, unbuffered.
 */
typedef struct mmstats_v1_i8_field {
    /**
     * The write buffer byte in mapped memory; NULL: writes go nowhere, reads give 0.
     */
    uint8_t *at;
} mmstats_v1_i8_field;

/**
 * A field of one f32, buffered.
 */
typedef struct mmstats_v1_f32_field {
    /**
     * The write buffer byte in mapped memory; NULL: writes go nowhere, reads give 0.
     */
    uint8_t *at;
} mmstats_v1_f32_field;

/**
 * A field of one f64, buffered.
 */
typedef struct mmstats_v1_f64_field {
    /**
     * The write buffer byte in mapped memory; NULL: writes go nowhere, reads give 0.
     */
    uint8_t *at;
} mmstats_v1_f64_field;

/**
 * A field of one bool, unbuffered.
 */
typedef struct mmstats_v1_bool_field {
    /**
     * The write buffer byte in mapped memory; NULL: writes go nowhere, reads give 0.
     */
    uint8_t *at;
} mmstats_v1_bool_field;

/**
 * A field of a file.
 */
typedef struct mmstats_v1_field {
    /**
     * Its label; borrowed from the reader.
     */
    struct mmstats_str label;
    /**
     * Its value; texts are borrowed from the reader.
     */
    struct mmstats_v1_value value;
} mmstats_v1_field;

/**
 * A component of a struct: `MMSTATS_COMPONENT` makes one of a member of a struct of C.
 */
typedef struct mmstats_component {
    /**
     * Its name.
     */
    struct mmstats_str name;
    /**
     * Its unit; empty where there is none.
     */
    struct mmstats_str unit;
    /**
     * Its type, a `mmstats_type` but MMSTATS_TUPLE and those behind it.
     */
    int32_t type;
    /**
     * What it is: MMSTATS_KIND_COUNTER, MMSTATS_KIND_GAUGE or MMSTATS_KIND_TEXT.
     */
    int32_t kind;
    /**
     * Its offset in the struct: a multiple of its type's width.
     */
    uint32_t offset;
    /**
     * Its width in bytes: that of its type, or of the text, which ends at its first NUL.
     */
    uint32_t width;
} mmstats_component;

/**
 * A family of a file, or of an application. What only a file can say of it is 0 in an application:
 * `slots`, `width`, `duration`, `scale`, `first`, `buckets`, and where a component is.
 */
typedef struct mmstats_family_info {
    /**
     * Its name.
     */
    struct mmstats_str name;
    /**
     * Its unit; empty where there is none.
     */
    struct mmstats_str unit;
    /**
     * What it tells; empty where it doesn't say.
     */
    struct mmstats_str help;
    /**
     * What its series are, a `mmstats_kind`.
     */
    int32_t kind;
    /**
     * The type of their values, a `mmstats_type`: MMSTATS_BYTES of texts and structs.
     */
    int32_t type;
    /**
     * What a sum over files is, a `mmstats_aggregate`.
     */
    int32_t aggregate;
    /**
     * Whether files of dead writers don't count in it.
     */
    bool alive_only;
    /**
     * The keys of its labels; an array of `label_count`.
     */
    const struct mmstats_str *label_keys;
    /**
     * How many labels there are.
     */
    size_t label_count;
    /**
     * Its series are these of the array of all series: the index of the first...
     */
    size_t first_series;
    /**
     * ...and how many there are.
     */
    size_t series_count;
    /**
     * How many slots a text, a struct or a window has.
     */
    uint32_t slots;
    /**
     * Bytes of a slot of a text or struct.
     */
    uint32_t width;
    /**
     * A struct's components; an array of `component_count`.
     */
    const struct mmstats_component *components;
    /**
     * How many components there are.
     */
    size_t component_count;
    /**
     * The duration of a window's slot in nanoseconds.
     */
    uint64_t duration;
    /**
     * A histogram's scale.
     */
    uint32_t scale;
    /**
     * A histogram's first index.
     */
    int32_t first;
    /**
     * How many buckets a histogram has.
     */
    uint32_t buckets;
} mmstats_family_info;

/**
 * The values of a struct, or windows of several durations.
 */
typedef struct mmstats_parts {
    /**
     * One for each component, in their order; or one for each duration, the shortest first. An
     * array of `count`.
     */
    const struct mmstats_value *values;
    /**
     * How many there are.
     */
    size_t count;
} mmstats_parts;

/**
 * A number of a distribution or a window: its family's type says which.
 */
typedef union mmstats_number {
    /**
     * Of MMSTATS_U64.
     */
    uint64_t u64;
    /**
     * Of MMSTATS_F64.
     */
    double f64;
} mmstats_number;

/**
 * A bucket of a histogram that isn't empty.
 */
typedef struct mmstats_bucket {
    /**
     * How many values.
     */
    uint64_t count;
    /**
     * They are above 2^(index / 2^scale), and at most 2^((index + 1) / 2^scale): see
     * `mmstats_bucket_lower_bound` and `mmstats_bucket_upper_bound`.
     */
    int32_t index;
} mmstats_bucket;

/**
 * The values of a histogram.
 */
typedef struct mmstats_distribution {
    /**
     * How many values there are: `zero`, `above` and all buckets.
     */
    uint64_t count;
    /**
     * Their sum.
     */
    union mmstats_number sum;
    /**
     * The smallest, where `has_extremes`.
     */
    union mmstats_number min;
    /**
     * The greatest, where `has_extremes`.
     */
    union mmstats_number max;
    /**
     * Whether there is a smallest and a greatest value: whether there are values.
     */
    bool has_extremes;
    /**
     * How many were at most the first bucket's lower bound.
     */
    uint64_t zero;
    /**
     * How many were above the last bucket's upper bound.
     */
    uint64_t above;
    /**
     * How many were negative: refused, and in nothing else.
     */
    uint64_t negative;
    /**
     * How many were NaN: refused, and in nothing else.
     */
    uint64_t nan;
    /**
     * The buckets that aren't empty, in the order of their indices; an array of `bucket_count`.
     */
    const struct mmstats_bucket *buckets;
    /**
     * How many there are.
     */
    size_t bucket_count;
    /**
     * The scale of its buckets. Of several files they may be others than each file's.
     */
    uint32_t scale;
    /**
     * The index of the first of all buckets, empty or not.
     */
    int32_t first;
    /**
     * How many buckets there are, empty or not.
     */
    uint32_t number;
} mmstats_distribution;

/**
 * A slot of a window: what happened in one span of time.
 */
typedef struct mmstats_window_slot {
    /**
     * Which span it is: nanoseconds of CLOCK_BOOTTIME, divided by the duration, plus 1.
     */
    uint64_t epoch;
    /**
     * How many values.
     */
    uint64_t count;
    /**
     * Their sum.
     */
    union mmstats_number sum;
    /**
     * The greatest.
     */
    union mmstats_number max;
} mmstats_window_slot;

/**
 * What happened in the last slots of a window, and in the one that isn't over, when it was read.
 */
typedef struct mmstats_lately {
    /**
     * How many values.
     */
    uint64_t count;
    /**
     * Their sum; 0 where there were none.
     */
    union mmstats_number sum;
    /**
     * The greatest; 0 where there were none.
     */
    union mmstats_number max;
    /**
     * The time that this is about, in nanoseconds: less than all slots last where who counted is
     * younger.
     */
    uint64_t covered;
} mmstats_lately;

/**
 * The values of a window.
 */
typedef struct mmstats_recent {
    /**
     * How many values were negative or NaN: refused, and in nothing else.
     */
    uint64_t refused;
    /**
     * The slots that have something, in the order of their epochs; an array of `count`.
     */
    const struct mmstats_window_slot *slots;
    /**
     * How many there are.
     */
    size_t count;
    /**
     * What happened lately.
     */
    struct mmstats_lately last;
    /**
     * The duration of a slot in nanoseconds.
     */
    uint64_t duration;
    /**
     * How many slots there are, with something or not: one more than "the last" are.
     */
    uint32_t number;
} mmstats_recent;

/**
 * A value as its widest type; the `kind` of `mmstats_value` says which.
 */
typedef union mmstats_payload {
    /**
     * Unsigned integers, bool.
     */
    uint64_t u64;
    /**
     * Signed integers.
     */
    int64_t i64;
    /**
     * Floats.
     */
    double f64;
    /**
     * Text: UTF-8, no NUL at its end.
     */
    struct mmstats_str text;
    /**
     * MMSTATS_STRUCT, MMSTATS_WINDOWS.
     */
    struct mmstats_parts parts;
    /**
     * MMSTATS_HISTOGRAM.
     */
    const struct mmstats_distribution *histogram;
    /**
     * MMSTATS_WINDOW.
     */
    const struct mmstats_recent *window;
} mmstats_payload;

/**
 * A value of a series, or of a component of a struct.
 */
typedef struct mmstats_value {
    /**
     * Its type, a `mmstats_type`, which says what of `as` is valid. MMSTATS_UNPUBLISHED: there is
     * none yet. MMSTATS_BUSY: it changed whenever it was looked at; it may be there next time.
     */
    int32_t kind;
    /**
     * The value.
     */
    union mmstats_payload as;
} mmstats_value;

/**
 * A key and a value that tell a series apart from others of its family.
 */
typedef struct mmstats_label {
    /**
     * The key.
     */
    struct mmstats_str key;
    /**
     * The value.
     */
    struct mmstats_str value;
} mmstats_label;

/**
 * A series of a file, or of an application.
 */
typedef struct mmstats_series {
    /**
     * Its value.
     */
    struct mmstats_value value;
    /**
     * What tells it apart; an array of `label_count`. Of the series that stands for those beyond
     * the family's limit it is "otel.metric.overflow" = "true".
     */
    const struct mmstats_label *labels;
    /**
     * How many labels there are.
     */
    size_t label_count;
    /**
     * When it was created, nanoseconds since 1970; 0 in an application.
     */
    uint64_t created;
    /**
     * The index of its family.
     */
    size_t family;
    /**
     * Whether it stands for those beyond the family's limit.
     */
    bool overflow;
} mmstats_series;

/**
 * The value that one file has.
 */
typedef struct mmstats_file_value {
    /**
     * The value.
     */
    struct mmstats_value value;
    /**
     * The index of the file in `mmstats_application_files`.
     */
    size_t file;
} mmstats_file_value;

/**
 * A file of an application.
 */
typedef struct mmstats_application_file {
    /**
     * Its path, bytes as the system has them.
     */
    struct mmstats_str path;
    /**
     * Its format: 1 or 2.
     */
    uint32_t format;
    /**
     * Whether its writer lived when it was read, a `mmstats_liveness`.
     */
    int32_t writer;
    /**
     * The process id of its writer; 0 where the file doesn't say it.
     */
    uint64_t pid;
    /**
     * When it was created, nanoseconds since 1970; 0 where the file doesn't say it.
     */
    uint64_t created;
    /**
     * The file's id; all 0 in format 1.
     */
    uint8_t file_id[16];
    /**
     * Whether it is an accumulator: it has what writers counted that have ended, and whose files
     * were folded (`mmstats_fold`).
     */
    bool accumulator;
} mmstats_application_file;

/**
 * What a look could not count, or could not count together.
 */
typedef struct mmstats_problem {
    /**
     * What kind of problem, a `mmstats_problem_kind`.
     */
    int32_t kind;
    /**
     * Why something could not be read, a `mmstats_status`; MMSTATS_OK where all was.
     */
    int32_t cause;
    /**
     * The file or folder, bytes as the system has them; empty where it is about several.
     */
    struct mmstats_str path;
    /**
     * What it is, and what to do, for people.
     */
    struct mmstats_str text;
    /**
     * Whether the look before had the values that are missing now: totals have fallen by these.
     */
    bool counted;
} mmstats_problem;

/**
 * How much a series grew between two looks, and how fast.
 */
typedef struct mmstats_rate {
    /**
     * How much a counter grew, of its family's type; of a histogram, how many values it counted.
     */
    union mmstats_number delta;
    /**
     * The same in a second; 0 where no time has passed.
     */
    double per_second;
    /**
     * Whether there is such a number: not of other kinds, nor of a value that is busy.
     */
    bool known;
    /**
     * Whether the series wasn't there before: it began at 0.
     */
    bool is_new;
} mmstats_rate;

/**
 * What happened to the files of an application between two looks.
 */
typedef struct mmstats_since {
    /**
     * How much time passed, in nanoseconds.
     */
    uint64_t elapsed;
    /**
     * How many files counted earlier and don't now: their values are missing.
     */
    size_t gone;
    /**
     * How many files count now only, though they are older than the earlier look: all that they
     * ever counted is in what grew.
     */
    size_t returned;
} mmstats_since;

/**
 * A histogram of u64: a distribution. A timer is one of nanoseconds.
 */
typedef struct mmstats_histogram {
    /**
     * The cell in mapped memory; NULL: writes go nowhere.
     */
    uint64_t *cell;
    /**
     * The scale, 0 to 8: a bucket is 2^(2^-scale) times as wide as the one before.
     */
    uint32_t scale;
    /**
     * The index of the first bucket.
     */
    int32_t first;
    /**
     * How many buckets there are.
     */
    uint32_t buckets;
    /**
     * MMSTATS_SHARED or MMSTATS_OWN.
     */
    uint32_t mode;
} mmstats_histogram;

/**
 * A histogram of f64.
 */
typedef struct mmstats_histogram_f64 {
    /**
     * The cell in mapped memory; NULL: writes go nowhere.
     */
    uint64_t *cell;
    /**
     * The scale, 0 to 8: a bucket is 2^(2^-scale) times as wide as the one before.
     */
    uint32_t scale;
    /**
     * The index of the first bucket.
     */
    int32_t first;
    /**
     * How many buckets there are.
     */
    uint32_t buckets;
    /**
     * MMSTATS_SHARED or MMSTATS_OWN.
     */
    uint32_t mode;
} mmstats_histogram_f64;

/**
 * What happened lately, of u64. Threads: one at a time writes.
 */
typedef struct mmstats_window {
    /**
     * The cell in mapped memory; NULL: writes go nowhere.
     */
    uint64_t *cell;
    /**
     * The duration of a slot, in nanoseconds; not 0.
     */
    uint64_t duration;
    /**
     * How many slots the ring has, the one that is being filled included; not 0.
     */
    uint32_t slots;
} mmstats_window;

/**
 * What happened lately, of f64. Threads: one at a time writes.
 */
typedef struct mmstats_window_f64 {
    /**
     * The cell in mapped memory; NULL: writes go nowhere.
     */
    uint64_t *cell;
    /**
     * The duration of a slot, in nanoseconds; not 0.
     */
    uint64_t duration;
    /**
     * How many slots the ring has, the one that is being filled included; not 0.
     */
    uint32_t slots;
} mmstats_window_f64;

/**
 * The description of a family. Set all to zero, then `size` to `sizeof(mmstats_desc)`, then what
 * there is to say: `mmstats_desc_of` makes one of a name. What is of no use to a kind is not looked
 * at. It can grow at its end in later versions, which take the sizes of earlier ones.
 */
typedef struct mmstats_desc {
    /**
     * `sizeof(mmstats_desc)`.
     */
    size_t size;
    /**
     * The name, 1 to 255 bytes: "http.requests".
     */
    struct mmstats_str name;
    /**
     * The unit, UCUM where there is one: "ns", "By", "1"; or empty.
     */
    struct mmstats_str unit;
    /**
     * What it tells, for people; or empty.
     */
    struct mmstats_str help;
    /**
     * The keys of the labels that tell the family's series apart; an array of `labels`.
     */
    const struct mmstats_str *label_keys;
    /**
     * The values of the one series that is asked for; an array of `labels`. Not looked at where a
     * family is asked for.
     */
    const struct mmstats_str *label_values;
    /**
     * How many labels there are.
     */
    size_t labels;
    /**
     * What a sum over files is, a `mmstats_aggregate`.
     */
    int32_t aggregate;
    /**
     * Whether files of dead writers don't count in it.
     */
    bool alive_only;
    /**
     * How many series may be there before further ones share one that says so; 0: 2000.
     */
    uint32_t limit;
    /**
     * A text's greatest length in bytes, rounded up to whole words of 8. 0: 120. None at all:
     * MMSTATS_NO_CAPACITY.
     */
    uint32_t capacity;
    /**
     * How many buckets a histogram has; 0: the default ones, whatever `scale` and `first` are.
     */
    uint32_t buckets;
    /**
     * A histogram's scale, 0 to 8.
     */
    uint32_t scale;
    /**
     * A histogram's first index.
     */
    int32_t first;
    /**
     * How many slots a window's ring has, the one that is being filled included: 2 to 4096; 0: 7.
     */
    uint32_t slots;
    /**
     * The duration of a window's slot in nanoseconds; 0: 10 s.
     */
    uint64_t duration;
    /**
     * The components of a struct, in the order of their offsets; an array of `component_count`.
     */
    const struct mmstats_component *components;
    /**
     * How many components there are.
     */
    size_t component_count;
    /**
     * The `sizeof` the struct.
     */
    size_t struct_size;
} mmstats_desc;

/**
 * A counter of u64. Handles like this one are small values: copy them freely. They are made by
 * a writer and stay valid for the life of the process: once the writer is closed or freed, writes
 * go to private memory. A handle that is all zeros is valid too: writes go nowhere, reads
 * give 0; so one that could not be had can be used all the same. Writing takes no lock, no memory
 * and no system call.
 *
 * Threads: a counter and a histogram of a writer take writes of any number at a time; those of
 * a local, only of the one whose local it is. A gauge takes writes of any number. A text, a struct
 * and a window take writes of one at a time. Since 1.0, as all handles and functions of format 2.
 */
typedef struct mmstats_counter {
    /**
     * The cell in mapped memory; NULL: writes go nowhere, reads give 0.
     */
    uint64_t *cell;
    /**
     * MMSTATS_SHARED or MMSTATS_OWN.
     */
    uint32_t mode;
} mmstats_counter;

/**
 * A counter of f64.
 */
typedef struct mmstats_counter_f64 {
    /**
     * The cell in mapped memory; NULL: writes go nowhere, reads give 0.
     */
    uint64_t *cell;
    /**
     * MMSTATS_SHARED or MMSTATS_OWN.
     */
    uint32_t mode;
} mmstats_counter_f64;

/**
 * A gauge of u64.
 */
typedef struct mmstats_gauge_u64 {
    /**
     * The cell in mapped memory; NULL: writes go nowhere, reads give 0.
     */
    uint64_t *cell;
} mmstats_gauge_u64;

/**
 * A gauge of i64.
 */
typedef struct mmstats_gauge_i64 {
    /**
     * The cell in mapped memory; NULL: writes go nowhere, reads give 0.
     */
    uint64_t *cell;
} mmstats_gauge_i64;

/**
 * A gauge of f64.
 */
typedef struct mmstats_gauge_f64 {
    /**
     * The cell in mapped memory; NULL: writes go nowhere, reads give 0.
     */
    uint64_t *cell;
} mmstats_gauge_f64;

/**
 * A gauge that is true or false.
 */
typedef struct mmstats_gauge_bool {
    /**
     * The cell in mapped memory; NULL: writes go nowhere, reads give false.
     */
    uint64_t *cell;
} mmstats_gauge_bool;

/**
 * A text. Threads: one at a time publishes.
 */
typedef struct mmstats_text {
    /**
     * The cell in mapped memory; NULL: writes go nowhere.
     */
    uint64_t *cell;
    /**
     * How many slots the cell has: a power of two.
     */
    uint32_t slots;
    /**
     * How many bytes a text has at most; a slot has 8 more, rounded up to whole words of 8.
     */
    uint32_t capacity;
} mmstats_text;

/**
 * Several values that are published together. Threads: one at a time publishes.
 */
typedef struct mmstats_struct {
    /**
     * The cell in mapped memory; NULL: writes go nowhere.
     */
    uint64_t *cell;
    /**
     * How many slots the cell has: a power of two.
     */
    uint32_t slots;
    /**
     * Bytes of a slot: the struct's size, rounded up to whole words of 8.
     */
    uint32_t width;
} mmstats_struct;

/**
 * Options of folding. Set all to zero, then `size` to `sizeof(mmstats_fold_options)`, then what
 * differs from the default: `MMSTATS_FOLD_OPTIONS_INIT` does the first two. It can grow at its end
 * in later versions, which take the sizes of earlier ones.
 */
typedef struct mmstats_fold_options {
    /**
     * `sizeof(mmstats_fold_options)`.
     */
    size_t size;
    /**
     * The application whose files fold. Empty: those of all, each for itself.
     */
    struct mmstats_str application;
    /**
     * How many files are folded at most. 0: all.
     */
    size_t limit;
    /**
     * How many files of dead writers of each application stay, those that were created last. 0: 8;
     * MMSTATS_KEEP_NONE: none.
     */
    uint32_t keep_newest;
    /**
     * Whether to say what would become of each file, and change nothing.
     */
    bool dry_run;
} mmstats_fold_options;

/**
 * A file that folding looked at.
 */
typedef struct mmstats_fold_outcome {
    /**
     * Its path, bytes as the system has them.
     */
    struct mmstats_str path;
    /**
     * What became of it, for people: "folded", "kept: " and why.
     */
    struct mmstats_str text;
    /**
     * What became of it, a `mmstats_fold_result`.
     */
    int32_t result;
    /**
     * Why it can't be read, or why the accumulator can't be had, a `mmstats_status`; else MMSTATS_OK.
     */
    int32_t cause;
} mmstats_fold_outcome;

/**
 * What a file says of itself.
 */
typedef struct mmstats_file_info {
    /**
     * The application's name.
     */
    struct mmstats_str application;
    /**
     * Whether its writer closed it.
     */
    bool closed;
    /**
     * How many families were left out, since this library doesn't know their kind or type.
     */
    size_t skipped;
    /**
     * How many series were left out since they were being rewritten whenever they were looked at.
     */
    size_t rewritten;
    /**
     * When it was read, nanoseconds of CLOCK_BOOTTIME.
     */
    uint64_t taken;
    /**
     * When it was created, nanoseconds since 1970.
     */
    uint64_t created;
    /**
     * The same in nanoseconds of CLOCK_BOOTTIME.
     */
    uint64_t created_boot;
    /**
     * The process id of its writer.
     */
    uint64_t pid;
    /**
     * The start time of that process in clock ticks; 0 unknown.
     */
    uint64_t start;
    /**
     * The user id of its writer.
     */
    uint64_t uid;
    /**
     * The pid namespace; 0 unknown.
     */
    uint64_t pid_namespace;
    /**
     * The last heartbeat, nanoseconds since 1970; 0 not kept.
     */
    uint64_t heartbeat;
    /**
     * The boot id; all 0 unknown.
     */
    uint8_t boot_id[16];
    /**
     * The file's id.
     */
    uint8_t file_id[16];
} mmstats_file_info;

/**
 * What differs from run to run in a file (SPEC.md 2.2).
 */
typedef struct mmstats_identity {
    /**
     * When the file and all series were created, nanoseconds since 1970.
     */
    uint64_t created;
    /**
     * The same of the file, nanoseconds of CLOCK_BOOTTIME.
     */
    uint64_t created_boot;
    /**
     * The process id.
     */
    uint64_t pid;
    /**
     * The start time of the process.
     */
    uint64_t start;
    /**
     * The pid namespace.
     */
    uint64_t pid_namespace;
    /**
     * The user id.
     */
    uint64_t uid;
    /**
     * The boot id.
     */
    uint8_t boot_id[16];
    /**
     * The file's id; not all 0.
     */
    uint8_t file_id[16];
} mmstats_identity;

/**
 * Options of a writer. Set all to zero, then `size` to `sizeof(mmstats_options)`, then what
 * differs from the default: `MMSTATS_OPTIONS_INIT` does the first two. It can grow at its end
 * in later versions, which take the sizes of earlier ones.
 */
typedef struct mmstats_options {
    /**
     * `sizeof(mmstats_options)`.
     */
    size_t size;
    /**
     * The folder of the file, bytes as the system has them, and no symbolic link. Empty:
     * MMSTATS_PATH, else the first of RUNTIME_DIRECTORY, else /dev/shm/mmstats-UID, which is made
     * (SPEC.md 2.20). Where systemd-logind has RemoveIPC=yes, files of a user who isn't a system user
     * go from there when their last session ends: let the user linger (loginctl enable-linger), have
     * the service manager give a RUNTIME_DIRECTORY, or set MMSTATS_PATH.
     */
    struct mmstats_str path;
    /**
     * The name of the file, a template with {CMD}, {PID}, {TID} and {CLASS}, which is the
     * application. Empty: MMSTATS_FILES, else "{CMD}-{PID}-{TID}.mmstats".
     */
    struct mmstats_str filename;
    /**
     * The permissions of the file, just these, whatever the umask is. 0: MMSTATS_MODE, which is
     * octal, else 0600.
     */
    uint32_t mode;
    /**
     * How many series a family with labels may have that says nothing else. 0: 2000.
     */
    uint32_t series_limit;
    /**
     * How large the file can become, in bytes: so many addresses are set apart for it, and no
     * memory. 0: 256 MiB.
     */
    size_t reserve;
    /**
     * No file: the same handles, in private memory. For programs that go on where a file can't
     * be had.
     */
    bool detached;
    /**
     * Fixes what differs from run to run, for tests of conformance. NULL: nothing does.
     */
    const struct mmstats_identity *identity;
    /**
     * A child that `fork` makes goes on with a file of its own, as if it had called
     * `mmstats_writer_follow` at once. That is so of each such child, also of one that only
     * executes another program: its file stays then. What `posix_spawn` makes has none.
     */
    bool follow;
    /**
     * Where a file can't be had, for whatever reason, the writer is detached, and
     * `mmstats_writer_warning` says why. What is no application's name is an error all the same.
     */
    bool or_detached;
    /**
     * What dead writers of this application and user left in the folder stays as it is. By default, and
     * unless MMSTATS_FOLD is 0, some of it is folded once the file is there: see `mmstats_fold`.
     */
    bool no_fold;
} mmstats_options;

/**
 * Options of a writer. Set all to zero, then `size` to `sizeof(mmstats_v1_options)`, then what
 * differs from the default: `MMSTATS_V1_OPTIONS_INIT` does the first two. It can grow at its end
 * in later versions, which take the sizes of earlier ones.
 */
typedef struct mmstats_v1_options {
    /**
     * `sizeof(mmstats_v1_options)`.
     */
    size_t size;
    /**
     * The folder of the file, bytes as the system has them. Empty: MMSTATS_PATH, else the temporary folder.
     */
    struct mmstats_str path;
    /**
     * The name of the file, a template with {CMD}, {PID}, {TID} and {CLASS}. Empty:
     * MMSTATS_FILES, else "{CMD}-{PID}-{TID}.mmstats".
     */
    struct mmstats_str filename;
    /**
     * What stands before every label, sys.* included.
     */
    struct mmstats_str label_prefix;
    /**
     * Leave out the fields sys.pid, sys.tid, sys.uid, sys.gid and sys.created. Without them no
     * tool can say whether the writer lives.
     */
    bool no_system_fields;
    /**
     * The permissions of the file, less the umask. 0: 0666.
     */
    uint32_t mode;
} mmstats_v1_options;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * The normative bounds of SPEC.md 2.8, T(0) to T(255), and one that no value exceeds. For
 * `mmstats_inline.h`.
 */
extern const uint64_t mmstats_bucket_bounds[257];

/**
 * How many of the bounds are less than the least mantissa whose nine bits behind the highest are
 * the index. For `mmstats_inline.h`.
 */
extern const uint16_t mmstats_bucket_below[512];

/**
 * Adds a value and publishes the mean. NULL: nothing happens.
 */
void mmstats_v1_average_add(struct mmstats_v1_average *average, double value);

/**
 * The published mean; 0 before the first value, and for NULL.
 */
double mmstats_v1_average_get(const struct mmstats_v1_average *average);

/**
 * Adds a duration in seconds and publishes the mean. NULL: nothing happens.
 */
void mmstats_v1_timer_observe(struct mmstats_v1_timer *timer, double seconds);

/**
 * The published mean in seconds; 0 before the first duration, and for NULL.
 */
double mmstats_v1_timer_get(const struct mmstats_v1_timer *timer);

/**
 * The last duration in seconds; 0 before the first, and for NULL.
 */
double mmstats_v1_timer_last(const struct mmstats_v1_timer *timer);

/**
 * The time of a clock that never goes backwards, in seconds from a start of its own. Take it
 * before and after, and give the difference to `mmstats_v1_timer_observe`.
 */
double mmstats_clock_seconds(void);

/**
 * Adds to a sampling counter, modulo 2^64, and samples its rate if it is time. NULL: nothing
 * happens.
 */
void mmstats_v1_sampling_counter_add(struct mmstats_v1_sampling_counter *counter, uint64_t n);

/**
 * The count; 0 for NULL.
 */
uint64_t mmstats_v1_sampling_counter_get(const struct mmstats_v1_sampling_counter *counter);

/**
 * Increments in a millisecond, at the last sample; 0 for NULL.
 */
uint64_t mmstats_v1_sampling_counter_per_ms(const struct mmstats_v1_sampling_counter *counter);

/**
 * Declares a counter, at 0.
 *
 * Errors of this and all that declare: invalid (an empty label, one with NUL, one that isn't UTF-8,
 * a signature that is none), limit (a label of more than 65,535 bytes, a file of more than
 * 16 MiB), duplicate, closed (the file exists: format 1 takes no more fields).
 */
enum mmstats_status mmstats_v1_writer_counter(struct mmstats_v1_writer *writer,
                                              struct mmstats_str label,
                                              struct mmstats_v1_counter *counter);

/**
 * Declares a text of at most `width` bytes, empty.
 */
enum mmstats_status mmstats_v1_writer_text(struct mmstats_v1_writer *writer,
                                           struct mmstats_str label,
                                           size_t width,
                                           struct mmstats_v1_text_field *field);

/**
 * Declares a field of several parts with that signature (SPEC.md 1.4), such as "QQ", all zero.
 * The parts are published together.
 */
enum mmstats_status mmstats_v1_writer_tuple(struct mmstats_v1_writer *writer,
                                            struct mmstats_str label,
                                            struct mmstats_str signature,
                                            struct mmstats_v1_tuple_field *field);

/**
 * Declares the mean of all values added. It belongs to the writer, and is freed with it.
 */
enum mmstats_status mmstats_v1_writer_average(struct mmstats_v1_writer *writer,
                                              struct mmstats_str label,
                                              struct mmstats_v1_average **average);

/**
 * Declares the mean of the last `size` values added, at least 1. It belongs to the writer, and
 * is freed with it.
 */
enum mmstats_status mmstats_v1_writer_moving_average(struct mmstats_v1_writer *writer,
                                                     struct mmstats_str label,
                                                     size_t size,
                                                     struct mmstats_v1_average **average);

/**
 * Declares a timer: the mean of the last `size` durations in seconds, at least 1. It belongs to
 * the writer, and is freed with it.
 */
enum mmstats_status mmstats_v1_writer_timer(struct mmstats_v1_writer *writer,
                                            struct mmstats_str label,
                                            size_t size,
                                            struct mmstats_v1_timer **timer);

/**
 * Declares a counter with its rate, sampled every so many increments (at least 1): a field of
 * two parts, the count and the increments in a millisecond, both u64. It belongs to the
 * writer, and is freed with it.
 */
enum mmstats_status mmstats_v1_writer_sampling_counter(struct mmstats_v1_writer *writer,
                                                       struct mmstats_str label,
                                                       uint64_t every,
                                                       struct mmstats_v1_sampling_counter **counter);

/**
 * Declares a field that never changes, of the type and value of `value`: any but text and tuple.
 */
enum mmstats_status mmstats_v1_writer_constant(struct mmstats_v1_writer *writer,
                                               struct mmstats_str label,
                                               const struct mmstats_v1_value *value);

/**
 * Declares a text that never changes, `width` bytes wide; 0: 256, or as the text where that is
 * longer. What doesn't fit is cut between characters.
 */
enum mmstats_status mmstats_v1_writer_constant_text(struct mmstats_v1_writer *writer,
                                                    struct mmstats_str label,
                                                    struct mmstats_str text,
                                                    size_t width);

/**
 * Declares a field of one u64.
 */
enum mmstats_status mmstats_v1_writer_u64(struct mmstats_v1_writer *writer,
                                          struct mmstats_str label,
                                          uint64_t initial,
                                          struct mmstats_v1_u64_field *field);

/**
 * Declares a field of one i64.
 */
enum mmstats_status mmstats_v1_writer_i64(struct mmstats_v1_writer *writer,
                                          struct mmstats_str label,
                                          int64_t initial,
                                          struct mmstats_v1_i64_field *field);

/**
 * Declares a field of one u32.
 */
enum mmstats_status mmstats_v1_writer_u32(struct mmstats_v1_writer *writer,
                                          struct mmstats_str label,
                                          uint32_t initial,
                                          struct mmstats_v1_u32_field *field);

/**
 * Declares a field of one i32.
 */
enum mmstats_status mmstats_v1_writer_i32(struct mmstats_v1_writer *writer,
                                          struct mmstats_str label,
                                          int32_t initial,
                                          struct mmstats_v1_i32_field *field);

/**
 * Declares a field of one u16.
 */
enum mmstats_status mmstats_v1_writer_u16(struct mmstats_v1_writer *writer,
                                          struct mmstats_str label,
                                          uint16_t initial,
                                          struct mmstats_v1_u16_field *field);

/**
 * Declares a field of one i16.
 */
enum mmstats_status mmstats_v1_writer_i16(struct mmstats_v1_writer *writer,
                                          struct mmstats_str label,
                                          int16_t initial,
                                          struct mmstats_v1_i16_field *field);

/**
 * Declares a field of one u8.
 */
enum mmstats_status mmstats_v1_writer_u8(struct mmstats_v1_writer *writer,
                                         struct mmstats_str label,
                                         uint8_t initial,
                                         struct mmstats_v1_u8_field *field);

/**
 * Declares a field of one i8.
 */
enum mmstats_status mmstats_v1_writer_i8(struct mmstats_v1_writer *writer,
                                         struct mmstats_str label,
                                         int8_t initial,
                                         struct mmstats_v1_i8_field *field);

/**
 * Declares a field of one f32.
 */
enum mmstats_status mmstats_v1_writer_f32(struct mmstats_v1_writer *writer,
                                          struct mmstats_str label,
                                          float initial,
                                          struct mmstats_v1_f32_field *field);

/**
 * Declares a field of one f64.
 */
enum mmstats_status mmstats_v1_writer_f64(struct mmstats_v1_writer *writer,
                                          struct mmstats_str label,
                                          double initial,
                                          struct mmstats_v1_f64_field *field);

/**
 * Declares a field of one bool.
 */
enum mmstats_status mmstats_v1_writer_bool(struct mmstats_v1_writer *writer,
                                           struct mmstats_str label,
                                           bool initial,
                                           struct mmstats_v1_bool_field *field);

/**
 * Finds files, in alphabetical order. A folder that can't be listed is in the list itself, and opening
 * it says why. Finding nothing is no error.
 *
 * An empty pattern is the default: MMSTATS_GLOB, else every `*.mmstats` of MMSTATS_PATH; else those of
 * the folders in RUNTIME_DIRECTORY, then of every user's folder in /dev/shm and in the temporary
 * folder, then of the temporary folder (SPEC.md 2.20). Folders of others that can't be listed
 * are then passed over.
 *
 * Errors: invalid (a pattern that is none).
 */
enum mmstats_status mmstats_glob(struct mmstats_str pattern,
                                 struct mmstats_paths **paths);

/**
 * How many paths there are; 0 for NULL.
 */
size_t mmstats_paths_count(const struct mmstats_paths *paths);

/**
 * The path at `index`, from 0: bytes as the system has them; borrowed. Errors: not found, invalid.
 */
enum mmstats_status mmstats_paths_get(const struct mmstats_paths *paths,
                                      size_t index,
                                      struct mmstats_str *path);

/**
 * Ends it; NULL is fine.
 */
void mmstats_paths_free(struct mmstats_paths *paths);

/**
 * Opens a file and reads it. Never blocks, follows no symbolic link. On success `*reader` is the
 * caller's, to be freed with `mmstats_v1_reader_free`.
 *
 * Errors: not found, permission, not a stats file, unknown version, corrupt
 * (`mmstats_error_offset` says where), limit (more than 64 MiB), invalid, io.
 */
enum mmstats_status mmstats_v1_reader_open(struct mmstats_str path,
                                           struct mmstats_v1_reader **reader);

/**
 * Goes on with another file in the memory of this reader: for who reads many. Errors as
 * `mmstats_v1_reader_open`; then the reader has no fields, and can be reopened or freed.
 */
enum mmstats_status mmstats_v1_reader_reopen(struct mmstats_v1_reader *reader,
                                             struct mmstats_str path);

/**
 * Decodes bytes that are in memory, which are copied; the same errors. Such a reader can't be
 * refreshed.
 */
enum mmstats_status mmstats_v1_reader_decode(const uint8_t *bytes,
                                             size_t size,
                                             struct mmstats_v1_reader **reader);

/**
 * Ends a reader; NULL is fine.
 */
void mmstats_v1_reader_free(struct mmstats_v1_reader *reader);

/**
 * Reads the file again. It stays the file that was opened, even if another has its name by now.
 * After an error the reader has no fields, and can be refreshed again. Errors: as
 * `mmstats_v1_reader_open`; closed (a reader of bytes in memory).
 */
enum mmstats_status mmstats_v1_reader_refresh(struct mmstats_v1_reader *reader);

/**
 * All fields, in file order: an array of `*count`, borrowed from the reader. NULL and 0 where
 * there is none.
 */
const struct mmstats_v1_field *mmstats_v1_reader_fields(const struct mmstats_v1_reader *reader,
                                                        size_t *count);

/**
 * The first field of that label. Errors: not found, invalid.
 */
enum mmstats_status mmstats_v1_reader_find(const struct mmstats_v1_reader *reader,
                                           struct mmstats_str label,
                                           struct mmstats_v1_field *field);

/**
 * Part `part`, from 0, of the field at `index` in the array of all fields. A field that is no
 * tuple has one part, its value. A text is borrowed until a part of another field is asked for.
 * One thread at a time. Errors: not found, invalid.
 */
enum mmstats_status mmstats_v1_reader_part(struct mmstats_v1_reader *reader,
                                           size_t index,
                                           size_t part,
                                           struct mmstats_v1_value *value);

/**
 * The path that was opened, bytes as the system has them; borrowed from the reader. Empty for a
 * reader of bytes in memory.
 */
struct mmstats_str mmstats_v1_reader_path(const struct mmstats_v1_reader *reader);

/**
 * The file's size in bytes; 0 for NULL.
 */
size_t mmstats_v1_reader_size(const struct mmstats_v1_reader *reader);

/**
 * Whether the file's layout is typed (the usual one) rather than char.
 */
bool mmstats_v1_reader_is_typed(const struct mmstats_v1_reader *reader);

/**
 * Whether the file's byte order is big-endian rather than little-endian (the usual one).
 */
bool mmstats_v1_reader_is_big_endian(const struct mmstats_v1_reader *reader);

/**
 * Whether the writer of the file lives, as far as its lock and the process id in it tell (SPEC.md
 * 1.12).
 */
enum mmstats_liveness mmstats_v1_reader_writer(const struct mmstats_v1_reader *reader);

/**
 * Adds 1 to a counter. No error, no system call, no lock.
 */
void mmstats_v1_counter_inc(struct mmstats_v1_counter counter);

/**
 * Adds to a counter, modulo 2^64. No error, no system call, no lock.
 */
void mmstats_v1_counter_add(struct mmstats_v1_counter counter, uint64_t n);

/**
 * Sets a counter.
 */
void mmstats_v1_counter_set(struct mmstats_v1_counter counter, uint64_t value);

/**
 * The value of a counter.
 */
uint64_t mmstats_v1_counter_get(struct mmstats_v1_counter counter);

/**
 * Publishes a u64.
 */
void mmstats_v1_u64_set(struct mmstats_v1_u64_field field, uint64_t value);

/**
 * The published u64.
 */
uint64_t mmstats_v1_u64_get(struct mmstats_v1_u64_field field);

/**
 * Publishes an i64.
 */
void mmstats_v1_i64_set(struct mmstats_v1_i64_field field, int64_t value);

/**
 * The published i64.
 */
int64_t mmstats_v1_i64_get(struct mmstats_v1_i64_field field);

/**
 * Publishes a u32.
 */
void mmstats_v1_u32_set(struct mmstats_v1_u32_field field, uint32_t value);

/**
 * The published u32.
 */
uint32_t mmstats_v1_u32_get(struct mmstats_v1_u32_field field);

/**
 * Publishes an i32.
 */
void mmstats_v1_i32_set(struct mmstats_v1_i32_field field, int32_t value);

/**
 * The published i32.
 */
int32_t mmstats_v1_i32_get(struct mmstats_v1_i32_field field);

/**
 * Publishes a u16.
 */
void mmstats_v1_u16_set(struct mmstats_v1_u16_field field, uint16_t value);

/**
 * The published u16.
 */
uint16_t mmstats_v1_u16_get(struct mmstats_v1_u16_field field);

/**
 * Publishes an i16.
 */
void mmstats_v1_i16_set(struct mmstats_v1_i16_field field, int16_t value);

/**
 * The published i16.
 */
int16_t mmstats_v1_i16_get(struct mmstats_v1_i16_field field);

/**
 * Publishes a u8.
 */
void mmstats_v1_u8_set(struct mmstats_v1_u8_field field, uint8_t value);

/**
 * The published u8.
 */
uint8_t mmstats_v1_u8_get(struct mmstats_v1_u8_field field);

/**
 * Publishes an i8.
 */
void mmstats_v1_i8_set(struct mmstats_v1_i8_field field, int8_t value);

/**
 * The published i8.
 */
int8_t mmstats_v1_i8_get(struct mmstats_v1_i8_field field);

/**
 * Publishes an f32.
 */
void mmstats_v1_f32_set(struct mmstats_v1_f32_field field, float value);

/**
 * The published f32.
 */
float mmstats_v1_f32_get(struct mmstats_v1_f32_field field);

/**
 * Publishes an f64.
 */
void mmstats_v1_f64_set(struct mmstats_v1_f64_field field, double value);

/**
 * The published f64.
 */
double mmstats_v1_f64_get(struct mmstats_v1_f64_field field);

/**
 * Publishes a bool.
 */
void mmstats_v1_bool_set(struct mmstats_v1_bool_field field, bool value);

/**
 * The published bool.
 */
bool mmstats_v1_bool_get(struct mmstats_v1_bool_field field);

/**
 * What the last failed call of this thread has to say: where, what was expected, what was
 * found, what to do. Never NULL; empty before the first failure. Valid until the next failing
 * call of this thread, or its end. A call that succeeds leaves it as it was. Since 1.0.
 */
const char *mmstats_error_message(void);

/**
 * The offset in the file that the last failed call of this thread is about, or -1 if it is about
 * none. Since 1.0.
 */
int64_t mmstats_error_offset(void);

/**
 * The name of a status, the same in every language: "not found", "corrupt". Never NULL,
 * valid for ever; a number that is none gives "unknown status". Since 1.0.
 */
const char *mmstats_status_name(int32_t status);

/**
 * The version of this library, such as "1.0.0". Never NULL, valid for ever. Since 1.0.
 */
const char *mmstats_version(void);

/**
 * Stores a text. One that is too long is cut between characters, and one with NUL ends there. A
 * reader that looks at that moment may see the old and the new mixed: format 1 has one
 * buffer for text. Errors: invalid (not UTF-8).
 */
enum mmstats_status mmstats_v1_text_set(struct mmstats_v1_text_field field,
                                        struct mmstats_str text);

/**
 * Copies the text, at most `capacity` bytes of it, to `text`. Returns how many bytes the text
 * has, without a NUL, which it doesn't add.
 */
size_t mmstats_v1_text_get(struct mmstats_v1_text_field field, char *text, size_t capacity);

/**
 * Publishes the parts of a tuple together. `value` is laid out as SPEC.md 1.4 says, which is how
 * C lays out a struct of these parts on a 64-bit machine: give the address and the `sizeof`
 * of such a struct. Bytes between its parts are published as they are: begin with a struct that
 * is all zeros. Errors: invalid (`value` is NULL), wrong type (`size` is less than
 * the tuple's width, or 8 and more beyond it).
 */
enum mmstats_status mmstats_v1_tuple_set(struct mmstats_v1_tuple_field field,
                                         const void *value,
                                         size_t size);

/**
 * Copies the published value of a tuple, laid out as SPEC.md 1.4 says, and returns its width.
 * Nothing is copied where `size` is less. NULL handle: 0.
 */
size_t mmstats_v1_tuple_get(struct mmstats_v1_tuple_field field, void *value, size_t size);

/**
 * Opens a file of either format and reads it: one of `*v1` and `*v2` is then a reader of the caller's,
 * to be freed, and the other is NULL. Never blocks, follows no symbolic link. Errors: as
 * `mmstats_v1_reader_open`.
 */
enum mmstats_status mmstats_open(struct mmstats_str path,
                                 struct mmstats_v1_reader **v1,
                                 struct mmstats_reader **v2);

/**
 * Decodes bytes of either format that are in memory, which are copied; the same errors. Such a reader
 * can't be refreshed.
 */
enum mmstats_status mmstats_decode(const uint8_t *bytes,
                                   size_t size,
                                   struct mmstats_v1_reader **v1,
                                   struct mmstats_reader **v2);

/**
 * The application of that name, with the files that these `count` globs find; where `count` is 0,
 * with those that an empty pattern of `mmstats_glob` finds. Nothing is found before the first look.
 * On success `*application` is the caller's, to be freed with `mmstats_application_free`.
 * Errors: invalid.
 */
enum mmstats_status mmstats_application_new(struct mmstats_str name,
                                            const struct mmstats_str *globs,
                                            size_t count,
                                            struct mmstats_application **application);

/**
 * Ends an application; NULL is fine. Its files stay as they are.
 */
void mmstats_application_free(struct mmstats_application *application);

/**
 * From the next look on, whether the value of each file is kept beside totals, too: some 80 bytes a
 * value, and a histogram more. By default a look has the values of single files only where there is
 * no total. As a look, nobody uses the application meanwhile.
 */
enum mmstats_status mmstats_application_keep_each(struct mmstats_application *application,
                                                  bool keep);

/**
 * From the next look on, whether files stay open from one look to the next: some 500 at most, and
 * no more than a quarter of the descriptors that the process may have. By default they do; without,
 * and beyond these, looks take two to five times as long. As long as a file is open its space isn't
 * free: one that was removed is closed by the next look. As a look, nobody uses the application
 * meanwhile.
 */
enum mmstats_status mmstats_application_keep_open(struct mmstats_application *application,
                                                  bool keep);

/**
 * Looks at all files. Every value was published, and the total of a counter falls only where a file
 * has gone, or can't be read this time: `mmstats_application_problems` says which. What is wrong
 * with a file is never an error of the look. After an error the application has what it had before.
 * Errors: invalid (a glob that is none).
 */
enum mmstats_status mmstats_application_look(struct mmstats_application *application);

/**
 * What the last look found: borrowed from the application until its next look. (`mmstats_totals_new`
 * keeps it.) What follows says the same in fewer words. NULL of NULL.
 */
const struct mmstats_totals *mmstats_application_totals(const struct mmstats_application *application);

/**
 * `mmstats_totals_families` of the last look, borrowed from the application.
 */
const struct mmstats_family_info *mmstats_application_families(const struct mmstats_application *application,
                                                               size_t *count);

/**
 * `mmstats_totals_series` of the last look, borrowed from the application.
 */
const struct mmstats_series *mmstats_application_series(const struct mmstats_application *application,
                                                        size_t *count);

/**
 * `mmstats_totals_each` of the last look, borrowed from the application.
 */
const struct mmstats_file_value *mmstats_application_each(const struct mmstats_application *application,
                                                          size_t index,
                                                          size_t *count);

/**
 * `mmstats_totals_files` of the last look, borrowed from the application.
 */
const struct mmstats_application_file *mmstats_application_files(const struct mmstats_application *application,
                                                                 size_t *count);

/**
 * `mmstats_totals_problems` of the last look, borrowed from the application.
 */
const struct mmstats_problem *mmstats_application_problems(const struct mmstats_application *application,
                                                           size_t *count);

/**
 * `mmstats_totals_find` of the last look. `*series` is borrowed from the application. Errors: not
 * found, invalid.
 */
enum mmstats_status mmstats_application_find(const struct mmstats_application *application,
                                             struct mmstats_str name,
                                             const struct mmstats_str *values,
                                             size_t count,
                                             const struct mmstats_series **series);

/**
 * When the last look ended, nanoseconds of CLOCK_BOOTTIME; 0 before the first.
 */
uint64_t mmstats_application_taken(const struct mmstats_application *application);

/**
 * How much the series of `later` grew since `earlier`, in the order of `mmstats_totals_series` of
 * `later`: at most `capacity` of them are put at `rates`. Returns how many series there are. None
 * is negative: a total that fell has lost a file, and that is taken for nothing, or where no file
 * is left, for all that the new ones have. Where both looks kept the values of each file growth is
 * exact.
 */
size_t mmstats_totals_rates(const struct mmstats_totals *later,
                            const struct mmstats_totals *earlier,
                            struct mmstats_rate *rates,
                            size_t capacity);

/**
 * The same of what the last look at an application found.
 */
size_t mmstats_application_rates(const struct mmstats_application *application,
                                 const struct mmstats_totals *earlier,
                                 struct mmstats_rate *rates,
                                 size_t capacity);

/**
 * What happened to the files between two looks. Errors: invalid.
 */
enum mmstats_status mmstats_totals_since(const struct mmstats_totals *later,
                                         const struct mmstats_totals *earlier,
                                         struct mmstats_since *since);

/**
 * What happened to the files from `earlier` to the last look. Errors: invalid.
 */
enum mmstats_status mmstats_application_since(const struct mmstats_application *application,
                                              const struct mmstats_totals *earlier,
                                              struct mmstats_since *since);

/**
 * The value that `percent` percent of the values of a histogram don't exceed, as near as its buckets
 * tell: of those that came since `earlier`, or, where that is NULL, of all. The histogram is the
 * series at `index` in the array of all series of `later`. Errors: wrong type (no histogram, or one
 * without a total), not found (no such series, no values), invalid.
 */
enum mmstats_status mmstats_totals_percentile(const struct mmstats_totals *later,
                                              const struct mmstats_totals *earlier,
                                              size_t index,
                                              double percent,
                                              double *value);

/**
 * The same of what the last look at an application found.
 */
enum mmstats_status mmstats_application_percentile(const struct mmstats_application *application,
                                                   const struct mmstats_totals *earlier,
                                                   size_t index,
                                                   double percent,
                                                   double *value);

/**
 * Keeps what the last look found; nothing is copied. On success `*totals` is the caller's, to be
 * freed with `mmstats_totals_free`. Errors: invalid.
 */
enum mmstats_status mmstats_totals_new(const struct mmstats_application *application,
                                       struct mmstats_totals **totals);

/**
 * Ends them; NULL is fine.
 */
void mmstats_totals_free(struct mmstats_totals *totals);

/**
 * A number that is another one wherever `mmstats_totals_families` or `mmstats_totals_series` have
 * others, or others in that order, or anything of them differs but values. So what was made of
 * their names and labels is good for all looks of one number, also of other applications in this
 * process. 0: there was no look.
 */
uint64_t mmstats_totals_shape(const struct mmstats_totals *totals);

/**
 * All families that some file has: an array of `*count`, borrowed from the totals. NULL and 0 where
 * there is none. What was known before the look keeps its order. Label keys are in the order of
 * their bytes, whatever it is in the files.
 */
const struct mmstats_family_info *mmstats_totals_families(const struct mmstats_totals *totals,
                                                          size_t *count);

/**
 * All series that some file has and the values of all files, by their families: an array of
 * `*count`, borrowed from the totals. NULL and 0 where there is none.
 *
 * Beside the values that a file has there is MMSTATS_EACH, of families without a total, and
 * MMSTATS_WINDOWS. MMSTATS_UNPUBLISHED: no file has a value, or none counts. Parts of structs are
 * of their widest types; those of format 1 have no components. Bools that are summed up are a
 * MMSTATS_U64: how many are true.
 */
const struct mmstats_series *mmstats_totals_series(const struct mmstats_totals *totals,
                                                   size_t *count);

/**
 * The values that single files have of the series at `index` in the array of all series: an array of
 * `*count`, borrowed from the totals, in the order of the files. Of families without a total, and
 * of all where `mmstats_application_keep_each` asked for it. NULL and 0 where there is none, or no
 * such series.
 */
const struct mmstats_file_value *mmstats_totals_each(const struct mmstats_totals *totals,
                                                     size_t index,
                                                     size_t *count);

/**
 * The files that count, in the order of their paths: an array of `*count`, borrowed from the
 * totals. NULL and 0 where there is none.
 */
const struct mmstats_application_file *mmstats_totals_files(const struct mmstats_totals *totals,
                                                            size_t *count);

/**
 * What the look could not count, or could not count together: an array of `*count`, borrowed from
 * the totals. NULL and 0 where there is none.
 */
const struct mmstats_problem *mmstats_totals_problems(const struct mmstats_totals *totals,
                                                      size_t *count);

/**
 * The series of a family of that name that has these label values, one for each of the family's
 * label keys, in their order; none where it has no keys. `*series` is borrowed from the totals.
 * Errors: not found, invalid.
 */
enum mmstats_status mmstats_totals_find(const struct mmstats_totals *totals,
                                        struct mmstats_str name,
                                        const struct mmstats_str *values,
                                        size_t count,
                                        const struct mmstats_series **series);

/**
 * When the look ended, nanoseconds of CLOCK_BOOTTIME; 0: there was none.
 */
uint64_t mmstats_totals_taken(const struct mmstats_totals *totals);

/**
 * Nanoseconds since the system was started, sleep included: the clock of windows. No system call
 * where the system has it in the vDSO.
 */
uint64_t mmstats_clock_boottime(void);

/**
 * Starts to take the time: what `mmstats_timer_stop` wants. A timer is a histogram of nanoseconds.
 */
uint64_t mmstats_timer_start(void);

/**
 * Counts the time since `started`, and returns it, in nanoseconds.
 */
uint64_t mmstats_timer_stop(struct mmstats_histogram timer, uint64_t started);

/**
 * Keeps what a reader saw last. On success `*snapshot` is the caller's, to be freed with
 * `mmstats_snapshot_free`. Errors: invalid.
 */
enum mmstats_status mmstats_snapshot_new(const struct mmstats_reader *reader,
                                         struct mmstats_snapshot **snapshot);

/**
 * Ends a snapshot; NULL is fine.
 */
void mmstats_snapshot_free(struct mmstats_snapshot *snapshot);

/**
 * How much the series of `reader` grew since `earlier`, in the order of `mmstats_reader_series`: at
 * most `capacity` of them are put at `rates`. Returns how many series there are.
 */
size_t mmstats_reader_rates(const struct mmstats_reader *reader,
                            const struct mmstats_snapshot *earlier,
                            struct mmstats_rate *rates,
                            size_t capacity);

/**
 * The value that `percent` percent of the values of a histogram don't exceed, as near as its buckets
 * tell; the histogram is the series at `index` in the array of all series. Errors: wrong type (no
 * histogram), not found (no such series, no values), invalid.
 */
enum mmstats_status mmstats_reader_percentile(const struct mmstats_reader *reader,
                                              size_t index,
                                              double percent,
                                              double *value);

/**
 * The lower bound of a bucket: it counts values above it. NaN for a bucket that there can't be.
 */
double mmstats_bucket_lower_bound(uint32_t scale, int32_t index);

/**
 * The upper bound of a bucket: it counts values up to it. NaN for a bucket that there can't be.
 */
double mmstats_bucket_upper_bound(uint32_t scale, int32_t index);

/**
 * Counts a value.
 */
void mmstats_histogram_observe(struct mmstats_histogram histogram, uint64_t value);

/**
 * Counts a value. One that is negative or NaN is counted as such, and nowhere else.
 */
void mmstats_histogram_f64_observe(struct mmstats_histogram_f64 histogram, double value);

/**
 * Adds a value now.
 */
void mmstats_window_observe(struct mmstats_window window, uint64_t value);

/**
 * Adds a value at a time, nanoseconds as of `mmstats_clock_boottime`.
 */
void mmstats_window_observe_at(struct mmstats_window of, uint64_t now, uint64_t value);

/**
 * Adds a value now. One that is negative or NaN is counted as refused, and nowhere else.
 */
void mmstats_window_f64_observe(struct mmstats_window_f64 window, double value);

/**
 * Adds a value at a time, nanoseconds as of `mmstats_clock_boottime`. One that is negative or
 * NaN is counted as refused, and nowhere else.
 */
void mmstats_window_f64_observe_at(struct mmstats_window_f64 of, uint64_t now, double value);

/**
 * Gets or creates a family. `kind` is a `mmstats_kind`; `type` one of its types: MMSTATS_U64,
 * MMSTATS_I64, MMSTATS_F64, MMSTATS_BOOL, or MMSTATS_BYTES of texts and structs. Label values
 * of `desc` are not looked at. Errors: as `mmstats_writer_counter`.
 */
enum mmstats_status mmstats_writer_family(struct mmstats_writer *writer,
                                          int32_t kind,
                                          int32_t type,
                                          const struct mmstats_desc *desc,
                                          const struct mmstats_family **family);

/**
 * The counter of u64 of a family that has these label values, one for each of its keys, in their
 * order; it is created where it isn't there.
 *
 * Errors of this and all that ask a family for a series: wrong type (the family is of another kind or
 * type), invalid (another number of values than the family has keys, one that isn't UTF-8 or has
 * NUL), limit (the file would be larger than it can become), full, closed, io.
 */
enum mmstats_status mmstats_family_counter(const struct mmstats_family *family,
                                           const struct mmstats_str *values,
                                           size_t count,
                                           struct mmstats_counter *counter);

/**
 * The counter of f64 of a family that has these label values, one for each of its keys, in their
 * order; it is created where it isn't there.
 */
enum mmstats_status mmstats_family_counter_f64(const struct mmstats_family *family,
                                               const struct mmstats_str *values,
                                               size_t count,
                                               struct mmstats_counter_f64 *counter);

/**
 * The gauge of u64 of a family that has these label values, one for each of its keys, in their
 * order; it is created where it isn't there.
 */
enum mmstats_status mmstats_family_gauge_u64(const struct mmstats_family *family,
                                             const struct mmstats_str *values,
                                             size_t count,
                                             struct mmstats_gauge_u64 *gauge);

/**
 * The gauge of i64 of a family that has these label values, one for each of its keys, in their
 * order; it is created where it isn't there.
 */
enum mmstats_status mmstats_family_gauge_i64(const struct mmstats_family *family,
                                             const struct mmstats_str *values,
                                             size_t count,
                                             struct mmstats_gauge_i64 *gauge);

/**
 * The gauge of f64 of a family that has these label values, one for each of its keys, in their
 * order; it is created where it isn't there.
 */
enum mmstats_status mmstats_family_gauge_f64(const struct mmstats_family *family,
                                             const struct mmstats_str *values,
                                             size_t count,
                                             struct mmstats_gauge_f64 *gauge);

/**
 * The gauge that is true or false of a family that has these label values, one for each of its keys, in their
 * order; it is created where it isn't there.
 */
enum mmstats_status mmstats_family_gauge_bool(const struct mmstats_family *family,
                                              const struct mmstats_str *values,
                                              size_t count,
                                              struct mmstats_gauge_bool *gauge);

/**
 * The text of a family that has these label values, one for each of its keys, in their
 * order; it is created where it isn't there.
 */
enum mmstats_status mmstats_family_text(const struct mmstats_family *family,
                                        const struct mmstats_str *values,
                                        size_t count,
                                        struct mmstats_text *text);

/**
 * The struct of a family that has these label values, one for each of its keys, in their
 * order; it is created where it isn't there.
 */
enum mmstats_status mmstats_family_struct(const struct mmstats_family *family,
                                          const struct mmstats_str *values,
                                          size_t count,
                                          struct mmstats_struct *handle);

/**
 * The histogram of u64 of a family that has these label values, one for each of its keys, in their
 * order; it is created where it isn't there.
 */
enum mmstats_status mmstats_family_histogram(const struct mmstats_family *family,
                                             const struct mmstats_str *values,
                                             size_t count,
                                             struct mmstats_histogram *histogram);

/**
 * The histogram of f64 of a family that has these label values, one for each of its keys, in their
 * order; it is created where it isn't there.
 */
enum mmstats_status mmstats_family_histogram_f64(const struct mmstats_family *family,
                                                 const struct mmstats_str *values,
                                                 size_t count,
                                                 struct mmstats_histogram_f64 *histogram);

/**
 * The window of u64 of a family that has these label values, one for each of its keys, in their
 * order; it is created where it isn't there.
 */
enum mmstats_status mmstats_family_window(const struct mmstats_family *family,
                                          const struct mmstats_str *values,
                                          size_t count,
                                          struct mmstats_window *window);

/**
 * The window of f64 of a family that has these label values, one for each of its keys, in their
 * order; it is created where it isn't there.
 */
enum mmstats_status mmstats_family_window_f64(const struct mmstats_family *family,
                                              const struct mmstats_str *values,
                                              size_t count,
                                              struct mmstats_window_f64 *window);

/**
 * Folds the files that dead writers left in a folder (SPEC.md 2.21): what counters and histograms of
 * this user counted goes to the accumulator of their application, one file in the same folder, and
 * they are removed. No total of an application falls, and none has anything twice, whoever is killed
 * meanwhile. `options` may be NULL. On success `*report` is the caller's, to be freed with
 * `mmstats_fold_report_free`.
 *
 * Errors: not found, permission, io (the folder can't be listed), invalid. What is wrong with a file
 * is in the report.
 */
enum mmstats_status mmstats_fold(struct mmstats_str folder,
                                 const struct mmstats_fold_options *options,
                                 struct mmstats_fold_report **report);

/**
 * Ends a report; NULL is fine.
 */
void mmstats_fold_report_free(struct mmstats_fold_report *report);

/**
 * The files that were looked at: an array of `*count`, borrowed from the report. NULL and 0 where
 * there is none.
 */
const struct mmstats_fold_outcome *mmstats_fold_report_outcomes(const struct mmstats_fold_report *report,
                                                                size_t *count);

/**
 * Makes a local. Where all stripes are out its handles are those of the writer, which is slower and
 * counts the same. On success `*local` is the caller's, to be freed with `mmstats_local_free`, by
 * the end of its thread or later. Errors: closed, invalid.
 */
enum mmstats_status mmstats_local_new(struct mmstats_writer *writer,
                                      struct mmstats_local **local);

/**
 * Frees a local, and gives its stripe back, if the end of its thread hasn't; NULL is fine. Its handles
 * are not used after this: another thread may have the stripe.
 */
void mmstats_local_free(struct mmstats_local *local);

/**
 * The counter in this thread's stripe. Of a handle that is of another writer, or that has no
 * cell there, it is the handle itself, in its mode: that is always right to use. This and all of a local may
 * add a block to the file.
 */
struct mmstats_counter mmstats_local_counter(const struct mmstats_local *local,
                                             struct mmstats_counter counter);

/**
 * The counter in this thread's stripe, as `mmstats_local_counter`.
 */
struct mmstats_counter_f64 mmstats_local_counter_f64(const struct mmstats_local *local,
                                                     struct mmstats_counter_f64 counter);

/**
 * The histogram in this thread's stripe, as `mmstats_local_counter`.
 */
struct mmstats_histogram mmstats_local_histogram(const struct mmstats_local *local,
                                                 struct mmstats_histogram histogram);

/**
 * The histogram in this thread's stripe, as `mmstats_local_counter`.
 */
struct mmstats_histogram_f64 mmstats_local_histogram_f64(const struct mmstats_local *local,
                                                         struct mmstats_histogram_f64 histogram);

/**
 * The window in this thread's stripe, as `mmstats_local_counter`. Where it is the handle itself, one thread
 * at a time writes it, as any.
 */
struct mmstats_window mmstats_local_window(const struct mmstats_local *local,
                                           struct mmstats_window window);

/**
 * The window in this thread's stripe, as `mmstats_local_counter`.
 */
struct mmstats_window_f64 mmstats_local_window_f64(const struct mmstats_local *local,
                                                   struct mmstats_window_f64 window);

/**
 * Opens a file of format 2 and reads it. Never blocks, follows no symbolic link. On success
 * `*reader` is the caller's, to be freed with `mmstats_reader_free`.
 *
 * Errors: not found, permission, not a stats file, unknown version (a file of format 1 has
 * `mmstats_v1_reader_open`), corrupt (`mmstats_error_offset` says where), limit, invalid, io.
 */
enum mmstats_status mmstats_reader_open(struct mmstats_str path,
                                        struct mmstats_reader **reader);

/**
 * Decodes bytes that are in memory, which are copied; the same errors. Such a reader can't be
 * refreshed.
 */
enum mmstats_status mmstats_reader_decode(const uint8_t *bytes,
                                          size_t size,
                                          struct mmstats_reader **reader);

/**
 * Ends a reader; NULL is fine.
 */
void mmstats_reader_free(struct mmstats_reader *reader);

/**
 * Reads the file again. It stays the file that was opened, even if another has its name by now.
 * After an error the reader has what it had before, or nothing, and can be refreshed again.
 * Errors: as `mmstats_reader_open`; closed (a reader of bytes in memory).
 */
enum mmstats_status mmstats_reader_refresh(struct mmstats_reader *reader);

/**
 * All families, in the order of the file: an array of `*count`, borrowed from the reader. NULL
 * and 0 where there is none.
 */
const struct mmstats_family_info *mmstats_reader_families(const struct mmstats_reader *reader,
                                                          size_t *count);

/**
 * All series and their values, by their families: an array of `*count`, borrowed from the
 * reader. NULL and 0 where there is none.
 */
const struct mmstats_series *mmstats_reader_series(const struct mmstats_reader *reader,
                                                   size_t *count);

/**
 * The series of the family of that name that has these label values, one for each of the family's
 * label keys, in their order; none where it has no keys. `*series` is borrowed from the reader.
 * Errors: not found, invalid.
 */
enum mmstats_status mmstats_reader_find(const struct mmstats_reader *reader,
                                        struct mmstats_str name,
                                        const struct mmstats_str *values,
                                        size_t count,
                                        const struct mmstats_series **series);

/**
 * What the file says of itself. Its text is borrowed from the reader. Errors: invalid.
 */
enum mmstats_status mmstats_reader_info(const struct mmstats_reader *reader,
                                        struct mmstats_file_info *info);

/**
 * The path that was opened, bytes as the system has them; borrowed from the reader. Empty for a
 * reader of bytes in memory.
 */
struct mmstats_str mmstats_reader_path(const struct mmstats_reader *reader);

/**
 * Whether the writer of the file lives, as it is now: it asks for the file's lock, and looks for its
 * process (SPEC.md 2.19). Unknown for a reader of bytes in memory, unless they say that their writer
 * closed them.
 */
enum mmstats_liveness mmstats_reader_writer(const struct mmstats_reader *reader);

/**
 * Adds 1 to a counter.
 */
void mmstats_counter_inc(struct mmstats_counter counter);

/**
 * Adds to a counter, modulo 2^64.
 */
void mmstats_counter_add(struct mmstats_counter counter, uint64_t n);

/**
 * What a counter's cell holds: of a local's, what this thread's stripe has added to it.
 */
uint64_t mmstats_counter_get(struct mmstats_counter counter);

/**
 * Adds to a counter. What isn't greater than 0 is not added: a counter doesn't fall.
 */
void mmstats_counter_f64_add(struct mmstats_counter_f64 counter, double n);

/**
 * What a counter's cell holds: of a local's, what this thread's stripe has added to it.
 */
double mmstats_counter_f64_get(struct mmstats_counter_f64 counter);

/**
 * Sets a gauge.
 */
void mmstats_gauge_u64_set(struct mmstats_gauge_u64 gauge, uint64_t value);

/**
 * Adds to a gauge, modulo 2^64.
 */
void mmstats_gauge_u64_add(struct mmstats_gauge_u64 gauge, uint64_t n);

/**
 * The value of a gauge.
 */
uint64_t mmstats_gauge_u64_get(struct mmstats_gauge_u64 gauge);

/**
 * Sets a gauge.
 */
void mmstats_gauge_i64_set(struct mmstats_gauge_i64 gauge, int64_t value);

/**
 * Adds to a gauge, modulo 2^64.
 */
void mmstats_gauge_i64_add(struct mmstats_gauge_i64 gauge, int64_t n);

/**
 * The value of a gauge.
 */
int64_t mmstats_gauge_i64_get(struct mmstats_gauge_i64 gauge);

/**
 * Sets a gauge.
 */
void mmstats_gauge_f64_set(struct mmstats_gauge_f64 gauge, double value);

/**
 * Adds to a gauge.
 */
void mmstats_gauge_f64_add(struct mmstats_gauge_f64 gauge, double n);

/**
 * The value of a gauge.
 */
double mmstats_gauge_f64_get(struct mmstats_gauge_f64 gauge);

/**
 * Sets a gauge.
 */
void mmstats_gauge_bool_set(struct mmstats_gauge_bool gauge, bool value);

/**
 * The value of a gauge.
 */
bool mmstats_gauge_bool_get(struct mmstats_gauge_bool gauge);

/**
 * Publishes a struct: all of its values together. Give the address of the struct whose components
 * were described and its `sizeof`. Bytes between components are published as they are: begin
 * with a struct that is all zeros. Errors: invalid (`value` is NULL), wrong type (`size` is
 * not that of the description, up to whole words of 8).
 */
enum mmstats_status mmstats_struct_publish(struct mmstats_struct of,
                                           const void *value,
                                           size_t size);

/**
 * Publishes a text. One that is too long is cut between characters. Errors: invalid (not UTF-8).
 */
enum mmstats_status mmstats_text_set(struct mmstats_text of,
                                     struct mmstats_str text);

/**
 * What there is to say of a writer that works: `*kind`, and in `*text` why, and what to do, for
 * people; borrowed from the writer until it is freed. MMSTATS_WARNING_NONE and an empty text where
 * there is nothing.
 */
enum mmstats_status mmstats_writer_warning(const struct mmstats_writer *writer,
                                           enum mmstats_warning *kind,
                                           struct mmstats_str *text);

/**
 * Makes a writer and its file. `application` is whose statistics these are: 1 to 64 bytes; `options`
 * may be NULL. On success `*writer` is the caller's, to be freed with `mmstats_writer_free`.
 *
 * Errors, after which nothing was created: invalid (name), not found (folder), permission, full,
 * busy (a name that another writer uses), not a stats file (something else has that name), io.
 */
enum mmstats_status mmstats_writer_new(struct mmstats_str application,
                                       const struct mmstats_options *options,
                                       struct mmstats_writer **writer);

/**
 * Closes the writer's file, if it is open, and ends the writer; NULL is fine. Its file stays.
 * Handles stay valid, and writes go to private memory from here on; its families are freed with
 * it.
 */
void mmstats_writer_free(struct mmstats_writer *writer);

/**
 * Closes the file in an orderly way: its last values stay, and readers see that nobody writes it
 * any more. Nothing more is registered; handles go on, in private memory. A second call does
 * nothing. Errors: io.
 */
enum mmstats_status mmstats_writer_close(struct mmstats_writer *writer);

/**
 * In a forked child: makes a file of the writer's own, with all that is registered, in which all
 * handles of before the fork go on, those of the calling thread's locals included. What the child
 * wrote since the fork is in it, and nothing that its parent counted. Where the name of the file has
 * neither {PID} nor {TID}, the child's has "-" and its process id before its extension. In the
 * process that owns the file, or follows already, this does nothing. On an error all is as before.
 *
 * No other thread of the child writes through a handle meanwhile: such a write may be lost, or leave a
 * mixture of two values.
 *
 * Errors: as `mmstats_writer_new`; closed.
 */
enum mmstats_status mmstats_writer_follow(struct mmstats_writer *writer);

/**
 * Makes what was written so far survive a crash of the system. With `wait` it returns when all
 * is on the device; without, it only starts. (A crash of the process it survives anyway.)
 * Errors: closed, io.
 */
enum mmstats_status mmstats_writer_flush(struct mmstats_writer *writer, bool wait);

/**
 * The path of the file, also of one that was closed, bytes as the system has them; borrowed from the
 * writer until it is freed. Errors: closed (a detached writer has none, nor has a forked child that
 * doesn't follow).
 */
enum mmstats_status mmstats_writer_path(const struct mmstats_writer *writer,
                                        struct mmstats_str *path);

/**
 * The size of the file in bytes. 0 where `writer` is NULL, and in a forked child that doesn't follow.
 */
size_t mmstats_writer_size(const struct mmstats_writer *writer);

/**
 * Retires the series of a handle: give its `cell`. Readers don't see it any more, and its cell may be
 * given to another series of its family. A handle of it that is used after that hits a word of this
 * file, maybe of that other series. Errors: not found (no live series of this writer), invalid (the
 * one that stands for those beyond the limit), closed.
 */
enum mmstats_status mmstats_writer_retire(struct mmstats_writer *writer,
                                          const uint64_t *cell);

/**
 * Gets or creates a counter of u64. Its labels are those of `desc`.
 *
 * Errors of this and all that register: invalid (a name, unit, help, label or parameter that can't be),
 * wrong type (the family is there, and is of another kind or type, or has other labels, buckets,
 * slots or components), limit (the file would be larger than it can become), full, closed, io.
 *
 * Where the family has as many series as its limit says, the handle is that of the series that
 * stands for all beyond it: never an error, never a silent loss.
 */
enum mmstats_status mmstats_writer_counter(struct mmstats_writer *writer,
                                           const struct mmstats_desc *desc,
                                           struct mmstats_counter *counter);

/**
 * Gets or creates a counter of f64. Its labels are those of `desc`.
 */
enum mmstats_status mmstats_writer_counter_f64(struct mmstats_writer *writer,
                                               const struct mmstats_desc *desc,
                                               struct mmstats_counter_f64 *counter);

/**
 * Gets or creates a gauge of u64. Its labels are those of `desc`.
 */
enum mmstats_status mmstats_writer_gauge_u64(struct mmstats_writer *writer,
                                             const struct mmstats_desc *desc,
                                             struct mmstats_gauge_u64 *gauge);

/**
 * Gets or creates a gauge of i64. Its labels are those of `desc`.
 */
enum mmstats_status mmstats_writer_gauge_i64(struct mmstats_writer *writer,
                                             const struct mmstats_desc *desc,
                                             struct mmstats_gauge_i64 *gauge);

/**
 * Gets or creates a gauge of f64. Its labels are those of `desc`.
 */
enum mmstats_status mmstats_writer_gauge_f64(struct mmstats_writer *writer,
                                             const struct mmstats_desc *desc,
                                             struct mmstats_gauge_f64 *gauge);

/**
 * Gets or creates a gauge that is true or false. Its labels are those of `desc`.
 */
enum mmstats_status mmstats_writer_gauge_bool(struct mmstats_writer *writer,
                                              const struct mmstats_desc *desc,
                                              struct mmstats_gauge_bool *gauge);

/**
 * Gets or creates a text of up to `capacity` bytes, rounded up to whole words of 8. Its labels are those of `desc`.
 */
enum mmstats_status mmstats_writer_text(struct mmstats_writer *writer,
                                        const struct mmstats_desc *desc,
                                        struct mmstats_text *text);

/**
 * Gets or creates a struct with its `components`, of `struct_size` bytes. Its labels are those of `desc`.
 */
enum mmstats_status mmstats_writer_struct(struct mmstats_writer *writer,
                                          const struct mmstats_desc *desc,
                                          struct mmstats_struct *handle);

/**
 * Gets or creates a histogram of u64 with its `scale`, `first` and `buckets`. Its labels are those of `desc`.
 */
enum mmstats_status mmstats_writer_histogram(struct mmstats_writer *writer,
                                             const struct mmstats_desc *desc,
                                             struct mmstats_histogram *histogram);

/**
 * Gets or creates a histogram of f64 with its `scale`, `first` and `buckets`. Its labels are those of `desc`.
 */
enum mmstats_status mmstats_writer_histogram_f64(struct mmstats_writer *writer,
                                                 const struct mmstats_desc *desc,
                                                 struct mmstats_histogram_f64 *histogram);

/**
 * Gets or creates a timer: a histogram of u64 in the unit ns, where none is said. Its labels are those of `desc`.
 */
enum mmstats_status mmstats_writer_timer(struct mmstats_writer *writer,
                                         const struct mmstats_desc *desc,
                                         struct mmstats_histogram *timer);

/**
 * Gets or creates a window of u64 with its `slots` and their `duration`. Its labels are those of `desc`.
 */
enum mmstats_status mmstats_writer_window(struct mmstats_writer *writer,
                                          const struct mmstats_desc *desc,
                                          struct mmstats_window *window);

/**
 * Gets or creates a window of f64 with its `slots` and their `duration`. Its labels are those of `desc`.
 */
enum mmstats_status mmstats_writer_window_f64(struct mmstats_writer *writer,
                                              const struct mmstats_desc *desc,
                                              struct mmstats_window_f64 *window);

/**
 * Makes a writer. `class_name` is what {CLASS} stands for in a file name; `options` may be NULL.
 * On success `*writer` is the caller's, to be freed with `mmstats_v1_writer_free`.
 *
 * Errors: invalid, io (no memory), limit (label prefix).
 */
enum mmstats_status mmstats_v1_writer_new(struct mmstats_str class_name,
                                          const struct mmstats_v1_options *options,
                                          struct mmstats_v1_writer **writer);

/**
 * Ends a writer; NULL is fine. Its file stays. Handles of fields stay valid, and writes go to
 * private memory from here on; averages, timers and sampling counters are freed with it.
 */
void mmstats_v1_writer_free(struct mmstats_v1_writer *writer);

/**
 * Creates the file, with the values that the fields have now: from here on what is written is
 * seen. Nobody writes through a handle meanwhile: such a write may be lost, or leave a mixture.
 *
 * Errors, after which nothing was created, the handles go on unseen, and it can be tried again:
 * invalid (name), not found (folder), permission, full, busy (a name that another writer uses),
 * not a stats file (something else has that name), io. Closed: it exists, or was removed.
 */
enum mmstats_status mmstats_v1_writer_create_file(struct mmstats_v1_writer *writer);

/**
 * The path of the file, bytes as the system has them; borrowed from the writer until its file is
 * removed or it is freed. Errors: closed (there is no file).
 */
enum mmstats_status mmstats_v1_writer_path(const struct mmstats_v1_writer *writer,
                                           struct mmstats_str *path);

/**
 * The size of the file in bytes, or what it would be now: whole pages. 0 where `writer` is NULL.
 */
size_t mmstats_v1_writer_size(const struct mmstats_v1_writer *writer);

/**
 * Makes what was written so far survive a crash of the system. With `wait` it returns when all
 * is on the device; without, it only starts. (A crash of the process it survives anyway.)
 * Errors: closed (there is no file), io.
 */
enum mmstats_status mmstats_v1_writer_flush(struct mmstats_v1_writer *writer, bool wait);

/**
 * Removes the file. Handles go on unseen. A second call does nothing. Nobody writes through a handle
 * meanwhile. Errors: permission, io, closed (in a forked child: the file is its parent's).
 */
enum mmstats_status mmstats_v1_writer_remove(struct mmstats_v1_writer *writer);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

/* What C can say and Rust can't: strings and options from literals. */

/** The mmstats_str of a string with a NUL at its end; NULL gives an empty one. */
static inline mmstats_str mmstats_str_of(const char *text) {
    mmstats_str str;
    str.data = text;
    str.len = text ? strlen(text) : 0;
    return str;
}

/** The mmstats_str of a string literal. */
#ifdef __cplusplus
#define MMSTATS_STR(literal) mmstats_str{"" literal, sizeof(literal) - 1}
/** Options as they are by default, to begin with. */
#define MMSTATS_V1_OPTIONS_INIT {sizeof(mmstats_v1_options), {}, {}, {}, false, 0}
#define MMSTATS_OPTIONS_INIT \
    {sizeof(mmstats_options), {}, {}, 0, 0, 0, false, nullptr, false, false, false}
#define MMSTATS_FOLD_OPTIONS_INIT {sizeof(mmstats_fold_options), {}, 0, 0, false}
#else
#define MMSTATS_STR(literal) ((mmstats_str){"" literal, sizeof(literal) - 1})
/** Options as they are by default, to begin with. */
#define MMSTATS_V1_OPTIONS_INIT {.size = sizeof(mmstats_v1_options)}
#define MMSTATS_OPTIONS_INIT {.size = sizeof(mmstats_options)}
#define MMSTATS_FOLD_OPTIONS_INIT {.size = sizeof(mmstats_fold_options)}
#endif

/** A description of that name, with nothing else said. The name is borrowed. */
static inline mmstats_desc mmstats_desc_of(const char *name) {
    mmstats_desc desc;
    memset(&desc, 0, sizeof desc);
    desc.size = sizeof desc;
    desc.name = mmstats_str_of(name);
    return desc;
}

/** A mmstats_component in braces: a member of a struct, its mmstats_type, and its mmstats_kind. */
#define MMSTATS_COMPONENT(structure, member, type, kind)                                          \
    {{#member, sizeof(#member) - 1}, {NULL, 0}, type, kind, offsetof(structure, member),          \
     sizeof(((structure *)NULL)->member)}

#endif /* MMSTATS_H */
