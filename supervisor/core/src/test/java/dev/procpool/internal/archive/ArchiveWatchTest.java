package dev.procpool.internal.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.protocol.start.JavaHome;
import dev.procpool.testing.Await;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ArchiveWatchTest {

    private static final long GUARD_SECONDS = 30;
    private static final JavaHome HOME = JavaHome.here();
    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /** The threads that have looked at a pool, or have made the archive. */
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

    private final CountDownLatch made = new CountDownLatch(1);
    private final ArchiveWatch watch = new ArchiveWatch(home -> {
        threads.add(Thread.currentThread());
        made.countDown();
    });

    private final class FakePool implements ArchiveMaker.Surroundings {

        private volatile boolean isIdle;
        private final CountDownLatch looks = new CountDownLatch(2);

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isIdle() {
            threads.add(Thread.currentThread());
            looks.countDown();
            return isIdle;
        }
    }

    private boolean isAlive() {
        return threads.stream().anyMatch(Thread::isAlive);
    }

    @Test
    void allPoolsShareOneThreadWhichEndsWithTheLastOfThem() throws Exception {
        FakePool first = new FakePool();
        FakePool second = new FakePool();
        watch.add(HOME, first, SOON);
        watch.add(HOME, second, SOON);
        assertThat(first.looks.await(GUARD_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(second.looks.await(GUARD_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(threads.stream().distinct()).hasSize(1);

        watch.remove(first);
        assertThat(isAlive()).isTrue();
        watch.remove(second);

        Await.orFail(() -> !isAlive());
        assertThat(made.getCount()).isEqualTo(1);
    }

    @Test
    void theThreadDoesNotSleepThroughTheEndOfTheLastPool() throws Exception {
        FakePool looked = new FakePool();
        FakePool late = new FakePool();
        watch.add(HOME, looked, SOON);
        watch.add(HOME, late, HOUR);
        assertThat(looked.looks.await(GUARD_SECONDS, TimeUnit.SECONDS)).isTrue();
        watch.remove(looked);
        assertThat(isAlive()).as("it waits for the other pool").isTrue();

        watch.remove(late);

        Await.orFail(() -> !isAlive());
    }

    @Test
    void theArchiveIsMadeOnceAPoolIsIdle() throws Exception {
        FakePool pool = new FakePool();
        watch.add(HOME, pool, SOON);
        assertThat(pool.looks.await(GUARD_SECONDS, TimeUnit.SECONDS)).isTrue();

        pool.isIdle = true;

        assertThat(made.await(GUARD_SECONDS, TimeUnit.SECONDS)).isTrue();
        Await.orFail(() -> !isAlive());
    }

    @Test
    void theEndOfTheLastPoolEndsTheMaking() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        ArchiveWatch slow = new ArchiveWatch(home -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        });
        FakePool pool = new FakePool();
        pool.isIdle = true;
        slow.add(HOME, pool, SOON);
        assertThat(begun.await(GUARD_SECONDS, TimeUnit.SECONDS)).isTrue();

        slow.remove(pool);

        assertThat(interrupted.await(GUARD_SECONDS, TimeUnit.SECONDS)).isTrue();
        Await.orFail(() -> !isAlive());
    }

    @Test
    void aPoolThatIsOpenedAfterTheThreadHasEndedIsWatchedByANewOne() throws Exception {
        FakePool first = new FakePool();
        watch.add(HOME, first, SOON);
        assertThat(first.looks.await(GUARD_SECONDS, TimeUnit.SECONDS)).isTrue();
        watch.remove(first);
        FakePool second = new FakePool();
        second.isIdle = true;

        watch.add(HOME, second, SOON);

        assertThat(made.await(GUARD_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
}
