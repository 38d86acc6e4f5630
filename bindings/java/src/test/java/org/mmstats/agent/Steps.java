package org.mmstats.agent;

import static org.mmstats.agent.Lines.number;

import java.util.List;
import org.mmstats.BoolGauge;
import org.mmstats.Component;
import org.mmstats.Counter;
import org.mmstats.F64Counter;
import org.mmstats.F64Gauge;
import org.mmstats.F64Histogram;
import org.mmstats.F64Window;
import org.mmstats.Handle;
import org.mmstats.Histogram;
import org.mmstats.I64Gauge;
import org.mmstats.Local;
import org.mmstats.Struct;
import org.mmstats.Text;
import org.mmstats.U64Gauge;
import org.mmstats.Window;

/**
 * What a step of a scenario does to a series.
 *
 * @param <H> what its values are written through
 */
interface Steps<H extends Handle> {
    /** Does it, in that stripe where there is one. */
    void play(H handle, Local local, String op, List<String> values);

    private static String first(List<String> values) {
        return values.get(0);
    }

    /** Integers are given as those of their type, which wrap. */
    private static long u64(String value) {
        return Long.parseUnsignedLong(value);
    }

    static void counter(Counter shared, Local local, String op, List<String> values) {
        Counter counter = local == null ? shared : local.counter(shared);
        if (op.equals("inc")) {
            counter.inc();
        } else {
            counter.add(u64(first(values)));
        }
    }

    static void f64Counter(F64Counter shared, Local local, String op, List<String> values) {
        F64Counter counter = local == null ? shared : local.counter(shared);
        counter.add(op.equals("inc") ? 1 : number(first(values)));
    }

    static void u64Gauge(U64Gauge gauge, Local local, String op, List<String> values) {
        if (op.equals("set")) {
            gauge.set(u64(first(values)));
        } else {
            gauge.add(u64(first(values)));
        }
    }

    static void i64Gauge(I64Gauge gauge, Local local, String op, List<String> values) {
        if (op.equals("set")) {
            gauge.set(Long.parseLong(first(values)));
        } else {
            gauge.add(Long.parseLong(first(values)));
        }
    }

    static void f64Gauge(F64Gauge gauge, Local local, String op, List<String> values) {
        if (op.equals("set")) {
            gauge.set(number(first(values)));
        } else {
            gauge.add(number(first(values)));
        }
    }

    static void boolGauge(BoolGauge gauge, Local local, String op, List<String> values) {
        gauge.set(first(values).equals("true"));
    }

    static void histogram(Histogram shared, Local local, String op, List<String> values) {
        Histogram histogram = local == null ? shared : local.histogram(shared);
        histogram.observe(u64(first(values)));
    }

    static void f64Histogram(F64Histogram shared, Local local, String op, List<String> values) {
        F64Histogram histogram = local == null ? shared : local.histogram(shared);
        histogram.observe(number(first(values)));
    }

    static void window(Window shared, Local local, String op, List<String> values) {
        Window window = local == null ? shared : local.window(shared);
        window.observeAt(u64(first(values)), u64(values.get(1)));
    }

    static void f64Window(F64Window shared, Local local, String op, List<String> values) {
        F64Window window = local == null ? shared : local.window(shared);
        window.observeAt(u64(first(values)), number(values.get(1)));
    }

    static void text(Text text, Local local, String op, List<String> values) {
        text.set(first(values));
    }

    /** Puts each component as what it takes, and publishes. */
    static Steps<Struct> struct(List<Component> components) {
        return (struct, local, op, values) -> {
            for (int i = 0; i < components.size(); i++) {
                String value = values.get(i);
                switch (components.get(i).type()) {
                    case TEXT -> struct.put(i, value);
                    case BOOL -> struct.put(i, value.equals("true"));
                    case F32, F64 -> struct.put(i, number(value));
                    case U64 -> struct.put(i, u64(value));
                    default -> struct.put(i, Long.parseLong(value));
                }
            }
            struct.publish();
        };
    }
}
