/// The C++ agent's part of format 2: writing a scenario, and the live file.

#include <mmstats.hpp>

#include <iostream>
#include <list>
#include <map>
#include <vector>

#include "agent2.h"
#include "family2.h"
#include "live2.h"

namespace {

std::string_view view(mmstats_str text) { return {text.data, text.len}; }

// write

/// A step: of which family, with which label values, and its operation's words.
struct step {
    const line &words;
    const family &of;
    std::size_t first;
    mmstats::local *local;

    const mmstats_str *labels() const { return words.words + first + 2; }
    mmstats_str value(std::size_t index) const {
        return word(&words, first + 2 + of.desc.labels + index);
    }
    bool does(const char *operation) const { return is(value(0), operation); }
};

template <class T> T number(mmstats_str text) {
    if constexpr (std::is_same_v<T, bool>) return bool_of(text);
    else if constexpr (std::is_same_v<T, double>) return double_of(text);
    else if constexpr (std::is_signed_v<T>) return signed_of(text);
    else return unsigned_of(text);
}

/// The writer, and what was registered.
class play {
public:
    explicit play(mmstats::writer &writer) : writer_(writer) {}

    void add_family(const line &words) {
        family &added = families_[std::string(view(word(&words, 1)))];
        read_family(&added, &words);
        mmstats::detail::check(mmstats_writer_family(writer_.native(), added.kind, added.type,
                                                     &added.desc, &registered_[added.name.data]));
    }

    /// FAMILY COUNT LABEL... OPERATION VALUE..., from a word on.
    void do_step(const line &words, std::size_t first, mmstats::local *local) {
        const family &of = families_.at(std::string(view(word(&words, first))));
        const step found{words, of, first, local};
        const bool is_f64 = of.type == MMSTATS_F64;
        switch (of.kind) {
        case MMSTATS_KIND_COUNTER:
            is_f64 ? count<mmstats::counter_f64, double>(found)
                   : count<mmstats::counter, std::uint64_t>(found);
            break;
        case MMSTATS_KIND_GAUGE: gauge(found); break;
        case MMSTATS_KIND_TEXT: text(found); break;
        case MMSTATS_KIND_HISTOGRAM:
            is_f64 ? observe<mmstats::histogram_f64, double>(found)
                   : observe<mmstats::histogram, std::uint64_t>(found);
            break;
        case MMSTATS_KIND_STRUCT: publish(found); break;
        default:
            is_f64 ? observe_at<mmstats::window_f64, double>(found)
                   : observe_at<mmstats::window, std::uint64_t>(found);
        }
    }

    /// The local of a number, from 1.
    mmstats::local *local(std::uint64_t number) {
        while (locals_.size() < number)
            locals_.push_back(writer_.local());
        return &*std::next(locals_.begin(), static_cast<std::ptrdiff_t>(number) - 1);
    }

private:
    /// The step's series, in its writer; or nothing, since the step retires it.
    template <class Handle> std::optional<Handle> series(const step &of) {
        const mmstats::family<Handle> found{registered_.at(of.of.name.data)};
        const Handle handle = found.with(of.labels(), of.of.desc.labels);
        if (!of.does("retire"))
            return handle;
        writer_.retire(handle);
        return std::nullopt;
    }

    /// The same in its local, if it has one.
    template <class Handle> std::optional<Handle> own(const step &of) {
        const std::optional<Handle> shared = series<Handle>(of);
        return shared && of.local ? of.local->of(*shared) : shared;
    }

    template <class Handle, class T> void count(const step &of) {
        if (const auto counter = own<Handle>(of))
            counter->add(of.does("inc") ? T{1} : number<T>(of.value(1)));
    }

    template <class Handle, class T> void observe(const step &of) {
        if (const auto histogram = own<Handle>(of))
            histogram->observe(number<T>(of.value(1)));
    }

    template <class Handle, class T> void observe_at(const step &of) {
        if (const auto window = own<Handle>(of))
            window->observe_at(unsigned_of(of.value(1)), number<T>(of.value(2)));
    }

    template <class T> void set(const step &of) {
        const auto gauge = series<mmstats::gauge<T>>(of);
        if (!gauge)
            return;
        const T value = number<T>(of.value(1));
        if constexpr (!std::is_same_v<T, bool>)
            if (of.does("add"))
                return gauge->add(value);
        gauge->set(value);
    }

    void gauge(const step &of) {
        switch (of.of.type) {
        case MMSTATS_U64: set<std::uint64_t>(of); break;
        case MMSTATS_I64: set<std::int64_t>(of); break;
        case MMSTATS_F64: set<double>(of); break;
        default: set<bool>(of);
        }
    }

    void text(const step &of) {
        if (const auto text = series<mmstats::text>(of))
            text->set(view(of.value(1)));
    }

