package dev.procpool.cli;

import dev.procpool.lines.LineSource;
import dev.procpool.lines.LineText;
import java.io.IOException;
import java.util.OptionalLong;

/** Counts the items that another source gives. Confined to the thread that reads it, except for {@link #total}. */
final class InputCount implements LineSource {

    private static final long UNKNOWN = -1;

    private final LineSource items;
    private long given;
    private volatile long total = UNKNOWN;

    InputCount(LineSource items) {
        this.items = items;
    }

    /** The number of all items, once the source has come to its end. */
    OptionalLong total() {
        long known = total;
        return known == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(known);
    }

    @Override
    public boolean next() throws IOException {
        if (items.next()) {
            given++;
            return true;
        }
        total = given;
        return false;
    }

    @Override
    public boolean hasReady() {
        return items.hasReady();
    }

    @Override
    public LineText line() {
        return items.line();
    }

    @Override
    public String problem() {
        return items.problem();
    }

    @Override
    public void close() throws IOException {
        items.close();
    }
}
