package dev.procpool.cli;

import dev.procpool.lines.LineSource;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Counts the items that another source gives. Confined to the thread that reads it, except for {@link #total}, which is
 * confined to another one.
 */
final class InputCount implements ForwardingItems {

    private static final long UNKNOWN = -1;

    private final LineSource all;
    private long given;
    private volatile long total = UNKNOWN;
    private OptionalLong early; // confined to the thread that asks for the total

    InputCount(LineSource all) {
        this.all = all;
    }

    @Override
    public LineSource all() {
        return all;
    }

    /** The number of all items, if the source knows it before, or has come to its end. */
    OptionalLong total() {
        long known = total;
        if (known != UNKNOWN) {
            return OptionalLong.of(known);
        }
        if (early == null) {
            early = CountableItems.countOf(all);
        }
        return early;
    }

    @Override
    public boolean next() throws IOException {
        if (all.next()) {
            given++;
            return true;
        }
        total = given;
        return false;
    }
}