    /// A struct that only the scenario knows.
    void publish(const step &of) {
        struct unknown {};
        const auto structure = series<mmstats::structure<unknown>>(of);
        if (!structure)
            return;
        unsigned char *value = struct_of(&of.of, &of.words, of.first + 3 + of.of.desc.labels);
        mmstats::detail::check(
            mmstats_struct_publish(structure->native(), value, of.of.desc.struct_size));
        std::free(value);
    }

    mmstats::writer &writer_;
    std::map<std::string, family> families_;
    std::map<std::string, const mmstats_family *> registered_;
    std::list<mmstats::local> locals_;
};

mmstats::options options_of(const char *path) {
    mmstats_str folder, filename;
    split_path(path, &folder, &filename);
    mmstats::options options;
    options.path = view(folder);
    options.filename = view(filename);
    return options;
}

}  // namespace

int write_scenario2(const scenario *played, const char *path) {
    mmstats::options options = options_of(path);
    std::string_view application = "agent";
    mmstats_identity identity;
    for (std::size_t i = 0; i < played->count; ++i) {
        const line &words = played->lines[i];
        if (is(words.words[0], "application")) {
            application = view(word(&words, 1));
        } else if (is(words.words[0], "identity")) {
            identity = read_identity(&words);
            options.identity = &identity;
        }
    }
    // Neither ends: what isn't closed stays as if the writer had been killed.
    auto &writer = *new mmstats::writer(application, options);
    auto &all = *new play(writer);
    for (std::size_t i = 0; i < played->count; ++i) {
        const line &words = played->lines[i];
        if (is(words.words[0], "family"))
            all.add_family(words);
        else if (is(words.words[0], "step"))
            all.do_step(words, 1, nullptr);
        else if (is(words.words[0], "local"))
            all.do_step(words, 2, all.local(unsigned_of(word(&words, 1))));
        else if (is(words.words[0], "close"))
            writer.close();
    }
    return 0;
}

// live-write2 and live-read2

namespace {

struct pair {
    std::uint64_t n, triple;
    char word[16];
};

}  // namespace

int live_write2(const char *path, bool full_rate) {
    const mmstats::writer writer{"agent", options_of(path)};
    const auto requests = writer.counter("requests");
    const auto both = writer.structure<pair>(
        "pair", {{"n", &pair::n, mmstats::component_kind::counter},
                 {"triple", &pair::triple, mmstats::component_kind::counter},
                 {"word", &pair::word}});
    const auto load = writer.gauge<double>("load");
    const auto status = writer.text("status", mmstats::about{}.capacity(24));
    const auto latency = writer.histogram("latency");
    const auto hits = writer.family<mmstats::counter>("hits", {"code"});
    const auto ok = hits.with("200");
    std::cout << "ready" << std::endl;
    std::uint64_t n = 0;
    do {
        ++n;
        const std::string digits = std::to_string(n);
        pair now{n, 3 * n, ""};
        digits.copy(now.word, sizeof now.word);
        requests.inc();
        both.publish(now);
        load.set(static_cast<double>(n) / 2);
        status.set("n=" + digits);
        latency.observe(n % 1000);
        ok.inc();
        // One more series every thousand steps, until there are 20.
        if (n % 1000 == 0 && n / 1000 < 20)
            hits.with("n" + std::to_string(n / 1000));
    } while (!live_ends(n, full_rate));
    std::cout << "wrote " << n << std::endl;
    return 0;
}

namespace {

seen2 look_again(void *of) {
    mmstats::reader &reader = *static_cast<mmstats::reader *>(of);
    reader.refresh();
    const auto count = [&](auto... name_and_labels) {
        return is_known(static_cast<double>(
            reader.get(name_and_labels...).value().template get<std::uint64_t>()));
    };
    const mmstats::value both = reader.get("pair").value(), status = reader.get("status").value();
    const auto latency = reader.get("latency").value().get<mmstats::distribution>();
    seen2 seen{};
    seen.requests = count("requests");
    seen.load = is_known(reader.get("load").value().get<double>());
    seen.latency = is_known(static_cast<double>(latency.count()));
    seen.hits = count("hits", "200");
    seen.hits_series =
        is_known(static_cast<double>(reader.get("hits", "200").family().series_count));
    for (const mmstats::value &value : {both, status})
        seen.busy += value.type() == mmstats::type::busy;
    if (both.has_value()) {
        const auto parts = both.get<mmstats::parts>();
        const auto text = parts[2].get<std::string_view>();
        seen.pair = pair_of(parts[0].get<std::uint64_t>(), parts[1].get<std::uint64_t>(),
                            text.data(), text.size());
    }
    if (status.has_value()) {
        const auto text = status.get<std::string_view>();
        seen.status = status_of(text.data(), text.size());
    }
    return seen;
}

}  // namespace

int live_read2_of(const char *path, double seconds) {
    mmstats::reader reader{path};
    return live_read2(look_again, &reader, seconds);
}
