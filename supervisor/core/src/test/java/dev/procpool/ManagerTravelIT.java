package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.testing.Leftovers;
import java.io.EOFException;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Proxies of a manager that travel, and handles of objects between processes that a manager makes. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class ManagerTravelIT {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static Manager manager;
    private static Pool pool;

    @BeforeAll
    static void start() {
        manager = Manager.start();
        pool = Pool.open(2);
    }

    @AfterAll
    static void end() {
        pool.close();
        manager.close();
    }

    private static Counter counter() {
        return manager.serve(Counter.class, () -> new PlainCounter());
    }

    private record Parcel(String label, Counter counter, List<Integer> list) implements Serializable {}

    @Test
    void proxiesTravelWithinRecordsToChildrenAndTheirChildren() throws Exception {
        Parcel parcel = new Parcel("a parcel", counter(), manager.list());
        ChildProcess child = ChildProcess.of(() -> {
            parcel.counter().add(1);
            ChildProcess grandchild =
                    ChildProcess.of(() -> parcel.list().add(parcel.counter().add(10)));
            grandchild.start();
            grandchild.join();
            return null;
        });

        child.start();
        child.join();

        assertThat(child.exitCode()).hasValue(0);
        assertThat(parcel.list()).containsExactly(11);
        child.close();
    }

    @Test
    void anObjectOfTheManagerCanCallAnotherOne() throws Exception {
        Counter one = counter();
        Counter other = counter();
        one.give(other);
        one.give(manager.list(List.of(5)));

        ((Counter) one.given().get(0)).add(7);

        assertThat(other.add(0)).isEqualTo(7);
        assertThat(one.given().get(1)).isEqualTo(List.of(5));
    }

    @Test
    void aLockOfTheManagerWorksInWorkersAndChildren() throws Exception {
        ProcessLock lock = manager.lock();
        List<Integer> list = manager.list(List.of(0));

        pool.map(
                (Integer i) -> {
                    try (ProcessLock.Hold hold = lock.acquire()) {
                        list.set(0, list.get(0) + i);
                        return hold.wasAbandoned();
                    }
                },
                IntStream.range(0, 50).boxed().toList());

        assertThat(list).containsExactly(49 * 50 / 2);
        try (ProcessLock.Hold hold = manager.reentrantLock().acquire()) {
            assertThat(hold.wasAbandoned()).isFalse();
        }
    }

    @Test
    void eventsSemaphoresAndNumbersOfTheManagerWorkInAChild() throws Exception {
        ProcessEvent event = manager.event();
        ProcessSemaphore semaphore = manager.semaphore(0);
        ProcessSemaphore bounded = manager.boundedSemaphore(1);
        SharedLong number = manager.sharedLong(40);
        SharedDouble real = manager.sharedDouble(0.5);
        ChildProcess child = ChildProcess.of(() -> {
            event.await(Duration.ofSeconds(30));
            bounded.acquire();
            number.addAndGet(2);
            real.set(real.get() * 3);
            semaphore.release();
            return null;
        });
        child.start();

        event.set();

        assertThat(semaphore.tryAcquire(Duration.ofSeconds(30))).isTrue();
        child.join();
        assertThat(child.exitCode()).hasValue(0);
        assertThat(number.get()).isEqualTo(42);
        assertThat(real.get()).isEqualTo(1.5);
        assertThat(bounded.tryAcquire(Duration.ofSeconds(5)))
                .as("given back by the child's end")
                .isTrue();
        child.close();
    }

    @Test
    void conditionsAndBarriersOfTheManagerWorkInAChild() throws Exception {
        ProcessLock lock = manager.lock();
        ProcessCondition condition = manager.condition(lock);
        ProcessBarrier barrier = manager.barrier(2);
        SharedLong state = manager.sharedLong(0);
        ChildProcess child = ChildProcess.of(() -> {
            barrier.await();
            try (ProcessLock.Hold hold = lock.acquire()) {
                state.set(hold.wasAbandoned() ? -1 : 1);
                condition.notify(1);
            }
            return null;
        });
        child.start();

        barrier.await();
        try (ProcessLock.Hold hold = lock.acquire()) {
            assertThat(condition.awaitFor(Duration.ofSeconds(30), () -> state.get() == 1))
                    .isTrue();
            assertThat(hold.wasAbandoned()).isFalse();
        }

        child.join();
        assertThat(child.exitCode()).hasValue(0);
        assertThat(manager.readWriteLock()).isNotNull();
        child.close();
    }

    @Test
    void aReentrantLockAJoinableQueueAnArrayAndANamespaceOfTheManagerWorkInAChild() throws Exception {
        ProcessLock lock = manager.reentrantLock();
        ProcessQueue<Integer> queue = manager.queue();
        SharedArray.OfInt array = manager.run(() -> SharedArray.ofInts(3));
        Namespace names = manager.namespace();
        Map<String, Integer> map = manager.map();
        ChildProcess child = ChildProcess.of(() -> {
            try (ProcessLock.Hold outer = lock.acquire();
                    ProcessLock.Hold inner = lock.acquire()) {
                array.set(1, outer.wasAbandoned() || inner.wasAbandoned() ? -1 : queue.get());
            }
            names.set("done", true);
            map.put("one", 1);
            queue.taskDone();
            return null;
        });
        queue.put(42);
        child.start();

        assertThat(queue.join(Duration.ofSeconds(30))).isTrue();

        child.join();
        assertThat(child.exitCode()).hasValue(0);
        assertThat(lock.isHeld()).isFalse();
        assertThat(array.get(1)).isEqualTo(42);
        assertThat((Boolean) names.get("done")).isTrue();
        assertThat(map).containsEntry("one", 1);
        child.close();
    }

    @Test
    void aQueueOfTheManagerLeadsFromAChildToThisProcess() throws Exception {
        ProcessQueue<List<Integer>> queue = manager.queue();
        ProcessQueue<Integer> bounded = manager.queue(2);
        ChildProcess child = ChildProcess.of(() -> {
            for (int i = 0; i < 10; i++) {
                bounded.put(i);
            }
            queue.put(List.of(1, 2));
            return null;
        });
        child.start();

        for (int i = 0; i < 10; i++) {
            assertThat(bounded.poll(Duration.ofSeconds(30))).contains(i);
        }
        assertThat(queue.poll(Duration.ofSeconds(30))).contains(List.of(1, 2));

        child.join();
        assertThat(child.exitCode()).hasValue(0);
        child.close();
    }

    @Test
    void anEndOfAPipeInACallThatFailsIsNotOnItsWay() throws Exception {
        ProcessPipe<Void, Integer> pipe = ProcessPipe.oneWay();
        int moreThanMayBeOnTheirWay = 300;
        List<Object> list = manager.list();
        manager.end(list);
        try (Connection<Void, Integer> here = pipe.first()) {
            Connection<Integer, Void> there = pipe.second();

            for (int i = 0; i < moreThanMayBeOnTheirWay; i++) {
                assertThatThrownBy(() -> list.add(there)).isInstanceOf(HomeGoneException.class);
            }
            there.close();

            assertThat(here.poll(LONG)).isTrue();
            assertThatThrownBy(here::receive).isInstanceOf(EOFException.class);
        }
    }

    /** Gives an end of a pipe to callers that have gone meanwhile. */
    interface LateGiver {

        Connection<Integer, Void> second(ProcessEvent isWaiting) throws InterruptedException;

        boolean seesEndOfPipe() throws Exception;
    }

    private static final class PipeKeeper implements LateGiver {

        private final ProcessPipe<Void, Integer> pipe = ProcessPipe.oneWay();
        private final Connection<Void, Integer> first = pipe.first();
        private final Connection<Integer, Void> second = pipe.second();
        private final CompletableFuture<Thread> session = new CompletableFuture<>();

        @Override
        public Connection<Integer, Void> second(ProcessEvent isWaiting) {
            isWaiting.set();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // The caller has gone.
            }
            session.complete(Thread.currentThread());
            return second;
        }

        @Override
        public boolean seesEndOfPipe() throws Exception {
            session.get().join(); // it writes the answer, and ends because nobody reads it
            second.close();
            if (!first.poll(LONG)) {
                return false;
            }
            try {
                first.receive();
                return false;
            } catch (EOFException e) {
                return true;
            }
        }
    }

    @Test
    void anEndOfAPipeInAnAnswerThatNobodyReadsIsNotOnItsWay() throws Exception {
        LateGiver giver = manager.serve(LateGiver.class, () -> new PipeKeeper());
        ProcessEvent isWaiting = ProcessEvent.create();
        ChildProcess child = ChildProcess.of(() -> giver.second(isWaiting));
        child.start();
        isWaiting.await();

        child.kill();
        child.join();

        assertThat(giver.seesEndOfPipe()).isTrue();
        child.close();
        isWaiting.close();
    }
}
