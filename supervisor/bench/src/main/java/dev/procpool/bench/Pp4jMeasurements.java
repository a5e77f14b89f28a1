package dev.procpool.bench;

import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures PP4J's pool of two JVMs: single items, as it has no others. The library is on the class path of the JVM that
 * measures it only, and so is found by name.
 */
final class Pp4jMeasurements {

    private static final String POOL = "net.viktorc.pp4j.impl.JavaProcessPoolExecutor";
    private static final String OPTIONS = "net.viktorc.pp4j.impl.SimpleJavaProcessOptions";
    private static final long NO_KEEP_ALIVE = 0;
    private static final int SOME_ITEMS = 2_000;
    private static final int CALLERS = 4;
    private static final int KIB_100 = 100 << 10;
    private static final int DOUBLES = 1_000_000;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Pace pace;
    private final Sampler sampler;

    Pp4jMeasurements(Pace pace) {
        this.pace = pace;
        this.sampler = new Sampler(pace);
    }

    /** A call that can be serialized. */
    private interface Task<T> extends Callable<T>, Serializable {}

    /** The command of a JVM, with PP4J in front of its class path. */
    static List<String> withLibrary(List<String> command) throws IOException {
        Path library = Distribution.library("pp4j");
        if (!Files.isDirectory(library)) {
            throw new IOException("there is no PP4J in " + library);
        }
        List<String> words = new ArrayList<>(command);
        int classPath = words.indexOf("-cp") + 1;
        try (Stream<Path> jars = Files.list(library)) {
            List<String> entries =
                    new ArrayList<>(jars.map(Path::toString).sorted().toList());
            entries.add(words.get(classPath));
            words.set(classPath, String.join(File.pathSeparator, entries));
        }
        return words;
    }

    /** The samples of a row. */
    double[] measure(Row row) throws Exception {
        if (row == Row.FIRST_RESULT) {
            return firstResults();
        }
        ExecutorService pool = open();
        try {
            return switch (row) {
                case MAP_SINGLE -> many(pool, Pp4jMeasurements::square);
                case MAP_RECORD -> many(pool, i -> doubled(new Pp4jReading(i, i / 2.0, "mm")));
                case MAP_TEXT -> many(pool, i -> upper(TextTasks.text(i)));
                case APPLY_HOT -> sampler.medianMicros(() -> call(pool, square(3)), 0);
                case FOUR_CALLERS -> sampler.callsPerSecond(CALLERS, () -> call(pool, square(3)));
                case ECHO_100K -> echo(pool, new byte[KIB_100]);
                case ECHO_8M -> echo(pool, new byte[8 << 20]);
                case DOUBLES -> doubles(pool);
                default -> throw new IllegalArgumentException(row.name());
            };
        } finally {
            close(pool);
        }
    }

    private static ExecutorService open() throws ReflectiveOperationException {
        Object options = Class.forName(OPTIONS).getConstructor(long.class).newInstance(NO_KEEP_ALIVE);
        return (ExecutorService) Stream.of(Class.forName(POOL).getConstructors())
                .findFirst()
                .orElseThrow()
                .newInstance(options, MeasuredPools.WORKERS, MeasuredPools.WORKERS, 0, null, false);
    }

    private static void close(ExecutorService pool) throws InterruptedException {
        pool.shutdownNow();
        if (!pool.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("PP4J's pool has not ended within a minute");
        }
    }

    private static <T> T call(ExecutorService pool, Task<T> task) throws Exception {
        return pool.submit(task).get();
    }

    private static Task<Integer> square(int x) {
        return () -> x * x;
    }

    private static Task<String> upper(String text) {
        return () -> TextTasks.UPPER.apply(text);
    }

    private static Task<Pp4jReading> doubled(Pp4jReading reading) {
        return () -> new Pp4jReading(reading.id(), 2 * reading.value(), reading.unit());
    }

    private <T> double[] many(ExecutorService pool, IntFunction<Task<T>> item) throws Exception {
        List<Task<T>> tasks = IntStream.range(0, SOME_ITEMS).mapToObj(item).toList();
        return sampler.itemsPerSecond(tasks, some -> {
            Object last = null;
            for (Future<T> result : pool.invokeAll(some)) {
                last = result.get();
            }
            return last;
        });
    }

    private double[] echo(ExecutorService pool, byte[] payload) throws Exception {
        Task<byte[]> echo = () -> payload;
        return CallMeasurements.bothWays(sampler.perSecond(1, () -> call(pool, echo)), payload.length);
    }

    private double[] doubles(ExecutorService pool) throws Exception {
        double[] doubles = new double[DOUBLES];
        Arrays.fill(doubles, 1);
        Task<Double> sum = () -> CallMeasurements.sum(doubles);
        return sampler.perSecond(1, () -> call(pool, sum));
    }

    private double[] firstResults() throws Exception {
        double[] samples = new double[pace.samples()];
        for (int i = 0; i < samples.length; i++) {
            long start = System.nanoTime();
            ExecutorService pool = open();
            call(pool, square(3));
            samples[i] = (System.nanoTime() - start) / NANOS_PER_MILLI;
            close(pool);
        }
        return samples;
    }

    /** Java serialization needs a mark that the pool does not. */
    private record Pp4jReading(int id, double value, String unit) implements Serializable {}
}
