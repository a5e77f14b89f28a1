package dev.procpool.tasks;

import dev.procpool.task.TaskFunction;

/** A task of a user, named by its class on the command line. */
public final class SampleTask implements TaskFunction<Integer, Integer> {

    private static final long serialVersionUID = 1L;

    @Override
    public Integer apply(Integer x) {
        return 2 * x;
    }
}
