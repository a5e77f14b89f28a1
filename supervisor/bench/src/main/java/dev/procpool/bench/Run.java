package dev.procpool.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private final Setup setup;
    private final ScratchDirectory directory;
    private final CommandMeasurements commands;
    private final Consumer<String> progress;
    private final Figures figures = new Figures();
    private final Map<String, String> failures = new LinkedHashMap<>();
    private final Map<Peer.Kind, MeasuringProcess> processes = new EnumMap<>(Peer.Kind.class);

    private static List<String> fixedHeap() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long mib = Math.min(LARGEST_HEAP_MIB, (system.getTotalMemorySize() >> 20) / PARTS_OF_MEMORY);
        return List.of("-Xms" + mib + "m", "-Xmx" + mib + "m", "-XX:+AlwaysPreTouch");
    }

    /** @param progress gets the name of each cell when it is measured */
    public Run(Setup setup, Consumer<String> progress) throws IOException {
        this.setup = setup;
        this.progress = progress;
        this.directory = ScratchDirectory.create();
        Python.writeScripts(directory.path());
        this.commands = new CommandMeasurements(setup, directory.path());
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
            if (setup.has(row, peer) && !figures.has(row, peer)) {
                progress.accept(row.title() + ": " + name(peer));
                try {
                    measure(row, peer);
                } catch (IOException e) {
                    failures.put(row.title() + ", " + name(peer), e.getMessage());
                }
            }
        }
    }

    private String name(Peer peer) {
        if (peer.isGiven()) {
            return setup.pythonOf(peer).title();
        }
        return peer == Peer.PROCPOOL_OTHER ? peer.title() + ", the other JDK" : peer.title();
    }

    private void measure(Row row, Peer peer) throws IOException, InterruptedException {
        if (row.group() == Group.SHELL) {
            figures.add(row, peer, commands.measure(row, peer));
        } else if (row == Row.SOAK) {
            try (MeasuringProcess small = jvm(Peer.PROCPOOL, List.of("-Xmx64m"))) {
                small.measure(row, peer, LONGEST_SOAK, (ofRow, samples) -> figures.add(ofRow, peer, samples));
            }
        } else {
            Duration longest = row.size() == Size.FULL ? LONGEST_FULL_CELL : LONGEST_CELL;
            process(peer)
                    .measure(row, asked(row, peer), longest, (ofRow, samples) -> figures.add(ofRow, peer, samples));
        }
    }

    /** The peer that a process is asked for: the one on the other JDK, or of another Python, measures its own. */
    private static Peer asked(Row row, Peer peer) {
        if (peer.isGiven()) {
            return row.peers().contains(Peer.PYTHON_BEST) ? Peer.PYTHON_BEST : Peer.PYTHON_FORK;
        }
        return peer == Peer.PROCPOOL_OTHER ? Peer.PROCPOOL : peer;
    }

    private MeasuringProcess process(Peer peer) throws IOException {
        MeasuringProcess running = processes.get(peer.kind());
        if (running == null || !running.isAlive()) {
            if (running != null) {
                running.close();
            }
            running = peer.isPython()
                    ? MeasuringProcess.start(setup.pythonOf(peer).measuring(directory.path(), setup.pace()))
                    : jvm(peer, FIXED_HEAP);
            processes.put(peer.kind(), running);
        }
        return running;
    }

    private MeasuringProcess jvm(Peer peer, List<String> options) throws IOException {
        List<String> command = MeasuringJvm.command(
                setup.home(peer),
                options,
                MeasuringJvm.class.getName(),
                setup.pace().words().toArray(String[]::new));
        return MeasuringProcess.start(peer == Peer.PP4J ? Pp4jMeasurements.withLibrary(command) : command);
    }

    @Override
    public void close() throws IOException {
        for (MeasuringProcess process : processes.values()) {
            process.close();
        }
        directory.close();
    }
}
