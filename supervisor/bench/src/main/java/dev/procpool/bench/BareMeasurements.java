package dev.procpool.bench;

import dev.procpool.Machine;
import dev.procpool.internal.launch.JvmArguments;
import dev.procpool.protocol.message.Slice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Measures the parts below a pool: two queues, mapped memory, JVMs that only start or sleep. */
final class BareMeasurements {

    /** About the size of a call of an int with its frame. */
    private static final int SMALL = 64;

    private static final int KIB_100 = 100 << 10;
    private static final int MIB_8 = 8 << 20;
    private static final int HEADROOM = 1024;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long SILENCE_NANOS = 2_000_000;
    private static final long POLL_NANOS = 10_000_000;
    private static final long BOUND_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final Pace pace;
    private final Sampler sampler;
    private final List<Process> children = new ArrayList<>();

    BareMeasurements(Pace pace) {
        this.pace = pace;
        this.sampler = new Sampler(pace);
    }

    /** The samples of a row. */
    double[] measure(Row row, Peer peer) throws Exception {
        Optional<Path> memory = Machine.here().sharedMemory();
        Path directory = memory.isPresent()
                ? Files.createTempDirectory(memory.get(), "procpool-bench")
                : Files.createTempDirectory("procpool-bench");
        try {
            return switch (peer) {
                case CHRONICLE -> chronicle(row, directory);
                case RING -> ring(row, directory);
                case BARE_JVMS -> row == Row.FIRST_RESULT ? starts(directory) : sleepers(row, directory);
                default -> throw new IllegalArgumentException(peer.name());
            };
        } finally {
            end();
            ScratchDirectory.delete(directory);
        }
    }

    private static int payload(Row row) {
        return switch (row) {
            case ECHO_100K -> KIB_100;
            case ECHO_8M -> MIB_8;
            default -> SMALL;
        };
    }

    private double[] chronicle(Row row, Path directory) throws Exception {
        int bytes = payload(row);
        int maxFrame = bytes + HEADROOM;
        Slice frame = Slice.of(new byte[bytes]);
        try (ChroniclePair pair = ChroniclePair.open(
                directory,
                maxFrame,
                () -> start(ChroniclePair.class, directory.toString(), Integer.toString(maxFrame)))) {
            return roundTrips(row, bytes, () -> {
                pair.send(frame);
                return pair.receive().length();
            });
        }
    }

    private double[] ring(Row row, Path directory) throws Exception {
        Path file = directory.resolve("ring");
        MappedRing ring = MappedRing.open(file, payload(row));
        start(MappedRing.class, file.toString(), Integer.toString(payload(row)));
        return roundTrips(row, payload(row), ring::roundTrip);
    }

    private double[] roundTrips(Row row, int bytes, Callable<?> roundTrip) throws Exception {
        return switch (row) {
            case APPLY_HOT -> sampler.medianMicros(roundTrip, 0);
            case APPLY_COLD -> sampler.medianMicros(roundTrip, SILENCE_NANOS);
            default -> CallMeasurements.bothWays(sampler.perSecond(1, roundTrip), bytes);
        };
    }

    /** The time in ms that a JVM with a worker's flags and start-up archive takes to begin and to end. */
    private double[] starts(Path directory) throws Exception {
        JvmArguments jvm = JvmArguments.of(Optional.empty(), List.of(), Map.of(), List.of());
        double[] samples = new double[pace.samples()];
        for (int i = 0; i < samples.length; i++) {
            ProcessBuilder builder = jvm.processBuilder(
                            jvm.usableArchive(), directory.resolve("args"), "-version", List.of())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            long start = System.nanoTime();
            Process process = builder.start();
            children.add(process);
            int exit = process.waitFor();
            samples[i] = (System.nanoTime() - start) / NANOS_PER_MILLI;
            if (exit != 0) {
                throw new IOException("java -version ended with exit " + exit);
            }
        }
        return samples;
    }

    private double[] sleepers(Row row, Path directory) throws Exception {
        int count = row.workers();
        Path file = directory.resolve("counters");
        ByteBuffer counters = SleepLoop.map(file, count);
        for (int i = 0; i < count; i++) {
            start(SleepLoop.class, file.toString(), Integer.toString(i));
        }
        long start = System.nanoTime();
        while (!SleepLoop.allRun(counters, count)) {
            if (System.nanoTime() - start > BOUND_NANOS) {
                throw new IllegalStateException("not all of " + count + " JVMs have started");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return sampler.countsPerSecond(() -> SleepLoop.sum(counters, count));
    }

    private void start(Class<?> main, String... args) throws IOException {
        children.add(new ProcessBuilder(
                        MeasuringJvm.command(Path.of(System.getProperty("java.home")), List.of(), main.getName(), args))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private void end() throws InterruptedException {
        children.forEach(Process::destroyForcibly);
        for (Process child : children) {
            child.waitFor();
        }
        children.clear();
    }
}
