package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Leftovers;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed at random while they read and write under a read-write lock. */
@ExtendWith(Leftovers.class)
class ReadWriteKillsIT {

    private static final int WORKERS = 3;

    @TempDir
    Path directory;

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void processesThatAreKilledAtAnyPointFreezeNoOtherAndReadersSeeWholeChangesOnly() throws Exception {
        KillLoop loop = new KillLoop("ReadWriteKillsIT");
        String file = Board.create(directory.resolve("board"));
        try (ProcessReadWriteLock lock = ProcessReadWriteLock.create();
                Pool users = KillLoop.pool(WORKERS)) {
            KillLoop.Body using = () -> loop.item(users, () -> use(lock, file, 20));

            loop.run(users, using, using, using, () -> use(lock, file, 20));

            assertThat(lock.tryWrite(KillLoop.FROZEN)).isPresent();
            assertThat(lock.readers()).isZero();
        }
    }

    private static int use(ProcessReadWriteLock lock, String file, int millis) throws Exception {
        Board board = Board.open(file);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        int times = 0;
        while (System.nanoTime() < end) {
            if (times % 4 == 0) {
                write(lock, board);
            } else {
                read(lock, board);
            }
            times++;
        }
        return times;
    }

    private static void write(ProcessReadWriteLock lock, Board board) throws InterruptedException {
        try (ProcessLock.Hold hold =
                lock.tryWrite(KillLoop.FROZEN).orElseThrow(() -> new IllegalStateException("frozen"))) {
            requireWhole(hold, board);
            long next = board.get(0) + 1;
            board.set(0, next);
            Thread.onSpinWait();
            board.set(1, next);
        }
    }

    private static void read(ProcessReadWriteLock lock, Board board) throws InterruptedException {
        try (ProcessLock.Hold hold =
                lock.tryRead(KillLoop.FROZEN).orElseThrow(() -> new IllegalStateException("frozen"))) {
            requireWhole(hold, board);
        }
    }

    private static void requireWhole(ProcessLock.Hold hold, Board board) {
        long first = board.get(0);
        Thread.onSpinWait();
        if (first != board.get(1) && !hold.wasAbandoned()) {
            throw new IllegalStateException("half a change is seen");
        }
        if (first != board.get(0)) {
            throw new IllegalStateException("a change while others hold the lock");
        }
    }
}
