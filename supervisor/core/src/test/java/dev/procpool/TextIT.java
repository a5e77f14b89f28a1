package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.task.TaskContext;
import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Leftovers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that travel together: each keeps its chars, its place and its fate. */
@ExtendWith(Leftovers.class)
@Timeout(240)
class TextIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int MANY = 100_000;
    private static final String DEADLY = "die";
    private static final TaskFunction<Object, Object> SAME = x -> x;
    private static final TaskFunction<String, String> PICKY = text -> {
        if (text.startsWith(DEADLY)) {
            Runtime.getRuntime().halt(3);
        }
        if (text.startsWith("throw")) {
            throw new IllegalArgumentException("no " + text);
        }
        return text + "!";
    };

    private static final long SEED = Long.getLong("procpool.seed", System.nanoTime());

    private static Pool pool;

    @BeforeAll
    static void open() throws InterruptedException {
        pool = Pool.builder()
                .processes(2)
                .restartPolicy(RestartPolicy.unlimited())
                .output(WorkerOutput.discarding())
                .open();
        assertThat(pool.awaitReady(LONG)).isTrue();
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    private static List<Object> mixed(int count) {
        Random random = new Random(SEED);
        List<Object> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(random.nextInt(1_000) > 0 ? text(random, 30) : other(random));
        }
        return items;
    }

    private static Object other(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> null;
            case 1 -> random.nextInt();
            case 2 -> random.nextLong();
            case 3 -> text(random, 1_002);
            default -> text(random, 20_000);
        };
    }

    /** Chars of ASCII, or of any kind, or mostly surrogates. */
    private static String text(Random random, int most) {
        int kind = random.nextInt(6);
        char[] chars = new char[random.nextInt(most)];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char)
                    switch (kind) {
                        case 0 -> random.nextInt(0x10000);
                        case 1 -> 0x4E00 + random.nextInt(0x5000);
                        case 2 -> 0xD700 + random.nextInt(0xA00);
                        default -> random.nextInt(0x80);
                    };
        }
        return new String(chars);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000})
    @Tag("jdk")
    void textsArriveAsTheyWereAndInOrder(int chunkSize) throws Exception {
        RoundTrips.assertArriveEqual(pool, mixed(MANY), chunkSize, SEED);
    }

    @Test
    void theListOfTextsBelongsToTheCaller() throws Exception {
        List<String> texts = pool.map(PICKY, List.of("b", "a", "a"));
        texts.sort(null);
        texts.remove("a!");
        texts.add(null);

        assertThat(texts).containsExactly("a!", "b!", null);
        assertThat(pool.map(String::length, List.of("b", "", "中😀"))).containsExactly(1, 0, 3);
        assertThat(pool.map((Integer x) -> "n" + x, List.of(1, 2))).containsExactly("n1", "n2");
    }

    private static List<String> withOddOnes(int count, int odd) {
        return IntStream.range(0, count)
                .mapToObj(i -> (i % odd == odd / 2 ? DEADLY : i % odd == odd / 3 ? "throw" : "") + "é" + i)
                .toList();
    }

    @Test
    void deathsAndFailuresAreThoseOfTheirItemsAlone() throws Exception {
        pool.map(PICKY, withOddOnes(50_000, Integer.MAX_VALUE)); // known to be quick, so that chunks are large
        assertEachHasItsFate(withOddOnes(3 * MANY, MANY / 3), pool);
    }

    @Test
    void deathsAndFailuresAreThoseOfTheirItemsWhereEachResultIsCommitted() {
        assertEachHasItsFate(
                withOddOnes(6_000, 2_000),
                pool.with(TaskOptions.builder().commitPerItem().chunkSize(50).build()));
    }

    private static void assertEachHasItsFate(List<String> items, Tasks tasks) {
        RoundTrips.assertEachHasItsFate(tasks, PICKY, items, index -> {
            String item = items.get(index);
            if (item.startsWith(DEADLY)) {
                return RoundTrips.DIES;
            }
            return item.startsWith("throw") ? new RoundTrips.Throws("no " + item) : item + "!";
        });
    }

    @Test
    void anItemThatKillsItsWorkerOnceIsRunAgain() throws Exception {
        TaskFunction<String, String> deadlyOnce = text -> {
            if (text.equals(DEADLY) && TaskContext.current().orElseThrow().incarnation() == 1) {
                Runtime.getRuntime().halt(3);
            }
            return text.toUpperCase(java.util.Locale.ROOT);
        };
        List<String> items = IntStream.range(0, 20_000)
                .mapToObj(i -> i == 11_111 ? DEADLY : "text " + i)
                .toList();
        try (Pool own =
                Pool.builder().processes(2).output(WorkerOutput.discarding()).open()) {
            Tasks tasks = own.with(TaskOptions.builder().retries(3).build());

            List<String> results = tasks.map(deadlyOnce, items);

            assertThat(results)
                    .isEqualTo(items.stream()
                            .map(text -> text.toUpperCase(java.util.Locale.ROOT))
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anItemThatTakesTooLongIsTheOnlyOneThatFails(boolean soft) {
        TaskFunction<String, String> slow = text -> {
            if (text.equals("slow")) {
                Thread.sleep(60_000);
            }
            return text;
        };
        List<String> items = IntStream.range(0, 20_000)
                .mapToObj(i -> i == 12_345 ? "slow" : "text " + i)
                .toList();
        TaskOptions.Builder options = TaskOptions.builder();
        Duration limit = Duration.ofSeconds(2);
        Tasks tasks = pool.with((soft ? options.softTimeout(limit) : options.timeout(limit)).build());
        List<Long> failed = new ArrayList<>();
        try (Results<Outcome<String>> outcomes = tasks.outcomes(slow, items)) {
            for (Outcome<String> outcome : outcomes) {
                if (outcome.isSuccess()) {
                    assertThat(outcome.get()).isEqualTo(items.get((int) outcome.index()));
                } else {
                    assertThat(outcome.failure()).isInstanceOf(TaskTimeoutException.class);
                    failed.add(outcome.index());
                }
            }
        }
        assertThat(failed).containsExactly(12_345L);
    }

    @Test
    void aCancelledStreamOfTextsLeavesThePoolAsItWas() throws Exception {
        ConcurrentLinkedQueue<String> taken = new ConcurrentLinkedQueue<>();
        try (Results<String> results = pool.imap(PICKY, withOddOnes(MANY, Integer.MAX_VALUE))) {
            results.stream().limit(1_000).forEach(taken::add);
        }

        assertThat(taken).hasSize(1_000).contains("é0!", "é999!");
        assertThat(pool.map(PICKY, List.of("x"))).containsExactly("x!");
    }

    @Test
    void threadsGetTheTextsThemselves() throws Exception {
        String text = "\ud800".repeat(10);
        try (Pool threads = Pool.ofThreads(2)) {
            assertThat(threads.map(SAME, List.of(text, text))).allMatch(result -> result == text);
        }
    }
}
