package org.mmstats;

import java.util.List;
import java.util.function.Function;
import org.mmstats.internal.v2.FamilySpec;

/**
 * A family that is being written, whose series are told apart by their label values.
 *
 * <p>Threads: any number at any time.
 *
 * @param <H> what the values of its series are written through
 */
public final class Labelled<H extends Handle> {
    private final Owner owner;
    private final FamilySpec spec;

    /** The native family, which ends with its writer. */
    private final long family;

    private final Class<H> type;
    private final Function<long[], H> make;

    Labelled(Owner owner, FamilySpec spec, long family, Class<H> type, Function<long[], H> make) {
        this.owner = owner;
        this.spec = spec;
        this.family = family;
        this.type = type;
        this.make = make;
    }

    /**
     * The series with these label values: the one that is there, a new one, or, beyond the family's
     * limit, the one that says so. Handles are made once and kept; this looks one up, under a lock
     * and by way of native code.
     *
     * @param labelValues one for each label key, in their order
     * @return what its values are written through
     * @throws MmStatsException invalid (another number of values than there are keys, one with
     *     NUL), limit (the file would be larger than it can become), full, closed, io
     */
    public H with(String... labelValues) {
        return owner.handle(type, () -> spec.series(family, List.of(labelValues)), make);
    }
}
