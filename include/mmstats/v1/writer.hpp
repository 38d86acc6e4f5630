/// The writer.

#ifndef MMSTATS_V1_WRITER_HPP
#define MMSTATS_V1_WRITER_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "average.hpp"
#include "field.hpp"
#include "tuple.hpp"

namespace mmstats::v1 {

/// Options of a writer. What is empty or 0 is as it is by default.
struct options {
    /// The folder of the file. Default: MMSTATS_PATH, else the temporary folder.
    std::string_view path{};
    /// The name of the file, a template with {CMD}, {PID}, {TID} and {CLASS}. Default:
    /// MMSTATS_FILES, else "{CMD}-{PID}-{TID}.mmstats".
    std::string_view filename{};
    /// What stands before every label, sys.* included.
    std::string_view label_prefix{};
    /// Whether the file tells of its process. Without, no tool can say whether its writer lives.
    bool system_fields = true;
    /// The permissions of the file, less the umask. Default: 0666.
    std::uint32_t mode = 0;
};

/// Owns one stats file: declares its fields, creates it, flushes it, removes it.
///
/// Fields are declared first; each gives a handle that can be written at once. Then create_file
/// makes the file visible, whole, with the values that the fields have by then. Where that throws
/// the handles go on, in private memory: failure to publish is not the application's problem.
/// The end of the writer leaves the file behind.
class writer {
public:
    /// `class_name` is what {CLASS} stands for in a file name. Errors: invalid, io, limit.
    explicit writer(std::string_view class_name, const options &chosen = {}) {
        mmstats_v1_options given = MMSTATS_V1_OPTIONS_INIT;
        given.path = detail::str(chosen.path);
        given.filename = detail::str(chosen.filename);
        given.label_prefix = detail::str(chosen.label_prefix);
        given.no_system_fields = !chosen.system_fields;
        given.mode = chosen.mode;
        mmstats_v1_writer *made = nullptr;
        detail::check(mmstats_v1_writer_new(detail::str(class_name), &given, &made));
        writer_.reset(made);
    }

    /// Declares a counter, at 0.
    ///
    /// Errors of this and all that declare: invalid (label, signature, size), limit, duplicate,
    /// closed (the file exists).
    v1::counter counter(std::string_view label) {
        return declare<v1::counter, mmstats_v1_counter>(mmstats_v1_writer_counter, label);
    }

    /// Declares a field of one value.
    template <class T> v1::field<T> field(std::string_view label, T initial = {}) {
        using handle = typename v1::field<T>::handle;
        return declare<v1::field<T>, handle>(detail::scalar<T>::declare, label, initial);
    }

    /// Declares a text of at most `width` bytes, empty.
    text_field text(std::string_view label, std::size_t width) {
        return declare<text_field, mmstats_v1_text_field>(mmstats_v1_writer_text, label, width);
    }

    /// Declares a field of parts of these types, all zero.
    template <class... Ts> tuple_field<Ts...> tuple(std::string_view label) {
        static_assert(sizeof...(Ts) > 0, "mmstats: a tuple has at least one part");
        return declare_tuple<tuple_field<Ts...>>(label, tuple_field<Ts...>::signature());
    }

    /// Declares a field of several parts with that signature (SPEC.md 1.4), all zero.
    untyped_tuple_field tuple(std::string_view label, std::string_view signature) {
        return declare_tuple<untyped_tuple_field>(label, signature);
    }

    /// Declares the mean of all values that are added.
    v1::average average(std::string_view label) {
        return declare<v1::average, mmstats_v1_average *>(mmstats_v1_writer_average, label);
    }

    /// Declares the mean of the last `size` values, at least 1.
    v1::average moving_average(std::string_view label, std::size_t size = 100) {
        return declare<v1::average, mmstats_v1_average *>(mmstats_v1_writer_moving_average, label,
                                                          size);
    }

    /// Declares a timer: the mean of the last `size` durations, at least 1.
    v1::timer timer(std::string_view label, std::size_t size = 100) {
        return declare<v1::timer, mmstats_v1_timer *>(mmstats_v1_writer_timer, label, size);
    }

    /// Declares a counter with its rate, sampled every so many increments, at least 1.
    v1::sampling_counter sampling_counter(std::string_view label, std::uint64_t every) {
        return declare<v1::sampling_counter, mmstats_v1_sampling_counter *>(
            mmstats_v1_writer_sampling_counter, label, every);
    }

    /// Declares a number or bool that never changes.
    template <class T> void constant(std::string_view label, T value) {
        const mmstats_v1_value given = detail::widened(value);
        detail::check(mmstats_v1_writer_constant(writer_.get(), detail::str(label), &given));
    }

    /// Declares a text that never changes, `width` bytes wide; 0: 256, or as the text where that is
    /// longer. What doesn't fit is cut between characters.
    void constant_text(std::string_view label, std::string_view text, std::size_t width = 0) {
        detail::check(mmstats_v1_writer_constant_text(writer_.get(), detail::str(label),
                                                      detail::str(text), width));
    }

    /// Creates the file: from here on what is written is seen.
    ///
    /// Errors, after which nothing was created, and it can be tried again: invalid (name), not
    /// found (folder), permission, full, busy (a name that another writer uses), not a stats
    /// file (something else has that name), io. Closed: it exists, or was removed.
    void create_file() { detail::check(mmstats_v1_writer_create_file(writer_.get())); }

    /// The path of the file. Errors: closed (there is no file).
    std::string path() const {
        mmstats_str path{};
        detail::check(mmstats_v1_writer_path(writer_.get(), &path));
        return std::string(detail::view(path));
    }

    /// The size of the file in bytes, or what it would be now: whole pages.
    std::size_t size() const noexcept { return mmstats_v1_writer_size(writer_.get()); }

    /// Makes what was written so far survive a crash of the system; waits for it, or only starts
    /// it. (A crash of the process it survives anyway.) Errors: closed (there is no file), io.
    void flush(bool wait = true) { detail::check(mmstats_v1_writer_flush(writer_.get(), wait)); }

    /// Removes the file. Handles go on unseen. A second call does nothing. Errors: permission, io.
    void remove() { detail::check(mmstats_v1_writer_remove(writer_.get())); }

private:
    struct deleter {
        void operator()(mmstats_v1_writer *of) const noexcept { mmstats_v1_writer_free(of); }
    };

    template <class Handle, class Made, class Function, class... Arguments>
    Handle declare(Function declare_it, std::string_view label, Arguments... arguments) {
        Made made{};
        detail::check(declare_it(writer_.get(), detail::str(label), arguments..., &made));
        return Handle{made};
    }

    template <class Handle>
    Handle declare_tuple(std::string_view label, std::string_view signature) {
        return declare<Handle, mmstats_v1_tuple_field>(mmstats_v1_writer_tuple, label,
                                                       detail::str(signature));
    }

    std::unique_ptr<mmstats_v1_writer, deleter> writer_;
};

}  // namespace mmstats::v1

#endif  // MMSTATS_V1_WRITER_HPP
