package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Leftovers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Virtual threads that wait for objects between processes; ordinary threads where the JDK has no others. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class VirtualWaitIT {

    private static final int EACH = 5;
    private static final Duration LONG = Duration.ofSeconds(60);

    /** A thread that kept its carrier while it waits would stop all others. */
    private static final String[] ONE_CARRIER = {
        "-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1"
    };

    private interface Body {
        void run() throws Exception;
    }

    @Test
    void fiftyThreadsThatWaitKeepNoCarrierBusy() throws Exception {
        ChildProcess child = ChildProcess.builder(() -> new Waits().run())
                .jvmOptions(ONE_CARRIER)
                .build();
        child.start();
        child.join();

        assertThat(child.exitCode()).as("the error output has the failure").hasValue(0);
        child.close();
    }

    /** Waits of all kinds that one thread ends. */
    private static final class Waits {

        private final ProcessLock lock = ProcessLock.create();
        private final ProcessReadWriteLock readWrite = ProcessReadWriteLock.create();
        private final ProcessSemaphore semaphore = ProcessSemaphore.of(0);
        private final ProcessEvent event = ProcessEvent.create();
        private final ProcessEvent other = ProcessEvent.create();
        private final ProcessLock conditionLock = ProcessLock.create();
        private final ProcessCondition condition = ProcessCondition.on(conditionLock);
        private final ProcessBarrier barrier = ProcessBarrier.of(EACH + 1);
        private final ProcessQueue<Integer> queue = ProcessQueue.create();
        private final ProcessPipe<Void, Integer> pipe = ProcessPipe.oneWay();
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final List<Thread> threads = new ArrayList<>();

        Void run() throws Exception {
            ProcessLock.Hold held = lock.acquire();
            ProcessLock.Hold written = readWrite.write();
            try (Manager manager = Manager.start()) {
                @SuppressWarnings("unchecked")
                BlockingQueue<Integer> managed =
                        manager.serveConcurrent(BlockingQueue.class, () -> new LinkedBlockingQueue<>());
                waitForAll(managed);
                AtomicInteger ran = new AtomicInteger();
                join(start(ran::incrementAndGet));
                check(ran.get() == 1, "another thread did not run");
                check(done.get() == 0, "a wait has ended before its time");

                held.close();
                written.close();
                endWaits(managed);
                for (Thread thread : threads) {
                    join(thread);
                }
            }
            check(done.get() == 10 * EACH, done + " waits have ended");
            return null;
        }

        private void waitForAll(BlockingQueue<Integer> managed) throws Exception {
            for (int i = 0; i < EACH; i++) {
                add(() -> lock.acquire().close());
                add(() -> readWrite.read().close());
                add(semaphore::acquire);
                add(event::await);
                add(() -> check(!Processes.waitAny(LONG, other).isEmpty(), "nothing was ready"));
                add(this::awaitCondition);
                add(barrier::await);
                add(queue::get);
                add(() -> pipe.first().receive());
                add(managed::take);
            }
        }

        private void awaitCondition() throws InterruptedException {
            try (ProcessLock.Hold hold = conditionLock.acquire()) {
                condition.await();
                check(!hold.wasAbandoned(), "nobody has died");
            }
        }

        private void endWaits(BlockingQueue<Integer> managed) throws Exception {
            for (int i = 0; i < EACH; i++) {
                semaphore.release();
                queue.put(i);
                pipe.second().send(i);
                managed.put(i);
            }
            event.set();
            other.set();
            barrier.await();
            for (int woken = 0; woken < EACH; ) {
                try (ProcessLock.Hold hold = conditionLock.acquire()) {
                    woken += condition.notify(EACH);
                    check(!hold.wasAbandoned(), "nobody has died");
                }
            }
        }

        private void add(Body wait) throws ReflectiveOperationException {
            threads.add(start(() -> {
                wait.run();
                done.incrementAndGet();
            }));
        }

        private Thread start(Body body) throws ReflectiveOperationException {
            Thread thread = virtualThreads().newThread(() -> {
                try {
                    body.run();
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                }
            });
            thread.start();
            return thread;
        }

        private void join(Thread thread) throws InterruptedException {
            thread.join(TimeUnit.SECONDS.toMillis(60));
            if (failure.get() != null) {
                throw new IllegalStateException(failure.get());
            }
            check(!thread.isAlive(), "a thread does not end");
        }

        private static void check(boolean holds, String otherwise) {
            if (!holds) {
                throw new IllegalStateException(otherwise);
            }
        }

        private static ThreadFactory virtualThreads() throws ReflectiveOperationException {
            if (Runtime.version().feature() < 21) {
                return Thread::new;
            }
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (ThreadFactory) Class.forName("java.lang.Thread$Builder")
                    .getMethod("factory")
                    .invoke(builder);
        }
    }
}
