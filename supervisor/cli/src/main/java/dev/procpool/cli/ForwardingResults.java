package dev.procpool.cli;

import dev.procpool.lines.LineResults;
import dev.procpool.lines.LineText;
import java.time.Duration;

/** Outcomes that come from others, and pass as they are where an implementation does not say otherwise. */
interface ForwardingResults extends LineResults {

    /** Where the outcomes come from. */
    LineResults all();

    @Override
    default boolean hasReady() {
        return all().hasReady();
    }

    @Override
    default long index() {
        return all().index();
    }

    @Override
    default Throwable failure() {
        return all().failure();
    }

    @Override
    default LineText result() {
        return all().result();
    }

    @Override
    default LineText line() {
        return all().line();
    }

    @Override
    default Attempt attempt() {
        return all().attempt();
    }

    @Override
    default long ranNanos() {
        return all().ranNanos();
    }

    @Override
    default long startedNanos() {
        return all().startedNanos();
    }

    @Override
    default void timeout(Duration limit) {
        all().timeout(limit);
    }

    @Override
    default void cancelPending() {
        all().cancelPending();
    }

    @Override
    default void close() {
        all().close();
    }
}
