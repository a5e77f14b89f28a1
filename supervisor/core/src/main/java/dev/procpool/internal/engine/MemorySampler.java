package dev.procpool.internal.engine;

import dev.procpool.PoolConfig;
import dev.procpool.WorkerInfo;
import dev.procpool.internal.base.Times;
import dev.procpool.internal.launch.WorkerProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Reads the resident memory of workers, without the engine lock, and applies the limits. */
final class MemorySampler {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final EngineLock lock;
    private final Rooms rooms;

    /** {@link Times#NEVER} if memory is not limited. Confined to the background thread once that runs. */
    private long nextLookNanos;

    MemorySampler(EngineLock lock, PoolConfig config, Rooms rooms) {
        this.lock = lock;
        this.rooms = rooms;
        boolean limits = config.maxRss().isPresent() || config.softMaxRss().isPresent();
        this.nextLookNanos = limits ? System.nanoTime() : Times.NEVER;
    }

    long nextLookNanos() {
        return nextLookNanos;
    }

    /** Looks at all workers if it is time to. Called by the background thread. */
    void lookIfDue(long nowNanos) {
        if (Times.isDue(nextLookNanos, nowNanos)) {
            nextLookNanos = nowNanos + LOOK_NANOS;
            look();
        }
    }

    private void look() {
        Map<Worker, Long> rss = new HashMap<>();
        processes().forEach((worker, process) -> rss.put(worker, process.residentBytes()));
        if (!rss.isEmpty()) {
            lock.change(() -> rss.forEach(rooms.memoryLimits::apply));
        }
    }

    private Map<Worker, WorkerProcess> processes() {
        Map<Worker, WorkerProcess> processes = new HashMap<>();
        return lock.look(() -> {
            for (Worker worker : rooms.workers.roster.workers()) {
                if (worker.isWorking() && worker.process() != null) {
                    processes.put(worker, worker.process());
                }
            }
            return processes;
        });
    }

    /** Describes all workers, with their resident memory. */
    List<WorkerInfo> infos() {
        List<Worker> workers = new ArrayList<>();
        List<WorkerInfo> infos = lock.look(() -> {
            workers.addAll(rooms.workers.roster.workers());
            return rooms.statistics.infos();
        });
        List<WorkerInfo> withMemory = new ArrayList<>(infos.size());
        for (int i = 0; i < infos.size(); i++) {
            WorkerProcess process = workers.get(i).process();
            withMemory.add(infos.get(i).withRss(process == null ? 0 : process.residentBytes()));
        }
        return List.copyOf(withMemory);
    }
}
