package dev.procpool.bench;

import dev.procpool.task.TaskFunction;

/** The task of most rows. It has a class of its own, as a worker loads the class in which a lambda is written. */
final class Square {

    static final TaskFunction<Integer, Integer> FUNCTION = x -> x * x;

    private Square() {}
}
