package org.mmstats;

import java.util.HashSet;
import java.util.List;
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
    private final Object lock = new Object();
    private final Handles handles = new Handles();
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
                    Local local = new Local(this, NativeWriter.openLocal(open));
                    locals.add(local);
                    return local;
                });
    }

    /** Ends a local object; also where the writer is closed. */
    void close(Local local) {
        synchronized (lock) {
            if (locals.remove(local)) {
                local.end();
            }
        }
    }

    void close() {
        synchronized (lock) {
            if (writer == 0) {
                return;
            }
            List.copyOf(locals).forEach(this::close);
            handles.close();
            long open = writer;
            writer = 0;
            try {
                NativeWriter.close(open);
            } finally {
                NativeWriter.free(open);
            }
        }
    }
}
