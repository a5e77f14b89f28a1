package dev.procpool.internal.base;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the threads of the library: daemons with names that say what they are for. */
public final class DaemonThreads {

    private DaemonThreads() {}

    /** A factory of threads {@code name-1}, {@code name-2}, … */
    public static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> make(name + "-" + count.incrementAndGet(), task);
    }

    /** Starts a thread. */
    public static Thread start(String name, Runnable task) {
        Thread thread = make(name, task);
        thread.start();
        return thread;
    }

    private static Thread make(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
