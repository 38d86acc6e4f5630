package org.mmstats.agent;

import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Collectors;
import org.mmstats.v1.Field;
import org.mmstats.v1.Reader;
import org.mmstats.v1.Type;
import org.mmstats.v1.Value;

/** The decoded form of a file of format 1, as JSON (conformance/README.md). */
public final class Decoded {
    private Decoded() {}

    /**
     * The decoded form.
     *
     * @param reader a reader of the file
     * @return one line of JSON
     */
    public static String json(Reader reader) {
        String order = reader.byteOrder() == ByteOrder.LITTLE_ENDIAN ? "little" : "big";
        String fields =
                reader.fields().stream().map(Decoded::field).collect(Collectors.joining(","));
        return "{\"format\":1,\"layout\":\""
                + reader.layout()
                + "\",\"byte_order\":\""
                + order
                + "\",\"fields\":["
                + fields
                + "]}";
    }

    private static String field(Field field) {
        Value value = field.value();
        String name = "{\"name\":" + Json.quoted(field.label()) + ",";
        if (field.type() != Type.TUPLE) {
            return name + typed(value) + "}";
        }
        List<Value> parts = value.parts();
        String all =
                parts.stream()
                        .map(part -> "{" + typed(part) + "}")
                        .collect(Collectors.joining(",", "[", "]"));
        return name + "\"type\":\"tuple\",\"parts\":" + all + "}";
    }

    private static String typed(Value value) {
        String spelled =
                switch (value.type()) {
                    case BOOL -> value.toString();
                    case F32, F64 -> Json.quoted(Json.number(value.asDouble()));
                    default -> Json.quoted(value.toString());
                };
        return "\"type\":\"" + value.type() + "\",\"value\":" + spelled;
    }
}
