package dev.procpool.internal.base;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** The threads of the library: daemons, each with the name of its purpose. */
public final class DaemonThreads {

    private DaemonThreads() {}

    /** A factory of threads with the names that {@code name} gives to the numbers 1, 2, … */
    public static ThreadFactory named(IntFunction<String> name) {
        AtomicInteger count = new AtomicInteger();
        return task -> make(name.apply(count.incrementAndGet()), task);
    }

    /** Starts a thread that runs {@code task}. */
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
