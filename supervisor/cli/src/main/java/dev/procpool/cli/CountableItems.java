package dev.procpool.cli;

import dev.procpool.lines.LineSource;
import java.util.OptionalLong;

/** Items whose number may be known before they are read. */
interface CountableItems extends LineSource {

    /**
     * The number of all items, those included that have been read; empty where it would take long to find out.
     * Thread-safe.
     */
    OptionalLong count();

    /** The number of the items of any source. */
    static OptionalLong countOf(LineSource items) {
        return items instanceof CountableItems countable ? countable.count() : OptionalLong.empty();
    }
}
