package org.mmstats.v1;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.mmstats.Cause;
import org.mmstats.MmStatsException;
import org.mmstats.internal.Utf8;

/** A value and its type. Values don't change. */
public final class Value {
    private final Type type;

    /** An integer, a bool as 0 or 1, the bits of a float as a double. */
    private final long bits;

    /** Null but for a text. */
    private final String text;

    /** Null but for a tuple. */
    private final List<Value> parts;

    private Value(Type type, long bits) {
        this(type, bits, null, null);
    }

    private Value(Type type, long bits, String text, List<Value> parts) {
        this.type = type;
        this.bits = bits;
        this.text = text;
        this.parts = parts;
    }

    private static Value integer(Type type, long number) {
        type.check(number);
        return new Value(type, number);
    }

    /**
     * A u64.
     *
     * @param bits the number, those from 2^63 on as negative ones ({@link Long#parseUnsignedLong})
     * @return the value
     */
    public static Value u64(long bits) {
        return integer(Type.U64, bits);
    }

    /**
     * An i64.
     *
     * @param number the number
     * @return the value
     */
    public static Value i64(long number) {
        return integer(Type.I64, number);
    }

    /**
     * A u32.
     *
     * @param number the number
     * @return the value
     */
    public static Value u32(long number) {
        return integer(Type.U32, number);
    }

    /**
     * An i32.
     *
     * @param number the number
     * @return the value
     */
    public static Value i32(int number) {
        return integer(Type.I32, number);
    }

    /**
     * A u16.
     *
     * @param number the number
     * @return the value
     */
    public static Value u16(int number) {
        return integer(Type.U16, number);
    }

    /**
     * An i16.
     *
     * @param number the number
     * @return the value
     */
    public static Value i16(int number) {
        return integer(Type.I16, number);
    }

    /**
     * A u8.
     *
     * @param number the number
     * @return the value
     */
    public static Value u8(int number) {
        return integer(Type.U8, number);
    }

    /**
     * An i8.
     *
     * @param number the number
     * @return the value
     */
    public static Value i8(int number) {
        return integer(Type.I8, number);
    }

    /**
     * An f32.
     *
     * @param number the number
     * @return the value
     */
    public static Value f32(float number) {
        return new Value(Type.F32, Double.doubleToRawLongBits(number));
    }

    /**
     * An f64.
     *
     * @param number the number
     * @return the value
     */
    public static Value f64(double number) {
        return new Value(Type.F64, Double.doubleToRawLongBits(number));
    }

    /**
     * A bool.
     *
     * @param value true or false
     * @return the value
     */
    public static Value bool(boolean value) {
        return new Value(Type.BOOL, value ? 1 : 0);
    }

    /**
     * A text.
     *
     * @param text the text
     * @return the value
     */
    public static Value text(String text) {
        return new Value(Type.TEXT, 0, Objects.requireNonNull(text), null);
    }

    /** The value of one part of that type, at a place in a file. */
    static Value decode(Type type, byte[] bytes, int at, int width, ByteOrder order) {
        if (type == Type.TEXT) {
            return text(decodeText(bytes, at, at + width));
        }
        long bits = type.ofFile(Words.get(bytes, at, type.width, order));
        return new Value(type, bits);
    }

    /** A text ends before its first NUL, or at its width (F1-TEXT-READ). */
    private static String decodeText(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && bytes[end] != 0) {
            end++;
        }
        return Utf8.decode(bytes, from, end);
    }

    /** The value of several parts, at a place in a file. */
    static Value decode(Signature signature, byte[] bytes, int at, ByteOrder order) {
        List<Value> parts = new ArrayList<>(signature.parts().size());
        for (Signature.Part part : signature.parts()) {
            parts.add(decode(part.type(), bytes, at + part.offset(), part.width(), order));
        }
        return new Value(Type.TUPLE, 0, null, List.copyOf(parts));
    }

    /**
     * What the file has of a scalar: a number, a bool as 0 or 1, the bits of a float of its width.
     */
    long bits() {
        return type == Type.F32 ? Float.floatToRawIntBits((float) asDouble()) : bits;
    }

    /**
     * The type.
     *
     * @return the type
     */
    public Type type() {
        return type;
    }

    /**
     * An integer, or a bool as 0 or 1.
     *
     * @return the number; a u64 from 2^63 on as a negative one ({@link Long#toUnsignedString})
     * @throws MmStatsException wrong type: it is something else
     */
    public long asLong() {
        if (!type.isInteger() && type != Type.BOOL) {
            throw wrongType("an integer or bool");
        }
        return bits;
    }

    /**
     * A number, or a bool as 0 or 1; a large integer as the next double.
     *
     * @return the number
     * @throws MmStatsException wrong type: it is something else
     */
    public double asDouble() {
        if (type.isFloat()) {
            return Double.longBitsToDouble(bits);
        }
        return type == Type.U64 ? Unsigned.toDouble(bits) : asLong();
    }

    /**
     * A bool.
     *
     * @return true or false
     * @throws MmStatsException wrong type: it is something else
     */
    public boolean asBoolean() {
        if (type != Type.BOOL) {
            throw wrongType("a bool");
        }
        return bits != 0;
    }

    /**
     * A text.
     *
     * @return the text
     * @throws MmStatsException wrong type: it is something else
     */
    public String asText() {
        if (text == null) {
            throw wrongType("a text");
        }
        return text;
    }

    /**
     * The parts of a tuple; a value of another type is its own only part.
     *
     * @return the parts
     */
    public List<Value> parts() {
        return parts == null ? List.of(this) : parts;
    }

    private MmStatsException wrongType(String expected) {
        return new MmStatsException(
                Cause.WRONG_TYPE, "expected " + expected + ", found " + type + " " + this);
    }

    /** The same type and the same value; floats are compared by their bits. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Value value
                && type == value.type
                && bits == value.bits
                && Objects.equals(text, value.text)
                && Objects.equals(parts, value.parts);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, bits, text, parts);
    }

    /** The value as people read it: "42", "0.5", "true", a text as it is, "(1, 2)". */
    @Override
    public String toString() {
        return switch (type) {
            case U64 -> Long.toUnsignedString(bits);
            case F32, F64 -> Double.toString(asDouble());
            case BOOL -> Boolean.toString(bits != 0);
            case TEXT -> text;
            case TUPLE ->
                    parts().stream()
                            .map(Value::toString)
                            .collect(Collectors.joining(", ", "(", ")"));
            default -> Long.toString(bits);
        };
    }
}
