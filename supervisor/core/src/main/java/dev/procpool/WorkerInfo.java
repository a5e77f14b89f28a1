package dev.procpool;

import java.time.Duration;

/**
 * A worker at one moment. Immutable.
 *
 * @param id the number of the worker in its pool, from 1; it survives a restart
 * @param incarnation how many JVMs this id has had, this one included
 * @param pid the process id; 0 while it is being started. In a pool of threads, that of this JVM
 * @param state what it does
 * @param itemsDone how many items this incarnation has settled
 * @param age since when this incarnation exists
 * @param rssBytes the memory of the process that is resident, in bytes; 0 where that is not known
 */
public record WorkerInfo(int id, int incarnation, long pid, State state, long itemsDone, Duration age, long rssBytes) {

    /** The same, with what is known of its memory. */
    public WorkerInfo withRss(long bytes) {
        return new WorkerInfo(id, incarnation, pid, state, itemsDone, age, bytes);
    }

    /** What a worker does. */
    public enum State {
        /** Its JVM is starting, or waits for its restart delay to end. */
        STARTING,
        /** It is ready, and gets items only once it stands in for a worker that is gone ({@link PoolBuilder#warmSpares}). */
        SPARE,
        /** It is ready and has nothing to do. */
        IDLE,
        /** It has items. */
        BUSY,
        /** It finishes the items it has, gets no more, and leaves then. */
        RETIRING,
        /** It was asked to leave, or is being killed. */
        STOPPING,
        /** It is gone. */
        EXITED
    }
}
