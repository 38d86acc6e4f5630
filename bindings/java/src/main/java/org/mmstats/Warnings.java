package org.mmstats;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What writers that work have to say, to the program's log. */
final class Warnings {
    private static final System.Logger LOGGER = System.getLogger("org.mmstats");

    private static final Set<String> KNOWN = ConcurrentHashMap.newKeySet();

    private Warnings() {}

    /** Logs what there is to say of a folder, once. */
    static void log(String folder, String warning) {
        if (KNOWN.add(folder)) {
            LOGGER.log(System.Logger.Level.WARNING, warning);
        }
    }
}
