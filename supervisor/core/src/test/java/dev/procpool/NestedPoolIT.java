package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pools that are opened within workers. */
@ExtendWith(Leftovers.class)
class NestedPoolIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int PROCESSES = 3;

    /** A class of a task that opens a pool when it is initialized, in each worker. */
    static final class WithAPool {

        static final Pool POOL = Pool.open(PROCESSES);

        private WithAPool() {}

        static long pid(int item) {
            return ProcessHandle.current().pid();
        }

        static int squareInThePool(int item) throws InterruptedException {
            return POOL.apply((Integer x) -> x * x, item);
        }

        static int workersOfThePool(int item) {
            return POOL.workers().size();
        }
    }

    /**
     * The number of workers, of whatever pool. No two of them have the same command line; only a process that a worker
     * has just forked, and that is not a worker yet, still has the one of its parent.
     */
    private static long processes() {
        return ProcessHandle.current()
                .descendants()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(command -> command.contains("WorkerMain"))
                .distinct()
                .count();
    }

    @Test
    void aPoolOpenedByTheClassOfATaskStartsNoWorkersWhereItIsNotUsed() throws Exception {
        try (Pool pool = Pool.open(PROCESSES)) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            Set<Long> initialized = new HashSet<>();
            while (initialized.size() < PROCESSES) {
                initialized.addAll(
                        pool.with(TaskOptions.builder().chunkSize(1).build()).map(WithAPool::pid, SayWhen.range(30)));
            }

            assertThat(processes()).isEqualTo(PROCESSES);
        }
    }

    @Test
    void aNestedPoolStartsItsWorkersAtItsFirstUse() throws Exception {
        try (Pool pool = Pool.open(1)) {
            assertThat(pool.apply(WithAPool::squareInThePool, 5)).isEqualTo(25);
            Await.until(() -> processes() == 1 + PROCESSES); // they start one after the other
            assertThat(processes()).isEqualTo(1 + PROCESSES);
        }
        try (Pool pool = Pool.open(1)) {
            assertThat(pool.apply(WithAPool::workersOfThePool, 5)).isEqualTo(PROCESSES);
        }
    }

    @Test
    void aNestedPoolThatWasNeverUsedCloses() throws Exception {
        try (Pool pool = Pool.open(1)) {
            String closed = pool.apply(() -> {
                Pool nested = Pool.open(2);
                nested.close();
                Pool ready = Pool.open(1);
                boolean isReady = ready.awaitReady(LONG);
                ready.terminate();
                ready.join();
                return isReady + " " + nested.workers() + " " + ready.workers().size();
            });

            assertThat(closed).startsWith("true [] ");
        }
    }
}
