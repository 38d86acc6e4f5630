package org.mmstats.benches;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs all benchmarks in rounds, each in a virtual machine of its own, and prints for each
 * comparison and round what benches/summary.py takes: id, goal, against, ns of ours, ns of theirs.
 */
public final class Rounds {
    private static final int ROUNDS = 5;
    private static final int WARM_UPS = 8;
    private static final int ITERATIONS = 10;
    private static final TimeValue WARM_UP = TimeValue.milliseconds(150);
    private static final TimeValue ITERATION = TimeValue.milliseconds(40);

    private static final List<Comparison> COMPARISONS =
            List.of(
                    new Comparison(
                            "v1.java.counter_inc",
                            "1.1",
                            "Agrona AtomicCounter.incrementOrdered",
                            "Increment.ours",
                            "Increment.agrona"),
                    new Comparison(
                            "v1.java.counter_inc.long_adder",
                            "",
                            "LongAdder.increment",
                            "Increment.ours",
                            "Increment.longAdder"),
                    new Comparison(
                            "v1.java.counter_inc.var_handle",
                            "",
                            "bare VarHandle.setRelease",
                            "Increment.ours",
                            "Increment.varHandle"),
                    new Comparison(
                            "v2.java.local.counter_inc",
                            "1.1",
                            "Agrona AtomicCounter.incrementOrdered",
                            "LocalIncrement.ours",
                            "LocalIncrement.agrona"),
                    new Comparison(
                            "v1.java.read.1000", "3", "libmmstats", "Read.ours", "Read.library"));

    private Rounds() {}

    private record Comparison(String id, String goal, String against, String ours, String theirs) {}

    /**
     * Runs them.
     *
     * @param arguments the beginning of the ids to run, if not of all; may be empty
     * @throws RunnerException where that fails
     */
    public static void main(String[] arguments) throws RunnerException {
        String only = String.join("", arguments);
        List<Comparison> chosen =
                COMPARISONS.stream().filter(one -> one.id.startsWith(only)).toList();
        if (chosen.isEmpty()) {
            return;
        }
        // What virtual machines and JMH itself have to say is none of the lines.
        PrintStream out = System.out;
        System.setOut(System.err);
        Map<Comparison, StringBuilder> lines = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, Double> times = round(chosen);
            for (Comparison one : chosen) {
                lines.computeIfAbsent(one, any -> new StringBuilder())
                        .append(
                                String.join(
                                        "\t",
                                        one.id,
                                        one.goal,
                                        one.against,
                                        times.get(one.ours).toString(),
                                        times.get(one.theirs).toString()))
                        .append('\n');
            }
        }
        chosen.forEach(one -> out.print(lines.get(one)));
    }

    /** The nanoseconds of an operation of each benchmark. */
    private static Map<String, Double> round(List<Comparison> chosen) throws RunnerException {
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .forks(1)
                        .warmupIterations(WARM_UPS)
                        .warmupTime(WARM_UP)
                        .measurementIterations(ITERATIONS)
                        .measurementTime(ITERATION)
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true);
        chosen.stream()
                .flatMap(one -> Arrays.asList(one.ours, one.theirs).stream())
                .distinct()
                .forEach(name -> options.include(name.replace(".", "\\.") + "$"));
        Map<String, Double> times = new HashMap<>();
        for (RunResult result : new Runner(options.build()).run()) {
            String name = result.getParams().getBenchmark();
            String base = name.substring(Rounds.class.getPackageName().length() + 1);
            // Iterations that others on the machine disturbed don't count.
            times.put(base, result.getPrimaryResult().getStatistics().getPercentile(50));
        }
        return times;
    }
}
