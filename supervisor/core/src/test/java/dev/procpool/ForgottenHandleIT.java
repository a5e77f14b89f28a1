package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Leftovers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Handles that the program does not refer to any more while one of their methods waits. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class ForgottenHandleIT {

    private static final Duration WHILE = Duration.ofSeconds(2);

    /** Compiled code of the handles forgets its references as early as it can; interpreted code does not. */
    private static final String[] COMPILED = {
        "-Xcomp",
        "-XX:TieredStopAtLevel=1",
        "-XX:CompileCommand=quiet",
        "-XX:CompileCommand=compileonly,dev.procpool.internal.between.*::*"
    };

    @Test
    void anObjectOutlivesItsHandleWhileAThreadWaitsForIt() throws Exception {
        ChildProcess child = ChildProcess.builder(ForgottenHandleIT::waitWhileGarbageIsCollected)
                .jvmOptions(COMPILED)
                .build();
        child.start();
        child.join();

        assertThat(child.exitCode()).as("the error output has the failure").hasValue(0);
        child.close();
    }

    private static Void waitWhileGarbageIsCollected() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Thread collector = new Thread(() -> {
            while (!over.get()) {
                System.gc();
            }
        });
        collector.start();
        try {
            waitForAll();
        } finally {
            over.set(true);
        }
        return null;
    }

    private static void waitForAll() throws Exception {
        List<Callable<Boolean>> waits = List.of(
                () -> ProcessEvent.create().await(WHILE),
                () -> ProcessSemaphore.of(0).tryAcquire(WHILE),
                () -> ProcessQueue.create().poll(WHILE).isPresent(),
                () -> ProcessQueue.create().lease(WHILE).isPresent(),
                () -> withAnItem().join(WHILE),
                () -> withAnItem().offer(2, WHILE),
                () -> leased().item() == 2,
                ForgottenHandleIT::passABarrier,
                ForgottenHandleIT::waitForACondition);
        List<FutureTask<Boolean>> results = new ArrayList<>();
        for (Callable<Boolean> one : waits) {
            FutureTask<Boolean> result = new FutureTask<>(one);
            Thread thread = new Thread(result);
            thread.setDaemon(true); // a failure ends the process
            thread.start();
            results.add(result);
        }
        for (FutureTask<Boolean> one : results) {
            if (one.get()) {
                throw new IllegalStateException("a wait ended before its time: " + results.indexOf(one));
            }
        }
    }

    private static ProcessQueue<Integer> withAnItem() throws InterruptedException {
        ProcessQueue<Integer> queue =
                ProcessQueue.<Integer>builder().capacity(1).create();
        queue.put(1);
        return queue;
    }

    /** A lease whose queue has no other reference, and which is ended much later. */
    private static ProcessQueue.Lease<Integer> leased() throws InterruptedException {
        ProcessQueue.Lease<Integer> lease = withAnItem().lease(WHILE).orElseThrow();
        ProcessEvent.create().await(WHILE);
        lease.done();
        return lease;
    }

    private static boolean passABarrier() throws InterruptedException {
        try {
            ProcessBarrier.of(2).await(WHILE);
            return true;
        } catch (BrokenBarrierException e) {
            return false;
        }
    }

    private static boolean waitForACondition() throws InterruptedException {
        ProcessLock lock = ProcessLock.create();
        try (ProcessLock.Hold hold = lock.acquire()) {
            return ProcessCondition.on(lock).await(WHILE) || hold.wasAbandoned();
        }
    }
}
