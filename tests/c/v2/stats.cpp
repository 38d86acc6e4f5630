/// Format 2 in C++: a writer, its handles, families, structs and locals, and what a reader finds.

#include <mmstats.hpp>

#include <memory>
#include <thread>
#include <type_traits>
#include <vector>

#include "process.h"
#include "stats.h"

namespace {

struct pair {
    std::uint64_t n;
    std::int32_t level;
    bool up;
    char word[8];
};

mmstats::writer writer_of(const char *name) {
    mmstats::options options;
    options.path = folder_path;
    options.filename = name;
    return mmstats::writer{"test", options};
}

template <class T> T read(const mmstats::reader &reader, std::string_view name) {
    return reader.get(name).value().template get<T>();
}

/// That a call throws an error with that cause.
template <class Call> void check_throws(mmstats::cause cause, Call &&call) {
    try {
        call();
        CHECK(!"thrown");
    } catch (const mmstats::error &error) {
        CHECK(error.cause() == cause);
    }
}

void test_scalars() {
    const mmstats::writer stats = writer_of("scalars.mmstats");
    const auto hits = stats.counter("hits", mmstats::about{}.unit("1").help("How many."));
    const auto seconds = stats.counter_f64("seconds");
    const auto load = stats.gauge<double>("load");
    const auto used = stats.gauge<std::uint64_t>("used");
    const auto level = stats.gauge<std::int64_t>("level");
    const auto up = stats.gauge<bool>("up");
    hits.inc();
    hits.add(2);
    seconds.add(0.5);
    load.set(1.5);
    load.add(-1);
    used.set(7);
    level.add(-3);
    up.set(true);
    const mmstats::reader reader{stats.path()};
    CHECK_U64(read<std::uint64_t>(reader, "hits"), 3);
    CHECK(read<double>(reader, "seconds") == 0.5);
    CHECK(read<double>(reader, "load") == 0.5 && load.get() == 0.5);
    CHECK_U64(read<std::uint64_t>(reader, "used"), 7);
    CHECK(read<std::int64_t>(reader, "level") == -3);
    CHECK(read<bool>(reader, "up") && up.get());
    CHECK(reader.get("hits").unit() == "1" && reader.get("hits").help() == "How many.");
    check_throws(mmstats::cause::wrong_type, [&] { read<double>(reader, "hits"); });
    check_throws(mmstats::cause::not_found, [&] { reader.get("none"); });
    check_throws(mmstats::cause::wrong_type, [&] { stats.gauge("hits"); });
}

void test_labels() {
    const mmstats::writer stats = writer_of("labels.mmstats");
    const auto hits = stats.family<mmstats::counter>("hits", {"code", "method"});
    hits.with("200", "GET").add(3);
    hits.with(std::string("404"), std::string_view("PUT")).inc();
    CHECK_U64(hits.with("200", "GET").get(), 3);
    check_throws(mmstats::cause::invalid, [&] { hits.with("200"); });
    const auto latency = stats.family<mmstats::timer>("latency", {"path"});
    latency.with("/").observe(std::chrono::milliseconds(2));
    latency.with("/").observe(std::chrono::milliseconds(-2));
    mmstats::reader reader{stats.path()};
    CHECK(reader.get("hits", "404", "PUT").label("method") == "PUT");
    CHECK(reader.get("latency", "/").unit() == "ns");
    const auto found = reader.get("latency", "/").value().get<mmstats::distribution>();
    CHECK(found.count() == 2 && found.sum() == 2e6 && found.mean() == 1e6);
    CHECK(found.min() == 0.0 && found.max() == 2e6);
    CHECK(reader.percentile(reader.get("latency", "/"), 100) == 2e6);
    stats.retire(hits.with("404", "PUT"));
    reader.refresh();
    check_throws(mmstats::cause::not_found, [&] { reader.get("hits", "404", "PUT"); });
    std::size_t count = 0;
    for (const mmstats::series &series : reader)
        count += series.value().has_value();
    CHECK_U64(count, reader.size());
    CHECK_U64(count, 3);  // mmstats.overflow, one of hits, and one of latency
}

void test_structs_and_texts() {
    const mmstats::writer stats = writer_of("structs.mmstats");
    const auto both = stats.structure<pair>(
        "pair", {{"n", &pair::n, mmstats::component_kind::counter, "By"},
                 {"level", &pair::level},
                 {"up", &pair::up},
                 {"word", &pair::word}});
    const auto status = stats.text("status", mmstats::about{}.capacity(16));
    mmstats::reader reader{stats.path()};
    CHECK(!reader.get("pair").value().has_value());
    check_throws(mmstats::cause::wrong_type, [&] { read<mmstats::parts>(reader, "pair"); });
    both.publish({1, -2, true, "three"});
    CHECK(status.set("gr\xc3\xbcn") && !status.set("\xff"));
    reader.refresh();
    const auto parts = read<mmstats::parts>(reader, "pair");
    CHECK_U64(parts[0].get<std::uint64_t>(), 1);
    CHECK(parts[1].get<std::int32_t>() == -2 && parts[2].get<bool>());
    CHECK(parts[3].get<std::string_view>() == "three" && parts.size() == 4);
    CHECK(read<std::string_view>(reader, "status") == "gr\xc3\xbcn");
    const mmstats_component &first = reader.families()[0].components[0];
    CHECK(first.kind == MMSTATS_KIND_COUNTER && mmstats::detail::view(first.unit) == "By");
    const auto family = stats.structure_family<pair>("pairs", {{"n", &pair::n}}, {"of"});
    family.with("x").publish({7, 0, false, ""});
    reader.refresh();
    CHECK_U64(reader.get("pairs", "x").value().get<mmstats::parts>()[0].get<std::uint64_t>(), 7);
}

void test_distributions() {
    const mmstats::writer stats = writer_of("distributions.mmstats");
    const auto sizes = stats.histogram("sizes", mmstats::about{}.buckets(0, -1, 11));
    const auto ratios = stats.histogram_f64("ratios");
    const auto timer = stats.timer("timer");
    const auto lately = stats.window("lately", mmstats::about{}.ring(3, std::chrono::seconds(1)));
    const auto losses = stats.window_f64("losses");
    sizes.observe(1024);
    sizes.observe(1025);
    ratios.observe(0.5);
    { const auto measured = timer.start(); }
    {
        auto given_up = timer.start();
        given_up.cancel();
    }
    lately.observe_at(2500000000, 4);
    losses.observe(-1);
    const mmstats::reader reader{stats.path()};
    const auto found = read<mmstats::distribution>(reader, "sizes");
    CHECK(found.native().above == 1 && found.buckets().size() == 1);
    CHECK(found.buckets()[0].index == 9);
    CHECK(read<mmstats::distribution>(reader, "ratios").max() == 0.5);
    CHECK_U64(read<mmstats::distribution>(reader, "timer").count(), 1);
    const auto recent = read<mmstats::recent>(reader, "lately");
    CHECK(recent.slots().size() == 1 && recent.slots()[0].epoch == 3);
    CHECK(recent.slots()[0].sum.u64 == 4);
    CHECK_U64(read<mmstats::recent>(reader, "losses").refused(), 1);
}

/// Threads with locals of their own, and shared handles: nothing is lost.
void test_threads() {
    constexpr int threads = 4, each = 10000;
    const mmstats::writer stats = writer_of("threads.mmstats");
    const auto hits = stats.counter("hits"), shared = stats.counter("shared");
    const auto sizes = stats.histogram("sizes");
    std::vector<std::thread> all;
    for (int t = 0; t < threads; ++t)
        all.emplace_back([&] {
            const mmstats::local local = stats.local();
            const auto mine = local.of(hits);
            const auto my_sizes = local.of(sizes);
            for (int i = 0; i < each; ++i) {
                mine.inc();
                shared.inc();
                my_sizes.observe(static_cast<std::uint64_t>(i));
            }
        });
    for (std::thread &thread : all)
        thread.join();
    const mmstats::reader reader{stats.path()};
    CHECK_U64(read<std::uint64_t>(reader, "hits"), threads * each);
    CHECK_U64(read<std::uint64_t>(reader, "shared"), threads * each);
    CHECK_U64(read<mmstats::distribution>(reader, "sizes").count(), threads * each);
}

/// A local that lives as long as its thread, and one that outlives it.
void test_ends_of_threads() {
    const mmstats::writer stats = writer_of("ends.mmstats");
    const auto hits = stats.counter("hits");
    std::unique_ptr<mmstats::local> left;
    std::thread{[&] {
        thread_local const mmstats::local local = stats.local();
        local.of(hits).inc();
        left = std::make_unique<mmstats::local>(stats.local());
        left->of(hits).inc();
    }}.join();
    const mmstats::local first = stats.local(), second = stats.local();
    CHECK(first.of(hits).native().cell != second.of(hits).native().cell);
    left.reset();
    const mmstats::local third = stats.local();
    CHECK(third.of(hits).native().cell != second.of(hits).native().cell);
    CHECK(third.of(hits).native().mode == MMSTATS_OWN);
    CHECK_U64(read<std::uint64_t>(mmstats::reader{stats.path()}, "hits"), 2);
}

/// A child by the option, and one by the call; and without a file at all.
void test_life() {
    mmstats::options options;
    options.path = folder_path;
    options.filename = "life.mmstats";
    options.follow = true;
    const mmstats::writer follows{"test", options};
    const mmstats::writer quiet = writer_of("quiet.mmstats");
    const auto hits = follows.counter("hits"), calls = quiet.counter("calls");
    hits.inc();
    calls.inc();
    const pid_t child = child_begin();
    if (child == 0) {
        hits.add(10);
        calls.add(10);
        CHECK_U64(read<std::uint64_t>(mmstats::reader{follows.path()}, "hits"), 10);
        check_throws(mmstats::cause::closed, [&] { quiet.path(); });
        check_throws(mmstats::cause::closed, [&] { quiet.counter("more"); });
        quiet.follow();
        const mmstats::reader own{quiet.path()};
        CHECK_U64(read<std::uint64_t>(own, "calls"), 10);
        CHECK(own.writer() == mmstats::liveness::alive);
        child_end();
    }
    child_join(child);
    const mmstats::reader parent{follows.path()};
    CHECK_U64(read<std::uint64_t>(parent, "hits"), 1);
    CHECK(parent.writer() == mmstats::liveness::alive);
    options.filename = "life-{PID}.mmstats";
    options.path = "/nowhere/at/all";
    check_throws(mmstats::cause::not_found, [&] { mmstats::writer{"test", options}; });
    options.or_detached = true;
    const mmstats::writer detached{"test", options};
    const auto warning = detached.warning();
    CHECK(warning && warning->kind == mmstats::warning_kind::detached);
    CHECK(warning && warning->text.find("/nowhere/at/all") != std::string::npos);
    options.detached = true;
    const mmstats::writer wanted{"test", options};
    CHECK(!wanted.warning());
}

/// Handles of a writer that ended, and of none.
void test_lifetime() {
    mmstats::counter hits;
    hits.inc();
    CHECK_U64(hits.get(), 0);
    std::string path;
    {
        mmstats::writer first = writer_of("lifetime.mmstats");
        const mmstats::writer stats = std::move(first);
        hits = stats.counter("hits");
        path = stats.path();
        hits.inc();
        stats.flush();
    }
    hits.inc();
    const mmstats::reader reader{path};
    CHECK_U64(read<std::uint64_t>(reader, "hits"), 1);
    CHECK(reader.info().closed);
    CHECK(std::holds_alternative<mmstats::reader>(mmstats::open(path)));
    static_assert(std::is_trivially_copyable_v<mmstats::counter>);
    static_assert(sizeof(mmstats::counter) == sizeof(mmstats_counter));
    static_assert(!std::is_copy_constructible_v<mmstats::writer>);
}

}  // namespace

int main() {
    folder_make();
    test_scalars();
    test_labels();
    test_structs_and_texts();
    test_distributions();
    test_threads();
    test_ends_of_threads();
    test_life();
    test_lifetime();
    return checked();
}
