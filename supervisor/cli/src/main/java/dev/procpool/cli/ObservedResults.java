package dev.procpool.cli;

import dev.procpool.lines.LineResults;
import java.util.function.Consumer;

/** Outcomes, each of which is shown to an observer as soon as it has arrived. Confined to one thread. */
final class ObservedResults implements ForwardingResults {

    private final LineResults all;
    private final Consumer<? super LineResults> observer;

    /** @param observer gets the results, which are at the outcome that has just arrived */
    ObservedResults(LineResults all, Consumer<? super LineResults> observer) {
        this.all = all;
        this.observer = observer;
    }

    @Override
    public LineResults all() {
        return all;
    }

    @Override
    public boolean next() {
        boolean hasNext = all.next();
        if (hasNext) {
            observer.accept(all);
        }
        return hasNext;
    }
}
