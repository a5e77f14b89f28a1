package dev.procpool.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Measures the cells of a table, row by row: all peers of a row right after each other, so that a change of the
 * machine's speed meets all of them. Each {@link Peer.Kind} has one process that measures. Confined to one thread.
 */
public final class Run implements AutoCloseable {

    /** The size of the heap is fixed, as getting memory from the system may take longer than the measured code. */
    private static final List<String> FIXED_HEAP = fixedHeap();

    private static final long LARGEST_HEAP_MIB = 2048;
    private static final int PARTS_OF_MEMORY = 8;

    private static final Duration LONGEST_CELL = Duration.ofMinutes(3);

    /** The bound for many workers, which are warm late. */
    private static final Duration LONGEST_FULL_CELL = Duration.ofMinutes(15);

    private static final Duration LONGEST_SOAK = Duration.ofMinutes(30);
    private static final double NANOS_PER_MILLI = 1e6;

    private final Pace pace;
    private final Set<Peer> peers;
    private final Map<Peer, Path> homes = new EnumMap<>(Peer.class);
    private final Optional<Path> program;
    private final Path directory;
    private final Consumer<String> progress;
    private final Figures figures = new Figures();
    private final Map<String, String> failures = new LinkedHashMap<>();
    private final Map<Peer.Kind, MeasuringProcess> processes = new HashMap<>();

    private static List<String> fixedHeap() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long mib = Math.min(LARGEST_HEAP_MIB, (system.getTotalMemorySize() >> 20) / PARTS_OF_MEMORY);
        return List.of("-Xms" + mib + "m", "-Xmx" + mib + "m", "-XX:+AlwaysPreTouch");
    }

    /**
     * @param peers the columns
     * @param otherJdk the home of the other JDK
     * @param program the script that runs the command line; by default the JVM of the bench runs it with its class path
     * @param progress gets the name of each cell when it is measured
     */
    public Run(Pace pace, Set<Peer> peers, Optional<Path> otherJdk, Optional<Path> program, Consumer<String> progress)
            throws IOException {
        this.pace = pace;
        this.peers = EnumSet.copyOf(peers);
        this.program = program;
        this.progress = progress;
        this.directory = Files.createTempDirectory("procpool-bench");
        directory.toFile().deleteOnExit(); // for a run that a signal ends
        Python.SCRIPTS.forEach(script -> directory.resolve(script).toFile().deleteOnExit());
        Path home = Path.of(System.getProperty("java.home"));
        homes.put(Peer.PROCPOOL, home);
        homes.put(Peer.PROCPOOL_OTHER, otherJdk.orElse(home));
    }

    public Figures figures() {
        return figures;
    }

    /** The reasons why cells have no figure, by row and peer. */
    public Map<String, String> failures() {
        return failures;
    }

    /** Measures a row for all peers of this run that have it. */
    public void measure(Row row) throws InterruptedException {
        for (Peer peer : row.peers()) {
            if (peers.contains(peer) && !figures.has(row, peer)) {
                String who = peer == Peer.PROCPOOL_OTHER ? peer.title() + ", the other JDK" : peer.title();
                progress.accept(row.title() + ": " + who);
                try {
                    measure(row, peer);
                } catch (IOException e) {
                    failures.put(row.title() + ", " + peer.title(), e.getMessage());
                }
            }
        }
    }

    private void measure(Row row, Peer peer) throws IOException, InterruptedException {
        if (row == Row.RUN_COMMAND) {
            figures.add(row, peer, runCommand(homes.get(peer)));
        } else if (row == Row.SOAK) {
            try (MeasuringProcess small = jvm(Peer.PROCPOOL, List.of("-Xmx64m"))) {
                small.measure(row, peer, LONGEST_SOAK, (ofRow, samples) -> figures.add(ofRow, peer, samples));
            }
        } else {
            // The process on the other JDK is asked for its own.
            Peer asked = peer == Peer.PROCPOOL_OTHER ? Peer.PROCPOOL : peer;
            Duration longest = row.size() == Row.Size.FULL ? LONGEST_FULL_CELL : LONGEST_CELL;
            process(peer).measure(row, asked, longest, (ofRow, samples) -> figures.add(ofRow, peer, samples));
        }
    }

    private MeasuringProcess process(Peer peer) throws IOException {
        MeasuringProcess running = processes.get(peer.kind());
        if (running == null || !running.isAlive()) {
            if (running != null) {
                running.close();
            }
            running = peer.kind() == Peer.Kind.PYTHON
                    ? MeasuringProcess.start(Python.command(directory, pace))
                    : jvm(peer, FIXED_HEAP);
            processes.put(peer.kind(), running);
        }
        return running;
    }

    private MeasuringProcess jvm(Peer peer, List<String> options) throws IOException {
        Path home = peer.kind() == Peer.Kind.OTHER_JVM ? homes.get(Peer.PROCPOOL_OTHER) : homes.get(Peer.PROCPOOL);
        return MeasuringProcess.start(MeasuringJvm.command(
                home, options, MeasuringJvm.class.getName(), pace.words().toArray(String[]::new)));
    }

    /** The first run warms the file cache and is not counted. */
    private double[] runCommand(Path home) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (program.isPresent()) {
            command.add(program.get().toString());
        } else {
            command.addAll(MeasuringJvm.command(home, List.of(), "dev.procpool.cli.Main"));
        }
        command.addAll(List.of("run", "square", ":::", "3"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("JAVA_HOME", home.toString());
        end(builder);
        double[] samples = new double[pace.samples()];
        for (int i = 0; i < samples.length; i++) {
            long start = System.nanoTime();
            end(builder);
            samples[i] = (System.nanoTime() - start) / NANOS_PER_MILLI;
        }
        return samples;
    }

    private static void end(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(LONGEST_CELL.toSeconds(), TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new IOException("took longer than " + LONGEST_CELL);
        }
        if (process.exitValue() != 0) {
            throw new IOException("exit code " + process.exitValue());
        }
    }

    @Override
    public void close() throws IOException {
        for (MeasuringProcess process : processes.values()) {
            process.close();
        }
        for (String script : Python.SCRIPTS) {
            Files.deleteIfExists(directory.resolve(script));
        }
        Files.deleteIfExists(directory);
    }
}
