package dev.procpool;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** How one call of a soak is made. */
record SoakPlan(int items, int firstItem, TaskOptions options, boolean expires, boolean cancels, int cancelAfter) {

    private static final Duration TIMEOUT = Duration.ofMillis(800);

    static SoakPlan of(Random random) {
        TaskOptions.Builder options = TaskOptions.builder().timeout(TIMEOUT);
        if (random.nextBoolean()) {
            options.chunkSize(1 + random.nextInt(50));
        }
        if (random.nextBoolean()) {
            options.retries(random.nextInt(3)).retryDelay(Duration.ofMillis(random.nextInt(20)));
        }
        if (random.nextBoolean()) {
            options.keepOrder();
        }
        if (random.nextInt(4) == 0) {
            options.commitPerItem();
        }
        boolean expires = random.nextInt(8) == 0;
        if (expires) {
            options.deadline(Instant.now().plusMillis(random.nextInt(1500)));
        }
        boolean cancels = random.nextInt(6) == 0;
        int items = 1 + random.nextInt(400);
        return new SoakPlan(items, random.nextInt(1 << 20), options.build(), expires, cancels, random.nextInt(items));
    }
}
