package dev.procpool.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.Pool;
import dev.procpool.RestartPolicy;
import dev.procpool.TaskExpiredException;
import dev.procpool.TaskOptions;
import dev.procpool.TaskTimeoutException;
import dev.procpool.WorkerDiedException;
import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lines in worker JVMs: order, blame, failures and back-pressure. */
@ExtendWith(Leftovers.class)
class LinesIT {

    private static final TaskOptions IN_ORDER =
            TaskOptions.builder().keepOrder().build();
    private static final TaskFunction<String, String> LOWER = String::toLowerCase;

    /** Dies of "die", throws at "throw", and returns everything else as it is. */
    private static final TaskFunction<String, String> FRAGILE = line -> switch (line) {
        case "die" -> {
            Runtime.getRuntime().halt(9);
            yield "never";
        }
        case "throw" -> throw new IllegalStateException(line);
        default -> line;
    };

    private static String text(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    @Tag("jdk")
    @Test
    void everyLineHasExactlyOneOutcomeWhateverItsCharactersAndItsLength() {
        Random random = new Random(11);
        List<String> lines = IntStream.range(0, 50_000)
                .mapToObj(i -> (i % 7 == 0 ? "计é" : "Ab").repeat(i % 1000 == 0 ? 20_000 : random.nextInt(20)) + i)
                .toList();
        try (Pool pool = Pool.builder().processes(2).open();
                LineResults results = Lines.run(pool.with(IN_ORDER), LOWER, Read.lines(text(lines)))) {
            for (int i = 0; i < lines.size(); i++) {
                assertThat(results.next()).isTrue();
                assertThat(results.index()).isEqualTo(i);
                assertThat(results.failure()).isNull();
                assertThat(results.result()).hasToString(lines.get(i).toLowerCase(java.util.Locale.ROOT));
                if (i % 100 == 0) {
                    assertThat(results.line()).hasToString(lines.get(i));
                }
                assertThat(results.attempt().workerId()).isBetween(1, 2);
            }
            assertThat(results.next()).isFalse();
        }
    }

    @Tag("jdk")
    @Test
    void aDeathIsBlamedOnItsLineAndNoOther() {
        List<String> lines = IntStream.range(0, 20_000)
                .mapToObj(i -> i % 5000 == 77 ? "die" : i % 3000 == 5 ? "throw" : "line " + i)
                .toList();
        try (Pool pool = Pool.builder()
                        .processes(2)
                        .restartPolicy(RestartPolicy.unlimited())
                        .open();
                LineResults results = Lines.run(pool.with(IN_ORDER), FRAGILE, Read.lines(text(lines)))) {
            for (String line : lines) {
                assertThat(results.next()).isTrue();
                assertThat(results.line()).hasToString(line);
                switch (line) {
                    case "die" -> assertThat(results.failure()).isInstanceOf(WorkerDiedException.class);
                    case "throw" -> assertThat(results.failure()).isInstanceOf(IllegalStateException.class);
                    default -> assertThat(results.result()).hasToString(line);
                }
            }
            assertThat(results.next()).isFalse();
        }
    }

    @Test
    void aRetriedLineKeepsItsIndexAndItsText() {
        TaskOptions retried = TaskOptions.builder().keepOrder().retries(1).build();
        try (Pool pool = Pool.builder()
                        .processes(1)
                        .restartPolicy(RestartPolicy.unlimited())
                        .open();
                LineResults results = Lines.run(pool.with(retried), FRAGILE, Read.lines("a\ndie\nthrow\nd\n"))) {
            assertThat(Read.all(results))
                    .containsExactly(
                            "0 a -> a", "1 die ! PoisonItemException", "2 throw ! IllegalStateException", "3 d -> d");
            assertThat(results.attempt().number()).isEqualTo(1);
        }
    }

    @Test
    void aResultThatHasALoneSurrogateShowsAQuestionMarkInItsPlace() {
        try (Pool pool = Pool.builder().processes(1).open();
                LineResults results = Lines.run(pool, x -> "<\ud800>" + x, Read.lines("é\n"))) {
            assertThat(Read.all(results)).containsExactly("0 é -> <?>é");
        }
    }

    @Test
    void resultsThatAreNoTextsAreGivenAsTexts() {
        try (Pool pool = Pool.builder().processes(1).open();
                LineResults results = Lines.run(
                        pool.with(IN_ORDER),
                        x -> x.isEmpty() ? null : x.length() == 1 ? (Object) x.length() : List.of(x, 2.5),
                        Read.lines("\na\nbc\n"))) {
            assertThat(Read.all(results)).containsExactly("0  -> null", "1 a -> 1", "2 bc -> [bc, 2.5]");
        }
    }

    @Test
    void theFirstResultComesBeforeTheSecondLine() throws Exception {
        PipedOutputStream out = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(out, 1 << 16);
        try (Pool pool = Pool.builder().processes(1).open();
                LineResults results = Lines.run(pool.with(IN_ORDER), LOWER, new LineReader(in, '\n'))) {
            for (String line : List.of("ONE", "TWO")) {
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
                assertThat(results.next()).isTrue();
                assertThat(results.result()).hasToString(line.toLowerCase(java.util.Locale.ROOT));
                assertThat(results.hasReady()).isFalse();
            }
            out.close();
            assertThat(results.next()).isFalse();
        }
    }

    /** A stream of the same line without an end. */
    private static InputStream endless(AtomicLong given) {
        return new InputStream() {
            @Override
            public int read() {
                return given.getAndIncrement() % 2 == 0 ? '3' : '\n';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                for (int i = 0; i < length; i++) {
                    bytes[offset + i] = (byte) read();
                }
                return length;
            }
        };
    }

    @Test
    void aConsumerThatTakesNothingMoreStopsTheReadingOfAnEndlessInput() {
        AtomicLong given = new AtomicLong();
        try (Pool pool = Pool.builder().processes(1).open();
                LineResults results = Lines.run(pool.with(IN_ORDER), LOWER, new LineReader(endless(given), '\n'))) {
            assertThat(results.next()).isTrue();
            long[] last = {-1};
            Await.until(() -> {
                long before = last[0];
                last[0] = given.get();
                return before == last[0] && pool.stats().pending() == 0;
            });
            assertThat(given.get()).as("blocks of 64 KiB, for 1024 lines").isLessThan(1 << 18);
            assertThat(results.next()).isTrue();
        }
    }

    @Test
    void whatIsPendingCanBeCancelledAlthoughTheInputDoesNotEnd() {
        try (Pool pool = Pool.builder().processes(1).open();
                LineResults results =
                        Lines.run(pool.with(IN_ORDER), LOWER, new LineReader(endless(new AtomicLong()), '\n'))) {
            assertThat(results.next()).isTrue();
            results.cancelPending();
            long outcomes = 1;
            while (results.next()) {
                outcomes++;
                assertThat(results.line().length()).isLessThan(2);
            }
            assertThat(outcomes).isEqualTo(results.index() + 1);
        }
    }

    @Test
    void aLineThatIsLargerThanAPayloadFailsAlone() {
        try (Pool pool = Pool.builder().processes(1).maxPayload(4096).open();
                LineResults results =
                        Lines.run(pool.with(IN_ORDER), LOWER, Read.lines("A\n" + "x".repeat(4097) + "\nB\n"))) {
            assertThat(Read.all(results)).containsExactly("0 A -> a", "1  ! PayloadTooLargeException", "2 B -> b");
        }
    }

    @Test
    void linesThatHaveNotStartedAtTheDeadlineExpire() {
        TaskOptions late = TaskOptions.builder()
                .keepOrder()
                .deadline(Instant.now().plusMillis(1))
                .build();
        try (Pool pool = Pool.builder().processes(1).open();
                LineResults results = Lines.run(pool.with(late), LOWER, Read.lines("a\n".repeat(10)))) {
            while (results.next()) {
                if (results.failure() != null) {
                    assertThat(results.failure()).isInstanceOf(TaskExpiredException.class);
                }
            }
            assertThat(results.index()).isEqualTo(9);
        }
    }

    @Test
    void tasksOfSomebodyElseAreRefused() {
        assertThatThrownBy(() -> Lines.run(null, LOWER, Read.lines(""))).isInstanceOf(IllegalArgumentException.class);
    }

    /** Sleeps for as long as its line says, in milliseconds. */
    private static final TaskFunction<String, String> SLEEP = line -> {
        Thread.sleep(Long.parseLong(line));
        return line;
    };

    @Test
    void aTimeoutThatIsChangedHoldsForLinesThatRunAlready() {
        TaskOptions.Builder options = TaskOptions.builder().chunkSize(1);
        for (TaskOptions limited : List.of(
                options.timeout(Duration.ofDays(1)).build(),
                TaskOptions.builder().softTimeout(Duration.ofDays(1)).build())) {
            try (Pool pool = Pool.builder().processes(2).open();
                    LineResults results = Lines.run(pool.with(limited), SLEEP, Read.lines("300000\n100\n"))) {
                assertThat(results.next()).isTrue();
                assertThat(results.result()).hasToString("100");
                results.timeout(Duration.ofMillis(500));
                assertThat(results.next()).isTrue();
                assertThat(results.failure()).isInstanceOf(TaskTimeoutException.class);
                assertThat(results.line()).hasToString("300000");
            }
        }
    }

    @Test
    void aTimeoutThatThereIsNotCannotBeChanged() {
        try (Pool pool = Pool.builder().processes(1).open();
                LineResults results = Lines.run(pool, LOWER, Read.lines("A\n"))) {
            assertThatThrownBy(() -> results.timeout(Duration.ofSeconds(1))).isInstanceOf(IllegalStateException.class);
        }
    }
}
