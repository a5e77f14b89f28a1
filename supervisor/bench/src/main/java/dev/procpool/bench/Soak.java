package dev.procpool.bench;

import dev.procpool.Machine;
import dev.procpool.Pool;
import dev.procpool.Results;
import dev.procpool.WorkerOutput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A call of 100 million items in this JVM, whose heap should be small. */
final class Soak {

    private static final int ITEMS = 100_000_000;
    private static final int WORKERS = 2;
    private static final int ITEMS_BETWEEN_LOOKS = 1_000_000;

    private Soak() {}

    static Map<Row, double[]> run() throws Exception {
        Optional<Path> memory = Machine.here().sharedMemory();
        Path parent = memory.isPresent()
                ? Files.createTempDirectory(memory.get(), "procpool-bench")
                : Files.createTempDirectory("procpool-bench");
        double disk = 0;
        long start = System.nanoTime();
        try (Pool pool = Pool.builder()
                        .processes(WORKERS)
                        .runDirectory(parent)
                        .output(WorkerOutput.discarding())
                        .open();
                Results<Integer> results =
                        pool.imap((Integer x) -> x * x, () -> Stream.iterate(0, i -> i < ITEMS, i -> i + 1)
                                .map(i -> i % (1 << 15))
                                .iterator())) {
            int count = 0;
            for (Integer ignored : results) {
                if (++count % ITEMS_BETWEEN_LOOKS == 0) {
                    disk = Math.max(disk, Accounting.diskMemory(parent));
                }
            }
            if (count != ITEMS) {
                throw new IllegalStateException(count + " results of " + ITEMS + " items");
            }
        } finally {
            Files.deleteIfExists(parent);
        }
        double seconds = (double) (System.nanoTime() - start) / TimeUnit.SECONDS.toNanos(1);
        Map<Row, double[]> figures = new EnumMap<>(Row.class);
        figures.put(Row.SOAK, new double[] {ITEMS / seconds});
        figures.put(
                Row.SOAK_MEMORY,
                new double[] {Accounting.largestMemory(ProcessHandle.current().pid())});
        figures.put(Row.SOAK_DISK, new double[] {disk});
        return figures;
    }
}
