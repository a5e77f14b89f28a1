package dev.procpool.bench.crossover;

import java.util.List;

/** Hears what is measured next. */
@FunctionalInterface
public interface Progress {

    /**
     * @param key of the text, {@code step.KEY}
     * @param values for the places in the text
     */
    void step(String key, List<String> values);
}
