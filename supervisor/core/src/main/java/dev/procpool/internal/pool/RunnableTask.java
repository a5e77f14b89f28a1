package dev.procpool.internal.pool;

import dev.procpool.task.Task;

/** Runs a runnable of the user, which travels as its field. */
record RunnableTask(Runnable runnable) implements Task<Void> {

    @Override
    public Void call() {
        runnable.run();
        return null;
    }
}
