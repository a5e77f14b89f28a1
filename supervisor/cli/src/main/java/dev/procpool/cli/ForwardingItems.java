package dev.procpool.cli;

import dev.procpool.lines.LineSource;
import dev.procpool.lines.LineText;
import java.io.IOException;
import java.util.OptionalLong;

/** Items that come from another source, and pass as they are where an implementation does not say otherwise. */
interface ForwardingItems extends CountableItems {

    /** The source of the items. */
    LineSource all();

    /** An implementation that gives more or fewer items than the source has another number of them. */
    @Override
    default OptionalLong count() {
        return CountableItems.countOf(all());
    }

    @Override
    default boolean hasReady() {
        return all().hasReady();
    }

    @Override
    default LineText line() {
        return all().line();
    }

    @Override
    default String problem() {
        return all().problem();
    }

    @Override
    default void close() throws IOException {
        all().close();
    }
}
