package dev.procpool.internal.pool;

import dev.procpool.task.Task;
import java.util.concurrent.Callable;

/** Runs a callable of the user, which travels as its field. */
record CallableTask<R>(Callable<? extends R> callable) implements Task<R> {

    @Override
    public R call() throws Exception {
        return callable.call();
    }
}
