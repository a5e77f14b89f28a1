package dev.procpool;

import java.util.concurrent.CancellationException;

/** The kinds of items of a soak: the number of an item says what it does. */
enum SoakItem {
    QUICK,
    SLOW,
    THROWS,
    EXITS,
    SPINS,
    LARGE;

    /** Most items are quick, few are fatal. */
    static SoakItem of(int item) {
        int lot = Math.floorMod(item * 0x9E3779B9, 2000);
        if (lot < 3) {
            return EXITS;
        }
        if (lot < 5) {
            return SPINS;
        }
        if (lot < 40) {
            return THROWS;
        }
        return lot < 100 ? LARGE : lot < 140 ? SLOW : QUICK;
    }

    boolean mayFailWith(Throwable failure, SoakPlan plan) {
        if (failure instanceof WorkerDiedException) {
            return true; // it may have been killed from outside
        }
        if (failure instanceof TaskTimeoutException) {
            return true; // or been stopped for longer than it may run
        }
        if (failure instanceof CancellationException) {
            return plan.cancels();
        }
        if (failure instanceof TaskExpiredException) {
            return plan.expires();
        }
        return this == THROWS && failure instanceof IllegalStateException;
    }

    static Object work(int item) throws InterruptedException {
        switch (of(item)) {
            case THROWS -> throw new IllegalStateException("item " + item);
            case EXITS -> Runtime.getRuntime().halt(3);
            case SPINS -> Misbehaviour.HANGS.happen();
            case SLOW -> Thread.sleep(Math.floorMod(item, 30));
            case LARGE -> {
                byte[] large = new byte[200_000];
                large[0] = (byte) item;
                return large;
            }
            default -> {
                // the square is all
            }
        }
        return item * item;
    }

    static boolean isRight(int item, Object value) {
        return switch (of(item)) {
            case LARGE -> value instanceof byte[] large && large.length == 200_000 && large[0] == (byte) item;
            case THROWS, EXITS, SPINS -> false;
            default -> value.equals(item * item);
        };
    }
}
