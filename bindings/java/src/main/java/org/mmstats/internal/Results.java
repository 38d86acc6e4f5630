package org.mmstats.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.mmstats.Cause;

/** Takes apart what native code returned, in the order in which it was put there. */
public final class Results {
    private final ByteBuffer bytes;

    /**
     * Begins.
     *
     * @param bytes what native code returned
     */
    public Results(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    /**
     * The next number.
     *
     * @return the number
     */
    public long word() {
        return bytes.getLong();
    }

    /**
     * The next number, which is a small one.
     *
     * @return the number
     */
    public int number() {
        return Math.toIntExact(word());
    }

    /**
     * The next number, which says whether.
     *
     * @return whether
     */
    public boolean is() {
        return word() != 0;
    }

    /**
     * The next number, which is a float.
     *
     * @return the number
     */
    public double real() {
        return Double.longBitsToDouble(word());
    }

    /**
     * The next bytes.
     *
     * @return the bytes
     */
    public byte[] bytes() {
        byte[] next = new byte[number()];
        bytes.get(next);
        return next;
    }

    /**
     * The next text.
     *
     * @return the text
     */
    public String text() {
        byte[] next = bytes();
        return Utf8.decode(next, 0, next.length);
    }

    /**
     * The next path.
     *
     * @return the path, if there is one
     */
    public Optional<Path> path() {
        byte[] next = bytes();
        return next.length == 0 ? Optional.empty() : Optional.of(PathBytes.path(next));
    }

    /**
     * The next cause.
     *
     * @return the cause, if something failed
     */
    public Optional<Cause> cause() {
        return Optional.of(text()).filter(name -> !name.isEmpty()).map(Cause::named);
    }

    /**
     * The next array.
     *
     * @param next takes an element
     * @param <T> what that is
     * @return all elements
     */
    public <T> List<T> list(Supplier<T> next) {
        int count = number();
        List<T> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(next.get());
        }
        return List.copyOf(all);
    }

    /**
     * The next constant, by its number.
     *
     * @param all the constants, in the order of their numbers
     * @param first the first one's number
     * @param other what stands for one that isn't known
     * @param <E> what they are
     * @return the constant
     */
    public <E> E constant(E[] all, int first, E other) {
        long index = word() - first;
        return index >= 0 && index < all.length ? all[(int) index] : other;
    }
}
