import dev.procpool.ChildProcess;
import dev.procpool.ProcessEvent;
import dev.procpool.ProcessLock;
import dev.procpool.ProcessQueue;
import dev.procpool.task.Task;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Kills processes at the wrong moment, and shows what is left of their lock, queue and event. The Python program
 * killed.py does the same.
 */
public class Killed {

    private static final int ROUNDS = 10;
    private static final Duration LONG = Duration.ofSeconds(5);

    public static void main(String[] args) throws Exception {
        aLockWhoseHolderIsKilled();
        aQueueOfWhichAWaitingGetterIsKilled();
        anEventWhoseSetterIsKilled();
    }

    private static void aLockWhoseHolderIsKilled() throws Exception {
        try (ProcessLock lock = ProcessLock.create();
                ProcessEvent held = ProcessEvent.create()) {
            ChildProcess holder = started(() -> {
                lock.acquire();
                held.set();
                Thread.sleep(60_000);
                return null;
            });
            held.await();
            kill(holder);
            System.out.println("lock: got by the next one within 5 s: "
                    + lock.tryAcquire(LONG)
                            .map(hold -> "true, abandoned: " + hold.wasAbandoned())
                            .orElse("false"));
        }
    }

    private static void aQueueOfWhichAWaitingGetterIsKilled() throws Exception {
        try (ProcessQueue<String> items = ProcessQueue.create();
                ProcessEvent waits = ProcessEvent.create()) {
            ChildProcess getter = started(() -> {
                waits.set();
                return items.get();
            });
            waits.await();
            Thread.sleep(1_000);
            kill(getter);
            items.put("item");
            System.out.println(
                    "queue: the next get: " + items.poll(LONG).orElse("empty, though its size is " + items.size()));
        }
    }

    private static void anEventWhoseSetterIsKilled() throws Exception {
        int frozen = 0;
        for (int i = 0; i < ROUNDS; i++) {
            try (ProcessEvent event = ProcessEvent.create()) {
                ChildProcess setter = started(() -> {
                    while (true) {
                        event.set();
                        event.clear();
                    }
                });
                event.await(); // it has begun
                Thread.sleep(ThreadLocalRandom.current().nextInt(100));
                kill(setter);
                try {
                    CompletableFuture.supplyAsync(event::isSet).get(1, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    frozen++;
                }
            }
        }
        System.out.println("event: frozen in " + frozen + " of " + ROUNDS);
    }

    private static ChildProcess started(Task<?> task) {
        ChildProcess child = ChildProcess.of(task);
        child.start();
        return child;
    }

    private static void kill(ChildProcess child) throws InterruptedException {
        child.kill();
        child.join();
        child.close();
    }
}
