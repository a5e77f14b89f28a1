package dev.procpool.bench;

import dev.procpool.ChildProcess;
import dev.procpool.SharedLong;
import dev.procpool.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Child processes that use the measured objects until they are closed. Confined to one thread. */
final class OtherSides implements AutoCloseable {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long BOUND_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final SharedLong running = SharedLong.of(0);
    private final List<ChildProcess> children = new ArrayList<>();

    /** Runs a round again and again in each of {@code count} new processes; waits until all are there. */
    void repeat(int count, Task<?> round) {
        SharedLong counter = running;
        Task<Void> endless = () -> {
            counter.addAndGet(1);
            while (true) {
                round.call();
            }
        };
        for (int i = 0; i < count; i++) {
            ChildProcess child = ChildProcess.of(endless);
            children.add(child);
            child.start();
        }
        awaitAll();
    }

    private void awaitAll() {
        long start = System.nanoTime();
        while (running.get() < children.size()) {
            if (System.nanoTime() - start > BOUND_NANOS) {
                throw new IllegalStateException("not all of " + children.size() + " processes have started");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Kills them. A thread that is interrupted meanwhile stays so, and does not wait for all of them. */
    @Override
    public void close() {
        children.forEach(ChildProcess::kill);
        try {
            for (ChildProcess child : children) {
                child.join();
                child.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.close();
    }
}
