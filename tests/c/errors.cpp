// Errors in C++: each cause that can be caused, its offset, and what() of it.

#include <mmstats.hpp>

#include <type_traits>

#include "folder.h"

namespace {

namespace v1 = mmstats::v1;

/// That `call` throws an error of that cause whose message has `part` in it. Returns its offset.
template <class Call>
std::int64_t check_throws(mmstats::cause cause, const char *part, Call &&call) {
    try {
        call();
        CHECK(!"an error");
        return -1;
    } catch (const mmstats::error &error) {
        CHECK(error.cause() == cause);
        CHECK(std::string_view{error.what()}.find(part) != std::string_view::npos);
        return error.offset() ? static_cast<std::int64_t>(*error.offset()) : -1;
    }
}

v1::writer writer_in_folder(const char *name) {
    v1::options options;
    options.path = folder_path;
    options.filename = name;
    return v1::writer{"test", options};
}

void test_open() {
    const auto open = [](const char *path) { return [path] { v1::reader{path}; }; };
    using mmstats::cause;
    check_throws(cause::not_found, "missing", open(in_folder("missing")));
    check_throws(cause::not_a_stats_file, "directory", open(folder_path));
    check_throws(cause::unknown_version, "version", open(file_of("zero", "\0", 1)));
    CHECK(check_throws(cause::corrupt, "offset 3", open(file_of("cut", "\1\3\0ab", 5))) == 3);
    check_throws(cause::invalid, "empty", open(""));
}

void test_decode() {
    using mmstats::cause;
    CHECK(check_throws(cause::corrupt, "offset 1", [] { v1::reader::decode("\1\3", 2); }) == 1);
    auto reader = v1::reader::decode("\1", 1);
    CHECK(reader.empty());
    check_throws(cause::closed, "memory", [&] { reader.refresh(); });
    check_throws(cause::not_found, "\"hits\"", [&] { reader.get("hits"); });
}

void test_writer() {
    using mmstats::cause;
    auto writer = writer_in_folder("writer.mmstats");
    writer.counter("hits");
    check_throws(cause::duplicate, "hits", [&] { writer.counter("hits"); });
    check_throws(cause::invalid, "empty", [&] { writer.counter(""); });
    check_throws(cause::invalid, "Q", [&] { writer.tuple("tuple", "QX"); });
    check_throws(cause::limit, "text", [&] { writer.text("text", 16 << 20); });
    check_throws(cause::invalid, "0", [&] { writer.timer("timer", 0); });
    check_throws(cause::closed, "file", [&] { writer.path(); });
    writer.create_file();
    check_throws(cause::closed, "late", [&] { writer.field("late", 0.5); });
    auto second = writer_in_folder("writer.mmstats");
    check_throws(cause::busy, "writer.mmstats", [&] { second.create_file(); });
    check_throws(cause::invalid, "UTF-8", [] { v1::writer{"caf\xe9"}; });
    const v1::writer moved = std::move(second);
    check_throws(cause::invalid, "NULL", [&] { second.create_file(); });
}

void test_wrong_type() {
    auto writer = writer_in_folder("wrong-type.mmstats");
    writer.counter("hits");
    writer.create_file();
    const v1::reader reader{writer.path()};
    const auto hits = reader.get("hits");
    using mmstats::cause;
    check_throws(cause::wrong_type, "expected a value of type i32, found u64",
                 [&] { hits.get<std::int32_t>(); });
    check_throws(cause::wrong_type, "text", [&] { hits.get<std::string_view>(); });
    check_throws(cause::wrong_type, "tuple", [&] { hits.get<v1::value::parts>(); });
}

/// The causes are the statuses of C, and errors are what programs catch anyway.
void test_causes() {
    static_assert(std::is_base_of_v<std::runtime_error, mmstats::error>);
    CHECK_TEXT(mmstats_str_of(mmstats_status_name(static_cast<int>(mmstats::cause::not_found))),
               "not found");
    CHECK_TEXT(mmstats_str_of(mmstats_status_name(static_cast<int>(mmstats::cause::internal))),
               "internal");
}

}  // namespace

int main() {
    folder_make();
    test_open();
    test_decode();
    test_writer();
    test_wrong_type();
    test_causes();
    return checked();
}
