package dev.procpool.protocol.between;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that write over the words of a queue: the others get a failure with a type, and the home goes on. */
class HostileQueueTest {

    private static final int ROUNDS = 500;
    private static final long MOMENT = MILLISECONDS.toNanos(1);

    private final long seed = Long.getLong("procpool.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir
    Path directory;

    private Home home;

    @BeforeEach
    void open() throws Exception {
        home = Home.open(directory);
    }

    @AfterEach
    void close() {
        home.close();
    }

    private ObjectName create(QueueShape shape) throws IOException {
        return home.create(ObjectKind.QUEUE, shape.words(), shape.regionBytes());
    }

    private SharedQueue queue(ObjectName name) {
        return new SharedQueue(new SharedObject(home.address(), name, ObjectKind.QUEUE));
    }

    @Test
    @Timeout(120)
    void scribbledWordsEndInAFailureWithATypeOrInATimeout() throws Exception {
        System.out.println("HostileQueueTest: seed " + seed);
        QueueShape shape = QueueShape.of(100, 1 << 14, true);
        for (int i = 0; i < ROUNDS; i++) {
            ObjectName name = create(shape);
            SharedQueue queue = queue(name);
            for (int n = 0; n < 5; n++) {
                queue.put(new byte[100], 0, 100, 0);
            }
            SharedQueue.Item leased = queue.lease(0);
            queue.take(0);
            scribble(name, shape);
            attempt(() -> queue.put(new byte[100], 0, 100, MOMENT));
            attempt(() -> queue.take(MOMENT));
            attempt(() -> queue.join(MOMENT));
            attempt(queue::size);
            attempt(queue::done);
            attempt(() -> {
                queue.giveBack(leased);
                return null;
            });
            attempt(() -> queue.take(0));
            home.end(name, true);
        }
        requireThatTheHomeWorks();
    }

    private void scribble(ObjectName name, QueueShape shape) throws IOException {
        try (RawGuest liar = RawGuest.enter(home)) {
            int at = RawGuest.at(name);
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                int word = Layout.FREE + random.nextInt(Layout.WORDS_OF_AN_OBJECT - Layout.FREE);
                liar.page().set(Layout.word(at, word), random.nextBoolean() ? random.nextLong() : random.nextInt(2000));
            }
            Region region = Region.open(home.address().region(name.serial()), shape.regionBytes());
            for (int i = 0; i < random.nextInt(20); i++) {
                int word = random.nextBoolean() ? random.nextInt(200) : QueueMemory.RING / 8 + random.nextInt(200);
                region.set(word * 8, random.nextBoolean() ? random.nextLong() : random.nextInt(2000));
            }
            liar.ring(name);
        }
    }

    private interface Attempt {
        Object make() throws Exception;
    }

    private void attempt(Attempt attempt) throws Exception {
        try {
            attempt.make();
        } catch (BrokenWordsException | HomeLostException e) {
            // A failure with a type.
        } catch (RuntimeException e) {
            throw new IllegalStateException("seed " + seed, e);
        }
    }

    private void requireThatTheHomeWorks() throws Exception {
        SharedQueue good = queue(create(QueueShape.of(10, 1 << 14, false)));
        assertThat(good.put(new byte[] {1, 2, 3}, 1, 2, 0)).isTrue();
        assertThat(good.take(SECONDS.toNanos(30)).payload()).containsExactly(2, 3);
        assertThat(good.size()).isZero();
    }
}
