package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.Task;
import dev.procpool.testing.Await;
import dev.procpool.testing.Later;
import dev.procpool.testing.Leftovers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Read-write locks between processes. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class ProcessReadWriteLockIT {

    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private static boolean canWrite(ProcessReadWriteLock lock) throws InterruptedException {
        Optional<ProcessLock.Hold> hold = lock.tryWrite(SHORT);
        hold.ifPresent(ProcessLock.Hold::close);
        return hold.isPresent();
    }

    private static boolean canRead(ProcessReadWriteLock lock) throws InterruptedException {
        Optional<ProcessLock.Hold> hold = lock.tryRead(SHORT);
        hold.ifPresent(ProcessLock.Hold::close);
        return hold.isPresent();
    }

    @Test
    void readersOfSeveralProcessesHoldTheLockTogetherAndAWriterAlone() throws Exception {
        try (ProcessReadWriteLock lock = ProcessReadWriteLock.create();
                Pool pool = Pool.open(1)) {
            ProcessLock.Hold here = lock.read();
            assertThat(pool.apply(ProcessReadWriteLockIT::canRead, lock)).isTrue();
            assertThat(lock.readers()).isEqualTo(1);
            assertThat(pool.apply(ProcessReadWriteLockIT::canWrite, lock)).isFalse();
            assertThat(pool.apply(ProcessReadWriteLockIT::canRead, lock)).isTrue();
            here.close();
            here.close();

            assertThat(pool.apply(ProcessReadWriteLockIT::canWrite, lock)).isTrue();
            try (ProcessLock.Hold writing = lock.write()) {
                assertThat(writing.wasAbandoned()).isFalse();
                assertThat(pool.apply(ProcessReadWriteLockIT::canRead, lock)).isFalse();
                assertThat(pool.apply(ProcessReadWriteLockIT::canWrite, lock)).isFalse();
                assertThat(lock.tryRead(Duration.ZERO)).isEmpty();
                assertThat(lock.tryWrite(Duration.ZERO)).isEmpty();
            }
            assertThat(pool.apply(ProcessReadWriteLockIT::canRead, lock)).isTrue();
            assertThat(lock.readers()).isZero();
        }
    }

    static boolean write(ProcessReadWriteLock lock) {
        try (ProcessLock.Hold hold = lock.write()) {
            return hold.wasAbandoned();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aReaderThatComesAfterAWriterWaitsBehindIt() throws Exception {
        try (ProcessReadWriteLock lock = ProcessReadWriteLock.create();
                Pool pool = Pool.open(1)) {
            ProcessLock.Hold first = lock.read();
            CompletableFuture<Boolean> writer = Later.supply(() -> write(lock));
            Await.orFail(() -> !isReadable(lock));

            assertThat(pool.apply(ProcessReadWriteLockIT::canRead, lock)).isFalse();
            assertThat(writer.isDone()).isFalse();
            first.close();

            assertThat(writer.get(30, TimeUnit.SECONDS)).isFalse();
            assertThat(pool.apply(ProcessReadWriteLockIT::canRead, lock)).isTrue();
        }
    }

    static boolean isReadable(ProcessReadWriteLock lock) {
        try {
            Optional<ProcessLock.Hold> hold = lock.tryRead(Duration.ZERO);
            hold.ifPresent(ProcessLock.Hold::close);
            return hold.isPresent();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aWriterWhoseTimeIsOverLetsReadersInAgain() throws Exception {
        try (ProcessReadWriteLock lock = ProcessReadWriteLock.create();
                Pool pool = Pool.open(1)) {
            ProcessLock.Hold first = lock.read();
            assertThat(pool.apply(ProcessReadWriteLockIT::canWrite, lock)).isFalse();
            assertThat(lock.tryRead(Duration.ZERO)).isPresent();
            assertThat(lock.readers()).isEqualTo(2);
            first.close();
            assertThat(lock.readers()).isEqualTo(1);
        }
    }

    @Test
    void anInterruptEndsTheWaitOfAWriterForReaders() throws Exception {
        try (ProcessReadWriteLock lock = ProcessReadWriteLock.create();
                ProcessLock.Hold reading = lock.read()) {
            AtomicBoolean interrupted = new AtomicBoolean();
            Thread writer = new Thread(() -> {
                try {
                    lock.write();
                } catch (InterruptedException e) {
                    interrupted.set(true);
                }
            });
            writer.start();
            Await.orFail(() -> !isReadable(lock));

            writer.interrupt();
            writer.join();

            assertThat(interrupted).isTrue();
            assertThat(isReadable(lock)).isTrue();
            assertThat(reading.wasAbandoned()).isFalse();
        }
    }

    /** Overlapping readers in two threads of a worker, without a moment in which there is none. */
    private static Task<Integer> readingWithoutEnd(ProcessReadWriteLock lock, String board) {
        return () -> {
            Board over = Board.open(board);
            ProcessLock.Hold before = lock.read();
            while (over.get(0) == 0) {
                Optional<ProcessLock.Hold> next = lock.tryRead(Duration.ZERO);
                if (next.isPresent()) {
                    before.close();
                    before = next.get();
                    over.add(1, 1);
                } else {
                    before.close();
                    before = lock.read();
                }
            }
            before.close();
            return 0;
        };
    }

    @Test
    void readersThatOverlapForEverKeepNoWriterOut() throws Exception {
        String file = Board.create(directory.resolve("board"));
        try (ProcessReadWriteLock lock = ProcessReadWriteLock.create();
                Pool pool = Pool.open(1);
                Pool threads = Pool.ofThreads(1)) {
            TaskFuture<Integer> there = pool.applyAsync(readingWithoutEnd(lock, file));
            TaskFuture<Integer> here = threads.applyAsync(readingWithoutEnd(lock, file));
            Board board = Board.open(file);
            Await.orFail(() -> board.get(1) > 1000);

            for (int i = 0; i < 100; i++) {
                try (ProcessLock.Hold hold = lock.tryWrite(LONG).orElseThrow()) {
                    assertThat(hold.wasAbandoned()).isFalse();
                    assertThat(lock.tryRead(Duration.ZERO)).isEmpty();
                }
            }

            board.set(0, 1);
            assertThat(there.get() + here.get()).isZero();
        }
    }

    private static Task<Integer> adding(ProcessReadWriteLock lock, String file, int times) {
        return () -> {
            Witness witness = Witness.open(file);
            for (int i = 0; i < times; i++) {
                try (ProcessLock.Hold hold = lock.write()) {
                    witness.add(hold);
                }
                lock.read().close();
            }
            return times;
        };
    }

    @Test
    void writersOfAllPlacesExcludeEachOther() throws Exception {
        String file = Witness.create(directory.resolve("witness"));
        try (ProcessReadWriteLock lock = ProcessReadWriteLock.create();
                Crowd crowd = new Crowd()) {
            crowd.start(4, adding(lock, file, 1_000));
            crowd.join();
            assertThat(Witness.open(file).count()).isEqualTo(4_000);
            assertThat(Witness.open(file).violations()).isZero();
            assertThat(lock.readers()).isZero();
        }
    }

    @Test
    void aHandleIsTheSameObjectWhereverItArrivesUntilItIsClosed() throws Exception {
        ProcessReadWriteLock lock = ProcessReadWriteLock.create();
        try (Pool pool = Pool.open(1);
                Pool threads = Pool.ofThreads(1)) {
            assertThat(pool.apply((ProcessReadWriteLock l) -> l, lock)).isSameAs(lock);
            assertThat(threads.apply((ProcessReadWriteLock l) -> l, lock)).isSameAs(lock);
            ProcessLock.Hold hold = lock.write();
            CompletableFuture<Boolean> writer = Later.supply(() -> write(lock));

            lock.close();

            assertThatThrownBy(() -> writer.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(HomeGoneException.class);
            assertThatThrownBy(hold::close).isInstanceOf(HomeGoneException.class);
            assertThatThrownBy(lock::read).isInstanceOf(HomeGoneException.class);
            assertThatThrownBy(() -> pool.apply(ProcessReadWriteLock::readers, lock))
                    .isInstanceOf(HomeGoneException.class);
        }
    }
}
