package dev.procpool.bench.crossover;

import dev.procpool.bench.ChartProcess;
import dev.procpool.bench.MeasuringJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Measures from how many items on a pool of processes is faster than one thread, and computes it by {@link Law}. */
public final class Crossover {

    private static final int LEAVE_SECONDS = 20;
    private static final String CHART = "dev.procpool.bench.crossover.CrossoverChart";

    private Crossover() {}

    /**
     * Measures in a JVM of its own.
     *
     * @throws IOException if that JVM fails; its messages are on standard error
     */
    public static Result measure(Scope scope, int workers, boolean isEcho, Progress progress)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(MeasuringJvm.command(
                        Path.of(System.getProperty("java.home")),
                        List.of(),
                        CrossoverJvm.class.getName(),
                        scope.name(),
                        Integer.toString(workers),
                        Boolean.toString(isEcho)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            Optional<String> json = result(lines, progress);
            if (json.isEmpty()) {
                throw new IOException("the measuring JVM has ended without a result");
            }
            return ResultFile.read(json.get());
        } finally {
            end(process);
        }
    }

    private static Optional<String> result(BufferedReader lines, Progress progress) throws IOException {
        for (String line; (line = lines.readLine()) != null; ) {
            if (line.startsWith("{")) {
                return Optional.of(line);
            }
            String[] words = line.split(CrossoverJvm.SEPARATOR);
            progress.step(words[0], List.of(words).subList(1, words.length));
        }
        return Optional.empty();
    }

    /** Lets it end within a bound; the end of its stdin has it halt in the middle of its work, too. */
    private static void end(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(LEAVE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    /** Draws a PNG file. */
    public static void draw(Result result, String language, Path png) throws IOException, InterruptedException {
        Path json = Files.createTempFile("procpool-crossover", ".json");
        try {
            Files.writeString(json, ResultFile.json(result));
            ChartProcess.run(
                    CHART, json.toString(), language, png.toAbsolutePath().toString());
        } finally {
            Files.delete(json);
        }
    }
}
