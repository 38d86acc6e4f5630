/// Applications: the files of many processes, seen as one.

#ifndef MMSTATS_APPLICATION_HPP
#define MMSTATS_APPLICATION_HPP

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "totals.hpp"

namespace mmstats {

/// All files of one application, of both formats, whether their writers live or not, added up by
/// families and labels; with what the last look found:
///
///     mmstats::application web{"web"};
///     web.look();
///     for (const mmstats::series &series : web) ...
///     for (const mmstats::problem &problem : web.problems()) ...
///
/// What is known of a file is kept from look to look, and only its values are read again. Files
/// stay open meanwhile. All that is borrowed from it is valid until the next look. Any number of
/// threads read what was found while nobody looks.
class application : public looked {
public:
    /// The application of that name, with its files where readers look by default, or with those
    /// that these globs find. Nothing is found before the first look. Errors: invalid.
    explicit application(std::string_view name,
                         const std::vector<std::string_view> &globs = {})
        : application(made(name, globs)) {}

    /// From the next look on, whether the value of each file is kept beside totals, too.
    void keep_each(bool keep = true) {
        detail::check(mmstats_application_keep_each(application_.get(), keep));
    }
    /// From the next look on, whether files stay open from one look to the next, some 500 at most.
    /// They do unless they are told not to, and looks take longer then.
    void keep_open(bool keep = true) {
        detail::check(mmstats_application_keep_open(application_.get(), keep));
    }
    /// Looks at all files. What is wrong with one is a problem, never an error. Errors: invalid (a
    /// glob that is none).
    void look() {
        detail::check(mmstats_application_look(application_.get()));
        refer(mmstats_application_totals(application_.get()));
    }

    /// Keeps what the last look found.
    mmstats::totals totals() const {
        mmstats_totals *made = nullptr;
        detail::check(mmstats_totals_new(application_.get(), &made));
        return mmstats::totals{made};
    }
    /// As mmstats.h knows it.
    mmstats_application *native() const noexcept { return application_.get(); }

private:
    struct deleter {
        void operator()(mmstats_application *of) const noexcept { mmstats_application_free(of); }
    };
    using owner = std::unique_ptr<mmstats_application, deleter>;

    static owner made(std::string_view name, const std::vector<std::string_view> &globs) {
        std::vector<mmstats_str> given;
        given.reserve(globs.size());
        for (const std::string_view glob : globs)
            given.push_back(detail::str(glob));
        mmstats_application *made = nullptr;
        detail::check(
            mmstats_application_new(detail::str(name), given.data(), given.size(), &made));
        return owner{made};
    }

    explicit application(owner made)
        : looked(mmstats_application_totals(made.get())), application_(std::move(made)) {}

    owner application_;
};

}  // namespace mmstats

#endif  // MMSTATS_APPLICATION_HPP
