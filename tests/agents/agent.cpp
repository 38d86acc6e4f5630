/// The C++ agent: a test program with the subcommands that tests/agents.py lists.

#include <mmstats.hpp>

#include <functional>
#include <iostream>
#include <map>

#include "agent2.h"
#include "decoded2.hpp"
#include "live.h"
#include "mutations.h"
#include "numbers.h"
#include "scenario.h"

namespace {

namespace v1 = mmstats::v1;

std::string_view view(mmstats_str text) { return {text.data, text.len}; }

// decode

/// `"type":...` and the value of a field or a part.
std::string decoded(const v1::value &value) {
    const std::string type = "\"type\":" + quoted(name(value.type()));
    return value.visit([&](const auto &found) {
        if constexpr (std::is_same_v<decltype(found), const v1::value::parts &>) {
            std::string parts;
            for (const v1::value &part : found)
                parts += (parts.empty() ? "{" : ",{") + decoded(part) + "}";
            return type + ",\"parts\":[" + parts + "]";
        } else {
            return type + ",\"value\":" + spelled(found);
        }
    });
}

void print(const v1::reader &reader) {
    std::string fields;
    for (const auto &[label, value] : reader)
        fields += (fields.empty() ? "{" : ",{") + ("\"name\":" + quoted(label)) + "," +
                  decoded(value) + "}";
    std::cout << "{\"format\":1,\"layout\":\"" << (reader.is_typed() ? "typed" : "char")
              << "\",\"byte_order\":\"" << (reader.is_big_endian() ? "big" : "little")
              << "\",\"fields\":[" << fields << "]}\n";
}

int decode(const char *path) {
    std::visit(
        [](const auto &reader) {
            if constexpr (std::is_same_v<decltype(reader), const v1::reader &>)
                print(reader);
            else
                std::cout << decoded2::file(reader) << '\n';
        },
        mmstats::open(path));
    return 0;
}

// mutations

/// Looks at every byte.
void touch(std::string_view text) {
    for (const volatile char &byte : text)
        [[maybe_unused]] const char seen = byte;
}

/// Looks at every byte of a text, and at every part of a tuple.
void touch(const v1::value &value) {
    value.visit([](const auto &found) {
        if constexpr (std::is_same_v<decltype(found), const v1::value::parts &>)
            for (const v1::value &part : found)
                touch(part);
        else if constexpr (std::is_same_v<decltype(found), const std::string_view &>)
            touch(found);
    });
}

/// Looks at all of a reader, and says how many fields there are.
std::uint64_t touch(const v1::reader &reader) {
    for (const auto &[label, value] : reader) {
        touch(label);
        touch(value);
    }
    return reader.size();
}

/// Looks at all of a reader, and says how many series there are.
std::uint64_t touch(const mmstats::reader &reader) {
    touch(decoded2::file(reader));
    return reader.size();
}

std::uint64_t decoded_or_not(const std::uint8_t *bytes, std::size_t size) {
    try {
        return std::visit([](const auto &reader) { return touch(reader); },
                          mmstats::decode(bytes, size));
    } catch (const mmstats::error &error) {
        return (std::uint64_t{1} << 32) + error.offset().value();
    }
}

// write

/// What a step does to the field that was declared.
using step = std::function<void(const line &)>;

template <class T> T number(mmstats_str text) {
    if constexpr (std::is_same_v<T, bool>) return bool_of(text);
    else if constexpr (std::is_same_v<T, float>) return float_of(text);
    else if constexpr (std::is_same_v<T, double>) return double_of(text);
    else if constexpr (std::is_signed_v<T>) return static_cast<T>(signed_of(text));
    else return static_cast<T>(unsigned_of(text));
}

/// Calls `use` with a zero of the type of that name, if there is such a type.
template <class Use> bool with_scalar(std::string_view type, Use &&use) {
    bool known = false;
    const auto maybe = [&](std::string_view named, auto zero) {
        if (named == type) {
            known = true;
            use(zero);
        }
    };
    maybe("u64", std::uint64_t{});
    maybe("i64", std::int64_t{});
    maybe("u32", std::uint32_t{});
    maybe("i32", std::int32_t{});
    maybe("u16", std::uint16_t{});
    maybe("i16", std::int16_t{});
    maybe("u8", std::uint8_t{});
    maybe("i8", std::int8_t{});
    maybe("f32", float{});
    maybe("f64", double{});
    maybe("bool", bool{});
    return known;
}

step declare_scalar(v1::writer &writer, const line &line) {
    step made;
    const bool known = with_scalar(view(word(&line, 2)), [&](auto zero) {
        using T = decltype(zero);
        const T initial = line.count > 3 ? number<T>(word(&line, 3)) : zero;
        const auto field = writer.field<T>(view(word(&line, 1)), initial);
        made = [field](const auto &values) { field.set(number<T>(word(&values, 3))); };
    });
    if (!known)
        refuse("unknown kind", word(&line, 2).data);
    return made;
}

/// field LABEL static TYPE VALUE, field LABEL static text SIZE VALUE
void declare_static(v1::writer &writer, const line &line) {
    const std::string_view label = view(word(&line, 1));
    if (is(word(&line, 3), "text")) {
        writer.constant_text(label, view(word(&line, 5)), unsigned_of(word(&line, 4)));
        return;
    }
    const bool known = with_scalar(view(word(&line, 3)), [&](auto zero) {
        writer.constant(label, number<decltype(zero)>(word(&line, 4)));
    });
    if (!known)
        refuse("unknown type", word(&line, 3).data);
}

/// field LABEL KIND args...
step declare(v1::writer &writer, const line &line) {
    const std::string_view label = view(word(&line, 1)), kind = view(word(&line, 2));
    const auto average = [](v1::average field) {
        return [field](const auto &values) { field.add(double_of(word(&values, 3))); };
    };
    if (kind == "counter")
        return [field = writer.counter(label)](const auto &values) {
            const std::uint64_t n = unsigned_of(word(&values, 3));
            is(word(&values, 2), "add") ? field.add(n) : field.set(n);
        };
    if (kind == "average")
        return average(writer.average(label));
    if (kind == "moving_average")
        return average(writer.moving_average(label, unsigned_of(word(&line, 3))));
    if (kind == "timer")
        return [field = writer.timer(label, unsigned_of(word(&line, 3)))](auto &values) {
            field.observe(v1::timer::seconds{double_of(word(&values, 3))});
        };
    if (kind == "text")
        return [field = writer.text(label, unsigned_of(word(&line, 3)))](auto &values) {
            field.set(view(word(&values, 3)));
        };
    if (kind == "tuple") {
        const char *signature = word(&line, 3).data;
        return [field = writer.tuple(label, signature), signature](const auto &values) {
            unsigned char *value = tuple_of(signature, field.width(), &values, 3);
            field.set(value, field.width());
            std::free(value);
        };
    }
    if (kind == "static") {
        declare_static(writer, line);
        return [](const auto &) {};
    }
    return declare_scalar(writer, line);
}

v1::options options_of(const char *path) {
    v1::options options;
    mmstats_str folder, filename;
    split_path(path, &folder, &filename);
    options.path = view(folder);
    options.filename = view(filename);
    return options;
}

int write_scenario(const char *path) {
    const scenario scenario = scenario_read(stdin);
    if (scenario.count > 0 && is(scenario.lines[0].words[0], "format"))
        return write_scenario2(&scenario, path);
    v1::options options = options_of(path);
    options.system_fields = false;
    std::optional<v1::writer> writer;
    std::map<std::string_view, step> steps;
    const auto opened = [&]() -> v1::writer & {
        return writer ? *writer : writer.emplace("agent", options);
    };
    bool created = false;
    const auto create = [&] {
        if (!created)
            opened().create_file();
        created = true;
    };
    for (std::size_t i = 0; i < scenario.count; ++i) {
        const line &line = scenario.lines[i];
        const std::string_view directive = view(line.words[0]);
        if (directive == "prefix") {
            options.label_prefix = view(word(&line, 1));
        } else if (directive == "system") {
            options.system_fields = is(word(&line, 1), "1");
        } else if (directive == "field") {
            steps[view(word(&line, 1))] = declare(opened(), line);
        } else if (directive == "step") {
            create();
            steps.at(view(word(&line, 1)))(line);
        }
    }
    create();
    return 0;
}

// live-write and live-read

int live_write(const char *path) {
    v1::writer writer{"agent", options_of(path)};
    auto requests = writer.counter("requests");
    auto requests_and_work = writer.tuple<std::uint64_t, std::uint64_t>("requests.and.work");
    auto load = writer.field<double>("load");
    auto level = writer.field<std::int32_t>("level");
    auto odd = writer.field<bool>("odd");
    auto text = writer.text("word", 16);
    writer.create_file();
    std::cout << "ready" << std::endl;
    std::uint64_t n = 0;
    do {
        ++n;
        requests.add(1);
        requests_and_work.set(n, 3 * n);
        load.set(static_cast<double>(n) / 2);
        level.set(-static_cast<std::int32_t>(n % 1000000));
        odd.set(n % 2 == 1);
        text.set(std::to_string(n));
    } while (!input_ends());
    std::cout << "wrote " << n << std::endl;
    return 0;
}

seen look_again(void *of) {
    v1::reader &reader = *static_cast<v1::reader *>(of);
    reader.refresh();
    const auto tuple = reader.get("requests.and.work").get<v1::value::parts>();
    return {reader.get("requests").get<std::uint64_t>(),
            tuple.at(0).get<std::uint64_t>(),
            tuple.at(1).get<std::uint64_t>(),
            reader.get("load").get<double>(),
            reader.get("level").get<std::int32_t>(),
            reader.writer() == mmstats::liveness::alive};
}

int run(int argc, char **argv) {
    const std::string_view command = argc > 1 ? argv[1] : "";
    if (argc == 3 && command == "decode")
        return decode(argv[2]);
    if (argc == 3 && command == "write")
        return write_scenario(argv[2]);
    if (argc == 3 && command == "mutations")
        return mutations(argv[2], decoded_or_not);
    if (argc == 3 && command == "live-write")
        return live_write(argv[2]);
    if (argc == 4 && command == "live-read") {
        v1::reader reader{argv[2]};
        return live_read(look_again, &reader, double_of(mmstats_str_of(argv[3])));
    }
    if (argc == 3 && command == "live-write2")
        return live_write2(argv[2], false);
    if (argc == 4 && command == "live-write2" && std::string_view{argv[3]} == "--full-rate")
        return live_write2(argv[2], true);
    if (argc == 4 && command == "live-read2")
        return live_read2_of(argv[2], double_of(mmstats_str_of(argv[3])));
    refuse("usage", "agent-cpp decode|write|mutations|live-write|live-write2 FILE, or "
                    "live-read|live-read2 FILE SECONDS");
}

}  // namespace

int main(int argc, char **argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception &error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
