package dev.procpool.worker;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** An object that a worker needs for its start, made by a daemon thread while the main thread makes another one. */
final class Preparation<T> {

    private final FutureTask<T> making;

    private Preparation(Callable<T> making) {
        this.making = new FutureTask<>(making);
    }

    static <T> Preparation<T> begin(String what, Callable<T> making) {
        Preparation<T> preparation = new Preparation<>(making);
        Thread thread = new Thread(preparation.making, "procpool-start-" + what);
        thread.setDaemon(true);
        thread.start();
        return preparation;
    }

    /** Waits for the object; the exception of the thread that makes it is thrown as it is. */
    T await() throws IOException, InterruptedException {
        try {
            return making.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException io) {
                throw io;
            } else if (cause instanceof RuntimeException unchecked) {
                throw unchecked;
            } else if (cause instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(cause);
        }
    }
}
