// The writer in C++: every handle, options, moving, and publishing that fails.

#include <mmstats.hpp>

#include <cstring>
#include <limits>
#include <type_traits>

#include "folder.h"

namespace {

namespace v1 = mmstats::v1;

v1::writer writer_in_folder(const char *name) {
    v1::options options;
    options.path = folder_path;
    options.filename = name;
    return v1::writer{"test", options};
}

template <class T> void test_scalar(const char *label) {
    using limits = std::numeric_limits<T>;
    auto writer = writer_in_folder("{CLASS}-scalar.mmstats");
    const auto field = writer.field<T>(label, limits::max());
    CHECK(field.get() == limits::max());
    field.set(limits::lowest());
    CHECK(field.get() == limits::lowest());
    writer.create_file();
    CHECK(v1::reader{writer.path()}.get(label).template get<T>() == limits::lowest());
    field.set(limits::max());
    CHECK(v1::reader{writer.path()}.get(label).template get<T>() == limits::max());
    const v1::field<T> none;
    none.set(limits::max());
    CHECK(none.get() == T{});
}

void test_counter() {
    auto writer = writer_in_folder("counter.mmstats");
    auto hits = writer.counter("hits");
    auto copy = hits;
    writer.create_file();
    hits.inc();
    copy.add(41);
    CHECK_U64(hits.get(), 42);
    CHECK_U64(v1::reader{writer.path()}.get("hits").get<std::uint64_t>(), 42);
    hits.set(7);
    CHECK_U64(copy.get(), 7);
    const v1::counter none;
    none.inc();
    CHECK_U64(none.get(), 0);
}

void test_text() {
    auto writer = writer_in_folder("text.mmstats");
    const auto word = writer.text("word", 5);
    CHECK(word.get().empty());
    CHECK(word.set("caf\xc3\xa9"));
    CHECK(word.get() == "caf\xc3\xa9");
    CHECK(word.set("abcd\xc3\xa9"));
    CHECK(word.get() == "abcd");
    CHECK(!word.set("caf\xe9"));
    CHECK(word.get() == "abcd");
    CHECK_U64(word.width(), 5);
    CHECK(v1::text_field{}.set("lost"));
    CHECK(v1::text_field{}.get().empty());
}

/// A struct of these parts is laid out as the tuple is, but for what is behind its last part.
struct mixed {
    std::int8_t low;
    std::uint64_t high;
    bool truth;
};

void test_tuple() {
    auto writer = writer_in_folder("tuple.mmstats");
    const auto typed = writer.tuple<std::int8_t, std::uint64_t, bool>("typed");
    const auto untyped = writer.tuple("untyped", "bQ?");
    static_assert(std::is_same_v<std::remove_const_t<decltype(typed)>,
                                 v1::tuple_field<std::int8_t, std::uint64_t, bool>>);
    CHECK(typed.signature() == "bQ?");
    CHECK(typed.get() == std::make_tuple(0, 0, false));
    typed.set(-1, std::numeric_limits<std::uint64_t>::max(), true);
    const auto [low, high, truth] = typed.get();
    CHECK(low == -1 && high == std::numeric_limits<std::uint64_t>::max() && truth);

    // What stands between the parts is published too.
    mixed value, read;
    std::memset(&value, 0, sizeof value);
    value.low = -2;
    value.high = 3;
    value.truth = true;
    CHECK_U64(untyped.width(), 17);
    CHECK(untyped.set(&value, sizeof value));
    CHECK(!untyped.set(&value, 8));
    CHECK_U64(untyped.get(&read, sizeof read), 17);
    CHECK(read.low == -2 && read.high == 3 && read.truth);

    writer.create_file();
    const v1::reader reader{writer.path()};
    const auto parts = reader.get("typed").get<v1::value::parts>();
    CHECK_U64(parts.size(), 3);
    CHECK(parts.at(0).get<std::int8_t>() == -1);
    CHECK(parts.at(2).get<bool>());
    const v1::tuple_field<double> none;
    none.set(0.5);
    CHECK(std::get<0>(none.get()) == 0);
}

void test_averages() {
    auto writer = writer_in_folder("averages.mmstats");
    const auto average = writer.average("average");
    const auto moving = writer.moving_average("moving", 2);
    for (const double value : {1.0, 2.0, 4.5}) {
        average.add(value);
        moving.add(value);
    }
    CHECK(average.get() == 2.5);
    CHECK(moving.get() == 3.25);
    const auto sampled = writer.sampling_counter("sampled", 10);
    sampled.inc();
    sampled.add(std::uint64_t{1} << 60);
    CHECK_U64(sampled.get(), (std::uint64_t{1} << 60) + 1);
    CHECK(sampled.per_ms() > 0);
    v1::average{}.add(1);
    v1::sampling_counter{}.inc();
}

void test_timer() {
    using namespace std::chrono_literals;
    auto writer = writer_in_folder("timer.mmstats");
    const auto timer = writer.timer("timer", 2);
    timer.observe(250ms);
    timer.observe(v1::timer::seconds{0.5});
    CHECK(timer.get().count() == 0.375);
    CHECK(timer.last().count() == 0.5);
    {
        auto cancelled = timer.start();
        CHECK(cancelled.elapsed().count() >= 0);
        cancelled.cancel();
    }
    CHECK(timer.last().count() == 0.5);
    { const auto measured = timer.start(); }
    CHECK(timer.last().count() >= 0 && timer.last().count() < 0.5);
    CHECK(timer.get() < 375ms);
    static_assert(!std::is_copy_constructible_v<v1::timer::measurement>);
}

void test_constants() {
    v1::options options;
    options.path = folder_path;
    options.filename = "constants.mmstats";
    options.label_prefix = "web.";
    options.system_fields = false;
    v1::writer writer{"test", options};
    writer.constant("version", std::uint16_t{3});
    writer.constant("ratio", 0.5);
    writer.constant("stable", true);
    writer.constant_text("name", "shop");
    writer.create_file();
    const v1::reader reader{writer.path()};
    CHECK_U64(reader.size(), 4);
    CHECK(reader.get("web.version").get<std::uint16_t>() == 3);
    CHECK(reader.get("web.ratio").get<double>() == 0.5);
    CHECK(reader.get("web.stable").get<bool>());
    CHECK(reader.get("web.name").get<std::string_view>() == "shop");
    // By its lock: no field names its process.
    CHECK(reader.writer() == mmstats::liveness::alive);
}

/// The path of a file that is gone again.
void test_moved_and_removed() {
    static_assert(!std::is_copy_constructible_v<v1::writer>);
    auto first = writer_in_folder("moved.mmstats");
    const auto hits = first.counter("hits");
    auto second = std::move(first);
    second.create_file();
    second.flush();
    second.flush(false);
    CHECK_U64(second.size(), 4096);
    CHECK(second.path() == in_folder("moved.mmstats"));
    second.remove();
    CHECK(access(in_folder("moved.mmstats"), F_OK) != 0);
    hits.inc();
    second = writer_in_folder("moved.mmstats");
    hits.inc();
    CHECK(hits.get() > 0);
}

/// A file that can't be created is an error, and its handles go on.
void test_not_created() {
    auto writer = writer_in_folder("missing/folder.mmstats");
    const auto hits = writer.counter("hits");
    try {
        writer.create_file();
        CHECK(!"created");
    } catch (const mmstats::error &error) {
        CHECK(error.cause() == mmstats::cause::not_found);
        CHECK(!error.offset());
    }
    hits.inc();
    CHECK_U64(hits.get(), 1);
}

}  // namespace

int main() {
    folder_make();
    test_scalar<std::uint64_t>("u64");
    test_scalar<std::int64_t>("i64");
    test_scalar<std::uint32_t>("u32");
    test_scalar<std::int32_t>("i32");
    test_scalar<std::uint16_t>("u16");
    test_scalar<std::int16_t>("i16");
    test_scalar<std::uint8_t>("u8");
    test_scalar<std::int8_t>("i8");
    test_scalar<float>("f32");
    test_scalar<double>("f64");
    test_scalar<bool>("bool");
    test_counter();
    test_text();
    test_tuple();
    test_averages();
    test_timer();
    test_constants();
    test_moved_and_removed();
    test_not_created();
    return checked();
}
