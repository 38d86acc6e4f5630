/// A pretend web server that publishes statistics.
///
///     c++ -std=c++17 web.cpp $(pkg-config --cflags --libs mmstats) -o web
///     ./web [SECONDS]     without SECONDS it runs until SIGINT or SIGTERM
///
/// While it runs, look at it from another terminal: `mmstats slurp`. The file is in MMSTATS_PATH,
/// else in the temporary folder, and stays when the program ends.

#include <mmstats.hpp>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>

using mmstats::about;
using namespace std::literals;

namespace {

volatile std::sig_atomic_t stop = 0;

/// Published as a whole: nobody sees the page of one request with the code of another.
struct request {
    char page[32];
    std::uint64_t code;
    std::uint64_t duration;
};

/// What this program tells of itself. From the writer on everybody sees the file.
struct web_stats {
    explicit web_stats(const mmstats::options &options = {}) : writer("web", options) {}

    mmstats::writer writer;
    mmstats::family<mmstats::counter> requests = writer.family<mmstats::counter>(
        "http.requests", {"code"}, about{}.unit("1").help("Requests that were answered."));
    mmstats::timer latency = writer.timer("http.latency", about{}.help("How long that took."));
    mmstats::gauge<std::int64_t> active = writer.gauge<std::int64_t>(
        "http.active", about{}.help("Requests that are being answered."));
    mmstats::structure<request> last = writer.structure<request>(
        "http.last",
        {{"page", &request::page},
         {"code", &request::code},
         {"duration", &request::duration, mmstats::component_kind::gauge, "ns"}},
        about{}.help("The last request."));
};

/// Where there can be no file, the program runs on, with statistics that nobody sees.
web_stats publish() {
    try {
        web_stats stats;
        std::cout << "Statistics are in " << stats.writer.path() << std::endl;
        return stats;
    } catch (const mmstats::error &error) {
        std::cerr << "web: no statistics: " << error.what() << std::endl;
        mmstats::options options;
        options.detached = true;
        return web_stats{options};
    }
}

unsigned serve(std::string_view page) {
    std::this_thread::sleep_for(1ms * (1 + page.size()));
    return page == "/lost" ? 404 : 200;
}

}  // namespace

int main(int argc, char **argv) {
    using clock = std::chrono::steady_clock;
    const std::chrono::duration<double> wanted{argc > 1 ? std::stod(argv[1]) : 0};
    const auto start = clock::now();
    for (const int signal : {SIGINT, SIGTERM})
        std::signal(signal, [](int) { stop = 1; });

    // Handles are made once and kept.
    const web_stats stats = publish();
    const mmstats::counter found = stats.requests.with("200");
    const mmstats::counter missing = stats.requests.with("404");

    // Serving: each of these is a few stores to memory, with no lock and no system call.
    const std::string_view pages[] = {"/", "/news", "/about", "/lost"};
    unsigned served = 0;
    for (; !stop && (argc == 1 || clock::now() - start < wanted); ++served) {
        const std::string_view page = pages[served % 4];
        const auto measured = stats.latency.start();  // It ends with this block.
        stats.active.add(1);
        request last{};
        last.code = serve(page);
        last.duration = static_cast<std::uint64_t>(measured.elapsed().count());
        page.copy(last.page, sizeof last.page);
        (last.code == 200 ? found : missing).inc();
        stats.last.publish(last);
        stats.active.add(-1);
    }

    // The file stays, and says what this program had done when it ended.
    std::cout << "Served " << served << " requests\n";
}
