/// The writer.

#ifndef MMSTATS_WRITER_HPP
#define MMSTATS_WRITER_HPP

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "about.hpp"
#include "family.hpp"
#include "local.hpp"
#include "warning.hpp"

namespace mmstats {

/// Options of a writer. What is empty or 0 is as it is by default.
struct options {
    /// The folder of the file, no symbolic link. Default: MMSTATS_PATH, else the first of
    /// RUNTIME_DIRECTORY, else /dev/shm/mmstats-UID, which is made.
    std::string_view path{};
    /// The name of the file, a template with {CMD}, {PID}, {TID} and {CLASS}, which is the
    /// application. Default: MMSTATS_FILES, else "{CMD}-{PID}-{TID}.mmstats".
    std::string_view filename{};
    /// The permissions of the file, whatever the umask is. Default: MMSTATS_MODE, else 0600.
    std::uint32_t mode = 0;
    /// How many series a family with labels may have that says nothing else. Default: 2000.
    std::uint32_t series_limit = 0;
    /// How large the file can become, in bytes: so many addresses are set apart for it, and no
    /// memory. Default: 256 MiB.
    std::size_t reserve = 0;
    /// No file: the same handles, in private memory. For programs that go on where a file can't
    /// be had.
    bool detached = false;
    /// Fixes what differs from run to run, for tests of conformance.
    const mmstats_identity *identity = nullptr;
    /// A forked child goes on with a file of its own, as if it had called `follow()` at once; also one
    /// that only executes another program.
    bool follow = false;
    /// Where a file can't be had, for whatever reason, the writer is detached, and `warning()` says
    /// why.
    bool or_detached = false;
    /// Some of what dead writers of this application and user left in the folder is folded once the
    /// file is there, unless MMSTATS_FOLD is 0: see mmstats::fold.
    bool fold = true;
};

/// Owns one stats file: registers what is in it, flushes it, closes it. Any number of threads use one.
///
/// Its file is there at once. What is in it is registered at any time; registering what exists gets
/// it. Handles are what is written through; they stay valid for the life of the process, and write to
/// private memory once the writer ended. Its end closes the file and leaves it. After a fork the file
/// is the parent's, and what the child writes stays in its memory until it calls `follow()`.
class writer {
public:
    /// `application` is whose statistics these are: 1 to 64 bytes.
    ///
    /// Errors: invalid (name), not found (folder), permission, full, busy (a name that another
    /// writer uses), not a stats file (something else has that name), io.
    explicit writer(std::string_view application, const options &chosen = {}) {
        mmstats_options given = MMSTATS_OPTIONS_INIT;
        given.path = detail::str(chosen.path);
        given.filename = detail::str(chosen.filename);
        given.mode = chosen.mode;
        given.series_limit = chosen.series_limit;
        given.reserve = chosen.reserve;
        given.detached = chosen.detached;
        given.identity = chosen.identity;
        given.follow = chosen.follow;
        given.or_detached = chosen.or_detached;
        given.no_fold = !chosen.fold;
        mmstats_writer *made = nullptr;
        detail::check(mmstats_writer_new(detail::str(application), &given, &made));
        writer_.reset(made);
    }

    /// Registers a counter.
    ///
    /// Errors of this and all that register: invalid (a name, unit, help, label or parameter that
    /// can't be), wrong type (what is there is of another kind or type, or has other labels,
    /// buckets, slots or components), limit, full, closed, io.
    mmstats::counter counter(std::string_view name, const about &more = {}) const {
        return series<mmstats::counter>(name, more);
    }
    /// Registers a counter of double.
    mmstats::counter_f64 counter_f64(std::string_view name, const about &more = {}) const {
        return series<mmstats::counter_f64>(name, more);
    }
    /// Registers a gauge of std::uint64_t, std::int64_t, double or bool.
    template <class T = std::int64_t>
    mmstats::gauge<T> gauge(std::string_view name, const about &more = {}) const {
        return series<mmstats::gauge<T>>(name, more);
    }
    /// Registers a text.
    mmstats::text text(std::string_view name, const about &more = {}) const {
        return series<mmstats::text>(name, more);
    }
    /// Registers a histogram.
    mmstats::histogram histogram(std::string_view name, const about &more = {}) const {
        return series<mmstats::histogram>(name, more);
    }
    /// Registers a histogram of double.
    mmstats::histogram_f64 histogram_f64(std::string_view name, const about &more = {}) const {
        return series<mmstats::histogram_f64>(name, more);
    }
    /// Registers a timer: a histogram of durations, in nanoseconds.
    mmstats::timer timer(std::string_view name, const about &more = {}) const {
        return series<mmstats::timer>(name, more);
    }
    /// Registers a window.
    mmstats::window window(std::string_view name, const about &more = {}) const {
        return series<mmstats::window>(name, more);
    }
    /// Registers a window of double.
    mmstats::window_f64 window_f64(std::string_view name, const about &more = {}) const {
        return series<mmstats::window_f64>(name, more);
    }
    /// Registers a struct: `stats.structure<pair>("pair", {{"n", &pair::n}, ...})`, with components in
    /// the order of their members.
    template <class T>
    mmstats::structure<T> structure(std::string_view name,
                                    std::initializer_list<component<T>> components,
                                    const about &more = {}) const {
        return with_components<T>(name, components, more, [&](const mmstats_desc &desc) {
            return registered<mmstats::structure<T>>(desc);
        });
    }

