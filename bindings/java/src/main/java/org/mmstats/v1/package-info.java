/**
 * Format 1: the format of mmstats 0.8.0.
 *
 * <p>A writer:
 *
 * <pre>{@code
 * try (var stats = new Writer("web")) {
 *     Counter hits = stats.counter("http.hits");
 *     Timer latency = stats.timer("http.latency", 100);
 *     stats.createFile();
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
 *         for (Field field : reader) {
 *             System.out.println(field.label() + " " + field.value());
 *         }
 *     }
 *     found.failures().forEach(failure -> System.err.println(failure.getMessage()));
 * }
 * }</pre>
 */
package org.mmstats.v1;
