package dev.procpool.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Measures whole processes, from their start to their end. Confined to one thread. */
final class CommandMeasurements {

    private static final int LINES_1E6 = 1_000_000;
    private static final int LINES_1E7 = 10_000_000;
    private static final int FILE_NAMES = 300_000;
    private static final int MOST_SAMPLES = 3;
    private static final Duration LONGEST = Duration.ofMinutes(3);

    /** The time after which a cell gets no further sample. */
    private static final long ENOUGH_NANOS = TimeUnit.SECONDS.toNanos(4);

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Setup setup;
    private final Path directory;
    private final ShellInput inputs;

    CommandMeasurements(Setup setup, Path directory) {
        this.setup = setup;
        this.directory = directory;
        this.inputs = new ShellInput(directory);
    }

    /** The samples of a row: milliseconds of {@code run square ::: 3}, seconds of the others. */
    Samples measure(Row row, Peer peer) throws IOException, InterruptedException {
        if (row == Row.RUN_COMMAND) {
            return Samples.of(oneItem(peer));
        }
        Path input = input(row);
        List<String> command = command(row, peer);
        double[] samples = new double[Math.min(MOST_SAMPLES, setup.pace().samples())];
        int count = 0;
        long start = System.nanoTime();
        while (count < samples.length && (count == 0 || System.nanoTime() - start < ENOUGH_NANOS)) {
            Files.deleteIfExists(jobLog());
            samples[count++] = nanos(peer, command, ProcessBuilder.Redirect.from(input.toFile())) / NANOS_PER_SECOND;
        }
        boolean pool = peer == Peer.PYTHON_BEST || peer.isGiven();
        return new Samples(Arrays.copyOf(samples, count), pool ? "at 1000" : "");
    }

    /** The first run warms the file cache and is not counted. */
    private double[] oneItem(Peer peer) throws IOException, InterruptedException {
        List<String> command = ours(peer, List.of("run", "square", ":::", "3"));
        nanos(peer, command, ProcessBuilder.Redirect.PIPE);
        double[] samples = new double[setup.pace().samples()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = nanos(peer, command, ProcessBuilder.Redirect.PIPE) / NANOS_PER_MILLI;
        }
        return samples;
    }

    private Path input(Row row) throws IOException {
        return switch (row) {
            case SHELL_SHA256 -> inputs.names(setup.pace().items(FILE_NAMES));
            case SHELL_1E7 -> inputs.numbers(setup.pace().items(LINES_1E7));
            default -> inputs.numbers(setup.pace().items(LINES_1E6));
        };
    }

    private Path jobLog() {
        return directory.resolve("joblog");
    }

    private List<String> command(Row row, Peer peer) {
        String task = row == Row.SHELL_SHA256 ? "sha256" : "square";
        return switch (peer) {
            case PROCPOOL, PROCPOOL_OTHER -> ours(peer, run(row, task));
            case PYTHON_LOOP -> setup.pythonOf(peer).script(directory, task + "_loop.py");
            case TOOL ->
                row == Row.SHELL_SHA256
                        ? List.of("xargs", "-P2", "-n50", "sha256sum")
                        : List.of("awk", "{ printf \"%.0f\\n\", $1 * $1 }");
            case BARE_JVMS ->
                List.of(
                        setup.home(peer).resolve("bin/java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LineLoop.class.getName(),
                        task);
            default -> setup.pythonOf(peer).script(directory, task + "_pool.py");
        };
    }

    private List<String> run(Row row, String task) {
        List<String> words = new ArrayList<>(List.of("run", task, "-j", Integer.toString(row.workers())));
        switch (row) {
            case SHELL_JSON -> words.add("--json");
            case SHELL_PID -> words.add("--pid");
            case SHELL_JOBLOG -> words.addAll(List.of("--joblog", jobLog().toString()));
            default -> {}
        }
        return words;
    }

    private List<String> ours(Peer peer, List<String> words) {
        List<String> command = setup.program().isPresent()
                ? new ArrayList<>(List.of(setup.program().get().toString()))
                : new ArrayList<>(MeasuringJvm.command(setup.home(peer), List.of(), "dev.procpool.cli.Main"));
        command.addAll(words);
        return command;
    }

    private long nanos(Peer peer, List<String> command, ProcessBuilder.Redirect input)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(input)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("JAVA_HOME", setup.home(peer).toString());
        long start = System.nanoTime();
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new IOException("took longer than " + LONGEST);
        }
        if (process.exitValue() != 0) {
            throw new IOException("exit code " + process.exitValue());
        }
        return System.nanoTime() - start;
    }
}
