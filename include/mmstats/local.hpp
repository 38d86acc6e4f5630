/// Locals: what one thread writes alone.

#ifndef MMSTATS_LOCAL_HPP
#define MMSTATS_LOCAL_HPP

#include <memory>

#include "counter.hpp"
#include "histogram.hpp"
#include "window.hpp"

namespace mmstats {

/// One thread's stripe of a writer: handles that it alone writes through, with plain loads and
/// stores. Readers add them up. The thread that made it uses it, and its handles; they are not used
/// after its end, which any thread may bring about. The stripe goes back then, or at the end of the
/// thread if that is earlier. It may outlive its writer.
class local {
public:
    /// Takes it over.
    explicit local(mmstats_local *made) noexcept : local_(made) {}

    /// The handle in this thread's stripe. Where the file can't have it there, it is the handle that is given:
    /// that is always right to use.
    counter of(counter shared) const noexcept {
        return counter{mmstats_local_counter(local_.get(), shared.native())};
    }
    /// The same of a counter of double.
    counter_f64 of(counter_f64 shared) const noexcept {
        return counter_f64{mmstats_local_counter_f64(local_.get(), shared.native())};
    }
    /// The same of a histogram.
    histogram of(histogram shared) const noexcept {
        return histogram{mmstats_local_histogram(local_.get(), shared.native())};
    }
    /// The same of a histogram of double.
    histogram_f64 of(histogram_f64 shared) const noexcept {
        return histogram_f64{mmstats_local_histogram_f64(local_.get(), shared.native())};
    }
    /// The same of a timer.
    timer of(timer shared) const noexcept {
        return timer{mmstats_local_histogram(local_.get(), shared.native())};
    }
    /// The same of a window.
    window of(window shared) const noexcept {
        return window{mmstats_local_window(local_.get(), shared.native())};
    }
    /// The same of a window of double.
    window_f64 of(window_f64 shared) const noexcept {
        return window_f64{mmstats_local_window_f64(local_.get(), shared.native())};
    }

private:
    struct deleter {
        void operator()(mmstats_local *of) const noexcept { mmstats_local_free(of); }
    };
    std::unique_ptr<mmstats_local, deleter> local_;
};

}  // namespace mmstats

#endif  // MMSTATS_LOCAL_HPP
