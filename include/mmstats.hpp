/// libmmstats for C++17: statistics in mapped files. /proc for your application.
///
///     mmstats::writer stats{"web"};
///     auto hits = stats.family<mmstats::counter>("http.hits", {"code"});
///     auto latency = stats.timer("http.latency");
///
///     hits.with("200").inc();
///     auto measured = latency.start();
///
///     for (const mmstats::series &series : mmstats::reader{path})
///         series.value().visit([&](auto &&it) { ... });
///
///     mmstats::application web{"web"};
///     web.look();
///     for (const mmstats::series &series : web) ...
///
/// That is format 2; mmstats::v1 is format 1, whose writer takes fields and then creates its file.
///
/// A thin layer over mmstats.h, whose rules hold here too, and whose functions say more:
/// - What sets up or reads throws mmstats::error; what publishes a value is noexcept.
/// - A writer, a local, a reader and an application own something, and can be moved. Handles are
///   small values to copy; const says nothing of what they point at. One that was made by default
///   takes writes and gives 0. Handles stay valid for the life of the process, but for families and,
///   in format 1, averages, timers and sampling counters, which end with their writer, and those of
///   a local, which end with it.
/// - Writing through a handle is inlined to a few machine instructions.
/// - Threads: any number use a writer, a counter, a gauge, a histogram or a timer; one at a time a text,
///   a struct or a window, and a local and its handles belong to one. In format 1 one at a time
///   uses a writer, and one at a time a field. Any number look at a reader while nobody refreshes it
///   (or asks one of format 1 for a tuple), at an application while it doesn't look, and at totals.

#ifndef MMSTATS_HPP
#define MMSTATS_HPP

#include "mmstats/about.hpp"
#include "mmstats/any.hpp"
#include "mmstats/application.hpp"
#include "mmstats/error.hpp"
#include "mmstats/family.hpp"
#include "mmstats/fold.hpp"
#include "mmstats/liveness.hpp"
#include "mmstats/local.hpp"
#include "mmstats/paths.hpp"
#include "mmstats/reader.hpp"
#include "mmstats/series.hpp"
#include "mmstats/totals.hpp"
#include "mmstats/v1/average.hpp"
#include "mmstats/v1/field.hpp"
#include "mmstats/v1/reader.hpp"
#include "mmstats/v1/tuple.hpp"
#include "mmstats/v1/value.hpp"
#include "mmstats/v1/writer.hpp"
#include "mmstats/warning.hpp"
#include "mmstats/writer.hpp"

#endif  // MMSTATS_HPP
