package dev.procpool.testing;

/** Code that does not end. */
public final class Endless {

    private Endless() {}

    /** Keeps a processor busy; the type of the result fits a task. */
    @SuppressWarnings("InfiniteLoopStatement")
    public static int spinForEver() {
        while (true) {
            Thread.onSpinWait();
        }
    }
}
