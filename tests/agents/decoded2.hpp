/// What `decode` of the C++ agent prints of a file of format 2: JSON.

#ifndef AGENT_DECODED2_HPP
#define AGENT_DECODED2_HPP

#include <mmstats.hpp>

#include "decoded.hpp"

namespace decoded2 {

inline std::string number(mmstats_number of, mmstats::type type) {
    return type == mmstats::type::f64 ? spelled(of.f64) : spelled(of.u64);
}

inline std::string value(const mmstats::distribution &of) {
    const mmstats_distribution &found = of.native();
    const auto extreme = [&](mmstats_number number_of) {
        return found.has_extremes ? number(number_of, of.type()) : std::string("null");
    };
    std::string buckets;
    for (const mmstats_bucket &bucket : of.buckets())
        buckets += (buckets.empty() ? "[" : ",[") + std::to_string(bucket.index) + "," +
                   spelled(bucket.count) + "]";
    return "{\"count\":" + spelled(found.count) + ",\"sum\":" + number(found.sum, of.type()) +
           ",\"min\":" + extreme(found.min) + ",\"max\":" + extreme(found.max) +
           ",\"zero\":" + spelled(found.zero) + ",\"above\":" + spelled(found.above) +
           ",\"negative\":" + spelled(found.negative) + ",\"nan\":" + spelled(found.nan) +
           ",\"buckets\":[" + buckets + "]}";
}

inline std::string value(const mmstats::recent &of) {
    std::string slots;
    for (const mmstats_window_slot &slot : of.slots())
        slots += (slots.empty() ? "{" : ",{") + ("\"epoch\":" + spelled(slot.epoch)) +
                 ",\"count\":" + spelled(slot.count) + ",\"sum\":" + number(slot.sum, of.type()) +
                 ",\"max\":" + number(slot.max, of.type()) + "}";
    return "{\"refused\":" + spelled(of.refused()) + ",\"slots\":[" + slots + "]}";
}

inline std::string value(const mmstats::value &of) {
    std::string json = of.type() == mmstats::type::busy ? "{\"busy\":true}" : "null";
    of.visit([&](const auto &found) {
        using T = std::decay_t<decltype(found)>;
        if constexpr (std::is_same_v<T, mmstats::parts>) {
            json.clear();
            for (std::size_t i = 0; i < found.size(); ++i)
                json += (i ? "," : "[") + value(found[i]);
            json += "]";
        } else if constexpr (std::is_same_v<T, mmstats::distribution> ||
                             std::is_same_v<T, mmstats::recent>) {
            json = value(found);
        } else {
            json = spelled(found);
        }
    });
    return json;
}

inline std::string series(const mmstats::series &of) {
    std::string labels;
    for (const mmstats_label &label : of.labels())
        labels += (labels.empty() ? "" : ",") + quoted(mmstats::detail::view(label.key)) + ":" +
                  quoted(mmstats::detail::view(label.value));
    return "{\"labels\":{" + labels + "},\"created\":" + spelled(of.created()) +
           ",\"value\":" + value(of.value()) + "}";
}

inline std::string_view kind_name(std::int32_t kind) {
    constexpr std::string_view names[] = {"",          "counter", "gauge", "text",
                                          "histogram", "struct",  "window"};
    return names[kind];
}

inline std::string components(const mmstats_family_info &of) {
    std::string all;
    for (std::size_t i = 0; i < of.component_count; ++i) {
        const mmstats_component &each = of.components[i];
        all += (i ? ",{" : "{") + ("\"name\":" + quoted(mmstats::detail::view(each.name))) +
               ",\"type\":" + quoted(name(static_cast<mmstats::type>(each.type))) +
               ",\"kind\":" + quoted(kind_name(each.kind)) +
               ",\"unit\":" + quoted(mmstats::detail::view(each.unit)) +
               ",\"offset\":" + std::to_string(each.offset) +
               ",\"width\":" + std::to_string(each.width) + "}";
    }
    return all;
}

/// What only families of some kinds have.
inline std::string parameters(const mmstats_family_info &of) {
    const std::string slots = ",\"slots\":" + std::to_string(of.slots);
    const std::string width = ",\"width\":" + std::to_string(of.width);
    switch (of.kind) {
    case MMSTATS_KIND_HISTOGRAM:
        return ",\"scale\":" + std::to_string(of.scale) + ",\"first\":" + std::to_string(of.first) +
               ",\"buckets\":" + std::to_string(of.buckets);
    case MMSTATS_KIND_WINDOW: return ",\"duration\":" + spelled(of.duration) + slots;
    case MMSTATS_KIND_TEXT: return slots + width;
    case MMSTATS_KIND_STRUCT: return slots + width + ",\"components\":[" + components(of) + "]";
    default: return "";
    }
}

inline std::string family(const mmstats_family_info &of, const std::string &all_series) {
    constexpr std::string_view aggregates[] = {"", "sum", "min", "max", "last", "each"};
    std::string keys;
    for (std::size_t i = 0; i < of.label_count; ++i)
        keys += (i ? "," : "") + quoted(mmstats::detail::view(of.label_keys[i]));
    return "{\"name\":" + quoted(mmstats::detail::view(of.name)) +
           ",\"kind\":" + quoted(kind_name(of.kind)) +
           ",\"type\":" + quoted(name(static_cast<mmstats::type>(of.type))) +
           ",\"unit\":" + quoted(mmstats::detail::view(of.unit)) +
           ",\"help\":" + quoted(mmstats::detail::view(of.help)) +
           ",\"aggregate\":" + quoted(aggregates[of.aggregate]) +
           ",\"alive_only\":" + (of.alive_only ? "true" : "false") + ",\"labels\":[" + keys + "]" +
           parameters(of) + ",\"series\":[" + all_series + "]}";
}

/// A whole file.
inline std::string file(const mmstats::reader &reader) {
    const mmstats_file_info info = reader.info();
    std::string families;
    auto at = reader.begin();
    for (const mmstats_family_info &of : reader.families()) {
        std::string all;
        for (std::size_t i = 0; i < of.series_count; ++i, ++at)
            all += (i ? "," : "") + series(*at);
        families += (families.empty() ? "" : ",") + family(of, all);
    }
    return "{\"format\":2,\"application\":" + quoted(mmstats::detail::view(info.application)) +
           ",\"state\":" + (info.closed ? "\"closed\"" : "\"open\"") +
           ",\"skipped\":" + std::to_string(info.skipped) + ",\"families\":[" + families + "]}";
}

}  // namespace decoded2

#endif
