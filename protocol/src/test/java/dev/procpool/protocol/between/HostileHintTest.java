package dev.procpool.protocol.between;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random words over events and semaphores: every wait ends, and the home goes on. */
class HostileHintTest {

    private final long seed = System.nanoTime();
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

    private interface Use {
        void run() throws Exception;
    }

    private void scribbleOver(ObjectName name, Region region, Use use) throws Exception {
        try (RawGuest liar = RawGuest.enter(home)) {
            for (int i = 0; i < 200; i++) {
                scribble(liar.page(), name);
                if (region != null) {
                    region.set(PermitsWord.book(random.nextInt(8)), random.nextLong());
                }
                liar.ring(name);
                attempt(use);
            }
        }
        SharedEvent event = new SharedEvent(
                new SharedObject(home.address(), home.create(ObjectKind.EVENT, new long[0], 0), ObjectKind.EVENT));
        event.set();
        assertThat(event.await(SECONDS.toNanos(30))).as("seed %d", seed).isTrue();
    }

    private void scribble(Region page, ObjectName name) {
        for (int word : new int[] {Layout.MAIN, Layout.FREE}) {
            page.set(Layout.word(RawGuest.at(name), word), random.nextLong() & ~(1L << 34));
        }
        for (int cell = 0; cell < 16; cell++) {
            int at = Layout.STANDARD.cell(cell);
            page.set(at, random.nextInt(1000));
            long wordAt = Layout.word(RawGuest.at(name), random.nextInt(Layout.WORDS_OF_AN_OBJECT));
            page.set(Layout.wordOf(at), random.nextBoolean() ? wordAt : random.nextLong());
        }
        page.set(Layout.CLAIMED_BLOCKS, 2);
    }

    private static void attempt(Use use) throws Exception {
        try {
            use.run();
        } catch (HomeLostException e) {
            // The words may say that the object has ended.
        }
    }

    @Test
    void scribbledEventsEndInATimeoutAtTheLatest() throws Exception {
        ObjectName name = home.create(ObjectKind.EVENT, new long[0], 0);
        SharedEvent event = new SharedEvent(new SharedObject(home.address(), name, ObjectKind.EVENT));
        scribbleOver(name, null, () -> {
            event.await(MILLISECONDS.toNanos(1));
            event.set();
            event.clear();
        });
    }

    @Test
    void scribbledSemaphoresEndInATimeoutAtTheLatest() throws Exception {
        for (ObjectKind kind : new ObjectKind[] {ObjectKind.SEMAPHORE, ObjectKind.BOUNDED_SEMAPHORE}) {
            boolean isBounded = kind == ObjectKind.BOUNDED_SEMAPHORE;
            long bytes = isBounded ? SharedSemaphore.bytesOfBooks() : 0;
            ObjectName name = home.create(kind, new long[] {1}, bytes);
            SharedSemaphore semaphore = new SharedSemaphore(new SharedObject(home.address(), name, kind), isBounded);
            Region books = isBounded ? Region.open(home.address().region(name.serial()), bytes) : null;
            scribbleOver(name, books, () -> {
                semaphore.acquire(MILLISECONDS.toNanos(1));
                semaphore.release();
                semaphore.availablePermits();
            });
        }
    }
}
