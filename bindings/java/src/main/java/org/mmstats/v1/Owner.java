package org.mmstats.v1;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import org.mmstats.ClosedException;
import org.mmstats.internal.Naming;
import org.mmstats.internal.NativeWriter;
import org.mmstats.internal.PathBytes;
import org.mmstats.internal.Utf8;

/**
 * Owns a native writer: lets one thread at a time use it, and nobody once it is closed. The cells
 * of its fields end with it.
 */
final class Owner {
    private static final byte[] DEFAULT = new byte[0];

    private final Object lock = new Object();
    private final List<Cell> cells = new ArrayList<>();

    /** The native writer; 0 once it is closed. */
    private long writer;

    Owner(Options options) {
        writer =
                NativeWriter.open(
                        Utf8.encode(options.className),
                        options.folder == null ? DEFAULT : PathBytes.of(options.folder),
                        Utf8.encode(Naming.withCommand(options.filename)),
                        Utf8.encode(options.labelPrefix),
                        options.systemFields,
                        options.mode);
    }

    /** Declares a field on a native writer, and returns its address. */
    interface Declaration {
        long declare(long writer, byte[] label);
    }

    /** Declares a field and makes the handle of its address. */
    <H extends Cell> H declare(String label, Declaration declaration, LongFunction<H> handle) {
        byte[] bytes = Utf8.encode(label);
        return get(
                open -> {
                    H cell = handle.apply(declaration.declare(open, bytes));
                    cells.add(cell);
                    return cell;
                });
    }

    <T> T get(LongFunction<T> use) {
        synchronized (lock) {
            if (writer == 0) {
                throw new ClosedException("this writer is closed: make another");
            }
            return use.apply(writer);
        }
    }

    void use(LongConsumer use) {
        get(
                open -> {
                    use.accept(open);
                    return null;
                });
    }

    void close() {
        synchronized (lock) {
            if (writer != 0) {
                cells.forEach(Cell::close);
                cells.clear();
                NativeWriter.free(writer);
                writer = 0;
            }
        }
    }
}
