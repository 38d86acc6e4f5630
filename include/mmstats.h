/* libmmstats: statistics in mapped files. /proc for your application.
 *
 * Generated from mmstats-capi by `make header`; don't edit.
 *
 * In short: make a writer, declare fields on it, create its file, write through the handles.
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
 * - After a fork writers and handles belong to the parent: a child that wants statistics of its own
 *   makes a writer of its own, and uses none that it inherited.
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
 * Whether the writer of a file lives. Numbers are never reused.
 */
typedef enum mmstats_liveness {
    /**
     * Nobody can say. Who would remove the file keeps it.
     */
    MMSTATS_LIVENESS_UNKNOWN = 0,
    /**
     * Its process is there.
     */
    MMSTATS_LIVENESS_ALIVE = 1,
    /**
     * There is no such process.
     */
    MMSTATS_LIVENESS_DEAD = 2,
} mmstats_liveness;

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
     * Several parts, their number in `u64`; `mmstats_v1_reader_part` gives each.
     */
    MMSTATS_TUPLE = 13,
} mmstats_type;

/**
 * Paths that a glob found. Made by `mmstats_glob`, ended by `mmstats_paths_free`. Threads: any
 * number look at it.
 */
typedef struct mmstats_paths mmstats_paths;

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
 * Finds files, in alphabetical order. An empty pattern is the default: MMSTATS_GLOB, else every
 * `*.mmstats` of MMSTATS_PATH or the temporary folder. A folder that can't be listed is in the
 * list itself, and opening it says why. Finding nothing is no error.
 *
 * Errors: invalid (a pattern that is none).
 */
enum mmstats_status mmstats_glob(struct mmstats_str pattern, struct mmstats_paths **paths);

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
 * Whether the writer of the file lives, as far as the process id in it tells (SPEC.md 1.12).
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
#else
#define MMSTATS_STR(literal) ((mmstats_str){"" literal, sizeof(literal) - 1})
/** Options as they are by default, to begin with. */
#define MMSTATS_V1_OPTIONS_INIT {.size = sizeof(mmstats_v1_options)}
#endif

#endif /* MMSTATS_H */
