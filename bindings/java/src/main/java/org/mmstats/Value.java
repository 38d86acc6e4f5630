package org.mmstats;

import java.util.List;
import java.util.Optional;

/**
 * The value of a series, or of a struct's component. Values don't change. Integers and floats of
 * less than 64 bits are had as those of 64 bits.
 */
public sealed interface Value
        permits Value.U64,
                Value.I64,
                Value.F64,
                Value.Bool,
                Value.Text,
                Value.Struct,
                Value.Unpublished,
                Value.Busy,
                Value.Each,
                Value.Windows,
                Distribution,
                Recent {

    /**
     * An unsigned integer.
     *
     * @param bits the number, those from 2^63 on as negative ones
     */
    record U64(long bits) implements Value {
        private static final double TWO_TO_63 = 0x1p63;

        @Override
        public long asLong() {
            return bits;
        }

        @Override
        public double asDouble() {
            // Half of it, with the lowest bit kept so that what lies between doubles rounds right.
            return bits >= 0 ? bits : (double) (bits >>> 1 | bits & 1) * 2;
        }

        @Override
        public String toString() {
            return Long.toUnsignedString(bits);
        }
    }

    /**
     * A signed integer.
     *
     * @param number the number
     */
    record I64(long number) implements Value {
        @Override
        public long asLong() {
            return number;
        }

        @Override
        public double asDouble() {
            return number;
        }

        @Override
        public String toString() {
            return Long.toString(number);
        }
    }

    /**
     * A float.
     *
     * @param number the number
     */
    record F64(double number) implements Value {
        @Override
        public double asDouble() {
            return number;
        }

        @Override
        public String toString() {
            return Double.toString(number);
        }
    }

    /**
     * True or false.
     *
     * @param is which
     */
    record Bool(boolean is) implements Value {
        @Override
        public boolean asBoolean() {
            return is;
        }

        @Override
        public String toString() {
            return Boolean.toString(is);
        }
    }

    /**
     * A text.
     *
     * @param text the text
     */
    record Text(String text) implements Value {
        @Override
        public String asText() {
            return text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * Values that were published together.
     *
     * @param components what they are
     * @param values one for each component
     */
    record Struct(List<Component> components, List<Value> values) implements Value {
        /**
         * The value of a component.
         *
         * @param name the component's name
         * @return the value, where there is such a component
         */
        public Optional<Value> get(String name) {
            for (int i = 0; i < components.size(); i++) {
                if (components.get(i).name().equals(name)) {
                    return Optional.of(values.get(i));
                }
            }
            return Optional.empty();
        }

        @Override
        public String toString() {
            return values.toString();
        }
    }

    /** That of a text or struct that was never published: there is none. */
    record Unpublished() implements Value {
        @Override
        public String toString() {
            return "unpublished";
        }
    }

    /** It changed whenever it was looked at; the next look may find it (F2-BUSY). */
    record Busy() implements Value {
        @Override
        public String toString() {
            return "busy";
        }
    }

    /** That of an application, where there is none of all files: each has its own. */
    record Each() implements Value {
        @Override
        public String toString() {
            return "each";
        }
    }

    /**
     * That of windows of an application whose slots differ in duration, which don't add up.
     *
     * @param windows one of each duration, the shortest first
     */
    record Windows(List<Recent> windows) implements Value {
        @Override
        public String toString() {
            return windows.toString();
        }
    }

    /**
     * An integer.
     *
     * @return the number; that of an unsigned one from 2^63 on is negative
     * @throws MmStatsException wrong type
     */
    default long asLong() {
        throw isNo("integer");
    }

    /**
     * A number of any type.
     *
     * @return the number, as near as a double comes
     * @throws MmStatsException wrong type
     */
    default double asDouble() {
        throw isNo("number");
    }

    /**
     * True or false.
     *
     * @return which
     * @throws MmStatsException wrong type
     */
    default boolean asBoolean() {
        throw isNo("bool");
    }

    /**
     * A text.
     *
     * @return the text
     * @throws MmStatsException wrong type
     */
    default String asText() {
        throw isNo("text");
    }

    private MmStatsException isNo(String expected) {
        String message =
                "expected a value that is a "
                        + expected
                        + ", found one that is "
                        + getClass().getSimpleName()
                        + ": "
                        + this;
        return new MmStatsException(Cause.WRONG_TYPE, message);
    }
}
