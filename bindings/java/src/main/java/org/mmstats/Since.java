package org.mmstats;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.mmstats.internal.Results;

/**
 * What happened between two looks at an application, to each series of the later one.
 *
 * <p>Nothing in it is negative: a total that fell has lost a file, and how much the others grew
 * can't be told. Where both looks have the values of each file, it is exact.
 */
public final class Since {
    private final Totals earlier;
    private final Totals later;
    private final Duration elapsed;
    private final int gone;
    private final int returned;
    private final List<Growth> series = new ArrayList<>();

    Since(Totals earlier, Totals later, byte[] found) {
        this.earlier = earlier;
        this.later = later;
        Results results = new Results(found);
        elapsed = Duration.ofNanos(results.word());
        gone = results.number();
        returned = results.number();
        // As many as there are series.
        results.word();
        for (Totals.Family family : later.families()) {
            for (Totals.Series one : family.series()) {
                series.add(new Growth(family, one, series.size(), results));
            }
        }
    }

    /** What happened to one series between two looks. */
    public final class Growth {
        private final Totals.Series of;
        private final int index;
        private final Optional<Value> delta;
        private final OptionalDouble rate;
        private final boolean isNew;

        private Growth(Totals.Family family, Totals.Series of, int index, Results results) {
            this.of = of;
            this.index = index;
            boolean isFloat = family.kind() == Kind.COUNTER && family.type() == ValueType.F64;
            long bits = results.word();
            Value grown =
                    isFloat ? new Value.F64(Double.longBitsToDouble(bits)) : new Value.U64(bits);
            double perSecond = results.real();
            boolean isKnown = results.is();
            delta = Optional.of(grown).filter(any -> isKnown);
            rate =
                    isKnown && !elapsed.isZero()
                            ? OptionalDouble.of(perSecond)
                            : OptionalDouble.empty();
            isNew = results.is();
        }

        /**
         * The series.
         *
         * @return the series, in the later look
         */
        public Totals.Series series() {
            return of;
        }

        /**
         * Whether no file had it in the earlier look.
         *
         * @return whether it is new
         */
        public boolean isNew() {
            return isNew;
        }

        /**
         * How much a counter grew, in all files; of a histogram, how many values it counted.
         *
         * @return how much; nothing for other kinds, and where there is neither a sum nor the value
         *     of each file
         */
        public Optional<Value> delta() {
            return delta;
        }

        /**
         * The same in a second.
         *
         * @return how fast; nothing where no time has passed, too
         */
        public OptionalDouble rate() {
            return rate;
        }

        /**
         * The value that so many percent of what a histogram counted in between don't exceed.
         *
         * @param percent from 0 to 100
         * @return the value; nothing where it counted nothing
         * @throws MmStatsException wrong type: no histogram
         */
        public OptionalDouble percentile(double percent) {
            double found = later.percentile(earlier, index, percent);
            return Double.isNaN(found) ? OptionalDouble.empty() : OptionalDouble.of(found);
        }

        @Override
        public String toString() {
            return of.name() + of.labels() + " " + delta.map(Value::toString).orElse("?");
        }
    }

    /**
     * How much time passed between the two.
     *
     * @return the time
     */
    public Duration elapsed() {
        return elapsed;
    }

    /**
     * How many files counted earlier and don't now: their values are missing.
     *
     * @return how many
     */
    public int gone() {
        return gone;
    }

    /**
     * How many files count now only, though they are older than the earlier look: all that they
     * ever counted is in what grew.
     *
     * @return how many
     */
    public int returned() {
        return returned;
    }

    /**
     * What happened to each series.
     *
     * @return that, in the order of the later look
     */
    public List<Growth> series() {
        return List.copyOf(series);
    }

    /**
     * That of the series that {@link Totals#get(String)} finds in the later look.
     *
     * @param name its family's name
     * @return that, where there is such a series
     */
    public Optional<Growth> get(String name) {
        return get(name, Map.of());
    }

    /**
     * That of the series that {@link Totals#get(String, Map)} finds in the later look.
     *
     * @param name its family's name
     * @param labels the values by their keys
     * @return that, where there is such a series
     */
    public Optional<Growth> get(String name, Map<String, String> labels) {
        return later.get(name, labels)
                .flatMap(found -> series.stream().filter(one -> one.of == found).findFirst());
    }
}
