// The reader in C++: ranges, values, refreshing, files found by a glob.

#include <mmstats.hpp>

#include <algorithm>
#include <type_traits>

#include "folder.h"

namespace {

namespace v1 = mmstats::v1;

/// What a value is, as a visitor finds it.
struct described {
    template <class T> std::string operator()(T value) const {
        return (std::is_signed_v<T> ? "signed " : "unsigned ") + std::to_string(sizeof(T)) + " " +
               std::to_string(value);
    }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(float value) const { return "float " + std::to_string(value); }
    std::string operator()(double value) const { return "double " + std::to_string(value); }
    std::string operator()(std::string_view value) const { return std::string(value); }
    std::string operator()(const v1::value::parts &parts) const {
        std::string all;
        for (const v1::value &part : parts)
            all += "(" + part.visit(*this) + ")";
        return all;
    }
};

v1::writer writer_of_every_type() {
    v1::options options;
    options.path = folder_path;
    options.filename = "every.mmstats";
    options.system_fields = false;
    v1::writer writer{"test", options};
    writer.constant("u64", std::uint64_t{1});
    writer.constant("i64", std::int64_t{-1});
    writer.constant("u32", std::uint32_t{2});
    writer.constant("i32", std::int32_t{-2});
    writer.constant("u16", std::uint16_t{3});
    writer.constant("i16", std::int16_t{-3});
    writer.constant("u8", std::uint8_t{4});
    writer.constant("i8", std::int8_t{-4});
    writer.constant("f32", 0.5F);
    writer.constant("f64", 0.25);
    writer.constant("bool", true);
    writer.constant_text("text", "abc");
    writer.tuple<std::uint8_t, double>("tuple").set(5, 0.5);
    writer.create_file();
    return writer;
}

void test_visit(const v1::reader &reader) {
    static const char *const expected[] = {
        "unsigned 8 1", "signed 8 -1", "unsigned 4 2",   "signed 4 -2",     "unsigned 2 3",
        "signed 2 -3",  "unsigned 1 4", "signed 1 -4",   "float 0.500000", "double 0.250000",
        "true",         "abc",          "(unsigned 1 5)(double 0.500000)"};
    std::size_t index = 0;
    for (const auto &[label, value] : reader) {
        CHECK(label == name(value.type()));
        CHECK_TEXT(mmstats_str_of(value.visit(described{}).c_str()), expected[index]);
        ++index;
    }
    CHECK_U64(index, 13);
}

void test_range(const v1::reader &reader) {
    CHECK_U64(reader.size(), 13);
    CHECK(!reader.empty());
    CHECK(std::distance(reader.begin(), reader.end()) == 13);
    const auto found = std::find_if(reader.begin(), reader.end(),
                                    [](const v1::entry &field) { return field.label == "text"; });
    CHECK(found != reader.end() && (*found).value.get<std::string_view>() == "abc");
    auto second = reader.begin();
    CHECK((*second++).label == "u64");
    CHECK((*second).label == "i64");
    CHECK(reader.find("f32")->get<float>() == 0.5F);
    CHECK(!reader.find("f3"));
}

void test_looks(const v1::reader &reader) {
    CHECK(reader.path() == in_folder("every.mmstats"));
    CHECK_U64(reader.file_size(), 4096);
    CHECK(reader.is_typed());
    CHECK(!reader.is_big_endian());
}

void test_refresh() {
    v1::options options;
    options.path = folder_path;
    options.filename = "live.mmstats";
    v1::writer writer{"test", options};
    const auto hits = writer.counter("hits");
    writer.create_file();
    v1::reader reader{writer.path()};
    CHECK(reader.writer() == mmstats::liveness::alive);
    hits.inc();
    CHECK_U64(reader.get("hits").get<std::uint64_t>(), 0);
    reader.refresh();
    CHECK_U64(reader.get("hits").get<std::uint64_t>(), 1);
}

/// What was moved from is an empty range.
void test_moved(v1::reader reader) {
    static_assert(!std::is_copy_constructible_v<v1::reader>);
    const v1::reader other = std::move(reader);
    CHECK_U64(other.size(), 13);
    CHECK(reader.empty() && reader.begin() == reader.end());
}

void test_paths() {
    const std::string pattern = in_folder("*.globbed");
    CHECK(mmstats::paths(pattern).empty());
    file_of("b.globbed", "\1", 1);
    file_of("a.globbed", "\1", 1);
    const auto found = mmstats::paths(pattern);
    CHECK(found.size() == 2 && found[0] == in_folder("a.globbed"));
}

}  // namespace

int main() {
    folder_make();
    const v1::writer writer = writer_of_every_type();
    const v1::reader reader{writer.path()};
    test_visit(reader);
    test_range(reader);
    test_looks(reader);
    test_refresh();
    test_moved(v1::reader{writer.path()});
    test_paths();
    return checked();
}
