package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Leftovers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** When items started, as the worker's clock says it, and not when their results arrived. */
@ExtendWith(Leftovers.class)
class StartTimeIT {

    private static final List<Integer> MILLIS = List.of(10, 40, 10);

    private static final TaskFunction<Integer, Object> SLEEP = millis -> {
        Thread.sleep(millis);
        return List.of(millis); // not packed
    };

    private static final TaskFunction<Integer, Integer> PACKED_SLEEP = millis -> {
        Thread.sleep(millis);
        return millis;
    };

    private static Instant end(Outcome<?> outcome) {
        return outcome.started().plus(outcome.ran());
    }

    private static void assertFollowEachOther(List<? extends Outcome<?>> outcomes) {
        for (int i = 0; i < outcomes.size(); i++) {
            assertThat(outcomes.get(i).ran()).isGreaterThanOrEqualTo(Duration.ofMillis(MILLIS.get(i)));
            if (i > 0) {
                assertThat(outcomes.get(i).started()).isAfterOrEqualTo(end(outcomes.get(i - 1)));
            }
        }
        assertThat(Duration.between(end(outcomes.get(0)), end(outcomes.get(1))))
                .isGreaterThanOrEqualTo(Duration.ofMillis(40));
    }

    @Test
    void itemsOfAWorkerFollowEachOther() {
        Instant before = Instant.now();
        try (Pool pool = Pool.open(1)) {
            assertFollowEachOther(Outcomes.all(pool.outcomes(SLEEP, MILLIS)));
            assertFollowEachOther(Outcomes.all(pool.outcomes(PACKED_SLEEP, MILLIS)));

            Outcome<Integer> last =
                    Outcomes.all(pool.outcomes(PACKED_SLEEP, List.of(1))).get(0);
            assertThat(last.started()).isBetween(before, Instant.now());
        }
    }

    @Test
    void quickItemsThatAreMeasuredTogetherFollowEachOther() {
        TaskFunction<Integer, Integer> square = x -> x * x;
        try (Pool pool = Pool.open(1)) {
            List<Outcome<Integer>> outcomes = Outcomes.all(
                    pool.outcomes(square, IntStream.range(0, 20_000).boxed().toList()));

            outcomes.sort(Comparator.comparingLong(Outcome::index));
            assertThat(outcomes)
                    .allSatisfy(outcome -> assertThat(outcome.started()).isNotNull());
            assertThat(outcomes).isSortedAccordingTo(Comparator.comparing(Outcome::started));
        }
    }

    @Test
    void anItemOfADeadWorkerHasStartedWhenItWasFirstSeenRunning() {
        TaskFunction<Integer, Integer> die = x -> {
            Thread.sleep(300);
            Runtime.getRuntime().halt(9);
            return x;
        };
        Instant before = Instant.now();
        try (Pool pool =
                Pool.builder().processes(1).output(WorkerOutput.discarding()).open()) {
            TaskOptions watched =
                    TaskOptions.builder().timeout(Duration.ofSeconds(60)).build();
            Outcome<Integer> outcome =
                    Outcomes.all(pool.with(watched).outcomes(die, List.of(1))).get(0);

            assertThat(outcome.failure()).isInstanceOf(WorkerDiedException.class);
            assertThat(outcome.started()).isBetween(before, Instant.now());
            assertThat(end(outcome)).isBefore(Instant.now().plusMillis(1));
        }
    }

    @Test
    void anItemThatNeverRanHasNoStart() {
        try (Pool pool = Pool.open(1)) {
            TaskOptions expired = TaskOptions.builder()
                    .deadline(Instant.now().minusSeconds(1))
                    .build();

            Outcome<Integer> outcome = Outcomes.all(pool.with(expired).outcomes(PACKED_SLEEP, List.of(1)))
                    .get(0);

            assertThat(outcome.failure()).isInstanceOf(TaskExpiredException.class);
            assertThat(outcome.started()).isNull();
        }
    }

    @Test
    void aListenerHearsWhenAnAttemptThatFailedStarted() {
        List<PoolListener.Items> retried = new CopyOnWriteArrayList<>();
        PoolListener listener = new PoolListener() {
            @Override
            public void itemRetried(Items items, Throwable failure) {
                retried.add(items);
            }
        };
        TaskFunction<Integer, Integer> failing = x -> {
            Thread.sleep(x);
            throw new IllegalStateException("as it was to be");
        };
        Outcome<Integer> outcome;
        try (Pool pool = Pool.builder().processes(1).listener(listener).open()) {
            TaskOptions twice =
                    TaskOptions.builder().retries(1).retryDelay(Duration.ZERO).build();
            outcome = Outcomes.all(pool.with(twice).outcomes(failing, List.of(30)))
                    .get(0);
        }
        assertThat(retried).singleElement().satisfies(first -> {
            assertThat(first.ran()).isGreaterThanOrEqualTo(Duration.ofMillis(30));
            assertThat(first.started().plus(first.ran())).isBeforeOrEqualTo(outcome.started());
        });
    }

    @Test
    void aFlightRecordingHasTheTimesOfTheWorkers(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("pool.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            try (Pool pool = Pool.open(1)) {
                pool.map(SLEEP, MILLIS);
            }
            recording.stop();
            recording.dump(file);
        }

        List<RecordedEvent> attempts = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals("dev.procpool.Attempt"))
                .sorted(Comparator.comparingLong(event -> event.getLong("firstIndex")))
                .toList();
        assertThat(attempts).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(attempts.get(i).getDuration("ran")).isGreaterThanOrEqualTo(Duration.ofMillis(MILLIS.get(i)));
            assertThat(attempts.get(i).getBoolean("failed")).isFalse();
        }
        assertThat(attempts.get(1).getLong("startedNanos"))
                .isGreaterThanOrEqualTo(attempts.get(0).getLong("startedNanos") + 10_000_000);
    }
}
