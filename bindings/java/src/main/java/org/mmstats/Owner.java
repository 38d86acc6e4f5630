package org.mmstats;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.mmstats.internal.v2.NativeWriter;

/**
 * Owns a native writer: lets one thread at a time use it, and nobody once it is closed. Its handles
 * end with it. There is one handle to a cell, whoever asks for it how often.
 */
final class Owner {
    /** As many locals as there are stripes: with so many one looks for threads that ended. */
    private static final int STRIPES = 64;

    private final Object lock = new Object();
    private final Handles handles = new Handles();

    /** Those whose stripes aren't given back. */
    private final Set<Local> locals = new HashSet<>();

    /** The native writer; 0 once it is closed. */
    private long writer;

    Owner(long writer) {
        this.writer = writer;
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

    /** The handle of a series, of which the native writer says something. */
    <H extends Handle> H handle(Class<H> type, Supplier<long[]> ask, Function<long[], H> make) {
        return get(
                open -> {
                    long[] series = ask.get();
                    return handles.get(series[NativeWriter.CELL], type, () -> make.apply(series));
                });
    }

    void retire(Handle handle) {
        use(
                open -> {
                    long cell = handle.at();
                    NativeWriter.retire(open, cell);
                    handles.close(cell);
                });
    }

    Local local() {
        return get(
                open -> {
                    if (locals.size() >= STRIPES) {
                        locals.removeIf(known -> known.giveBack(false));
                    }
                    Local local = new Local(this, open);
                    if (local.hasStripe()) {
                        locals.add(local);
                    }
                    return local;
                });
    }

    /** Ends a local object. */
    void close(Local local) {
        synchronized (lock) {
            if (local.end()) {
                locals.remove(local);
            }
        }
    }

    void close() {
        synchronized (lock) {
            if (writer == 0) {
                return;
            }
            locals.forEach(Local::end);
            handles.close();
            long open = writer;
            writer = 0;
            // Nobody can get one of their stripes any more.
            locals.forEach(local -> local.giveBack(true));
            locals.clear();
            try {
                NativeWriter.close(open);
            } finally {
                NativeWriter.free(open);
            }
        }
    }
}
