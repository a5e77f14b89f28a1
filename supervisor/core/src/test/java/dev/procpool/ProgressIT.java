package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.PoolListener.Items;
import dev.procpool.task.TaskContext;
import dev.procpool.testing.Await;
import dev.procpool.testing.Endless;
import dev.procpool.testing.Leftovers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that say how far they are, and tasks that do not get any further. */
@ExtendWith(Leftovers.class)
class ProgressIT {

    private static final int STEPS = 60;

    private record Heard(Items item, long done, long total) {}

    @TempDir
    Path directory;

    private final List<Heard> heard = new CopyOnWriteArrayList<>();

    private final PoolListener listener = new PoolListener() {
        @Override
        public void itemProgressed(Items item, long done, long total) {
            heard.add(new Heard(item, done, total));
        }
    };

    /** Runs an item that reports, and ends once the report was heard. */
    private void reportAndAwait(Pool pool, Path heardFile) throws Exception {
        String awaited = heardFile.toString();
        TaskFuture<Integer> item = pool.applyAsync(() -> {
            TaskContext.progress(30, 100);
            while (!Files.exists(Path.of(awaited))) {
                Thread.sleep(10);
            }
            return TaskContext.current().orElseThrow().workerId();
        });
        Await.until(() -> !heard.isEmpty());
        Files.createFile(heardFile);
        int worker = item.get();

        assertThat(heard).singleElement().satisfies(report -> {
            assertThat(report.done).isEqualTo(30);
            assertThat(report.total).isEqualTo(100);
            assertThat(report.item.taskId()).isEqualTo(item.taskId());
            assertThat(report.item.firstIndex()).isZero();
            assertThat(report.item.workerId()).isEqualTo(worker);
            assertThat(report.item.pid()).isEqualTo(item.pid().orElseThrow());
        });
    }

    @Tag("jdk")
    @Test
    void aListenerHearsHowFarAnItemIs() throws Exception {
        try (Pool pool = Pool.builder().processes(2).listener(listener).open()) {
            reportAndAwait(pool, directory.resolve("heard"));
        }
    }

    @Test
    void anItemThatReportsRegularlyMayRunForLongAndOneThatStopsIsKilled() throws Exception {
        TaskOptions options =
                TaskOptions.builder().stallTimeout(Duration.ofSeconds(1)).build();
        try (Pool pool = Pool.open(2)) {
            Tasks watched = pool.with(options);
            TaskFuture<Integer> slow = watched.applyAsync(() -> {
                for (int i = 1; i <= STEPS; i++) {
                    Thread.sleep(50);
                    TaskContext.progress(i, STEPS);
                }
                return STEPS;
            });

            assertThatThrownBy(() -> watched.apply(() -> {
                        TaskContext.progress(30, 100);
                        return Endless.spinForEver();
                    }))
                    .isInstanceOfSatisfying(TaskTimeoutException.class, e -> {
                        assertThat(e)
                                .hasMessageContainingAll("task 2 made no progress for ", ", at 30 of 100; worker ");
                        assertThat(e.timeout()).isEqualTo(Duration.ofSeconds(1));
                        assertThat(e.workerStack())
                                .anyMatch(f -> f.getMethodName().equals("spinForEver"));
                    });
            assertThat(slow.get()).isEqualTo(STEPS);
        }
    }

    @Test
    void anItemThatNeverReportsMayRunForTheStallTimeoutFromItsStart() throws Exception {
        TaskOptions options =
                TaskOptions.builder().stallTimeout(Duration.ofMillis(500)).build();
        try (Pool pool = Pool.open(1)) {
            assertThat(pool.with(options).map((Integer x) -> -x, SayWhen.range(1000)))
                    .hasSize(1000);
            assertThatThrownBy(() -> pool.with(options).apply(Endless::spinForEver))
                    .isInstanceOf(TaskTimeoutException.class)
                    .hasMessageContaining(", and has never reported any; worker 1 ");
        }
    }

    @Test
    void aReportOfAnotherThreadHasNoEffect() throws Exception {
        TaskContext.progress(1, 2); // outside of a task

        try (Pool pool = Pool.builder().processes(1).listener(listener).open()) {
            pool.apply(() -> {
                Thread other = new Thread(() -> TaskContext.progress(1, 2));
                other.start();
                other.join();
                Thread.sleep(300);
                return 1;
            });
        }

        assertThat(heard).isEmpty();
    }

    @Test
    void negativeNumbersAreRefused() throws Exception {
        assertThatThrownBy(() -> TaskContext.progress(-1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TaskContext.progress(1, -2)).isInstanceOf(IllegalArgumentException.class);
    }
}
