package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.testing.Await;
import dev.procpool.testing.Later;
import dev.procpool.testing.Leftovers;
import dev.procpool.testing.Pids;
import java.lang.ref.Cleaner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Ends of managers, of the processes that started them, and of their callers. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class ManagerDeathsIT {

    @TempDir
    Path directory;

    @SuppressWarnings("unchecked")
    private static BlockingQueue<String> queue(Manager manager) {
        return manager.serveConcurrent(BlockingQueue.class, () -> new LinkedBlockingQueue<>());
    }

    private static ChildProcess process(Manager manager) {
        return manager.process().orElseThrow();
    }

    @Test
    void aManagerThatIsClosedEndsWithExitCodeZeroAndItsProxiesSayThatItIsGone() {
        Manager manager = Manager.start();
        List<Integer> list = manager.list();
        list.add(1);

        manager.close();
        manager.close();

        assertThat(process(manager).exitCode()).hasValue(0);
        assertThatThrownBy(() -> list.add(2)).isInstanceOf(HomeGoneException.class);
        assertThatThrownBy(manager::list).isInstanceOf(HomeGoneException.class);
    }

    @Test
    void callsThatWaitFailAtOnceWhenTheManagerIsKilled() throws Exception {
        try (Manager manager = Manager.start()) {
            BlockingQueue<String> queue = queue(manager);
            CompletableFuture<Object> waiting = Later.supply(() -> {
                try {
                    return queue.take();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(queue.poll(50, TimeUnit.MILLISECONDS)).isNull();

            process(manager).kill();

            assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(HomeGoneException.class);
            assertThatThrownBy(queue::size).isInstanceOf(HomeGoneException.class);
            assertThat(process(manager).join(Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    void anItemWhoseManagerIsGoneFailsAlone() throws Exception {
        Manager manager = Manager.start();
        List<Integer> list = manager.list();
        manager.close();
        try (Pool pool = Pool.open(1)) {
            assertThatThrownBy(() -> pool.apply((List<Integer> l) -> l.size(), list))
                    .isInstanceOf(HomeGoneException.class);
            assertThat(pool.apply(() -> 42)).isEqualTo(42);
        }
    }

    /** Starts a manager, tells its pid, and sleeps or returns. */
    static final class Starter {

        public static void main(String[] args) throws Exception {
            Manager manager = Manager.start();
            manager.list().add(1);
            Path file = Path.of(args[0]);
            Files.writeString(
                    file.resolveSibling("written"), process(manager).pid().orElseThrow() + "\n");
            Files.move(file.resolveSibling("written"), file);
            if (args[1].equals("sleep")) {
                Thread.sleep(60_000);
            }
        }
    }

    private long pidOfAManagerOf(Process starter, Path file) throws Exception {
        Await.orFail(() -> Files.exists(file) || !starter.isAlive());
        return Long.parseLong(Files.readString(file).strip());
    }

    @Test
    void aManagerEndsWithTheProcessThatStartedIt() throws Exception {
        for (String end : List.of("sleep", "return")) {
            Path file = directory.resolve(end);
            Process starter = OtherJvm.running(
                            Starter.class, directory.resolve("output"), List.of(), file.toString(), end)
                    .start();
            long pid = pidOfAManagerOf(starter, file);

            if (end.equals("sleep")) {
                starter.destroyForcibly();
            }
            assertThat(starter.waitFor(30, TimeUnit.SECONDS)).isTrue();

            Await.until(() -> !Pids.isAlive(pid));
            assertThat(Pids.isAlive(pid)).isFalse();
        }
    }

    @Test
    void aCallerThatDiesInACallLeavesItAndTakesNothing() throws Exception {
        try (Manager manager = Manager.start()) {
            BlockingQueue<String> queue = queue(manager);
            ChildProcess waiting = ChildProcess.of(() -> queue.take());
            waiting.start();
            Await.orFail(() -> manager.run(() -> threadsIn("take")) == 1);

            waiting.kill();
            waiting.join();
            waiting.close();

            Await.orFail(() -> manager.run(() -> threadsIn("take")) == 0);
            queue.add("kept");
            assertThat(queue.poll(1, TimeUnit.SECONDS)).isEqualTo("kept");
        }
    }

    /** The number of threads in a method of a queue. */
    private static int threadsIn(String method) {
        return (int) Thread.getAllStackTraces().values().stream()
                .filter(stack -> Arrays.stream(stack)
                        .anyMatch(frame -> frame.getMethodName().equals(method)
                                && frame.getClassName().endsWith("BlockingQueue")))
                .count();
    }

    @Test
    void anInterruptEndsACallThatWaitsHereAndThere() throws Exception {
        try (Manager manager = Manager.start()) {
            BlockingQueue<String> queue = queue(manager);
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread thread = new Thread(() -> {
                try {
                    queue.take();
                } catch (Throwable e) {
                    thrown.set(e);
                }
            });
            thread.start();
            Await.orFail(() -> manager.run(() -> threadsIn("take")) == 1);

            thread.interrupt();
            thread.join();

            assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
            Await.orFail(() -> manager.run(() -> threadsIn("take")) == 0);
            Thread.currentThread().interrupt();
            assertThat(queue.size()).as("a thread that was interrupted before").isZero();
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aHundredThreadsCallAtTheSameTimeAndLeaveFewConnections() throws Exception {
        try (Manager manager = Manager.start()) {
            List<Integer> list = manager.list();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int own = i;
                Thread thread = new Thread(() -> list.add(own));
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(list).hasSize(100);
            Await.orFail(() -> manager.run(() -> sessions()) <= 33);
        }
    }

    private static int sessions() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("procpool-manager-call"))
                .count();
    }

    @Test
    void anObjectWhoseProxyNeverLeftEndsWithTheProxy() {
        try (Manager manager = Manager.start()) {
            manager.run(() -> Held.COUNT.getAndSet(0));
            manager.serve(Runnable.class, () -> new Held());
            Runnable kept = manager.serve(Runnable.class, () -> new Held());
            Await.orFail(() -> {
                System.gc();
                manager.run(() -> {
                    System.gc();
                    return 0;
                });
                return manager.run(() -> Held.COUNT.get()) == 1;
            });
            kept.run();
        }
    }

    /** Counts those of its objects that were collected. */
    static final class Held implements Runnable {

        static final AtomicInteger COUNT = new AtomicInteger();
        private static final Cleaner CLEANER = Cleaner.create();

        Held() {
            CLEANER.register(this, COUNT::incrementAndGet);
        }

        @Override
        public void run() {}
    }
}
