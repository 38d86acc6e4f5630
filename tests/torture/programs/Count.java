import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mmstats.Counter;
import org.mmstats.Local;
import org.mmstats.Options;
import org.mmstats.Writer;

/** Counts in many threads: {@code Count FOLDER MODE THREADS N}, as exact.rs says. */
public final class Count {
    private Count() {}

    public static void main(String[] arguments) throws InterruptedException {
        String mode = arguments[1];
        int threads = Integer.parseInt(arguments[2]);
        long increments = Long.parseLong(arguments[3]);
        Options options = Writer.options("count").path(Path.of(arguments[0]));
        if (mode.equals("detached")) {
            options.detached();
        }
        try (Writer stats = options.build()) {
            Counter hits = stats.counter("hits").register();
            Runnable inThread =
                    mode.equals("local")
                            ? () -> countLocally(stats, hits, increments)
                            : () -> count(hits, increments);
            List<Thread> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(new Thread(inThread));
            }
            running.forEach(Thread::start);
            for (Thread thread : running) {
                thread.join();
            }
            if (mode.equals("detached")) {
                System.out.println(hits.get());
            }
        }
    }

    private static void count(Counter counter, long increments) {
        for (long n = 0; n < increments; n++) {
            counter.inc();
        }
    }

    private static void countLocally(Writer stats, Counter hits, long increments) {
        try (Local local = stats.local()) {
            count(local.counter(hits), increments);
        }
    }
}
