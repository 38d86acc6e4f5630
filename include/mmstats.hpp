/// libmmstats for C++17: statistics in mapped files. /proc for your application.
///
///     mmstats::v1::writer stats{"web"};
///     auto hits = stats.counter("http.hits");
///     auto latency = stats.timer("http.latency");
///     stats.create_file();
///
///     hits.inc();
///     auto measured = latency.start();
///
///     for (auto [label, value] : mmstats::v1::reader{path})
///         value.visit([&](auto &&it) { ... });
///
/// A thin layer over mmstats.h, whose rules hold here too, and whose functions say more:
/// - What sets up or reads throws mmstats::error; what publishes a value is noexcept.
/// - A writer and a reader own something, and can be moved. Handles of fields are small values to
///   copy; const says nothing of what they point at. One that was made by default takes writes
///   and gives 0. Handles stay valid for the life of the process, but for averages, timers and
///   sampling counters, which end with their writer: let those not outlive it.
/// - Writing a counter or a field of one value is inlined to a few machine instructions.
/// - Threads: one at a time uses a writer, and one at a time a field. Any number look at a reader
///   while nobody refreshes it or asks it for a tuple.

#ifndef MMSTATS_HPP
#define MMSTATS_HPP

#include "mmstats/error.hpp"
#include "mmstats/liveness.hpp"
#include "mmstats/paths.hpp"
#include "mmstats/v1/average.hpp"
#include "mmstats/v1/field.hpp"
#include "mmstats/v1/reader.hpp"
#include "mmstats/v1/tuple.hpp"
#include "mmstats/v1/value.hpp"
#include "mmstats/v1/writer.hpp"

#endif  // MMSTATS_HPP
