/// Applications and folding in C++.

#include <mmstats.hpp>

#include <optional>
#include <string>
#include <utility>

#include "process.h"
#include "stats.h"

namespace {

mmstats::writer writer_of(const char *name) {
    mmstats::options options;
    options.path = folder_path;
    options.filename = name;
    return mmstats::writer{"test", options};
}

template <class T> T read(const mmstats::application &of, std::string_view name) {
    return of.get(name).value().template get<T>();
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

void test_values() {
    const mmstats::writer first = writer_of("values-1.mmstats");
    const mmstats::writer second = writer_of("values-2.mmstats");
    first.family<mmstats::counter>("hits", {"code"}).with("200").add(3);
    second.family<mmstats::counter>("hits", {"code"}).with("200").add(4);
    second.family<mmstats::counter>("hits", {"code"}).with("404").inc();
    first.histogram_f64("ratios").observe(0.5);
    second.histogram_f64("ratios", mmstats::about{}.buckets(2, -80, 100)).observe(2);
    first.window("lately").observe(5);
    second.window("lately").observe(6);
    first.window("other").observe(1);
    second.window("other", mmstats::about{}.ring(3, std::chrono::seconds(1))).observe(2);
    first.text("status").set("well");
    mmstats::application web{"test", {in_folder("values-1.*"), in_folder("values-2.*")}};
    CHECK(web.empty() && web.begin() == web.end() && web.files().empty());
    web.look();
    CHECK_U64(web.get("hits", "200").value().get<std::uint64_t>(), 7);
    CHECK(web.get("hits", "404").label("code") == "404");
    const auto ratios = read<mmstats::distribution>(web, "ratios");
    CHECK(ratios.count() == 2 && ratios.sum() == 2.5 && ratios.max() == 2.0);
    CHECK(ratios.native().scale == 2);
    CHECK(web.percentile(web.get("ratios"), 100) == 2);
    const auto lately = read<mmstats::recent>(web, "lately");
    CHECK(lately.count() == 2 && lately.sum() == 11 && lately.max() == 6.0);
    CHECK(lately.covered() > lately.covered().zero() && lately.rate() > 0.0);
    const auto other = read<mmstats::windows>(web, "other");
    CHECK(other.size() == 2 && other[0].duration() == std::chrono::seconds(1));
    CHECK(other[0].sum() == 2 && other[1].sum() == 1);
    check_throws(mmstats::cause::wrong_type, [&] { read<mmstats::recent>(web, "other"); });
    const mmstats::series status = web.get("status");
    CHECK(!status.value().has_value() && status.value().type() == mmstats::type::each);
    check_throws(mmstats::cause::wrong_type, [&] { read<std::string_view>(web, "status"); });
    const auto each = web.each(status);
    CHECK_U64(each.size(), 1);
    CHECK(each[0].value().get<std::string_view>() == "well");
    CHECK(each[0].file().path() == in_folder("values-1.mmstats"));
    std::size_t visited = 0;
    for (const mmstats::series &series : web)
        series.value().visit([&](const auto &) { ++visited; });
    /* hits of two codes, and beyond its limit, ratios and lately: not the two that have no total. */
    CHECK_U64(visited, web.size() - 2);
    check_throws(mmstats::cause::not_found, [&] { web.get("none"); });
    check_throws(mmstats::cause::invalid, [] { mmstats::application{"\xff"}; });
    check_throws(mmstats::cause::invalid, [] {
        mmstats::application{"test", {std::string_view{"a\0b", 3}}}.look();
    });
}

void test_files_and_problems() {
    mmstats::application web{"test", {in_folder("files-*")}};
    {
        const mmstats::writer first = writer_of("files-1.mmstats");
        first.counter("hits").add(3);
        const mmstats::writer second = writer_of("files-2.mmstats");
        second.gauge<double>("hits").set(1);
        web.look();
        const auto files = web.files();
        CHECK_U64(files.size(), 2);
        CHECK(files[0].format() == 2 && files[0].writer() == mmstats::liveness::alive);
        CHECK(files[0].pid() == static_cast<std::uint64_t>(getpid()) && files[0].created() > 0);
        const auto problems = web.problems();
        CHECK_U64(problems.size(), 1);
        CHECK(problems[0].kind() == mmstats::problem_kind::families && !problems[0].cause());
        CHECK(problems[0].what().find("hits") == 0 && problems[0].path().empty());
    }
    CHECK(truncate(in_folder("files-2.mmstats"), 100) == 0);
    mmstats::application moved = std::move(web);
    moved.look();
    CHECK(moved.files()[0].writer() == mmstats::liveness::dead);
    const auto problems = moved.problems();
    CHECK_U64(problems.size(), 1);
    CHECK(problems[0].cause() == mmstats::cause::corrupt && problems[0].counted());
    CHECK(problems[0].path() == in_folder("files-2.mmstats"));
}

void test_rates() {
    const mmstats::writer stats = writer_of("rates-1.mmstats");
    const auto seconds = stats.counter_f64("seconds");
    const auto sizes = stats.histogram_f64("sizes");
    sizes.observe(1000);
    mmstats::application web{"test", {in_folder("rates-*")}};
    web.keep_each();
    web.keep_open(false);
    web.look();
    CHECK_U64(web.each(web.get("seconds")).size(), 1);
    const mmstats::totals before = web.totals();
    seconds.add(2.5);
    sizes.observe(1);
    sizes.observe(1);
    web.look();
    const auto rates = web.rates(before);
    std::size_t index = 0;
    for (const mmstats::series &series : web) {
        const mmstats::rate &rate = rates[index++];
        CHECK(rate.is_known() && !rate.is_new() && rate.per_second() > 0);
        CHECK(rate.delta() == (series.name() == "seconds" ? 2.5 : 2));
    }
    CHECK_U64(index, 2);
    CHECK(web.since(before).elapsed > 0 && web.since(before).gone == 0);
    CHECK(web.percentile(web.get("sizes"), 99) == 1000);
    CHECK(web.percentile(web.get("sizes"), 99, before) < 1.1);
    CHECK(web.taken().count() > 0);
}

/// What looks found is read and compared when their application is gone.
void test_kept() {
    std::optional<mmstats::totals> first, second;
    {
        const mmstats::writer stats = writer_of("kept-1.mmstats");
        const auto hits = stats.counter("hits");
        const auto sizes = stats.histogram("sizes");
        mmstats::application web{"test", {in_folder("kept-*")}};
        CHECK_U64(web.shape(), 0);
        hits.add(3);
        sizes.observe(1);
        web.look();
        first = web.totals();
        hits.add(4);
        sizes.observe(1000);
        web.look();
        second = web.totals();
        hits.add(5);
        web.look();
        CHECK(web.shape() != 0 && web.shape() == first->shape());
        CHECK_U64(web.get("hits").value().get<std::uint64_t>(), 12);
    }
    const mmstats::totals later = std::move(*second);
    CHECK(second->empty() && second->files().empty() && second->taken().count() == 0);
    CHECK_U64(first->get("hits").value().get<std::uint64_t>(), 3);
    CHECK_U64(later.get("hits").value().get<std::uint64_t>(), 7);
    CHECK(later.size() == 2 && later.families().size() == 2 && later.problems().empty());
    CHECK(later.files()[0].path() == in_folder("kept-1.mmstats"));
    const auto rates = later.rates(*first);
    CHECK(rates[0].delta() == 4 && rates[1].delta() == 1 && rates[0].per_second() > 0);
    CHECK(later.since(*first).gone == 0);
    CHECK(later.taken() - first->taken() ==
          std::chrono::nanoseconds{later.since(*first).elapsed});
    CHECK(later.percentile(later.get("sizes"), 0) == 1);
    CHECK(later.percentile(later.get("sizes"), 0, *first) > 900);
}

/// What a killed process counted stays in the total when its file goes.
void test_fold() {
    mmstats::options options;
    options.path = folder_path;
    options.filename = "folds-1.mmstats";
    options.fold = false;
    const mmstats::writer alive{"folds", options};
    alive.counter("hits").add(1);
    const line made = line_open();
    const pid_t process = child_begin();
    if (process == 0) {
        options.filename = "folds-2.mmstats";
        const mmstats::writer stats{"folds", options};
        stats.counter("hits").add(2);
        line_tell(made);
        for (;;)
            pause();
    }
    line_wait(made);
    child_kill(process);
    mmstats::application application{"folds", {in_folder("folds*")}};
    application.look();
    CHECK_U64(read<std::uint64_t>(application, "hits"), 3);
    mmstats::fold_options wanted;
    wanted.application = "folds";
    auto report = mmstats::fold(folder_path, wanted);
    CHECK_U64(report.outcomes().size(), 2);
    CHECK(report.outcomes()[1].result() == mmstats::fold_result::newest);
    wanted.keep_newest = 0;
    report = mmstats::fold(folder_path, wanted);
    const auto outcomes = report.outcomes();
    CHECK_U64(outcomes.size(), 2);
    CHECK(outcomes[0].result() == mmstats::fold_result::alive && !outcomes[0].cause());
    CHECK(outcomes[1].result() == mmstats::fold_result::folded);
    CHECK(outcomes[1].path() == in_folder("folds-2.mmstats") && outcomes[1].what() == "folded");
    CHECK(access(in_folder("folds-2.mmstats"), F_OK) != 0);
    application.look();
    CHECK_U64(read<std::uint64_t>(application, "hits"), 3);
    CHECK(!application.files()[0].is_accumulator() && application.files()[1].is_accumulator());
    check_throws(mmstats::cause::not_found, [] { mmstats::fold(in_folder("none")); });
}

}  // namespace

int main() {
    folder_make();
    unsetenv("MMSTATS_FOLD");
    test_fold();
    test_values();
    test_files_and_problems();
    test_rates();
    test_kept();
    return checked();
}
