package dev.procpool.internal.engine;

/**
 * Bounds deaths that settle nothing: each spends a unit, a settled item restores all. So a pool makes progress or gives
 * up, and never spins. Guarded by the engine lock.
 */
final class RestartBudget {

    private final int units;
    private int spent;

    RestartBudget(int units) {
        this.units = units;
    }

    /** A worker died for nothing. Returns false if that was once too often. */
    boolean spend() {
        spent++;
        return spent <= units;
    }

    void restore() {
        spent = 0;
    }
}
