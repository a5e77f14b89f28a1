package dev.procpool.bench.crossover;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Virtual threads, which Java has from 21 on; the code is compiled for 17. */
final class VirtualThreads {

    private static final String FACTORY = "newVirtualThreadPerTaskExecutor";

    private VirtualThreads() {}

    /** An executor with a virtual thread for each task; empty before Java 21. */
    static Optional<ExecutorService> executor() {
        try {
            Method factory = Executors.class.getMethod(FACTORY);
            return Optional.of((ExecutorService) factory.invoke(null));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(FACTORY + " exists, and fails", e);
        }
    }
}
