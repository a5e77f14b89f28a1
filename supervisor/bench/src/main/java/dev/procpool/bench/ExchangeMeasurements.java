package dev.procpool.bench;

import dev.procpool.ProcessEvent;
import dev.procpool.ProcessSemaphore;
import dev.procpool.task.Task;
import java.util.concurrent.Callable;

/** Measures what goes from one process to anotherand back. */
final class ExchangeMeasurements {

    static final int MEGABYTE = 1_000_000;

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
}
