/// A pretend web server that publishes statistics in format 1, which mmstats 0.8.0's tools read.
///
///     c++ -std=c++17 web_v1.cpp $(pkg-config --cflags --libs mmstats) -o web_v1
///     ./web_v1 [SECONDS]     without SECONDS it runs until SIGINT or SIGTERM
///
/// While it runs, look at it from another terminal: `mmstats slurp`. The file is in MMSTATS_PATH,
/// else in the temporary folder, and stays when the program ends.

#include <mmstats.hpp>

#include <chrono>
#include <csignal>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>

using namespace std::literals;

namespace {

volatile std::sig_atomic_t stop = 0;

void serve(std::string_view page) { std::this_thread::sleep_for(1ms * (1 + page.size())); }

/// What this program tells of itself: declare it, then create the file. From there on everybody
/// sees it.
struct web_stats {
    mmstats::v1::writer writer{"web", options()};
    mmstats::v1::counter requests = writer.counter("requests");
    mmstats::v1::timer latency = writer.timer("latency");
    mmstats::v1::text_field page = writer.text("page", 32);

    void publish() {
        writer.constant_text("version", mmstats_version());
        writer.create_file();
        std::cout << "Statistics are in " << writer.path() << std::endl;
    }

private:
    static mmstats::v1::options options() {
        mmstats::v1::options options;
        options.label_prefix = "web.";
        return options;
    }
};

}  // namespace

int main(int argc, char **argv) {
    using clock = std::chrono::steady_clock;
    const std::chrono::duration<double> wanted{argc > 1 ? std::stod(argv[1]) : 0};
    const auto start = clock::now();
    for (const int signal : {SIGINT, SIGTERM})
        std::signal(signal, [](int) { stop = 1; });

    web_stats stats;
    try {
        stats.publish();
    } catch (const mmstats::error &error) {
        // Nobody sees the statistics then, but the program runs on, and its handles too.
        std::cerr << "web: no statistics: " << error.what() << std::endl;
    }

    // Serving: each of these is a few stores to memory, with no lock and no system call.
    const std::string_view pages[] = {"/", "/news", "/about"};
    for (std::size_t i = 0; !stop && (argc == 1 || clock::now() - start < wanted); ++i) {
        const auto measured = stats.latency.start();  // It ends with this block.
        stats.page.set(pages[i % 3]);
        serve(pages[i % 3]);
        stats.requests.inc();
    }

    // The file stays, and says what this program had done when it ended.
    std::cout << "Served " << stats.requests.get() << " requests in " << stats.latency.get().count()
              << " s each\n";
}
