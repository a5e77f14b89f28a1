package dev.procpool.internal.backend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Stack traces of what happened in a worker: where that was, a frame that names the worker and the item, and then where somebody
 * of this JVM came to know of it. The threads in between, which read what workers send, say nothing to anybody.
 */
public final class WorkerFrames {

    private static final String OURS = "dev.procpool.internal.";

    private WorkerFrames() {}

    /**
     * The frames of the worker.
     *
     * @param remote topmost first; may be empty
     * @param worker with its pid
     */
    public static StackTraceElement[] of(List<StackTraceElement> remote, String worker, long index) {
        List<StackTraceElement> all = new ArrayList<>(remote);
        all.add(new StackTraceElement(worker, "item " + index, null, -1));
        return all.toArray(new StackTraceElement[0]);
    }

    /** The same with the frames of the calling thread behind them, without those of procpool's inside. */
    public static StackTraceElement[] withCaller(StackTraceElement[] ofWorker) {
        List<StackTraceElement> all = new ArrayList<>(Arrays.asList(ofWorker));
        Arrays.stream(Thread.currentThread().getStackTrace())
                .skip(1)
                .dropWhile(frame -> frame.getClassName().startsWith(OURS))
                .forEach(all::add);
        return all.toArray(new StackTraceElement[0]);
    }
}
