package org.mmstats;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The handles that were given out, by the addresses of their cells: one of a class for each. (A
 * histogram may be had as a timer, too.)
 */
final class Handles {
    private final Map<Long, List<Handle>> byCell = new HashMap<>();

    /** The one that is there, or a new one. */
    <H extends Handle> H get(long cell, Class<H> type, Supplier<H> make) {
        List<Handle> known = byCell.computeIfAbsent(cell, any -> new ArrayList<>(1));
        for (Handle handle : known) {
            if (handle.getClass() == type) {
                return type.cast(handle);
            }
        }
        H handle = make.get();
        known.add(handle);
        return handle;
    }

    /** Closes those of a cell. */
    void close(long cell) {
        byCell.getOrDefault(cell, List.of()).forEach(Handle::close);
        byCell.remove(cell);
    }

    /** Closes all. */
    void close() {
        byCell.values().forEach(all -> all.forEach(Handle::close));
        byCell.clear();
    }
}
