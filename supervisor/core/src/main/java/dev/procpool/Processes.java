package dev.procpool;

/** Facts about processes, mirroring the module functions of Python's {@code multiprocessing}. */
public final class Processes {

    private Processes() {}

    /**
     * The number of processors that this JVM may use, at least 1; respects the limits of a container. In a worker it is
     * the {@link WorkerShare} of that worker.
     */
    public static int cpuCount() {
        return Runtime.getRuntime().availableProcessors();
    }
}
