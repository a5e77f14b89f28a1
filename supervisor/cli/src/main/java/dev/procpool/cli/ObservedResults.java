package dev.procpool.cli;

import dev.procpool.lines.LineResults;
import dev.procpool.lines.LineText;
import java.time.Duration;
import java.util.function.Consumer;

/** Outcomes, each of which is shown to an observer as soon as it has arrived. Confined to one thread. */
final class ObservedResults implements LineResults {

    private final LineResults all;
    private final Consumer<? super LineResults> observer;

    /** @param observer gets the results, which are at the outcome that has just arrived */
    ObservedResults(LineResults all, Consumer<? super LineResults> observer) {
        this.all = all;
        this.observer = observer;
    }

    @Override
    public boolean next() {
        boolean hasNext = all.next();
        if (hasNext) {
            observer.accept(all);
        }
        return hasNext;
    }

    @Override
    public boolean hasReady() {
        return all.hasReady();
    }

    @Override
    public long index() {
        return all.index();
    }

    @Override
    public Throwable failure() {
        return all.failure();
    }

    @Override
    public LineText result() {
        return all.result();
    }

    @Override
    public LineText line() {
        return all.line();
    }

    @Override
    public Attempt attempt() {
        return all.attempt();
    }

    @Override
    public long ranNanos() {
        return all.ranNanos();
    }

    @Override
    public void timeout(Duration limit) {
        all.timeout(limit);
    }

    @Override
    public void cancelPending() {
        all.cancelPending();
    }

    @Override
    public void close() {
        all.close();
    }
}
