package dev.procpool.bench;

import dev.procpool.ProcessEvent;
import dev.procpool.ProcessQueue;
import dev.procpool.ProcessSemaphore;
import dev.procpool.SharedLong;
import dev.procpool.task.Task;
import java.util.Arrays;
import java.util.concurrent.Callable;

/** Measures what goes from one process to another: there and back, and one way. */
final class ExchangeMeasurements {

    static final int MEGABYTE = 1_000_000;

    private static final int SMALL = 100;
    private static final int SOME = 1_000;
    private static final int FEW_LARGE = 8;
    private static final int CAPACITY = 1_024;
    private static final double MEGA = 1e6;
    private static final long SILENCE_NANOS = 2_000_000;

    private final Sampler sampler;

    ExchangeMeasurements(Sampler sampler) {
        this.sampler = sampler;
    }

    /** The samples of a row. */
    double[] measure(Row row) throws Exception {
        return switch (row) {
            case EVENT_HOT -> events(0);
            case EVENT_COLD -> events(SILENCE_NANOS);
            case SEMAPHORE_HOT -> semaphores(0);
            case SEMAPHORE_COLD -> semaphores(SILENCE_NANOS);
            case QUEUE_HOT -> queues(0);
            case QUEUE_COLD -> queues(SILENCE_NANOS);
            case QUEUE_INTS -> oneToOne(1, CAPACITY, SOME);
            case QUEUE_100_BYTES -> oneToOne(new byte[SMALL], CAPACITY, SOME);
            case QUEUE_1_MB ->
                Arrays.stream(oneToOne(new byte[MEGABYTE], FEW_LARGE, 1))
                        .map(rate -> rate * MEGABYTE / MEGA)
                        .toArray();
            case QUEUE_TWO_TO_TWO -> twoToTwo();
            default -> throw new IllegalArgumentException(row.name());
        };
    }

    private double[] roundTrips(Task<?> answer, Callable<?> roundTrip, long silenceNanos) throws Exception {
        try (OtherSides sides = new OtherSides()) {
            sides.repeat(1, answer);
            return sampler.medianMicros(roundTrip, silenceNanos);
        }
    }

    private double[] events(long silenceNanos) throws Exception {
        try (ProcessEvent there = ProcessEvent.create();
                ProcessEvent back = ProcessEvent.create()) {
            Task<Void> answer = () -> {
                there.await();
                there.clear();
                back.set();
                return null;
            };
            Callable<Void> roundTrip = () -> {
                there.set();
                back.await();
                back.clear();
                return null;
            };
            return roundTrips(answer, roundTrip, silenceNanos);
        }
    }

    private double[] semaphores(long silenceNanos) throws Exception {
        try (ProcessSemaphore there = ProcessSemaphore.of(0);
                ProcessSemaphore back = ProcessSemaphore.of(0)) {
            Task<Void> answer = () -> {
                there.acquire();
                back.release();
                return null;
            };
            Callable<Void> roundTrip = () -> {
                there.release();
                back.acquire();
                return null;
            };
            return roundTrips(answer, roundTrip, silenceNanos);
        }
    }

    private double[] queues(long silenceNanos) throws Exception {
        try (ProcessQueue<Integer> there = ProcessQueue.create();
                ProcessQueue<Integer> back = ProcessQueue.create()) {
            Task<Void> answer = () -> {
                back.put(there.get());
                return null;
            };
            Callable<Integer> roundTrip = () -> {
                there.put(1);
                return back.get();
            };
            return roundTrips(answer, roundTrip, silenceNanos);
        }
    }

    private static <T> ProcessQueue<T> queue(int capacity) {
        return ProcessQueue.<T>builder().capacity(capacity).create();
    }

    /** Items per second from another process to this one. */
    private <T> double[] oneToOne(T item, int capacity, int some) throws Exception {
        try (ProcessQueue<T> queue = queue(capacity);
                OtherSides sides = new OtherSides()) {
            sides.repeat(1, () -> {
                queue.put(item);
                return null;
            });
            return sampler.perSecond(some, () -> {
                for (int i = 0; i < some; i++) {
                    queue.get();
                }
                return null;
            });
        }
    }

    /** Items per second of two processes that put and two that get. */
    private double[] twoToTwo() throws Exception {
        try (ProcessQueue<Integer> queue = queue(CAPACITY);
                SharedLong got = SharedLong.of(0);
                OtherSides sides = new OtherSides()) {
            sides.repeat(2, () -> {
                queue.put(1);
                return null;
            });
            sides.repeat(2, () -> {
                for (int i = 0; i < SMALL; i++) {
                    queue.get();
                }
                return got.addAndGet(SMALL);
            });
            return sampler.countsPerSecond(got::get);
        }
    }
}