    /// Registers a family whose series are told apart by labels:
    /// `stats.family<mmstats::counter>("http.requests", {"code"}).with("200").inc()`.
    template <class Handle>
    mmstats::family<Handle> family(std::string_view name,
                                   std::initializer_list<std::string_view> label_keys,
                                   const about &more = {}) const {
        return family_of<Handle>(more.native(name), label_keys);
    }
    /// Registers a family of structs.
    template <class T>
    mmstats::family<mmstats::structure<T>>
    structure_family(std::string_view name, std::initializer_list<component<T>> components,
                     std::initializer_list<std::string_view> label_keys,
                     const about &more = {}) const {
        return with_components<T>(name, components, more, [&](const mmstats_desc &desc) {
            return family_of<mmstats::structure<T>>(desc, label_keys);
        });
    }

    /// Retires the series of a handle: readers don't see it any more, and its place may be given to
    /// another series of its family. No handle of it is used after that. Errors: not found, invalid,
    /// closed.
    template <class Handle> void retire(const Handle &of) const {
        detail::check(mmstats_writer_retire(writer_.get(), of.native().cell));
    }

    /// A local object, for one thread. Errors: closed.
    mmstats::local local() const {
        mmstats_local *made = nullptr;
        detail::check(mmstats_local_new(writer_.get(), &made));
        return mmstats::local{made};
    }

    /// In a forked child: makes a file of the writer's own, in which all handles go on; what the child
    /// wrote since the fork is in it. In the process that owns the file this does nothing. On an
    /// error all is as before. Errors: as of making a writer; closed.
    void follow() const { detail::check(mmstats_writer_follow(writer_.get())); }

    /// What there is to say of a writer that works.
    std::optional<mmstats::warning> warning() const {
        mmstats_warning kind{};
        mmstats_str text{};
        detail::check(mmstats_writer_warning(writer_.get(), &kind, &text));
        if (kind == MMSTATS_WARNING_NONE)
            return std::nullopt;
        return mmstats::warning{static_cast<warning_kind>(kind), std::string(detail::view(text))};
    }

    /// Makes what was written so far survive a crash of the system: waits until it is on the
    /// device, or only starts that. (A crash of the process it survives anyway.) Errors: closed, io.
    void flush(bool wait = true) const { detail::check(mmstats_writer_flush(writer_.get(), wait)); }

    /// Closes the file in an orderly way. Nothing more is registered; handles go on, in private
    /// memory. A second call does nothing. Errors: io.
    void close() const { detail::check(mmstats_writer_close(writer_.get())); }

    /// The path of the file. Errors: closed (a detached writer has none, nor has a forked child that
    /// doesn't follow).
    std::string path() const {
        mmstats_str path{};
        detail::check(mmstats_writer_path(writer_.get(), &path));
        return std::string(detail::view(path));
    }
    /// The size of the file in bytes.
    std::size_t size() const noexcept { return mmstats_writer_size(writer_.get()); }
    /// As mmstats.h knows it.
    mmstats_writer *native() const noexcept { return writer_.get(); }

private:
    struct deleter {
        void operator()(mmstats_writer *of) const noexcept { mmstats_writer_free(of); }
    };

    template <class Handle> Handle registered(const mmstats_desc &desc) const {
        typename Handle::handle made{};
        detail::check(detail::series_of<Handle>::in_writer(writer_.get(), &desc, &made));
        return Handle{made};
    }

    template <class Handle> Handle series(std::string_view name, const about &more) const {
        return registered<Handle>(more.native(name));
    }

    template <class Handle>
    mmstats::family<Handle> family_of(mmstats_desc desc,
                                      std::initializer_list<std::string_view> label_keys) const {
        using of = detail::series_of<Handle>;
        std::vector<mmstats_str> keys;
        for (const std::string_view key : label_keys)
            keys.push_back(detail::str(key));
        if (std::is_same_v<Handle, mmstats::timer> && desc.unit.len == 0)
            desc.unit = detail::str("ns");
        desc.label_keys = keys.data();
        desc.labels = keys.size();
        const mmstats_family *made = nullptr;
        detail::check(mmstats_writer_family(writer_.get(), of::kind, of::type, &desc, &made));
        return mmstats::family<Handle>{made};
    }

    template <class T, class Use>
    static auto with_components(std::string_view name,
                                std::initializer_list<component<T>> components, const about &more,
                                Use &&use) {
        std::vector<mmstats_component> all;
        for (const component<T> &each : components)
            all.push_back(each.native());
        mmstats_desc desc = more.native(name);
        desc.components = all.data();
        desc.component_count = all.size();
        desc.struct_size = sizeof(T);
        return use(desc);
    }

    std::unique_ptr<mmstats_writer, deleter> writer_;
};

}  // namespace mmstats

#endif  // MMSTATS_WRITER_HPP
