package dev.procpool.bench;

import dev.procpool.Pool;
import dev.procpool.Results;
import dev.procpool.TaskOptions;
import dev.procpool.task.TaskFunction;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/** Measures calls of a pool that is open: of many items, of one item, and of large ones. */
final class CallMeasurements {

    private static final int CALLERS = 4;
    private static final int SOME_ITEMS = 200_000;
    private static final int MORE_ITEMS = 1_000_000;
    private static final int KIB_100 = 100 << 10;
    private static final int MIB_8 = 8 << 20;
    private static final int DOUBLES = 1_000_000;
    private static final double MEGA = 1e6;
    private static final long SILENCE_NANOS = 2_000_000;
    private static final TaskFunction<Integer, Integer> SQUARE = Square.FUNCTION;
    private static final TaskOptions SINGLE = TaskOptions.builder().chunkSize(1).build();

    private final Sampler sampler;
    private final Pace pace;

    CallMeasurements(Pace pace) {
        this.pace = pace;
        this.sampler = new Sampler(pace);
    }

    /** A small value that is neither an int nor a string. */
    record Reading(int id, double value, String unit) {}

    /** The samples of a row. */
    double[] measure(Row row, Peer peer) throws Exception {
        try (Pool pool = MeasuredPools.open(peer)) {
            return switch (row) {
                case MAP_SINGLE ->
                    sampler.itemsPerSecond(
                            some(), items -> sum(pool.with(SINGLE).map(SQUARE, items)));
                case MAP_RECORD -> records(pool);
                case MAP_DEFAULT ->
                    sampler.itemsPerSecond(
                            MeasuredPools.ints(peer == Peer.THREADS ? pace.items(MORE_ITEMS) : pace.manyItems()),
                            items -> sum(pool.map(SQUARE, items)));
                case IMAP_UNORDERED ->
                    sampler.itemsPerSecond(
                            MeasuredPools.ints(pace.items(MORE_ITEMS)),
                            items -> count(pool.imapUnordered(SQUARE, items)));
                case ECHO_100K -> echo(pool, KIB_100);
                case ECHO_8M -> echo(pool, MIB_8);
                case DOUBLES -> doubles(pool);
                default -> singleCalls(row, pool);
            };
        }
    }

    private double[] singleCalls(Row row, Pool pool) throws Exception {
        Callable<?> call = () -> pool.apply(SQUARE, 3);
        return switch (row) {
            case APPLY_HOT -> sampler.medianMicros(call, 0);
            case APPLY_COLD -> sampler.medianMicros(call, SILENCE_NANOS);
            case ASYNC_HOT ->
                sampler.medianMicros(() -> pool.applyAsync(SQUARE, 3).get(), 0);
            case DEPENDENT_HOT ->
                sampler.medianMicros(
                        () -> pool.applyAsync(SQUARE, 3)
                                .toCompletableFuture()
                                .thenApply(x -> x + 1)
                                .join(),
                        0);
            case FOUR_CALLERS -> sampler.callsPerSecond(CALLERS, call);
            default -> throw new IllegalArgumentException(row.name());
        };
    }

    private List<Integer> some() {
        return MeasuredPools.ints(pace.items(SOME_ITEMS));
    }

    private double[] records(Pool pool) throws Exception {
        List<Reading> readings =
                some().stream().map(i -> new Reading(i, i / 2.0, "mm")).toList();
        TaskFunction<Reading, Reading> doubled = r -> new Reading(r.id(), 2 * r.value(), r.unit());
        return sampler.itemsPerSecond(readings, items -> pool.with(SINGLE).map(doubled, items));
    }

    private double[] doubles(Pool pool) throws Exception {
        double[] doubles = new double[DOUBLES];
        Arrays.fill(doubles, 1);
        TaskFunction<double[], Double> total = CallMeasurements::sum;
        return sampler.perSecond(1, () -> pool.apply(total, doubles));
    }

    /** Reads all results, as a caller of map does. */
    private static long sum(List<Integer> results) {
        long sum = 0;
        for (int result : results) {
            sum += result;
        }
        return sum;
    }

    /** Adds as Python 3.11's sum does, without a compensation for rounding errors. */
    static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    private static long count(Results<Integer> results) {
        long count = 0;
        for (Integer ignored : results) {
            count++;
        }
        return count;
    }

    private double[] echo(Pool pool, int bytes) throws Exception {
        byte[] payload = new byte[bytes];
        return bothWays(sampler.perSecond(1, () -> pool.apply((byte[] b) -> b, payload)), bytes);
    }

    /** MB per second, there and back. */
    static double[] bothWays(double[] perSecond, int bytes) {
        return Arrays.stream(perSecond).map(rate -> rate * 2 * bytes / MEGA).toArray();
    }
}
