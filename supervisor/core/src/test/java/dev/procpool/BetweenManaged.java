package dev.procpool;

import dev.procpool.testing.Pids;
import java.io.Serializable;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Objects of a manager that are used while processes die, the manager among them.
 *
 * @param counter only grows
 * @param sums the number of additions of each user
 */
record BetweenManaged(Counter counter, ConcurrentMap<Long, Integer> sums) implements Serializable {

    /** Adds for some times; returns the number of additions. Each user has an {@code id} of its own. */
    int use(long id, int times) {
        int last = 0;
        for (int i = 0; i < times; i++) {
            int sum = counter.add(1);
            BetweenUser.check(sum > last, "the counter has fallen");
            last = sum;
            int mine = sums.merge(id, 1, Integer::sum);
            BetweenUser.check(mine == i + 1, "addition " + mine + " instead of " + (i + 1));
        }
        sums.remove(id);
        return times;
    }

    /** A manager that is killed and started again. Thread-safe. */
    static final class Owner implements AutoCloseable {

        private final AtomicReference<Manager> manager = new AtomicReference<>();
        private final AtomicReference<BetweenManaged> managed = new AtomicReference<>();

        Owner() {
            start();
        }

        BetweenManaged managed() {
            return managed.get();
        }

        private void start() {
            Manager started = Manager.start();
            manager.set(started);
            managed.set(new BetweenManaged(started.serve(Counter.class, () -> new PlainCounter()), started.map()));
        }

        boolean kill() {
            Manager doomed = manager.get();
            boolean killed = Pids.kill(doomed.process().orElseThrow().pid().orElseThrow());
            doomed.close();
            start();
            return killed;
        }

        @Override
        public void close() {
            manager.get().close();
        }
    }
}
