package dev.procpool;

import dev.procpool.internal.between.AnyOf;
import java.time.Duration;
import java.util.List;

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

    /**
     * Waits until at least one of several objects is ready, up to {@code timeout}, and takes nothing: Python's {@code
     * multiprocessing.connection.wait}. Looks once if the timeout is zero or negative. Ready is a {@link ProcessQueue}
     * with an item, a {@link Connection} that has something to receive or is at its end, a {@link ProcessSemaphore}
     * with a permit, a {@link ProcessEvent} that is set, and a {@link ChildProcess} that has ended. Another thread may
     * take what made an object ready.
     *
     * @return the ready objects, in the order of the arguments; none if the time is over
     * @throws IllegalArgumentException for an object of another type
     * @throws HomeGoneException if the home of a queue, a semaphore or an event is gone, or has closed it
     */
    public static List<Object> waitAny(Duration timeout, Object... objects) throws InterruptedException {
        return AnyOf.await(timeout, objects);
    }
}
