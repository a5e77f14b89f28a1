package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A pool as others see it: its listener, its flight recording, its log. */
@ExtendWith(Leftovers.class)
class ObservationIT {

    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;
    private static final Duration LONG = Duration.ofSeconds(60);

    /** A listener that writes down all events. */
    private static final class Notes implements PoolListener {
        private final List<String> notes = new CopyOnWriteArrayList<>();

        @Override
        public void workerStarted(WorkerInfo worker) {
            notes.add("started " + worker.id() + "." + worker.incarnation());
        }

        @Override
        public void workerReady(WorkerInfo worker) {
            notes.add("ready " + worker.id() + "." + worker.incarnation());
        }

        @Override
        public void workerRecycled(WorkerInfo worker, String reason) {
            notes.add("recycled " + worker.id() + "." + worker.incarnation() + ": " + reason);
        }

        @Override
        public void workerExited(WorkerInfo worker, ExitReport report) {
            notes.add("exited " + worker.id() + "." + worker.incarnation() + ": " + report.exitCode() + " "
                    + report.ours());
        }

        @Override
        public void itemsStarted(Items items) {
            notes.add("items " + items.taskId() + "/" + items.firstIndex() + "+" + items.count() + " on "
                    + items.workerId() + " attempt " + items.attempt());
        }

        @Override
        public void itemsSettled(Items items) {
            notes.add("settled " + items.taskId() + "/" + items.firstIndex() + "+" + items.count());
        }

        @Override
        public void itemProgressed(Items item, long done, long total) {
            notes.add("progress of " + item.taskId() + "/" + item.firstIndex() + ": " + done + "/" + total);
        }

        @Override
        public void itemRetried(Items item, Throwable failure) {
            notes.add("retried " + item.taskId() + "/" + item.firstIndex() + " after "
                    + failure.getClass().getSimpleName());
        }

        @Override
        public void poolBroken(Throwable cause) {
            notes.add("broken: " + cause.getMessage());
        }

        private int position(String note) {
            for (int i = 0; i < notes.size(); i++) {
                if (notes.get(i).startsWith(note)) {
                    return i;
                }
            }
            throw new AssertionError(note + " is not in " + notes);
        }
    }

