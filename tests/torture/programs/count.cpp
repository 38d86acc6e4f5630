// Counts in many threads: `count FOLDER MODE THREADS N`, as exact.rs says.

#include <mmstats.hpp>

#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

void count(const mmstats::writer &stats, mmstats::counter hits, const std::string &mode,
           unsigned long threads, std::uint64_t increments) {
    std::vector<std::thread> running;
    for (unsigned long i = 0; i < threads; i++) {
        running.emplace_back([&] {
            std::optional<mmstats::local> local;
            mmstats::counter mine = hits;
            if (mode == "local") {
                local.emplace(stats.local());
                mine = local->of(hits);
            }
            for (std::uint64_t n = 0; n < increments; n++)
                mine.inc();
        });
    }
    for (std::thread &thread : running)
        thread.join();
}

void run(const std::string &folder, const std::string &mode, unsigned long threads,
         std::uint64_t increments) {
    mmstats::options options;
    options.path = folder;
    options.detached = mode == "detached";
    options.follow = mode == "follow";
    const mmstats::writer stats("count", options);
    const mmstats::counter hits = stats.counter("hits");
    count(stats, hits, mode, threads, increments);
    if (options.follow) {
        const pid_t child = fork();
        if (child == 0) {
            count(stats, hits, mode, threads, increments);
            _exit(0);
        }
        int status = 0;
        if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
            throw std::runtime_error("the child failed");
    }
    if (options.detached)
        std::cout << hits.get() << '\n';
}

}  // namespace

int main(int argc, char **argv) {
    try {
        if (argc != 5)
            throw std::runtime_error("expected FOLDER MODE THREADS N");
        run(argv[1], argv[2], std::stoul(argv[3]), std::stoull(argv[4]));
        return 0;
    } catch (const std::exception &error) {
        std::cerr << "count.cpp: " << error.what() << '\n';
        return 1;
    }
}
