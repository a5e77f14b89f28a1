package dev.procpool.bench.crossover;

import dev.procpool.bench.ParentWatch;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The JVM that measures, with the compilers that a user's program has. Its arguments are scope, workers and echo. It
 * writes a line for each step, {@code KEY VALUE...} with tabs between, and then the result as JSON.
 */
final class CrossoverJvm {

    static final String SEPARATOR = "\t";

    private CrossoverJvm() {}

    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        ParentWatch.haltAtEndOfInput();
        Result result = Experiment.run(
                Scope.valueOf(args[0]), Integer.parseInt(args[1]), Boolean.parseBoolean(args[2]), (key, values) -> {
                    out.println(key + SEPARATOR + String.join(SEPARATOR, values));
                });
        out.println(ResultFile.json(result));
        System.exit(0);
    }
}
