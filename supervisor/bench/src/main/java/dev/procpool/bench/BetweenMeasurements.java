package dev.procpool.bench;

import dev.procpool.Manager;
import dev.procpool.ProcessLock;
import dev.procpool.ProcessSemaphore;
import dev.procpool.SharedLong;
import dev.procpool.SharedMemory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/** Measures objects between processes: locks, semaphores, values, managers, shared memory. */
final class BetweenMeasurements {

    /** The operations between two looks at the clock. */
    private static final int SOME = 1_000;

    private static final double NANOS_PER_MICRO = 1e3;

    private final Sampler sampler;
    private final ExchangeMeasurements exchanges;

    BetweenMeasurements(Pace pace) {
        this.sampler = new Sampler(pace);
        this.exchanges = new ExchangeMeasurements(sampler);
    }

    /** The samples of a row. */
    double[] measure(Row row) throws Exception {
        return switch (row) {
            case LOCK_CPU -> freeLock();
            case SEMAPHORE_CPU -> freeSemaphore();
            case LOCKED_ADD_CPU -> lockedAdd();
            case ATOMIC_ADD_CPU -> atomicAdd();
            case ADD_BY_TWO -> addByTwo();
            case MANAGER_CALL -> managerCalls();
            case MEMORY_COPY_CPU -> copies();
            default -> exchanges.measure(row);
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

    private double[] freeSemaphore() throws Exception {
        try (ProcessSemaphore semaphore = ProcessSemaphore.bounded(1)) {
            return sampler.cpuNanos(SOME, () -> {
                for (int i = 0; i < SOME; i++) {
                    semaphore.acquire();
                    semaphore.release();
                }
                return null;
            });
        }
    }

    private double[] lockedAdd() throws Exception {
        try (SharedLong value = SharedLong.of(0)) {
            return sampler.cpuNanos(SOME, () -> addUnderLock(value));
        }
    }

    private static long addUnderLock(SharedLong value) throws InterruptedException {
        ProcessLock lock = value.lock();
        for (int i = 0; i < SOME; i++) {
            lock.acquire();
            try {
                value.set(value.get() + 1);
            } finally {
                lock.release();
            }
        }
        return SOME;
    }

    private double[] atomicAdd() throws Exception {
        try (SharedLong value = SharedLong.of(0)) {
            return sampler.cpuNanos(SOME, () -> {
                for (int i = 0; i < SOME; i++) {
                    value.addAndGet(1);
                }
                return null;
            });
        }
    }

    private double[] addByTwo() throws Exception {
        try (SharedLong value = SharedLong.of(0);
                OtherSides sides = new OtherSides()) {
            sides.repeat(2, () -> addUnderLock(value));
            return sampler.countsPerSecond(value::get);
        }
    }

    private double[] managerCalls() throws Exception {
        try (Manager manager = Manager.start()) {
            Map<String, Integer> map = manager.map();
            map.put("key", 1);
            return sampler.perSecond(1, () -> map.get("key"));
        }
    }

    private double[] copies() throws Exception {
        byte[] data = new byte[ExchangeMeasurements.MEGABYTE];
        try (SharedMemory memory = SharedMemory.create(data.length)) {
            ByteBuffer buffer = memory.buffer();
            double[] nanos = sampler.cpuNanos(1, () -> buffer.put(0, data));
            return Arrays.stream(nanos).map(each -> each / NANOS_PER_MICRO).toArray();
        }
    }
}
