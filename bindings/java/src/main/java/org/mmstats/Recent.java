package org.mmstats;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a window says: the values of the last slots of time (SPEC.md 2.9).
 *
 * @param duration how long a slot is, nanoseconds, as an unsigned number
 * @param size how many slots there are, the one that is being filled included
 * @param refused how many values were negative or NaN, and are counted nowhere else
 * @param slots the slots that there is something in, by their epochs
 */
public record Recent(long duration, int size, long refused, List<Slot> slots) implements Value {
    /**
     * A slot of time.
     *
     * @param epoch which one: nanoseconds of CLOCK_BOOTTIME, divided by the duration, plus 1
     * @param count how many values
     * @param sum their sum, a {@link Value.U64} modulo 2^64 or a {@link Value.F64}
     * @param max the greatest of them
     */
    public record Slot(long epoch, long count, Value sum, Value max) {}

    /**
     * The slots that count at a moment: that of its epoch, which is not over, and those before it.
     *
     * @param bootNanos the moment, nanoseconds of CLOCK_BOOTTIME
     * @return the same window, with these slots only
     */
    public Recent at(long bootNanos) {
        long epoch = Long.divideUnsigned(bootNanos, duration) + 1;
        List<Slot> last =
                slots.stream()
                        .filter(
                                slot ->
                                        Long.compareUnsigned(slot.epoch(), epoch) <= 0
                                                && epoch - slot.epoch() < size)
                        .collect(Collectors.toUnmodifiableList());
        return new Recent(duration, size, refused, last);
    }

    /**
     * How many values there are, in all slots.
     *
     * @return how many
     */
    public long count() {
        return slots.stream().mapToLong(Slot::count).sum();
    }

    /**
     * The sum of all slots.
     *
     * @return the sum, where there is a slot
     */
    public Optional<Value> sum() {
        return slots.stream()
                .map(Slot::sum)
                .reduce(
                        (a, b) ->
                                a instanceof U64
                                        ? new U64(a.asLong() + b.asLong())
                                        : new F64(a.asDouble() + b.asDouble()));
    }

    /**
     * The greatest value of all slots.
     *
     * @return the value, where there is a slot
     */
    public Optional<Value> max() {
        return slots.stream().map(Slot::max).reduce((a, b) -> isLess(a, b) ? b : a);
    }

    private static boolean isLess(Value a, Value b) {
        return a instanceof U64
                ? Long.compareUnsigned(a.asLong(), b.asLong()) < 0
                : a.asDouble() < b.asDouble();
    }

    @Override
    public String toString() {
        return "count " + Long.toUnsignedString(count()) + " in " + slots.size() + " slots";
    }
}
