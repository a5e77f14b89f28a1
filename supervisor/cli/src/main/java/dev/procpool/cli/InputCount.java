package dev.procpool.cli;

import dev.procpool.lines.LineSource;
import java.io.IOException;
import java.util.OptionalLong;

/** Counts the items that another source gives. Confined to the thread that reads it, except for {@link #total}. */
final class InputCount implements ForwardingItems {

    private static final long UNKNOWN = -1;

    private final LineSource all;
    private long given;
    private volatile long total = UNKNOWN;

    InputCount(LineSource all) {
        this.all = all;
    }

    @Override
    public LineSource all() {
        return all;
    }

    /** The number of all items, once the source has come to its end. */
    OptionalLong total() {
        long known = total;
        return known == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(known);
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
