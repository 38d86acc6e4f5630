package org.mmstats;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.mmstats.internal.NativeApplication;

/** What a look at an application found: the values of all files as one. It doesn't change. */
public final class Totals {
    private static final Cleaner CLEANER = Cleaner.create();

    private final long taken;
    private final List<File> files;
    private final List<Problem> problems;
    private final List<Family> families;

    /** What native code keeps of it, to tell what happened since. */
    private final long kept;

    Totals(long taken, List<File> files, List<Problem> problems, List<Family> families, long kept) {
        this.taken = taken;
        this.files = files;
        this.problems = problems;
        this.families = families;
        this.kept = kept;
        CLEANER.register(this, () -> NativeApplication.freeKept(kept));
    }

    /**
     * A file of an application, as a look found it.
     *
     * @param path its path
     * @param format 1 or 2
     * @param writer whether its writer lived when it was read
     * @param pid the process id of its writer, where the file says it
     * @param createdNanos when it was created, nanoseconds since 1970, as an unsigned number; 0
     *     where the file doesn't say it
     * @param id the file's id, in hexadecimal digits; nothing in format 1
     * @param isAccumulator whether it has what writers counted that have ended, and whose files
     *     were folded ({@link Fold})
     */
    public record File(
            Path path,
            int format,
            Liveness writer,
            OptionalLong pid,
            long createdNanos,
            Optional<String> id,
            boolean isAccumulator) {}

    /**
     * A family, as all files have it that agree on it.
     *
     * @param name its name
     * @param kind what its series are
     * @param type what their values are
     * @param unit its unit; "" where it has none
     * @param help what it tells, for people; "" where it has none
     * @param aggregate what a total is
     * @param isAliveOnly whether files of dead writers don't count
     * @param labelKeys the keys of its labels, in the order of their bytes
     * @param components the components of a struct, which don't say where they are; none of other
     *     kinds, and of format 1
     * @param series its series
     */
    public record Family(
            String name,
            Kind kind,
            ValueType type,
            String unit,
            String help,
            Aggregate aggregate,
            boolean isAliveOnly,
            List<String> labelKeys,
            List<Component> components,
            List<Series> series) {
        /**
         * The series with these labels and no others. A label that is empty is one that isn't
         * there.
         *
         * @param labels the values by their keys
         * @return the series, where there is one
         */
        public Optional<Series> with(Map<String, String> labels) {
            Map<String, String> wanted = new LinkedHashMap<>(labels);
            wanted.values().removeIf(String::isEmpty);
            return series.stream().filter(one -> one.labels.equals(wanted)).findFirst();
        }

        @Override
        public String toString() {
            return kind + " " + name;
        }
    }

    /**
     * A series, as all files have it that have its family and its labels.
     *
     * @param name its family's name
     * @param labels its labels, without those that are empty: these say that the label isn't there
     * @param isOverflow whether it stands for those beyond limits
     * @param value that of all files, as the family's aggregate says; of bools that are summed up,
     *     how many are true; {@link Value.Each} where there is none of all, {@link
     *     Value.Unpublished} where no file has one, or none counts
     * @param each the value of each file: where there is none of all, and of all series of an
     *     application that keeps each
     */
    public record Series(
            String name,
            Map<String, String> labels,
            boolean isOverflow,
            Value value,
            Map<File, Value> each) {
        @Override
        public String toString() {
            return name + (labels.isEmpty() ? "" : labels.toString()) + " " + value;
        }
    }

    /**
     * When the look ended.
     *
     * @return nanoseconds of CLOCK_BOOTTIME
     */
    public long takenNanos() {
        return taken;
    }

    /**
     * The files that count.
     *
     * @return the files, by their paths
     */
    public List<File> files() {
        return files;
    }

    /**
     * What could not be counted, or not together.
     *
     * @return the problems
     */
    public List<Problem> problems() {
        return problems;
    }

    /**
     * The families that some file has.
     *
     * @return the families
     */
    public List<Family> families() {
        return families;
    }

    /**
     * All series.
     *
     * @return the series, by their families
     */
    public List<Series> series() {
        return families.stream().flatMap(family -> family.series.stream()).toList();
    }

    /**
     * The series of that name without labels.
     *
     * @param name its family's name
     * @return the series, where there is one
     */
    public Optional<Series> get(String name) {
        return get(name, Map.of());
    }

    /**
     * The series of that name with these labels and no others. A label that is empty is one that
     * isn't there.
     *
     * @param name its family's name
     * @param labels the values by their keys
     * @return the series, where there is one
     */
    public Optional<Series> get(String name, Map<String, String> labels) {
        return families.stream()
                .filter(family -> family.name.equals(name))
                .flatMap(family -> family.with(labels).stream())
                .findFirst();
    }

    /**
     * What happened from an earlier look at the same application to this one.
     *
     * @param earlier what the earlier look found
     * @return what happened
     */
    public Since since(Totals earlier) {
        return new Since(earlier, this, withKept(earlier, NativeApplication::since));
    }

    /** A percentile of what came between two looks; NaN where nothing came. */
    double percentile(Totals earlier, int index, double percent) {
        return withKept(
                earlier,
                (now, before) -> NativeApplication.percentile(now, before, index, percent));
    }

    /** Uses what native code keeps of two looks, which stays meanwhile. */
    private <T> T withKept(Totals earlier, BiFunction<Long, Long, T> use) {
        try {
            return use.apply(kept, earlier.kept);
        } finally {
            Reference.reachabilityFence(this);
            Reference.reachabilityFence(earlier);
        }
    }

    @Override
    public String toString() {
        return families.size() + " families of " + files.size() + " files";
    }
}
