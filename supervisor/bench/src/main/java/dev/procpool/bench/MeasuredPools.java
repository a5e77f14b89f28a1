package dev.procpool.bench;

import dev.procpool.Pool;
import dev.procpool.PoolBuilder;
import dev.procpool.WorkerInfo;
import dev.procpool.WorkerOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Opens the pools that are measured, and makes their items. */
final class MeasuredPools {

    /** The number of workers in rows that say nothing else. */
    static final int WORKERS = 2;

    static final Duration READY = Duration.ofMinutes(1);

    private MeasuredPools() {}

    static PoolBuilder processes(int workers) {
        return Pool.builder().processes(workers).output(WorkerOutput.discarding());
    }

    static Pool ready(PoolBuilder builder) throws InterruptedException {
        return ready(builder.open());
    }

    private static Pool ready(Pool pool) throws InterruptedException {
        if (!pool.awaitReady(READY)) {
            pool.terminate();
            throw new IllegalStateException("the workers were not ready within " + READY);
        }
        return pool;
    }

    static Pool open(Peer peer) throws InterruptedException {
        return ready(openUnready(peer));
    }

    static Pool openUnready(Peer peer) {
        return peer == Peer.THREADS
                ? Pool.ofThreads(WORKERS)
                : processes(WORKERS).open();
    }

    /** This process and the workers. */
    static List<Long> processesOf(Pool pool) {
        List<Long> pids = new ArrayList<>(List.of(ProcessHandle.current().pid()));
        pool.workers().stream().map(WorkerInfo::pid).forEach(pids::add);
        return pids;
    }

    /** Numbers whose squares are ints. */
    static List<Integer> ints(int count) {
        return IntStream.range(0, count).map(i -> i % (1 << 15)).boxed().toList();
    }
}
