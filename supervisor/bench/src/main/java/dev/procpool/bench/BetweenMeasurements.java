package dev.procpool.bench;

import dev.procpool.ProcessLock;

/** Measures what lies between processes: locks, values, events, semaphores, queues, managers, shared memory. */
final class BetweenMeasurements {

    /** The operations between two looks at the clock. */
    private static final int SOME = 1_000;

    private final Sampler sampler;

    BetweenMeasurements(Pace pace) {
        this.sampler = new Sampler(pace);
    }

    /** The samples of a row. */
    double[] measure(Row row) throws Exception {
        return switch (row) {
            case LOCK_CPU -> freeLock();
            default -> throw new IllegalArgumentException(row.name());
        };
    }

    private double[] freeLock() throws Exception {
        try (ProcessLock lock = ProcessLock.create()) {
            return sampler.cpuNanos(SOME, () -> {
                for (int i = 0; i < SOME; i++) {
                    lock.acquire();
                    lock.release();
                }
                return null;
            });
        }
    }
}
