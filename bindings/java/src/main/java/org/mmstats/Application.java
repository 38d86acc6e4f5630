package org.mmstats;

import java.util.List;
import org.mmstats.internal.NativeApplication;
import org.mmstats.internal.Utf8;

/**
 * All files of one application, of both formats, whether their writers live or not, added up by
 * families and labels.
 *
 * <pre>{@code
 * try (var web = new Application("web")) {
 *     Totals before = web.look();
 *     ...
 *     Totals now = web.look();
 *     now.series().forEach(System.out::println);
 *     now.problems().forEach(System.err::println);
 *     web.since(before).get("http.requests").ifPresent(requests -> use(requests.rate()));
 * }
 * }</pre>
 *
 * <p>A family is one where name, kind, type, unit, label keys, in any order, and components agree;
 * others of that name stand beside it. Its aggregate says what a total is, as the file created last
 * has it. Histograms merge whatever their buckets are, and windows by the clock. A file of format 2
 * says whose it is; one of format 1 is that of the application that its name begins with, and its
 * counters add up, while all else each file has for itself.
 *
 * <p>What is known of a file is kept from look to look, and only its values are read again. Files
 * stay open meanwhile, some 500 at most, and no more than a quarter of the descriptors that the
 * process may have. As long as a file is open its space isn't free: one that was removed is closed
 * by the next look.
 *
 * <p>Threads: any number; one at a time looks.
 */
public final class Application implements AutoCloseable {
    private final String name;

    /** The native application; 0 once it is closed. */
    private long application;

    private Totals totals;

    /**
     * The application of that name, with its files where readers look by default ({@link
     * Readers#glob()}).
     *
     * @param name its name
     */
    public Application(String name) {
        this(name, List.of(), false);
    }

    /**
     * The application of that name.
     *
     * @param name its name
     * @param globs patterns that find its files, such as {@code /tmp/*.mmstats}; none: those where
     *     readers look by default
     * @param keepEach whether {@link Totals} have the value of each file of all series, and not
     *     only where there is no value of all
     */
    public Application(String name, List<String> globs, boolean keepEach) {
        this(name, globs, keepEach, true);
    }

    /**
     * The application of that name.
     *
     * @param name its name
     * @param globs patterns that find its files, such as {@code /tmp/*.mmstats}; none: those where
     *     readers look by default
     * @param keepEach whether {@link Totals} have the value of each file of all series, and not
     *     only where there is no value of all
     * @param keepOpen whether files stay open from one look to the next; else looks take longer
     */
    public Application(String name, List<String> globs, boolean keepEach, boolean keepOpen) {
        this.name = name;
        byte[][] patterns = globs.stream().map(Utf8::encode).toArray(byte[][]::new);
        application = NativeApplication.open(Utf8.encode(name), patterns, keepEach, keepOpen);
    }

    /**
     * Looks at all files. Every value was published, and the total of a counter falls only where a
     * file has gone, or can't be read this time: {@link Totals#problems} says which. What is wrong
     * with a file is never an exception.
     *
     * @return what was found
     * @throws MmStatsException closed; invalid: a glob that is none
     */
    public synchronized Totals look() {
        checkOpen();
        byte[] found = NativeApplication.look(application);
        totals = FoundTotals.of(found, NativeApplication.keep(application));
        return totals;
    }

    /**
     * What happened from an earlier look to the last one: {@link Totals#since} of that.
     *
     * @param earlier what the earlier look found
     * @return what happened
     * @throws MmStatsException closed; invalid: there was no look
     */
    public synchronized Since since(Totals earlier) {
        checkOpen();
        if (totals == null) {
            throw new MmStatsException(Cause.INVALID, name + ": look before you compare looks");
        }
        return totals.since(earlier);
    }

    private void checkOpen() {
        if (application == 0) {
            throw new ClosedException("this application is closed: make another");
        }
    }

    /** Ends it; its files stay as they are. A second call does nothing. */
    @Override
    public synchronized void close() {
        NativeApplication.free(application);
        application = 0;
    }

    @Override
    public String toString() {
        return "application " + name;
    }
}
