package dev.procpool;

import java.time.Duration;

/** Opens a pool where something is scarce, and prints how that ended: a program of its own, as limits are inherited. */
public final class ScarceProgram {

    private ScarceProgram() {}

    /** Runs it; the argument is the number of workers. */
    public static void main(String[] args) throws InterruptedException {
        String seen;
        try (Pool pool = Pool.builder()
                .processes(Integer.parseInt(args[0]))
                .output(WorkerOutput.discarding())
                .open()) {
            seen = pool.awaitReady(Duration.ofSeconds(40)) ? "ready " + pool.apply(() -> 5) : "not ready";
        } catch (PoolException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            seen = e.getClass().getSimpleName() + ": "
                    + e.getMessage().lines().findFirst().orElse("") + " <- " + root;
        }
        System.out.println(seen);
    }
}
