import java.time.Duration;
import java.util.List;
import org.mmstats.Component;
import org.mmstats.ComponentType;
import org.mmstats.Counter;
import org.mmstats.I64Gauge;
import org.mmstats.Kind;
import org.mmstats.Labelled;
import org.mmstats.Struct;
import org.mmstats.Timer;
import org.mmstats.Writer;

/**
 * A pretend web server that publishes statistics.
 *
 * <pre>java -cp mmstats.jar Web.java [SECONDS]</pre>
 *
 * <p>Without SECONDS it runs until SIGINT or SIGTERM. While it runs, look at it from another
 * terminal: {@code mmstats slurp}.
 */
public final class Web {
    private static final List<String> PAGES = List.of("/", "/news", "/about", "/lost");
    private static final int FOUND = 200;
    private static final int MISSING = 404;

    private static volatile boolean stopped;

    private Web() {}

    public static void main(String[] arguments) throws InterruptedException {
        double seconds = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 1e9;
        long end = System.nanoTime() + Duration.ofMillis((long) (1000 * seconds)).toNanos();
        stopOnSignal();

        int served = 0;
        // From here on everybody sees the file. Handles are made once and kept.
        try (Writer stats = new Writer("web")) {
            Labelled<Counter> requests =
                    stats.counter("http.requests")
                            .unit("1")
                            .help("Requests that were answered.")
                            .labels("code")
                            .family();
            Counter found = requests.with(Integer.toString(FOUND));
            Counter missing = requests.with(Integer.toString(MISSING));
            Timer latency = stats.timer("http.latency").help("How long that took.").register();
            I64Gauge active =
                    stats.i64Gauge("http.active")
                            .help("Requests that are being answered.")
                            .register();
            // Published as a whole: nobody sees the page of one request with the code of another.
            Struct last =
                    stats.struct(
                                    "http.last",
                                    Component.text("page", 32, ""),
                                    Component.of("code", ComponentType.U64, Kind.GAUGE, ""),
                                    Component.of("duration", ComponentType.U64, Kind.GAUGE, "ns"))
                            .help("The last request.")
                            .register();
            stats.path().ifPresent(path -> System.out.println("Statistics are in " + path));

            // Serving: each of these is a few stores to memory, with no lock, no system call, no
            // native call and no garbage.
            for (; !stopped && System.nanoTime() < end; served++) {
                String page = PAGES.get(served % PAGES.size());
                try (Timer.Measurement measurement = latency.start()) {
                    active.add(1);
                    int code = serve(page);
                    (code == FOUND ? found : missing).inc();
                    last.put(0, page).put(1, code).put(2, measurement.elapsedNanos()).publish();
                    active.add(-1);
                }
            }
        }
        // The file stays, and says what this program had done when it ended.
        System.out.println("Served " + served + " requests");
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

    private static int serve(String page) throws InterruptedException {
        Thread.sleep(1 + page.length());
        return page.equals("/lost") ? MISSING : FOUND;
    }
}
