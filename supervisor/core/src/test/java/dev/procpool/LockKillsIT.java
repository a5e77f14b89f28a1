package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Leftovers;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed at random while they take, hold and release locks. */
@ExtendWith(Leftovers.class)
class LockKillsIT {

    private static final int WORKERS = 3;

    /** A lock and the memory that it protects. */
    private record Guarded(ProcessLock lock, String file) implements Serializable {}

    private final List<Guarded> all = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    @Test
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void processesThatAreKilledAtAnyPointFreezeNoOtherAndNeverShareALock() throws Exception {
        KillLoop loop = new KillLoop("LockKillsIT");
        try (ProcessLock lock = ProcessLock.create();
                Pool users = KillLoop.pool(WORKERS);
                Pool homes = KillLoop.pool(1)) {
            Guarded here = guarded(lock);
            Supplier<Guarded> there = loop.home(homes, in -> guarded(in.apply(() -> ProcessLock.create())));
            loop.child(() -> () -> hammer(here, 60_000));

            loop.run(users, guarded -> hammer(guarded, 20), here, there);

            assertThat(lock.tryAcquire(KillLoop.FROZEN)).isPresent();
        }
        for (Guarded one : all) {
            assertThat(Witness.open(one.file()).violations())
                    .as("seed %d", loop.seed())
                    .isZero();
        }
    }

    private Guarded guarded(ProcessLock lock) throws IOException {
        Guarded guarded = new Guarded(lock, Witness.create(directory.resolve("w" + all.size())));
        all.add(guarded);
        return guarded;
    }

    /** Takes and releases a lock for some time. */
    private static int hammer(Guarded guarded, int millis) throws Exception {
        Witness witness = Witness.open(guarded.file());
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        int times = 0;
        while (System.nanoTime() < end) {
            try (ProcessLock.Hold hold =
                    guarded.lock().tryAcquire(KillLoop.FROZEN).orElseThrow(() -> new IllegalStateException("frozen"))) {
                witness.add(hold);
                times++;
            }
        }
        return times;
    }
}
