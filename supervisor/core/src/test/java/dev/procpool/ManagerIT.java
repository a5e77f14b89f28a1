package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.Task;
import dev.procpool.testing.Later;
import dev.procpool.testing.Leftovers;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Objects of any interface in a manager, and proxies that travel. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class ManagerIT {

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

    // ---- any interface

    @Test
    void theMethodsOfAnInterfaceRunInTheManagerOneAtATime() throws Exception {
        Counter counter = counter();

        pool.map(
                (Integer i) -> counter.add(i),
                IntStream.rangeClosed(1, 100).boxed().toList());

        assertThat(counter.add(0)).isEqualTo(5050);
        assertThat(counter.twice(5)).isEqualTo(5060);
        assertThat(counter).hasToString("sum 5060");
    }

    @Test
    void anExceptionArrivesAsItselfWithTheFramesOfTheManager() throws Exception {
        Counter counter = counter();

        assertThatThrownBy(() -> counter.failing("text"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bad text")
                .satisfies(e -> {
                    assertThat(e.getStackTrace()[0].toString()).contains("PlainCounter.failing");
                    assertThat(e.getStackTrace()).anyMatch(f -> f.toString().contains("Counter.failing"));
                    assertThat(e.getStackTrace()).anyMatch(f -> f.getClassName().equals(ManagerIT.class.getName()));
                });
        assertThatThrownBy(() -> counter.failing("")).isInstanceOf(IOException.class);
    }

    @Test
    void valuesThatCannotTravelFailThatCallOnly() throws Exception {
        Counter counter = counter();

        assertThatThrownBy(counter::unsendable).isInstanceOf(ResultSerializationException.class);
        assertThatThrownBy(() -> counter.give(new Thread()))
                .isInstanceOf(ArgumentSerializationException.class)
                .hasMessageContaining("Counter.give");
        assertThat(counter.add(1)).isEqualTo(1);
    }

    @Test
    void refusesTypesThatAreNoInterfacesAndFactoriesOfOtherThings() throws Exception {
        assertThatThrownBy(() -> manager.serve(PlainCounter.class, () -> new PlainCounter()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ask(() -> null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ask(() -> {
                    throw new IllegalStateException("no counter today");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no counter today");
        assertThatThrownBy(() -> manager.end("text")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Counter ask(Task<Counter> factory) {
        return manager.serve(Counter.class, factory);
    }

    @Test
    void twoProxiesOfAnObjectAreEqualAndTwoObjectsAreNot() throws Exception {
        Counter one = counter();
        Counter copy = pool.apply((Counter c) -> c, one);

        assertThat(copy).isEqualTo(one).isNotSameAs(one).hasSameHashCodeAs(one);
        assertThat(one).isNotEqualTo(counter()).isNotEqualTo(null).isNotEqualTo("text");
    }

    @Test
    void anObjectEndsOnRequest() throws Exception {
        Counter counter = counter();
        manager.end(counter);
        manager.end(counter);

        assertThatThrownBy(() -> counter.add(1))
                .isInstanceOf(HomeGoneException.class)
                .hasMessageContaining("Counter.add");
        assertThat(counter.toString()).contains("Counter");
    }

    @Test
    void anObjectThatIsThreadSafeServesCallersWhileOthersWaitInIt() throws Exception {
        BlockingQueue<String> queue = queue();
        CompletableFuture<String> taken = Later.supply(() -> take(queue));

        pool.apply((BlockingQueue<String> q) -> q.add("first"), queue);

        assertThat(taken.get(20, TimeUnit.SECONDS)).isEqualTo("first");
        assertThat(queue.isEmpty()).isTrue();
    }

    @SuppressWarnings("unchecked")
    private static BlockingQueue<String> queue() {
        return manager.serveConcurrent(BlockingQueue.class, () -> new LinkedBlockingQueue<>());
    }

    private static String take(BlockingQueue<String> queue) {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aManagerStartsInAThreadThatIsInterruptedAndStaysSo() {
        Thread.currentThread().interrupt();
        try (Manager another = Manager.start()) {
            assertThat(Thread.interrupted()).isTrue();

            assertThat(another.run(() -> 42)).isEqualTo(42);
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void aTaskRunsInTheManager() throws Exception {
        long here = ProcessHandle.current().pid();

        assertThat(manager.run(() -> ProcessHandle.current().pid()))
                .isEqualTo(manager.process().orElseThrow().pid().orElseThrow())
                .isNotEqualTo(here);
    }
}
