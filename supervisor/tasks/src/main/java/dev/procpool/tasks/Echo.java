package dev.procpool.tasks;

import dev.procpool.task.TaskFunction;

/** The item itself. */
final class Echo implements TaskFunction<String, String> {

    private static final long serialVersionUID = 1L;

    @Override
    public String apply(String text) {
        return text;
    }
}
