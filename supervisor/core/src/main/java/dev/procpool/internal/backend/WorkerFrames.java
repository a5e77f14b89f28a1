package dev.procpool.internal.backend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Stack traces of failures in a worker: the frames of the worker, a frame that names the worker and the item, and then
 * the frames of the thread that took the result. Frames of the threads in between, which read events, would not help
 * the user.
 */
public final class WorkerFrames {

    private static final String OURS = "dev.procpool.internal.";

    private WorkerFrames() {}

    /**
     * The frames of the worker.
     *
     * @param remote topmost first; may be empty
     * @param worker the name of the worker, with its pid
     * @param item the name of the item
     */
    public static StackTraceElement[] of(List<StackTraceElement> remote, String worker, String item) {
        List<StackTraceElement> all = new ArrayList<>(remote);
        all.add(new StackTraceElement(worker, item, null, -1));
        return all.toArray(new StackTraceElement[0]);
    }

    /** {@code ofWorker} followed by the frames of the calling thread, without its topmost frames inside procpool. */
    public static StackTraceElement[] withCaller(StackTraceElement[] ofWorker) {
        List<StackTraceElement> all = new ArrayList<>(Arrays.asList(ofWorker));
        Arrays.stream(Thread.currentThread().getStackTrace())
                .skip(1)
                .dropWhile(frame -> frame.getClassName().startsWith(OURS))
                .forEach(all::add);
        return all.toArray(new StackTraceElement[0]);
    }
}
