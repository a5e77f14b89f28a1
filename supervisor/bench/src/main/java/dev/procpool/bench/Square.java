package dev.procpool.bench;

import dev.procpool.task.TaskFunction;

/** What most rows run. In a class of its own, as a worker loads the class that a lambda was written in. */
final class Square {

    static final TaskFunction<Integer, Integer> FUNCTION = x -> x * x;

    private Square() {}
}