    @Test
    void aListenerHearsOfWorkersAndItemsInOrder() throws Exception {
        Notes notes = new Notes();
        try (Pool pool = Pool.builder()
                .processes(1)
                .listener(notes)
                .output(WorkerOutput.discarding())
                .open()) {
            assertThat(pool.apply(SQUARE, 2)).isEqualTo(4);
            TaskOptions once =
                    TaskOptions.builder().retries(1).retryDelay(Duration.ZERO).build();
            assertThatThrownBy(() -> pool.with(once).apply(() -> {
                        Runtime.getRuntime().halt(7);
                        return 1;
                    }))
                    .isInstanceOf(PoisonItemException.class);
            assertThat(pool.awaitReady(LONG)).isTrue();
            pool.restart(1);
            Await.until(() -> notes.notes.stream().anyMatch(n -> n.startsWith("exited 1.3")));
        }
        Await.until(() -> notes.notes.stream().anyMatch(n -> n.startsWith("exited 1.4")));

        assertThat(List.of(
                        notes.position("started 1.1"),
                        notes.position("ready 1.1"),
                        notes.position("items 1/0+1 on 1 attempt 1"),
                        notes.position("settled 1/0+1"),
                        notes.position("items 2/0+1 on 1 attempt 1"),
                        notes.position("retried 2/0 after WorkerDiedException"),
                        notes.position("exited 1.1: 7 false"),
                        notes.position("started 1.2"),
                        notes.position("items 2/0+1 on 1 attempt 2"),
                        notes.position("settled 2/0+1"),
                        notes.position("recycled 1.3: was to be restarted"),
                        notes.position("ready 1.4"),
                        notes.position("exited 1.3: 0 true"),
                        notes.position("exited 1.4: 0 true")))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void aListenerHearsThatThePoolIsBroken() {
        Notes notes = new Notes();
        try (Pool pool = Pool.builder()
                .processes(1)
                .listener(notes)
                .output(WorkerOutput.discarding())
                .jvmOptions("-XX:NoSuchOption")
                .open()) {
            assertThatThrownBy(() -> pool.awaitReady(LONG)).isInstanceOf(PoolBrokenException.class);
        }
        Await.until(() -> notes.notes.stream().anyMatch(n -> n.startsWith("broken")));
        assertThat(notes.notes).anyMatch(n -> n.startsWith("broken") && n.contains("NoSuchOption"));
    }

    @Test
    void aListenerThatIsSlowOrThrowsHurtsNobody() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        PoolListener slow = new PoolListener() {
            @Override
            public void workerStarted(WorkerInfo worker) {
                throw new IllegalStateException("a listener that throws");
            }

            @Override
            public void itemsSettled(Items items) {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        try (Pool pool = Pool.builder().processes(2).listener(slow).open()) {
            assertThat(pool.with(TaskOptions.builder().chunkSize(1).build()).map(SQUARE, SayWhen.range(30_000)))
                    .hasSize(30_000);
        } finally {
            end.countDown();
        }
    }

    @Tag("jdk")
    @Test
    void aFlightRecordingShowsWorkersAndItems(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("pool.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            try (Pool pool = Pool.open(1)) {
                assertThat(pool.<Integer>apply(() -> {
                            Thread.sleep(100);
                            return 4;
                        }))
                        .isEqualTo(4);
            }
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertThat(events)
                .filteredOn(e -> e.getEventType().getName().equals("dev.procpool.Worker"))
                .singleElement()
                .satisfies(e -> {
                    assertThat(e.getInt("workerId")).isEqualTo(1);
                    assertThat(e.getLong("itemsDone")).isEqualTo(1);
                    assertThat(e.getString("exit")).contains("exited with code 0");
                });
        assertThat(events)
                .filteredOn(e -> e.getEventType().getName().equals("dev.procpool.Items"))
                .singleElement()
                .satisfies(e -> {
                    assertThat(e.getInt("count")).isEqualTo(1);
                    assertThat(e.getDuration()).isGreaterThan(Duration.ofMillis(90));
                });
    }

    private static List<Long> openAndForget() throws InterruptedException {
        Pool pool = Pool.open(2);
        if (!pool.awaitReady(LONG)) {
            throw new AssertionError("not ready");
        }
        return pool.workers().stream().map(WorkerInfo::pid).toList();
    }

    @Tag("jdk")
    @Test
    void aForgottenPoolIsLoggedWithThePlaceOfItsCreationAndEnded() throws Exception {
        List<LogRecord> records = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                records.add(record);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("dev.procpool.Pool");
        logger.addHandler(handler);
        try {
            List<Long> pids = openAndForget();
            Await.until(() -> {
                System.gc();
                return pids.stream().noneMatch(pid -> ProcessHandle.of(pid)
                        .filter(ProcessHandle::isAlive)
                        .isPresent());
            });
            assertThat(pids)
                    .noneMatch(pid ->
                            ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent());
            assertThat(records).singleElement().satisfies(record -> {
                assertThat(record.getMessage()).contains("a pool of 2 workers was never closed");
                assertThat(record.getThrown().getStackTrace())
                        .anyMatch(f -> f.getMethodName().equals("openAndForget"));
            });
        } finally {
            logger.removeHandler(handler);
        }
    }

    private static void iterateAndForget() {
        assertThat(Pool.open(1)
                        .imap(SQUARE, () -> java.util.stream.Stream.iterate(0, x -> x + 1)
                                .iterator())
                        .iterator()
                        .next())
                .isZero();
    }

    @Test
    void aPoolWhoseEndlessResultsAreForgottenIsEndedToo() {
        iterateAndForget();
        Await.until(() -> {
            System.gc();
            return Leftovers.processes().isEmpty()
                    && Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(thread -> thread.getName().startsWith("procpool-feeder"));
        });
        assertThat(Leftovers.processes()).isEmpty();
    }

    private static int resultOfAPoolThatOnlyAFutureHolds() throws Exception {
        TaskFuture<Integer> future = Pool.open(1).applyAsync(() -> {
            Thread.sleep(700);
            return 7;
        });
        Await.until(() -> {
            System.gc();
            return future.isDone();
        });
        return future.get();
    }

    @Test
    void aPoolWhoseResultsAreAwaitedIsNotForgotten() throws Exception {
        assertThat(resultOfAPoolThatOnlyAFutureHolds()).isEqualTo(7);
        Await.until(() -> {
            System.gc();
            return Leftovers.processes().isEmpty();
        });
        assertThat(Leftovers.processes()).as("afterwards it is").isEmpty();
    }
}
