package org.mmstats.agent;

import static org.mmstats.agent.Json.array;
import static org.mmstats.agent.Json.quoted;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mmstats.Bucket;
import org.mmstats.Component;
import org.mmstats.Distribution;
import org.mmstats.Family;
import org.mmstats.Recent;
import org.mmstats.Series;
import org.mmstats.Snapshot;
import org.mmstats.Value;

/** The decoded form of a file of format 2, as JSON (conformance/README.md). */
public final class DecodedFamilies {
    private DecodedFamilies() {}

    /**
     * The decoded form.
     *
     * @param seen what a reader saw of the file
     * @return one line of JSON
     */
    public static String json(Snapshot seen) {
        return "{\"format\":2,\"application\":"
                + quoted(seen.application())
                + ",\"state\":\""
                + (seen.isClosed() ? "closed" : "open")
                + "\",\"skipped\":"
                + seen.skipped()
                + ",\"families\":"
                + array(seen.families(), DecodedFamilies::family)
                + "}";
    }

    private static String family(Family family) {
        return "{\"name\":"
                + quoted(family.name())
                + ",\"kind\":\""
                + family.kind()
                + "\",\"type\":\""
                + family.type()
                + "\",\"unit\":"
                + quoted(family.unit())
                + ",\"help\":"
                + quoted(family.help())
                + ",\"aggregate\":\""
                + family.aggregate()
                + "\",\"alive_only\":"
                + family.isAliveOnly()
                + ",\"labels\":"
                + array(family.labelKeys(), Json::quoted)
                + family.parameters().entrySet().stream()
                        .map(DecodedFamilies::parameter)
                        .collect(Collectors.joining())
                + (family.components().isEmpty()
                        ? ""
                        : ",\"components\":"
                                + array(family.components(), DecodedFamilies::component))
                + ",\"series\":"
                + array(family.series(), DecodedFamilies::series)
                + "}";
    }

    private static String parameter(Map.Entry<String, Long> parameter) {
        String number = Long.toUnsignedString(parameter.getValue());
        String form =
                switch (parameter.getKey()) {
                    case "duration" -> quoted(number);
                    case "first" -> parameter.getValue().toString();
                    default -> number;
                };
        return ",\"" + parameter.getKey() + "\":" + form;
    }

    private static String component(Component component) {
        return "{\"name\":"
                + quoted(component.name())
                + ",\"type\":\""
                + component.type()
                + "\",\"kind\":\""
                + component.kind()
                + "\",\"unit\":"
                + quoted(component.unit())
                + ",\"offset\":"
                + component.offset()
                + ",\"width\":"
                + component.width()
                + "}";
    }

    private static String series(Series series) {
        String labels =
                series.allLabels().entrySet().stream()
                        .map(label -> quoted(label.getKey()) + ":" + quoted(label.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
        return "{\"labels\":"
                + labels
                + ",\"created\":\""
                + Long.toUnsignedString(series.createdNanos())
                + "\",\"value\":"
                + value(series.value())
                + "}";
    }

    private static String value(Value value) {
        if (value instanceof Value.Unpublished) {
            return "null";
        }
        if (value instanceof Value.Busy) {
            return "{\"busy\":true}";
        }
        if (value instanceof Value.Bool) {
            return value.toString();
        }
        if (value instanceof Value.F64 f64) {
            return quoted(Json.number(f64.number()));
        }
        if (value instanceof Value.Struct struct) {
            return array(struct.values(), DecodedFamilies::value);
        }
        if (value instanceof Distribution distribution) {
            return distribution(distribution);
        }
        if (value instanceof Recent recent) {
            return recent(recent);
        }
        return quoted(value.toString());
    }

    private static String distribution(Distribution of) {
        return "{\"count\":"
                + unsigned(of.count())
                + ",\"sum\":"
                + value(of.sum())
                + ",\"min\":"
                + value(of.min())
                + ",\"max\":"
                + value(of.max())
                + ",\"zero\":"
                + unsigned(of.zero())
                + ",\"above\":"
                + unsigned(of.above())
                + ",\"negative\":"
                + unsigned(of.negative())
                + ",\"nan\":"
                + unsigned(of.nan())
                + ",\"buckets\":"
                + array(of.buckets(), DecodedFamilies::bucket)
                + "}";
    }

    private static String bucket(Bucket bucket) {
        return "[" + bucket.index() + "," + unsigned(bucket.count()) + "]";
    }

    private static String recent(Recent recent) {
        return "{\"refused\":"
                + unsigned(recent.refused())
                + ",\"slots\":"
                + array(recent.slots(), DecodedFamilies::slot)
                + "}";
    }

    private static String slot(Recent.Slot slot) {
        return "{\"epoch\":"
                + unsigned(slot.epoch())
                + ",\"count\":"
                + unsigned(slot.count())
                + ",\"sum\":"
                + value(slot.sum())
                + ",\"max\":"
                + value(slot.max())
                + "}";
    }

    private static String value(Optional<Value> value) {
        return value.map(DecodedFamilies::value).orElse("null");
    }

    private static String unsigned(long count) {
        return quoted(Long.toUnsignedString(count));
    }
}
