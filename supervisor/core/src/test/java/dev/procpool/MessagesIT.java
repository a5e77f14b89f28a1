package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.testing.Leftovers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages of failures name the thing that they are about. */
@ExtendWith(Leftovers.class)
class MessagesIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int MIN_PAYLOAD = 1 << 10;

    private static Pool pool;

    @BeforeAll
    static void open() throws InterruptedException {
        pool = Pool.builder()
                .processes(2)
                .maxPayload(MIN_PAYLOAD)
                .output(WorkerOutput.discarding())
                .open();
        assertThat(pool.awaitReady(LONG)).isTrue();
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    private static int halt(int code) {
        Runtime.getRuntime().halt(code);
        return code;
    }

    @Test
    void theOnlyItemOfACallIsNamedByItsTask() throws Exception {
        TaskFuture<Integer> died = pool.applyAsync(MessagesIT::halt, 3);

        assertThatThrownBy(died::get)
                .cause()
                .hasMessageContaining("exited with code 3 while running task " + died.taskId() + " ")
                .message()
                .doesNotContain("item 0", "an item");
        assertThatThrownBy(() -> pool.apply(() -> Thread.currentThread()))
                .isInstanceOf(ResultSerializationException.class)
                .hasMessageContaining(": the result of task ")
                .message()
                .doesNotContain("item 0");
        assertThatThrownBy(() -> pool.with(TaskOptions.builder()
                                .deadline(Instant.now().minusSeconds(1))
                                .build())
                        .apply(MessagesIT::halt, 3))
                .isInstanceOf(TaskExpiredException.class)
                .hasMessageStartingWith("task ");
    }

    @Test
    void oneOfSeveralItemsIsNamedByItsIndexAndItsTask() {
        assertThatThrownBy(() -> pool.map((Integer x) -> x == 1 ? halt(3) : x, List.of(0, 1)))
                .isInstanceOf(WorkerDiedException.class)
                .hasMessageMatching("(?s).* while running item 1 of task \\d+ .*");
    }

    @Test
    void aPoolIsNotSaidToHaveAWorkerLessWhileOneIsReplaced() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            assertThatThrownBy(() -> pool.apply(MessagesIT::halt, 3)).hasMessageContaining("(pool: 2 workers, ");
        }
    }

    @Test
    void whatIsTooLargeNamesTheOption() {
        int many = 2 * MIN_PAYLOAD;

        assertThatThrownBy(() -> pool.apply((long[] longs) -> longs.length, new long[many]))
                .isInstanceOf(PayloadTooLargeException.class)
                .hasMessageContaining("PoolBuilder.maxPayload");
        assertThatThrownBy(() -> pool.apply((Integer count) -> new long[count], many))
                .isInstanceOf(PayloadTooLargeException.class)
                .hasMessageContaining("PoolBuilder.maxPayload");
    }
}
