package dev.procpool;

import dev.procpool.testing.Leftovers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Processes that are killed at random while they set an event, clear it and wait for it. */
@ExtendWith(Leftovers.class)
class EventKillsIT {

    private static final int WORKERS = 3;

    @Test
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void processesThatAreKilledAtAnyPointFreezeNoThreadThatWaits() throws Exception {
        KillLoop loop = new KillLoop("EventKillsIT");
        try (ProcessEvent ping = ProcessEvent.create();
                ProcessEvent pong = ProcessEvent.create();
                Pool users = KillLoop.pool(WORKERS)) {
            loop.child(() -> () -> hammer(ping, pong, 60_000));
            loop.atEnd(() -> {
                ping.set();
                pong.set();
            });
            KillLoop.Body driving = () -> loop.item(users, millis -> hammer(ping, pong, millis), 20);

            loop.run(
                    users,
                    driving,
                    driving,
                    driving,
                    () -> pulse(ping, pong),
                    () -> loop.here(() -> await(ping)),
                    () -> loop.here(() -> await(pong)));
        }
    }

    private static int hammer(ProcessEvent ping, ProcessEvent pong, int millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        int seen = 0;
        while (System.nanoTime() < end) {
            ping.set();
            ping.clear();
            seen += pong.await(Duration.ofMillis(1)) ? 1 : 0;
        }
        return seen;
    }

    /** Sets both events, so that a thread that waits goes on, whatever the workers do. */
    private static void pulse(ProcessEvent ping, ProcessEvent pong) {
        for (ProcessEvent event : List.of(ping, pong)) {
            event.set();
            event.clear();
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }

    private static void await(ProcessEvent event) throws InterruptedException {
        if (!event.await(KillLoop.FROZEN)) {
            throw new IllegalStateException("frozen");
        }
    }
}
