import java.time.Duration;
import java.util.List;
import org.mmstats.v1.Counter;
import org.mmstats.v1.TextField;
import org.mmstats.v1.Timer;
import org.mmstats.v1.Value;
import org.mmstats.v1.Writer;

/**
 * A pretend web server that publishes statistics in format 1, which mmstats 0.8.0's tools read.
 *
 * <pre>java -cp mmstats.jar WebV1.java [SECONDS]</pre>
 *
 * <p>Without SECONDS it runs until SIGINT or SIGTERM. While it runs, look at it from another
 * terminal: {@code mmstats slurp}.
 */
public final class WebV1 {
    private static final List<String> PAGES = List.of("/", "/news", "/about");

    private static volatile boolean stopped;

    private WebV1() {}

    public static void main(String[] arguments) throws InterruptedException {
        double seconds = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 1e9;
        long end = System.nanoTime() + Duration.ofMillis((long) (1000 * seconds)).toNanos();
        stopOnSignal();

        // Declare what there is to know, then create the file: from there on everybody sees it.
        try (Writer stats = Writer.options("web").labelPrefix("web.").build()) {
            Counter requests = stats.counter("requests");
            Timer latency = stats.timer("latency", 100);
            TextField page = stats.text("page", 32);
            stats.constant("java", Value.text(System.getProperty("java.version")));
            System.out.println("Statistics are in " + stats.createFile());

            // Serving: each of these is a few stores to memory, with no lock, no system call, no
            // native call and no garbage.
            for (int turn = 0; !stopped && System.nanoTime() < end; turn++) {
                String name = PAGES.get(turn % PAGES.size());
                try (Timer.Measurement measurement = latency.start()) {
                    page.set(name);
                    serve(name);
                    requests.inc();
                }
            }
            System.out.printf("Served %d requests in %.4f s each%n", requests.get(), latency.get());
        }
        // The file stays, and says what this program had done when it ended.
    }

    /** The virtual machine ends with this hook, which waits for main to end on its own. */
    private static void stopOnSignal() {
        Thread main = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    stopped = true;
                                    try {
                                        main.join();
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                }));
    }

    private static void serve(String page) throws InterruptedException {
        Thread.sleep(1 + page.length());
    }
}
