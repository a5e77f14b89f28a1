package dev.procpool;

import java.time.Duration;

/**
 * The state of a worker at one moment. Immutable.
 *
 * @param id the number of the worker in its pool, from 1; it survives a restart
 * @param incarnation the number of JVMs that this id has had, this one included
 * @param pid the process id; 0 before the process exists. In a pool of threads, the process id of this JVM
 * @param state the activity of the worker
 * @param itemsDone the number of items that this incarnation has settled
 * @param age how long this incarnation has existed
 * @param rssBytes the resident memory of the process in bytes; 0 where that is not known
 */
public record WorkerInfo(int id, int incarnation, long pid, State state, long itemsDone, Duration age, long rssBytes) {

    /** The same worker with {@code bytes} of resident memory. */
    public WorkerInfo withRss(long bytes) {
        return new WorkerInfo(id, incarnation, pid, state, itemsDone, age, bytes);
    }

    /** The activity of a worker. */
    public enum State {
        /** Its JVM is starting, or waits for its restart delay to end. */
        STARTING,
        /**
         * It is ready, and gets items only when it takes the place of another worker ({@link PoolBuilder#warmSpares}).
         */
        SPARE,
        /** It is ready and has nothing to do. */
        IDLE,
        /** It has items. */
        BUSY,
        /** It finishes the items that it has, gets no further ones, and then leaves. */
        RETIRING,
        /** It was asked to leave, or is being killed. */
        STOPPING,
        /** It is gone. */
        EXITED
    }
}
