/// How the C++ agent spells values: JSON.

#ifndef AGENT_DECODED_HPP
#define AGENT_DECODED_HPP

#include <charconv>
#include <cstdio>
#include <string>
#include <string_view>
#include <type_traits>

inline std::string quoted(std::string_view text) {
    std::string json = "\"";
    for (const char byte : text) {
        char escape[8];
        if (byte == '"' || byte == '\\') {
            json += {'\\', byte};
        } else if (static_cast<unsigned char>(byte) < 0x20) {
            std::snprintf(escape, sizeof escape, "\\u%04x", byte);
            json += escape;
        } else {
            json += byte;
        }
    }
    return json + '"';
}

/// A value as JSON.
template <class T> std::string spelled(const T &value) {
    if constexpr (std::is_same_v<T, bool>) {
        return value ? "true" : "false";
    } else if constexpr (std::is_same_v<T, std::string_view>) {
        return quoted(value);
    } else if constexpr (std::is_floating_point_v<T>) {
        // The shortest that reads back as the same number, once it is widened.
        char digits[32];
        const double wide = value;
        const auto end = std::to_chars(digits, digits + sizeof digits, wide).ptr;
        return wide != wide ? "\"nan\"" : quoted({digits, static_cast<std::size_t>(end - digits)});
    } else {
        return quoted(std::to_string(value));
    }
}

#endif
