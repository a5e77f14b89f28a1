package dev.procpool.internal.engine;

import java.util.HashMap;
import java.util.Map;

/** How long an item of each function takes. Guarded by the engine lock. */
final class RunTimeEstimates {

    private final Map<Long, RunTimeEstimate> byFunction = new HashMap<>();

    /** What is known of a function, and will be known; kept from the first question until it is forgotten. */
    RunTimeEstimate of(long functionId) {
        return byFunction.computeIfAbsent(functionId, id -> new RunTimeEstimate());
    }

    void forget(long functionId) {
        byFunction.remove(functionId);
    }
}
