package org.mmstats;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.mmstats.internal.v2.FamilySpec;

/**
 * What a family is to be: made by a {@link Writer}, said step by step, and then registered. What is
 * registered already is found again.
 *
 * <pre>{@code
 * Counter ok = stats.counter("http.requests").unit("1").label("code", "200").register();
 *
 * Labelled<Counter> requests = stats.counter("http.requests").unit("1").labels("code").family();
 * requests.with("200").inc();
 * }</pre>
 *
 * @param <H> what its values are written through
 */
public final class Declaration<H extends Handle> {
    private final Owner owner;
    private final FamilySpec spec;
    private final Class<H> type;
    private final Function<long[], H> make;

    /** Those of the labels that were given with one. */
    private final List<String> labelValues = new ArrayList<>();

    Declaration(Owner owner, FamilySpec spec, Class<H> type, Function<long[], H> make) {
        this.owner = owner;
        this.spec = spec;
        this.type = type;
        this.make = make;
    }

    /**
     * The unit; UCUM where there is one. Default: none.
     *
     * @param unit the unit, such as "ns", "By" or "1"
     * @return this
     */
    public Declaration<H> unit(String unit) {
        spec.unit(Objects.requireNonNull(unit));
        return this;
    }

    /**
     * What it tells, for people. Default: nothing.
     *
     * @param help a sentence
     * @return this
     */
    public Declaration<H> help(String help) {
        spec.help(Objects.requireNonNull(help));
        return this;
    }

    /**
     * What a sum over the files of one application is. Default: the sum of counters, histograms and
     * windows; of others each.
     *
     * @param aggregate that
     * @return this
     */
    public Declaration<H> aggregate(Aggregate aggregate) {
        spec.aggregate(aggregate);
        return this;
    }

    /**
     * Files whose writer is dead don't count in that.
     *
     * @return this
     */
    public Declaration<H> aliveOnly() {
        spec.aliveOnly();
        return this;
    }

    /**
     * How many series there may be, before further ones share one that says so. Default: what the
     * writer's options say.
     *
     * @param limit how many
     * @return this
     */
    public Declaration<H> limit(int limit) {
        spec.limit(limit);
        return this;
    }

    /**
     * A label, and its value in the series that is registered. Label keys are told apart by their
     * order, too.
     *
     * @param key its key
     * @param value its value
     * @return this
     */
    public Declaration<H> label(String key, String value) {
        spec.labelKey(key);
        labelValues.add(Objects.requireNonNull(value));
        return this;
    }

    /**
     * The keys of the labels that tell series apart, for {@link #family}.
     *
     * @param keys the keys
     * @return this
     */
    public Declaration<H> labels(String... keys) {
        for (String key : keys) {
            spec.labelKey(key);
        }
        return this;
    }

    /**
     * Gets or creates the series.
     *
     * @return what its values are written through
     * @throws MmStatsException wrong type (the family is there, and is another), invalid (names,
     *     labels without values), limit (the file would be larger than it can become), full,
     *     closed, io
     */
    public H register() {
        return family().with(labelValues.toArray(String[]::new));
    }

    /**
     * Gets or creates the family. One without labels gets its series, too.
     *
     * @return the family, to be asked for its series
     * @throws MmStatsException as {@link #register}
     */
    public Labelled<H> family() {
        return new Labelled<>(owner, spec, owner.get(spec::register), type, make);
    }
}
