/**
 * Statistics in mapped files of format 2, and what all formats have in common: errors, and whether
 * a writer lives. {@link org.mmstats.v1} is format 1.
 *
 * <p>A writer:
 *
 * <pre>{@code
 * try (var stats = new Writer("web")) {
 *     Counter hits = stats.counter("http.requests").label("code", "200").register();
 *     Timer latency = stats.timer("http.latency").register();
 *
 *     hits.inc();
 *     try (var measurement = latency.start()) {
 *         serve();
 *     }
 * }
 * }</pre>
 *
 * <p>A reader of all that a pattern finds:
 *
 * <pre>{@code
 * try (var found = Readers.glob("/tmp/*.mmstats")) {
 *     for (Reader reader : found) {
 *         for (Family family : reader) {
 *             family.series().forEach(System.out::println);
 *         }
 *     }
 *     found.failures().forEach(failure -> System.err.println(failure.getMessage()));
 * }
 * }</pre>
 */
package org.mmstats;
