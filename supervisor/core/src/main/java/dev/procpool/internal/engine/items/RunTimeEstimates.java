package dev.procpool.internal.engine.items;

import java.util.HashMap;
import java.util.Map;

/** How long an item of each function takes. Guarded by the engine lock. */
public final class RunTimeEstimates {

    private final Map<Long, RunTimeEstimate> byFunction = new HashMap<>();

    /** The estimate for a function; kept from the first question until the function is forgotten. */
    public RunTimeEstimate of(long functionId) {
        return byFunction.computeIfAbsent(functionId, id -> new RunTimeEstimate());
    }

    void forget(long functionId) {
        byFunction.remove(functionId);
    }
}
